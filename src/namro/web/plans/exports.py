"""Plans and obligations as workbooks people can sort and send on."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

from namro.core.text import format_date
from namro.web.plans.models import Plan
from namro.web.plans.selectors.obligations import Row
from namro.web.plans.selectors.plans import TaskRow
from namro.web.plans.selectors.standing import local_day

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
Value = str | int | date | None
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


def plan_workbook(plan: Plan, rows: Iterable[TaskRow], *, today: date, is_illustration: bool) -> bytes:
    """Give the XLSX file of the tasks with their tallies."""
    title = f"{plan}: {plan.title}"
    return _workbook("Nhiệm vụ", title, _TASK_COLUMNS, map(_task_values, rows), _note(today, is_illustration))


def obligations_workbook(rows: Iterable[Row], *, today: date, is_illustration: bool, is_cut: bool) -> bytes:
    """Give the XLSX file of obligations; `is_cut` says that the list went on."""
    note = _note(today, is_illustration)
    if is_cut:
        note += f" Chỉ có {MOST_ROWS} dòng đầu; hãy lọc bớt rồi xuất lại."
    return _workbook(
        "Phần việc", "Phần việc của các đơn vị", _OBLIGATION_COLUMNS, map(_obligation_values, rows), note
    )


def _note(today: date, is_illustration: bool) -> str:
    note = f"Tiến độ đến ngày {format_date(today)}."
    return f"{note} Số liệu minh họa, không phải số liệu thật." if is_illustration else note


def _workbook(
    name: str, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[tuple[Value, ...]], note: str
) -> bytes:
    """Write one sheet; text is always written as text: what begins with = + - or @ is never a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1EEE9"}
    )
    words = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"valign": "top", "num_format": "0"})
    day = book.add_format({"valign": "top", "num_format": "d/m/yyyy"})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, note)
    top = 3
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, heading, head)
    last = top
    for last, values in enumerate(rows, start=top + 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(last, column, value, words)
            elif isinstance(value, date):
                sheet.write_datetime(last, column, value, day)
            elif value is not None:
                sheet.write_number(last, column, value, number)
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return out.getvalue()


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
