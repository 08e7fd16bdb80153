"""Who has received and handed on, and the head's board, as workbooks."""

from collections.abc import Iterable
from datetime import date

from namro.core.text import format_date
from namro.web.cascade.selectors.board import BoardRow, UnitStanding
from namro.web.ui.workbooks import workbook

_UNITS = (
    ("Đơn vị", 34), ("Cấp", 12), ("Chưa xong", 12), ("Chưa nhận", 12), ("Chưa có người làm", 16),
    ("Việc giao đang chậm", 16),
)  # fmt: skip
_BOARD = (
    ("Mã", 14), ("Việc", 70), ("Đơn vị", 30), ("Kỳ", 14), ("Hạn", 12), ("Đã nhận", 12), ("Ai làm", 34),
    ("Làm đến đâu", 20), ("Ngày phải xong", 14),
)  # fmt: skip


def units_workbook(rows: Iterable[UnitStanding], *, today: date) -> bytes:
    """Give one row per unit."""
    return workbook(
        name="Nhận và giao việc",
        title="Đơn vị nhận và giao việc",
        note=f"Phần việc chưa xong đến ngày {format_date(today)}.",
        columns=_UNITS,
        rows=(
            (row.unit.name, str(row.unit.get_level_display()), row.total, row.unknown, row.nobody, row.late)
            for row in rows
        ),
    )


def board_workbook(rows: Iterable[BoardRow], *, today: date) -> bytes:
    """Give one row per obligation and piece; an obligation with nobody has one row that says so."""
    told: list[tuple[str | int | date | None, ...]] = []
    for entry in rows:
        item = entry.row.obligation
        head = (
            item.task.code, entry.row.brief, item.unit.name, item.period, item.due,
            "đã nhận" if entry.is_known else "chưa nhận",
        )  # fmt: skip
        for one in entry.pieces:
            told.append((*head, one.receiver, str(one.piece.get_state_display()), one.piece.due))
        if not entry.pieces:
            told.append((*head, "chưa giao cho ai", "", None))
    return workbook(
        name="Giao việc",
        title="Phần việc chưa xong và ai đang làm",
        note=f"Đến ngày {format_date(today)}.",
        columns=_BOARD,
        rows=told,
    )
