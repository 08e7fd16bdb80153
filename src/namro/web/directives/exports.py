"""The register, the list of who has issued, and given tasks as workbooks."""

from collections.abc import Iterable
from datetime import date

from namro.core.text import format_date
from namro.web.directives.models import Directive
from namro.web.directives.selectors.givens import GivenRow
from namro.web.directives.selectors.issued import IssuedRow
from namro.web.directives.selectors.plan_ties import ReceiptRow
from namro.web.plans.models import Plan
from namro.web.plans.selectors.standing import local_day
from namro.web.ui.workbooks import workbook

_REGISTER = (
    ("Số, ký hiệu", 18), ("Ngày ban hành", 14), ("Loại", 14), ("Cơ quan ban hành", 30), ("Trích yếu", 70),
    ("Sổ của", 28),
)  # fmt: skip
_ISSUED = (
    ("Đơn vị", 32), ("Cấp", 12), ("Đã ban hành", 12), ("Số, ký hiệu", 18), ("Ngày ban hành", 14),
    ("Số ngày sau kế hoạch", 12), ("Văn bản khác", 10), ("Trích yếu", 60),
)  # fmt: skip
_RECEIVED = (
    ("Đơn vị", 32), ("Cấp", 12), ("Theo dòng Nơi nhận", 40), ("Đã nhận", 14), ("Ngày nhận", 12), ("Người xác nhận", 26),
)  # fmt: skip
_GIVEN = (
    ("Số", 18), ("Ngày giao", 12), ("Cơ quan giao", 24), ("Nội dung", 70), ("Đơn vị", 30), ("Hạn", 12),
    ("Trạng thái", 16), ("Thời hạn", 18), ("Ngày báo cáo xong", 14), ("Ngày kết thúc", 14), ("Người xác nhận", 22),
    ("Đơn vị nói gì", 50), ("Lý do trả lại", 40), ("Văn bản giao", 30), ("Bên giao", 24),
)  # fmt: skip


def register_workbook(directives: Iterable[Directive], *, today: date) -> bytes:
    """Give the documents as a sheet."""
    rows = (
        (
            one.number,
            one.issued_on,
            str(one.get_kind_display()),
            one.issuer,
            one.abstract,
            one.entered_for.name,
        )
        for one in directives
    )
    return workbook(
        name="Văn bản chỉ đạo", title="Sổ văn bản chỉ đạo", note=_note(today), columns=_REGISTER, rows=rows
    )


def issued_workbook(plan: Plan, rows: Iterable[IssuedRow], *, today: date) -> bytes:
    """Give who has issued and who has not."""
    return workbook(
        name="Ban hành văn bản",
        title=f"{plan}: đơn vị đã ban hành, chưa ban hành văn bản chỉ đạo",
        note=_note(today),
        columns=_ISSUED,
        rows=(_issued(row) for row in rows),
    )


def _issued(row: IssuedRow) -> tuple[str | int | date | None, ...]:
    first = row.directive
    return (
        row.unit.name,
        str(row.unit.get_level_display()),
        "đã" if first else "chưa",
        first.number if first else "",
        first.issued_on if first else None,
        row.days,
        row.more or None,
        first.abstract if first else "",
    )


def received_workbook(plan: Plan, rows: Iterable[ReceiptRow], *, today: date) -> bytes:
    """Give who has received the plan and who has not said so."""
    return workbook(
        name="Nơi nhận",
        title=f"{plan}: đơn vị đã nhận, chưa xác nhận đã nhận văn bản",
        note=_note(today),
        columns=_RECEIVED,
        rows=(
            (
                row.unit.name, str(row.unit.get_level_display()), row.line or "có phần việc, không ghi ở Nơi nhận",
                "đã nhận" if row.at else "chưa xác nhận", local_day(row.at) if row.at else None, row.by,
            )
            for row in rows
        ),
    )  # fmt: skip


def given_workbook(rows: Iterable[GivenRow], *, today: date) -> bytes:
    """Give the parts of given tasks as a sheet."""
    return workbook(
        name="Việc được giao",
        title="Việc Chính phủ, Thủ tướng Chính phủ giao",
        note=_note(today),
        columns=_GIVEN,
        rows=(_given(row) for row in rows),
    )


def _given(row: GivenRow) -> tuple[str | int | date | None, ...]:
    part, task = row.part, row.part.task
    return (
        task.number, task.given_on, task.giver, task.text, part.unit.name, task.due, str(row.state.label), row.label,
        local_day(part.reported_at) if part.reported_at else None,
        local_day(part.closed_at) if part.closed_at else None,
        part.closed_by_name, part.sentence, part.return_reason, task.source, task.assigner.name,
    )  # fmt: skip


def _note(today: date) -> str:
    return f"Đến ngày {format_date(today)}."
