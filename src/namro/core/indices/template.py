"""The sheet to fill for a rulebook: one row per input, only the column of values is open."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import xlsxwriter

from namro.core.indices.input_files import to_csv
from namro.core.indices.inputs import wanted_of
from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rules import Wanted, WantedKind
from namro.core.indices.rules.writing import write_plain, write_points
from namro.core.indices.score_json import part_name

HEADINGS = (
    "Mã tiêu chí", "Tiêu chí", "Phần", "Số liệu", "Ý nghĩa", "Đơn vị", "Giá trị", "Cách ghi", "Quy tắc",
)  # fmt: skip
_WIDTHS = (11, 40, 30, 9, 42, 14, 16, 44, 70)
_VALUE = HEADINGS.index("Giá trị")
_HOW = {
    WantedKind.COUNT: "số nguyên từ 0",
    WantedKind.AMOUNT: "số từ 0",
    WantedKind.NUMBER: "số",
    WantedKind.PERCENT: "tỷ lệ % từ 0 đến 100",
    WantedKind.RANK: "thứ hạng",
    WantedKind.POINTS: "điểm",
    WantedKind.SCORE: "điểm trung bình",
}


class _Row(NamedTuple):
    cells: tuple[str, ...]
    wanted: Wanted


def write_template_xlsx(rulebook: Rulebook) -> bytes:
    """Make the sheet as XLSX; choices and limits are checked by the sheet itself, texts are never formulas."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False})
    # Without it the package would carry the hour of its making: the same rulebook gives the same bytes.
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("Số liệu")
    head = book.add_format(
        {"bold": True, "text_wrap": True, "border": 1, "valign": "top", "bg_color": "#E8EEF4"}
    )
    text = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
    value = book.add_format({"border": 1, "valign": "top", "bg_color": "#FFF9E5", "locked": False})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{rulebook.name} · {rulebook.legal_source}")
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(1, column, heading, head)
    for number, row in enumerate(_rows(rulebook), 2):
        for column, cell in enumerate(row.cells):
            if column == _VALUE:
                sheet.write_blank(number, column, None, value)
            else:
                sheet.write_string(number, column, cell, text)
        if row.wanted.kind is WantedKind.CHOICE:
            keys = [option.key for option in row.wanted.options]
            sheet.data_validation(number, _VALUE, number, _VALUE, {"validate": "list", "source": keys})
    sheet.freeze_panes(2, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    book.close()
    return packed.getvalue()


def write_template_csv(rulebook: Rulebook) -> str:
    """Make the sheet as CSV."""
    return to_csv([HEADINGS, *(row.cells for row in _rows(rulebook))])


def _rows(rulebook: Rulebook) -> Iterator[_Row]:
    for line in rulebook.components:
        for number, wanted in enumerate(wanted_of(line)):
            yield _Row(
                (
                    line.code,
                    line.name,
                    part_name(line, wanted) or "",
                    wanted.name,
                    wanted.label,
                    wanted.unit,
                    "",
                    _how(wanted),
                    _rule(line) if number == 0 else "",
                ),
                wanted,
            )


def _how(wanted: Wanted) -> str:
    if wanted.kind is WantedKind.CHOICE:
        return "; ".join(f"{option.key} = {option.label}" for option in wanted.options)
    how = _HOW[wanted.kind]
    if wanted.most is not None:
        least = "1" if wanted.kind is WantedKind.RANK else write_plain(wanted.least or wanted.most * 0)
        how += f" từ {least} đến {write_plain(wanted.most)}"
    return how


def _rule(line: Line) -> str:
    maximum = "" if line.maximum is None else f"Tối đa {write_points(line.maximum)}. "
    return f"{maximum}{line.official or line.unsaid}".strip()
