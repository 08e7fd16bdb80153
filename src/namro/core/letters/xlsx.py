"""The tables of a letter as XLSX: typed cells, frozen head rows, set up for printing; formulas never run."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.grid import Placed, align_of, check_size, lay, shown
from namro.core.letters.model import Cell, Letter, Table
from namro.core.text import clean

_FIXED = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTH = 110  # letters over a landscape page
_MOST_LETTERS = 32_000  # of one cell, a limit of the format
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


def xlsx(letter: Letter) -> bytes:
    """Give a workbook with one sheet for each table of the letter and its appendices; the same bytes on any day.

    Raises `Refusal` when the letter has no table, or cells that do not fit.
    """
    tables = [block for block in letter.blocks if isinstance(block, Table)]
    tables += [block for one in letter.appendices for block in one.blocks if isinstance(block, Table)]
    if not tables:
        raise Refusal("Văn bản này không có bảng nào để xuất ra Excel; hãy chọn DOCX hoặc PDF.")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": clean(letter.abstract)[:200], "created": _FIXED.replace(tzinfo=None)})
    formats: dict[tuple[Any, ...], Any] = {}
    names: set[str] = set()
    for number, table in enumerate(tables, start=1):
        _sheet(book, formats, table, _sheet_name(table, number, names))
    book.close()
    return out.getvalue()


def _sheet_name(table: Table, number: int, taken: set[str]) -> str:
    base = clean(table.name or table.caption).translate(_FORBIDDEN).strip()[:31] or f"Bảng {number}"
    name, at = base, 2
    while name.lower() in taken:
        name, at = f"{base[: 31 - len(str(at)) - 1]} {at}", at + 1
    taken.add(name.lower())
    return name


def _sheet(book: Any, formats: dict[tuple[Any, ...], Any], table: Table, name: str) -> None:
    check_size(table, is_page=False)
    where = f"Bảng «{table.caption or table.name or 'không tên'}»"
    width = len(table.columns)
    head, rows = lay(table.head, width, where), lay(table.rows, width, where)
    sheet = book.add_worksheet(name)
    total = sum(column.share for column in table.columns)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, max(6, round(_WIDTH * column.share / total)))
    top = 0
    if table.caption:
        bold = book.add_format({"bold": True, "font_name": layout.FONT, "font_size": 13, "align": "center"})
        if width > 1:
            sheet.merge_range(0, 0, 0, width - 1, clean(table.caption), bold)
        else:
            sheet.write_string(0, 0, clean(table.caption), bold)
        top = 1
    for offset, row in enumerate((*head, *rows)):
        is_head = offset < len(head)
        for one in row:
            if one.is_start:
                align = "center" if is_head else align_of(one.cell, table.columns[one.column].align)
                look = _format(book, formats, one.cell, align, is_head=is_head)
                _write(sheet, top + offset, one, look, where)
    first = top + len(head)
    sheet.freeze_panes(first, 0)
    if head:
        sheet.repeat_rows(top, first - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=1.18, right=0.6, top=0.8, bottom=0.8)
    sheet.set_header("&C&P")


def _format(book: Any, formats: dict[tuple[Any, ...], Any], cell: Cell, align: str, *, is_head: bool) -> Any:
    number = _number_format(cell)
    key = (align, cell.bold or is_head, cell.italic, number, is_head or cell.rows > 1)
    if key not in formats:
        look = {
            "font_name": layout.FONT,
            "font_size": 12,
            "border": 1,
            "text_wrap": True,
            "align": align,
            "valign": "vcenter" if key[4] else "top",
            "bold": key[1],
            "italic": key[2],
        }
        formats[key] = book.add_format(look | ({"num_format": number} if number else {}))
    return formats[key]


def _number_format(cell: Cell) -> str:
    value = cell.value
    if cell.text or value is None or isinstance(value, str | bool):
        return ""
    if isinstance(value, date):
        return "d/m/yyyy"
    places = cell.places
    if places is None:
        places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    return "#,##0" + (f".{'0' * places}" if places else "")


def _write(sheet: Any, row: int, one: Placed, look: Any, where: str) -> None:
    cell, column = one.cell, one.column
    if cell.columns > 1 or cell.rows > 1:
        sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, "", look)
    value = cell.value
    if not cell.text and isinstance(value, int | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, float(value), look)
    elif not cell.text and isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - a day
    else:
        # A sheet has no footnotes: what one says stands in the cell.
        notes = "".join(f"\n(Chú thích: {run.note})" for run in cell.text if run.note)
        words = clean(shown(cell) + notes)
        if len(words) > _MOST_LETTERS:
            raise Refusal(
                f"{where}: một ô có {len(words)} chữ, quá {_MOST_LETTERS} chữ mà một ô Excel chứa được; hãy rút gọn "
                "hoặc chọn DOCX, PDF."
            )
        sheet.write_string(row, column, words, look)
