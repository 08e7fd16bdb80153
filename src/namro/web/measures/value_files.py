"""Values of a measure out to a workbook and back from one: one row per unit and period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from math import isfinite

import xlsxwriter

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_tables
from namro.core.measures import Measured
from namro.core.text import fold, read_number, squeeze

HEADINGS = ("Mã đơn vị", "Đơn vị", "Kỳ")
MOST = 5_000
_TOP = 3


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the table; the numbers are None where the cell is empty, `problem` says what cannot be read."""

    row: int
    unit_key: str
    period: str
    measured: Measured
    source: str
    problem: str = ""


def value_columns(*, is_share: bool, needs_weight: bool) -> tuple[str, ...]:
    """Give the headings of the numbers of a kind of measure."""
    if is_share:
        return ("Tử số", "Mẫu số")
    return ("Số liệu", "Quyền số") if needs_weight else ("Số liệu",)


def values_workbook(
    title: str,
    note: str,
    columns: Sequence[str],
    rows: Iterable[tuple[str, str, str, Sequence[Decimal | None], str]],
) -> bytes:
    """Give the XLSX file: key and name of the unit, period, numbers, source; text is never a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Số liệu")
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#F1EEE9"})
    fill = book.add_format({"bg_color": "#FFF9E5", "border": 1})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, note)
    for column, heading in enumerate((*HEADINGS, *columns, "Nguồn")):
        sheet.set_column(column, column, (18, 36, 16, 14, 14, 30)[min(column, 5)])
        sheet.write_string(_TOP, column, heading, head)
    for line, (key, name, period, numbers, source) in enumerate(rows, _TOP + 1):
        for column, text in enumerate((key, name, period)):
            sheet.write_string(line, column, text)
        for column, number in enumerate(numbers, 3):
            if number is None:
                sheet.write_blank(line, column, None, fill)
            else:
                sheet.write_number(line, column, number, fill)
        sheet.write_string(line, 3 + len(columns), source, fill)
    sheet.freeze_panes(_TOP + 1, 3)
    book.close()
    return out.getvalue()


def read_values(name: str, data: bytes, *, is_share: bool, needs_weight: bool) -> list[FileRow]:
    """Give the rows of a table that hold a number; raises Refusal without the headings."""
    columns = value_columns(is_share=is_share, needs_weight=needs_weight)
    wanted = [fold(heading) for heading in (*HEADINGS[::2], *columns)]
    for rows in read_tables(name, data):
        for number, row in enumerate(rows[:30]):
            folded = [fold(squeeze(str(cell))) for cell in row]
            if all(heading in folded for heading in wanted):
                places = [folded.index(heading) for heading in wanted]
                source = folded.index("nguon") if "nguon" in folded else None
                found = [
                    read
                    for at, cells in enumerate(rows[number + 1 :], number + 2)
                    if (read := _row(at, cells, places, source, is_share=is_share)) is not None
                ]
                if len(found) > MOST:
                    raise Refusal(f"Bảng có hơn {MOST} dòng số liệu; hãy tách thành nhiều bảng.")
                return found
    names = "”, “".join((*HEADINGS[::2], *columns))
    raise Refusal(f"Không thấy dòng tiêu đề: bảng cần các cột “{names}”.")


def _row(
    at: int, cells: Sequence[object], places: Sequence[int], source: int | None, *, is_share: bool
) -> FileRow | None:
    texts = [cells[place] if place < len(cells) else None for place in places]
    numbers = [_number(cell) for cell in texts[2:]]
    if all(cell in (None, "") for cell in texts[2:]):
        return None
    wrong = any(
        number is None and cell not in (None, "") for number, cell in zip(numbers, texts[2:], strict=True)
    )
    first, second = numbers[0], numbers[1] if len(numbers) > 1 else None
    told = squeeze(str(cells[source] or "")) if source is not None and source < len(cells) else ""
    return FileRow(
        at,
        squeeze(str(texts[0] or "")),
        squeeze(str(texts[1] or "")),
        Measured(None, first, second) if is_share else Measured(first, None, second),
        told[:300],
        "có ô không phải là số" if wrong else "",
    )


def _number(cell: object) -> Decimal | None:
    if isinstance(cell, bool) or cell is None or cell == "":
        return None
    if isinstance(cell, int | float):
        if not isfinite(cell):
            return None
        # A workbook keeps every number as a fraction: 4 comes as 4.0 and is shown as it was typed.
        return Decimal(int(cell) if cell == int(cell) else repr(cell))
    return read_number(str(cell))
