"""Plans and obligations as workbooks people can sort and send on."""

from collections.abc import Iterable
from datetime import date

from namro.core.text import format_date
from namro.web.plans.models import Plan
from namro.web.plans.selectors.obligations import Row
from namro.web.plans.selectors.on_day import OnDay, ThenRow
from namro.web.plans.selectors.plans import TaskRow
from namro.web.plans.selectors.standing import local_day
from namro.web.ui.workbooks import Value, workbook

MOST_ROWS = 20_000
_TASK_COLUMNS = (
    ("Mã", 14),
    ("Phụ lục", 16),
    ("Chỉ số", 12),
    ("Trục, lĩnh vực", 28),
    ("Tiêu chí", 34),
    ("Nhiệm vụ, giải pháp", 70),
    ("Đơn vị chủ trì", 30),
    ("Đơn vị phối hợp", 30),
    ("Thời hạn", 20),
    ("Phần việc", 10),
    ("Hoàn thành", 10),
    ("Chờ duyệt", 10),
    ("Quá hạn", 10),
    ("Chưa báo cáo", 12),
)
_OBLIGATION_COLUMNS = (
    ("Đơn vị", 30),
    ("Cấp", 12),
    ("Mã", 14),
    ("Nhiệm vụ, giải pháp", 70),
    ("Kỳ", 14),
    ("Hạn", 12),
    ("Trạng thái", 16),
    ("Trễ hạn", 9),
    ("Báo cáo gần nhất", 14),
    ("Tỷ lệ (%)", 9),
    ("Đơn vị nói gì", 50),
    ("Vướng mắc", 10),
    ("Lý do trả lại", 40),
    ("Người công nhận", 22),
    ("Ngày công nhận", 14),
)

_ON_DAY_COLUMNS = (
    ("Đơn vị", 30),
    ("Cấp", 12),
    ("Mã", 14),
    ("Nhiệm vụ, giải pháp", 70),
    ("Kỳ", 14),
    ("Hạn", 12),
    ("Trạng thái khi chốt", 18),
    ("Báo cáo cuối khi chốt", 16),
    ("Trạng thái hôm nay", 18),
)


def plan_workbook(plan: Plan, rows: Iterable[TaskRow], *, today: date, is_illustration: bool) -> bytes:
    """Give the XLSX file of the tasks with their tallies."""
    return workbook(
        name="Nhiệm vụ",
        title=f"{plan}: {plan.title}",
        note=_note(today, is_illustration),
        columns=_TASK_COLUMNS,
        rows=map(_task_values, rows),
    )


def obligations_workbook(rows: Iterable[Row], *, today: date, is_illustration: bool, is_cut: bool) -> bytes:
    """Give the XLSX file of obligations; `is_cut` says that the list went on."""
    note = _note(today, is_illustration)
    if is_cut:
        note += f" Chỉ có {MOST_ROWS} dòng đầu; hãy lọc bớt rồi xuất lại."
    return workbook(
        name="Phần việc",
        title="Phần việc của các đơn vị",
        note=note,
        columns=_OBLIGATION_COLUMNS,
        rows=map(_obligation_values, rows),
    )


def on_day_workbook(
    found: OnDay, rows: Iterable[ThenRow], *, today: date, is_illustration: bool, is_cut: bool
) -> bytes:
    """Give the XLSX file of obligations as they stood on a day; `is_cut` says that the list went on."""
    wish = found.wish
    note = (
        f"{found.label}. Hạn từ {format_date(wish.start)} đến {format_date(wish.end)}, "
        f"trạng thái đến hết ngày {format_date(wish.day)}; hôm nay là ngày {format_date(today)}."
    )
    if is_illustration:
        note += " Số liệu minh họa, không phải số liệu thật."
    if is_cut:
        note += f" Chỉ có {MOST_ROWS} dòng đầu."
    return workbook(
        name="Phần việc",
        title=f"Phần việc đến hạn trong kỳ{f': {wish.unit.name}' if wish.unit else ''}",
        note=note,
        columns=_ON_DAY_COLUMNS,
        rows=map(_on_day_values, rows),
    )


def _on_day_values(row: ThenRow) -> tuple[Value, ...]:
    item = row.now.obligation
    return (
        item.unit.name,
        item.unit.get_level_display(),
        item.task.code,
        item.task.text,
        item.period,
        item.due,
        str(row.shown.label),
        row.reported_on,
        str(row.now.shown.label),
    )


def _note(today: date, is_illustration: bool) -> str:
    note = f"Tiến độ đến ngày {format_date(today)}."
    return f"{note} Số liệu minh họa, không phải số liệu thật." if is_illustration else note


def _task_values(row: TaskRow) -> tuple[Value, ...]:
    task, criterion, tally = row.task, row.task.criterion, row.tally
    return (
        task.code,
        criterion.section.label if criterion else "Nội dung kế hoạch",
        task.index,
        " ".join(part for part in (criterion.axis_no, criterion.axis_name) if part) if criterion else "",
        " ".join(part for part in (criterion.no, criterion.name) if part) if criterion else "",
        task.text,
        task.lead_text,
        task.cooperating_text,
        task.deadline_text,
        tally.total,
        tally.accepted,
        tally.submitted,
        tally.late,
        tally.unreported,
    )


def _obligation_values(row: Row) -> tuple[Value, ...]:
    item = row.obligation
    return (
        item.unit.name,
        item.unit.get_level_display(),
        item.task.code,
        item.task.text,
        item.period,
        item.due,
        str(row.shown.label),
        "trễ hạn" if row.was_late or row.is_late else "",
        local_day(item.reported_at) if item.reported_at else None,
        item.percent,
        item.sentence,
        "có" if item.obstacle else "",
        item.return_reason,
        item.closed_by,
        local_day(item.closed_at) if item.closed_at else None,
    )
