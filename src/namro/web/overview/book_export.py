"""The book of points as a workbook, line by line in the order of the tree."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from namro.core.text import format_date
from namro.web.overview.selectors.book.book import Book, BookEntry

Value = str | int | Decimal | None


def book_workbook(book: Book, *, today: date, is_illustration: bool) -> bytes:
    """Give the XLSX file of the whole book; text is always written as text: what begins with = is never a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(out, options)
    sheet = made.add_worksheet("Sổ điểm")
    head = made.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1EEE9"}
    )
    words = made.add_format({"text_wrap": True, "valign": "top"})
    field = made.add_format({"text_wrap": True, "valign": "top", "bold": True, "bg_color": "#F1EEE9"})
    points = made.add_format({"valign": "top", "num_format": "0.000"})
    whole = made.add_format({"valign": "top", "num_format": "0"})
    title = f"Sổ điểm {book.index} năm {book.year}, tỉnh Hà Tĩnh, {book.basis_name}"
    sheet.write_string(0, 0, title, made.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, _note(book, today, is_illustration))
    sheet.write_string(2, 0, f"Nguồn điểm: {book.pages.source}")
    top = 4
    columns = _columns(book)
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, heading, head)
    last = top
    for last, entry in enumerate(book.entries, start=top + 1):
        for column, value in enumerate(_values(book, entry)):
            if isinstance(value, str):
                sheet.write_string(last, column, value, words if entry.line.is_criterion else field)
            elif value is not None:
                sheet.write_number(last, column, value, whole if isinstance(value, int) else points)
    sheet.freeze_panes(top + 1, 2)
    sheet.autofilter(top, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    made.close()
    return out.getvalue()


def _note(book: Book, today: date, is_illustration: bool) -> str:
    parts = [f"Tiến độ đến ngày {format_date(today)}."]
    if book.is_after_working_date or book.is_following_after_working_date:
        parts.append("Có kết quả công bố sau ngày làm việc.")
    if is_illustration:
        parts.append("Số liệu minh họa, không phải số liệu thật.")
    return " ".join(parts)


def _columns(book: Book) -> tuple[tuple[str, int], ...]:
    after = book.following or book.year + 1
    return (
        ("Mã", 9),
        ("Nội dung", 46),
        ("Loại điểm", 14),
        ("Tối đa", 9),
        ("Mốc so", 10),
        (f"Điểm {book.year}", 10),
        ("Mất", 9),
        ("Hạng", 8),
        ("Trong số tỉnh", 8),
        ("Cách tính", 40),
        ("Lưu ý", 40),
        ("Nguyên nhân", 40),
        ("Nhiệm vụ", 10),
        ("Phần việc", 10),
        ("Hoàn thành", 10),
        ("Quá hạn", 10),
        ("Minh chứng", 10),
        (f"Thay đổi {after}", 10),
        (f"Lấy lại {after}", 30),
    )


def _values(book: Book, entry: BookEntry) -> Iterator[Value]:
    line, row, work = entry.line, entry.line.row, entry.work
    yield from (line.code or book.index, line.name, line.kind, line.maximum)
    yield from (row.reference, row.value, row.lost, row.rank, row.of) if row else (None,) * 5
    yield row.reckoning if row else ""
    notes: list[str] = list(line.cautions)
    if row and row.within_noise:
        notes.append("Mức thay đổi nằm trong sai số chọn mẫu.")
    if not line.name_verified:
        notes.append("Tên chưa đối chiếu với ấn phẩm.")
    yield " ".join(notes)
    yield entry.cause.text if entry.cause else ""
    if entry.stands_out:
        yield from ("chưa có nhiệm vụ", None, None, None, None)
    elif work.is_answered:
        yield from (work.task_count, work.tally.total, work.tally.accepted, work.tally.late, work.proofs)
    else:
        yield from (None,) * 5
    yield line.back.points if line.back else None
    yield line.back.words if line.back else ""
