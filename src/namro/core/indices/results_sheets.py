"""A table in CSV or XLSX ─▶ cells as text, with what each column seems to be; a person may say otherwise."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import python_calamine as calamine

from namro.core.errors import Refusal
from namro.core.text import fold, squeeze

_MOST_BYTES, _MOST_UNPACKED, _MOST_ROWS = 10_000_000, 100_000_000, 50_000
_COLUMNS = {
    "index": {"chi so", "index"},
    "year": {"nam", "nam danh gia", "year"},
    "province": {
        "tinh",
        "tinh, thanh pho",
        "tinh/thanh pho",
        "tinh thanh",
        "dia phuong",
        "ten tinh",
        "province",
    },
    "unit": {"don vi", "ten don vi", "co quan", "co quan, don vi", "so, nganh", "unit"},
    "code": {"ma", "ma noi dung", "ma tieu chi", "code"},
    "name": {"noi dung", "ten noi dung", "tieu chi", "name"},
    "score": {"diem", "diem so", "tong diem", "score", "value"},
    "maximum": {"diem toi da", "toi da", "diem chuan", "maximum"},
    "percent": {"ty le", "ty le %", "%", "ty le (%)", "percent"},
    "rank": {"hang", "thu hang", "xep hang", "xep thu", "rank"},
    "of": {"so tinh", "tren tong so", "of"},
}
_WIDE_CODE = re.compile(r"sc\d\d", re.IGNORECASE)
LABELS: Mapping[str, str] = {
    "index": "Chỉ số",
    "year": "Năm đánh giá",
    "province": "Tỉnh, thành phố",
    "unit": "Đơn vị trong tỉnh",
    "code": "Mã nội dung",
    "name": "Tên nội dung",
    "score": "Điểm",
    "maximum": "Điểm tối đa",
    "percent": "Tỷ lệ (%)",
    "rank": "Thứ hạng",
    "of": "Trên tổng số",
}
_FIGURES = {"score", "percent", "rank"}
_WHO = {"province", "unit"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a table. `heading` is the place of the row with the headings, `columns` what its columns are.

    `columns` maps the place of a column to a key of `LABELS` or to the code of a part ("SC11"); a column that
    is not in it is not read. `is_sure`: the headings were recognised.
    """

    rows: tuple[tuple[str, ...], ...]
    heading: int
    columns: Mapping[int, str]
    is_sure: bool

    @property
    def headings(self) -> tuple[str, ...]:
        return self.rows[self.heading]

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of columns that are not read."""
        return tuple(text for at, text in enumerate(self.headings) if text and at not in self.columns)


def open_sheet(name: str, data: bytes) -> Sheet:
    """Read the cells of a file and guess its columns; raises `Refusal` for what is no table.

    Whoever calls this on a file of a stranger runs it under limits.
    """
    if len(data) > _MOST_BYTES:
        raise Refusal("Tệp kết quả quá lớn (trên 10 MB); hãy kiểm tra lại tệp.")
    if data[:4] == b"PK\x03\x04" or name.lower().endswith((".xlsx", ".xlsm")):
        sheets = _sheets(data)
    else:
        sheets = [_csv_rows(data)]
    found = [_as_text(rows) for rows in sheets]
    for rows in found:
        header = guess(rows)
        if header is not None:
            return Sheet(rows, *header, is_sure=True)
    for rows in found:
        for at, row in enumerate(rows[:50]):
            if sum(map(bool, row)) > 1 and len(rows) > at + 1:
                return Sheet(rows, at, {}, is_sure=False)
    raise Refusal("Tệp không có bảng nào có dòng tiêu đề và ít nhất hai cột; hãy kiểm tra lại tệp.")


def check_columns(columns: Mapping[int, str]) -> None:
    """Refuse a choice of columns from which no figure of anybody can be read; raises `Refusal`."""
    chosen = list(columns.values())
    twice = sorted({LABELS.get(one, one) for one in chosen if chosen.count(one) > 1})
    if twice:
        raise Refusal(f"Hai cột cùng được chọn là {', '.join(twice)}; hãy chọn mỗi loại cho một cột.")
    if len(_WHO & set(chosen)) != 1:
        raise Refusal("Hãy chọn đúng một cột là Tỉnh, thành phố hoặc Đơn vị trong tỉnh.")
    if not (_FIGURES & set(chosen)) and not any(is_part(one) for one in chosen):
        raise Refusal("Hãy chọn ít nhất một cột là Điểm, Tỷ lệ, Thứ hạng hoặc một nội dung (SC11 …).")


def is_part(column: str) -> bool:
    """Say whether what a column is names a part of an index."""
    return bool(_WIDE_CODE.fullmatch(column))


def guess(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]] | None:
    """Find the row with the headings and what its columns are; None when no row looks like it."""
    for number, row in enumerate(rows[:50]):
        folded = [squeeze(fold(cell)) for cell in row]
        columns: dict[int, str] = {}
        for column, names in _COLUMNS.items():
            at = next((place for place, cell in enumerate(folded) if cell in names), None)
            if at is not None:
                columns[at] = column
        for at, cell in enumerate(folded):
            if _WIDE_CODE.fullmatch(cell) and cell.upper() not in columns.values():
                columns[at] = cell.upper()
        meant = set(columns.values())
        if len(_WHO & meant) == 1 and (_FIGURES & meant or any(map(is_part, meant))):
            return number, columns
    return None


def _as_text(rows: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], ...]:
    if len(rows) > _MOST_ROWS:
        raise Refusal(f"Bảng kết quả có trên {_MOST_ROWS} dòng; hãy kiểm tra lại tệp.")
    return tuple(tuple(map(_text, row)) for row in rows)


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    return "" if cell is None else squeeze(str(cell))


def _csv_rows(data: bytes) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("Tệp kết quả không phải chữ UTF-8; hãy lưu lại ở bảng mã UTF-8.") from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return list(
            csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=first.count), strict=True)
        )
    except csv.Error as error:
        raise Refusal(f"Tệp CSV không đọc được: {error}.") from error


def _sheets(data: bytes) -> list[list[list[Any]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST_UNPACKED:
                raise Refusal("Tệp Excel quá lớn khi mở ra; hãy kiểm tra lại tệp.")
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except Refusal:
        raise
    except BaseException as error:
        # A fault inside the reader's own machine code arrives as PanicException, which is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Refusal(
                "Tệp Excel bị hỏng hoặc không phải tệp Excel; hãy mở và lưu lại rồi thử lại."
            ) from error
        raise
