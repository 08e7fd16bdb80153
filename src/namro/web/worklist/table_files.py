"""The spreadsheet of obligations: written for people to fill, read back whatever their program made of it.

Every row carries its key: the obligation, the version it was written from, and a digest of the cells to fill. So a
row nobody touched is told from one that was, also when the obligation has changed in between.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO

import xlsxwriter

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_tables
from namro.core.text import clean, fold, format_date, squeeze

SHEET, KEY = "Phần việc", "Khóa dòng"
DOING, DONE, STUCK = "Đang làm", "Đã xong", "Vướng mắc"
CONDITIONS = (DOING, DONE, STUCK)
TOLD = ("Đơn vị", "Mã", "Nhiệm vụ, giải pháp", "Kỳ", "Hạn", "Trạng thái")
FILLED = (
    "Tình trạng", "Tỷ lệ (%)", "Số lượng", "Đã làm gì, một câu", "Số văn bản minh chứng", "Ngày văn bản",
    "Địa chỉ minh chứng",
)  # fmt: skip
MOST_ROWS = 5_000
MOST_LETTERS = 2_000
_WIDTHS = (30, 14, 60, 14, 12, 16, 14, 10, 12, 50, 20, 13, 36)
_NO_TABLE = (
    "Không thấy bảng phần việc trong tệp này; hãy xuất bảng từ chương trình, điền rồi nhập lại chính tệp đó, "
    "giữ nguyên dòng tên cột và cột khóa."
)


@dataclass(frozen=True, slots=True)
class Cells:
    """What people fill in one row, as text the way it is shown: numbers 12,5, days 15/11/2021; "" for nothing."""

    condition: str = ""
    percent: str = ""
    quantity: str = ""
    sentence: str = ""
    number: str = ""
    day: str = ""
    address: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256("\x1f".join(astuple(self)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class OutRow:
    """One obligation to write: its number and version, what tells it, and what is known already."""

    pk: int
    version: int
    told: tuple[str, ...]
    cells: Cells


@dataclass(frozen=True, slots=True)
class InRow:
    """One row read back; `pk` None where the key cannot be read."""

    line: int
    pk: int | None
    version: int
    is_touched: bool
    cells: Cells


def write_table(rows: Iterable[OutRow], *, title: str, note: str) -> bytes:
    """Write the XLSX file; every word is text, quoted so that no program takes it for a formula."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(SHEET)
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1EEE9"}
    )
    to_fill = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#FFE9A8"}
    )
    words = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True, "num_format": "@"})
    sheet.write_string(0, 1, title, book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 1, note)
    top = last = 3
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    sheet.write_string(top, 0, KEY, head)
    for column, (name, width) in enumerate(zip((*TOLD, *FILLED), _WIDTHS, strict=True), start=1):
        # The columns to fill hold text, so that 1/2 stays 1/2 and 50% stays 50%.
        sheet.set_column(column, column, width, words if name in FILLED else None)
        sheet.write_string(top, column, name, to_fill if name in FILLED else head)
    for last, row in enumerate(rows, start=top + 1):
        sheet.write_string(last, 0, f"{row.pk}.{row.version}.{row.cells.digest}")
        for column, text in enumerate((*row.told, *astuple(row.cells)), start=1):
            if text:
                sheet.write_string(last, column, text[:MOST_LETTERS], words)
    first = 1 + len(TOLD)
    sheet.data_validation(
        top + 1, first, max(last, top + 1), first,
        {
            "validate": "list", "source": list(CONDITIONS), "error_title": "Tình trạng",
            "error_message": "Chọn: Đang làm, Đã xong hoặc Vướng mắc.",
        },
    )  # fmt: skip
    sheet.freeze_panes(top + 1, 3)
    sheet.autofilter(top, 1, max(last, top + 1), len(_WIDTHS))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return out.getvalue()


def read_table(name: str, data: bytes) -> list[InRow]:
    """Read a filled file, XLSX or CSV; raises `Refusal` with one sentence for whatever is not our table."""
    for table in read_tables(name, data):
        for top, cells in enumerate(table[:20]):
            places = {fold(str(cell or "")): place for place, cell in enumerate(cells)}
            if fold(KEY) in places and all(fold(column) in places for column in FILLED):
                return _rows(table, top, places)
    raise Refusal(_NO_TABLE)


def _rows(table: Sequence[Sequence[object]], top: int, places: dict[str, int]) -> list[InRow]:
    if len(table) - top - 1 > MOST_ROWS:
        raise Refusal(f"Bảng có trên {MOST_ROWS} dòng; hãy chia thành nhiều tệp.")
    found = []
    for line, row in enumerate(table[top + 1 :], start=top + 2):
        said = [_text(_at(row, places[fold(column)])) for column in FILLED]
        key = _text(_at(row, places[fold(KEY)]))
        if not key and not any(said):
            continue
        cells = Cells(*said)
        pk, version, digest = _key(key)
        found.append(InRow(line, pk, version, digest != cells.digest, cells))
    return found


def _at(row: Sequence[object], place: int) -> object:
    return row[place] if place < len(row) else None


def _key(text: str) -> tuple[int | None, int, str]:
    parts = text.split(".")
    whole = len(parts) == 3 and all(part.isascii() and part.isdecimal() for part in parts[:2])
    if not whole or len(parts[0]) > 18 or len(parts[1]) > 9:
        return None, 0, ""
    return int(parts[0]), int(parts[1]), parts[2]


def _text(cell: object) -> str:
    """Give a cell as text: a day as 15/11/2021, a number as 12,5; blanks trimmed."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime):
        return format_date(cell.date())
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, int | float):
        return number_text(cell)
    return squeeze(clean(str(cell)))[:MOST_LETTERS]


def number_text(number: object) -> str:
    """Write a number without grouping and without zeros at its end: 1234,5."""
    try:
        exact = Decimal(str(number))
    except InvalidOperation:
        return ""
    if not exact.is_finite():
        return ""
    plain = format(exact, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.replace(".", ",")


def shown_text(text: str) -> str:
    """Give words as they come back from a file: blanks squeezed, invisible letters gone, cut to what a cell keeps."""
    return squeeze(clean(text))[:MOST_LETTERS].strip()
