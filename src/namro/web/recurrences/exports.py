"""The register of what happened as a workbook."""

from collections.abc import Iterable
from datetime import date

from namro.core.text import format_date
from namro.web.plans.selectors.obligations import Row
from namro.web.recurrences.models import Happening
from namro.web.ui.workbooks import workbook

COLUMNS = (
    ("Ngày phát sinh", 13), ("Việc phát sinh", 50), ("Số, ký hiệu", 18), ("Đơn vị giải quyết", 30),
    ("Nhiệm vụ", 14), ("Hạn", 12), ("Cách tính hạn", 50), ("Trạng thái", 16), ("Người ghi", 24),
)  # fmt: skip


def happenings_workbook(
    rows: Iterable[tuple[Happening, Row]], *, today: date, is_illustration: bool
) -> bytes:
    """Give the XLSX file of what happened, the days as days."""
    note = f"Đến ngày {format_date(today)}."
    return workbook(
        name="Lượt phát sinh",
        title="Sổ các lượt phát sinh",
        note=f"{note} Số liệu minh họa, không phải số liệu thật." if is_illustration else note,
        columns=COLUMNS,
        rows=(
            (
                one.happened_on, one.name, one.reference, one.unit.name, one.task.code, one.obligation.due,
                one.reckoning, str(row.shown.label), one.by,
            )
            for one, row in rows
        ),
    )  # fmt: skip
