"""Bytes of a filled sheet (CSV, XLSX) or of JSON ─▶ raw inputs, each with the place where it stood."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import python_calamine as calamine

from namro.core.errors import Refusal
from namro.core.indices.inputs import RawInput, raw_from_tree
from namro.core.text import fold

_MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000
_MOST_ROWS = 100_000
_COLUMNS = {
    "code": {"code", "ma", "ma tieu chi"},
    "name": {"input", "name", "so lieu", "ten so lieu"},
    "value": {"value", "gia tri"},
}
_NO_HEADER = (
    "Không thấy dòng tiêu đề có ba cột Mã tiêu chí, Số liệu, Giá trị (hoặc code, input, value); "
    "hãy dùng bảng do lệnh namro rulebook template tạo ra."
)
_BROKEN = "Tệp Excel bị hỏng hoặc không phải tệp Excel; hãy mở và lưu lại rồi thử lại."


def read_input_file(name: str, data: bytes) -> list[RawInput]:
    """Read the inputs of one file; `name` only decides the format by its end. Raises `Refusal`.

    Whoever calls this on a file of a stranger runs it under limits of time and memory.
    """
    if _is_xlsx(name, data):
        return _read_xlsx(data)
    text = _text_of(data)
    if name.lower().endswith(".json") or text.lstrip()[:1] in {"{", "["}:
        return _read_json(text)
    return _read_csv(text)


def _read_json(text: str) -> list[RawInput]:
    try:
        tree = json.loads(text, parse_float=Decimal, object_pairs_hook=_no_twice)
    except (json.JSONDecodeError, RecursionError, ArithmeticError, ValueError) as error:
        where = f" ở dòng {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Refusal(
            f"Tệp số liệu không đúng dạng JSON{where}; hãy kiểm tra lại dấu ngoặc, dấu phẩy."
        ) from error
    if isinstance(tree, dict) and isinstance(tree.get("inputs"), dict | list):
        tree = tree["inputs"]
    if isinstance(tree, dict):
        return raw_from_tree(tree)
    if isinstance(tree, list) and all(isinstance(row, dict) for row in tree):
        return _from_rows([["code", "input", "value"], *(_json_row(row) for row in tree)], "Mục", first=0)
    raise Refusal("Tệp JSON phải là {“mã tiêu chí”: {“tên số liệu”: giá trị}}.")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise Refusal(f"Tệp JSON ghi “{name}” hai lần ở cùng một chỗ; hãy bỏ một lần.")
    return dict(pairs)


def _json_row(row: dict[str, Any]) -> list[object]:
    return [row.get("code"), row.get("input", row.get("name")), row.get("value")]


def _read_csv(text: str) -> list[RawInput]:
    failure: csv.Error | None = None
    for rows in _csv_tables(text):
        if isinstance(rows, csv.Error):
            failure = rows
        elif _header(rows) is not None:
            return _from_rows(rows, "Dòng")
    if failure is not None:
        raise Refusal(f"Tệp CSV không đọc được: {failure}.") from failure
    raise Refusal(_NO_HEADER)


def _csv_tables(text: str) -> Iterator[list[list[str]] | csv.Error]:
    """Read the text with each of the separators in use: only the right one shows the columns."""
    for delimiter in ";\t,":
        try:
            yield list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error as error:
            yield error


def read_tables(name: str, data: bytes) -> Iterator[Sequence[Sequence[object]]]:
    """Give the tables of a file: every sheet of XLSX, or CSV read with each separator; raises `Refusal`."""
    if _is_xlsx(name, data):
        yield from (rows for _, rows in _sheets(data))
        return
    yield from (rows for rows in _csv_tables(_text_of(data)) if not isinstance(rows, csv.Error))


def _is_xlsx(name: str, data: bytes) -> bool:
    if len(data) > _MOST_BYTES:
        raise Refusal("Tệp số liệu quá lớn (trên 20 MB); hãy kiểm tra lại tệp.")
    return data[:4] == b"PK\x03\x04" or name.lower().endswith((".xlsx", ".xlsm"))


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("Tệp số liệu không phải chữ UTF-8; hãy lưu lại ở bảng mã UTF-8.") from error


def _read_xlsx(data: bytes) -> list[RawInput]:
    sheets = _sheets(data)
    for name, rows in sheets:
        if _header(rows) is not None:
            return _from_rows(rows, f"Trang {name}, dòng" if len(sheets) > 1 else "Dòng")
    raise Refusal(_NO_HEADER)


def _sheets(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST_UNPACKED:
                raise Refusal("Tệp Excel quá lớn khi mở ra; hãy kiểm tra lại tệp.")
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        ]
    except Refusal:
        raise
    except BaseException as error:
        # A fault inside the reader's own machine code arrives as PanicException, which is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Refusal(_BROKEN) from error
        raise


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(rows[:50]):
        folded = [fold(str(cell)) for cell in row]
        found = {
            column: next((place for place, cell in enumerate(folded) if cell in names), -1)
            for column, names in _COLUMNS.items()
        }
        if min(found.values()) >= 0:
            return number, found
    return None


def _from_rows(rows: Sequence[Sequence[object]], word: str, first: int = 1) -> list[RawInput]:
    if len(rows) > _MOST_ROWS:
        raise Refusal(f"Bảng số liệu có trên {_MOST_ROWS} dòng; hãy kiểm tra lại tệp.")
    header = _header(rows)
    if header is None:
        raise Refusal(_NO_HEADER)
    start, columns = header
    raws = []
    for number, row in enumerate(rows[start + 1 :], start + 1 + first):
        code, name, value = (_cell(row, columns[column]) for column in ("code", "name", "value"))
        if code in (None, "") and value in (None, ""):
            continue
        raws.append(RawInput(_text(code), _text(name), value, f"{word} {number}"))
    return raws


def _cell(row: Sequence[object], place: int) -> object:
    return row[place] if place < len(row) else None


def _text(cell: object) -> str:
    """Write a code that a spreadsheet took for a number as it was typed: 1.1, 3."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell)


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV for Excel: UTF-8 with its mark, semicolons; a text that looks like a formula is defused."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [_defused(cell) for cell in row] for row in rows
    )
    return out.getvalue()


def _defused(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
