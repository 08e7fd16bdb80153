"""Writes the record of changes as a spreadsheet."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils import timezone

from namro.web.audit.models import Entry

LIMIT = 100_000  # rows of one file; more are found by narrowing the days
_HEADINGS = (
    "Thời điểm",
    "Người thực hiện",
    "Tên đăng nhập",
    "Việc",
    "Nội dung",
    "Mã đơn vị",
    "Trước",
    "Sau",
    "Lý do",
)
_WIDTHS = (18, 26, 16, 24, 60, 20, 40, 40, 40)


def as_spreadsheet(entries: Iterable[Entry]) -> bytes:
    """Give an XLSX file; every cell is text, so nothing that people typed can run as a formula."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Nhật ký")
    bold = book.add_format({"bold": True, "bg_color": "#F1EEE9", "bottom": 1})
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 0)
    for row, entry in enumerate(entries, 1):
        for column, text in enumerate(_cells(entry)):
            sheet.write_string(row, column, harmless(text))
    book.close()
    return buffer.getvalue()


def harmless(text: str) -> str:
    """Give the text such that no spreadsheet program, after a save as CSV either, takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M}",
        entry.by,
        entry.by_username,
        entry.action,
        entry.subject,
        entry.unit_key,
        _values(entry.before),
        _values(entry.after),
        entry.reason,
    )


def _values(values: dict[str, object] | None) -> str:
    return "; ".join(f"{name}: {value}" for name, value in (values or {}).items())[:32_000]
