"""A list as an XLSX file: one sheet, a heading row that stays, and words that are never a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 32_000  # a cell of the format holds 32.767
Value = str | int | date | None


def workbook(
    *, name: str, title: str, note: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> bytes:
    """Write a sheet; `columns` are headings with widths in letters. None leaves a cell empty.

    Text is always written as text: what begins with = + - or @ is never a formula.
    """
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
    top = last = 3
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, heading, head)
    for last, values in enumerate(rows, start=top + 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(last, column, value[:MOST_LETTERS], words)
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


def as_download(content: bytes, file_name: str) -> HttpResponse:
    """Hand a workbook out under a plain file name."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
