"""A plan as a workbook people can sort and send on."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter

from namro.core.text import format_date
from namro.web.plans.models import Plan
from namro.web.plans.selectors.plans import TaskRow

_COLUMNS = [
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
]


def plan_workbook(plan: Plan, rows: Iterable[TaskRow], *, today: date, is_illustration: bool) -> bytes:
    """Give the XLSX file of the tasks with their tallies.

    Text is always written as text: a cell that begins with = + - or @ is never a formula.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet("Nhiệm vụ")
    title = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1EEE9"}
    )
    words = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"valign": "top", "num_format": "0"})
    sheet.write_string(0, 0, f"{plan}: {plan.title}", title)
    note = f"Tiến độ đến ngày {format_date(today)}."
    if is_illustration:
        note += " Số liệu minh họa, không phải số liệu thật."
    sheet.write_string(1, 0, note)
    top = 3
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, name, head)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for column, text in enumerate(_texts(row)):
            sheet.write_string(last, column, text, words)
        tally = row.tally
        counts = (tally.total, tally.accepted, tally.submitted, tally.late, tally.unreported)
        for column, count in enumerate(counts, start=9):
            sheet.write_number(last, column, count, number)
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, last, len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return out.getvalue()


def _texts(row: TaskRow) -> tuple[str, ...]:
    task, criterion = row.task, row.task.criterion
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
    )
