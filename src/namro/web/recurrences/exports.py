"""The register of what happened as a workbook."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter

from namro.core.text import format_date
from namro.web.plans.selectors.obligations import Row
from namro.web.recurrences.models import Happening

COLUMNS = (
    ("Ngày phát sinh", 13), ("Việc phát sinh", 50), ("Số, ký hiệu", 18), ("Đơn vị giải quyết", 30),
    ("Nhiệm vụ", 14), ("Hạn", 12), ("Cách tính hạn", 50), ("Trạng thái", 16), ("Người ghi", 24),
)  # fmt: skip


def happenings_workbook(
    rows: Iterable[tuple[Happening, Row]], *, today: date, is_illustration: bool
) -> bytes:
    """Give the XLSX file; text is always written as text: what begins with = + - or @ is never a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Lượt phát sinh")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"valign": "top", "num_format": "d/m/yyyy"})
    sheet.write_string(0, 0, "Sổ các lượt phát sinh", book.add_format({"bold": True, "font_size": 13}))
    note = f"Đến ngày {format_date(today)}."
    sheet.write_string(
        1, 0, f"{note} Số liệu minh họa, không phải số liệu thật." if is_illustration else note
    )
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, heading, head)
    for line, (one, row) in enumerate(rows, 4):
        values = (
            one.happened_on, one.name, one.reference, one.unit.name, one.task.code, one.obligation.due,
            one.reckoning, str(row.shown.label), one.by,
        )  # fmt: skip
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write_string(line, column, str(value or ""), words)
    sheet.freeze_panes(4, 1)
    book.close()
    return out.getvalue()
