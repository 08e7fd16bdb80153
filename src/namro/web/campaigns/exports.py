"""The sheet of a unit as a workbook with the official columns, to fill offline and bring back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from namro.core.indices.filled_sheets import WORDS
from namro.core.text import format_date
from namro.web.campaigns.models import Entrant
from namro.web.campaigns.selectors.proofs import name_of
from namro.web.campaigns.selectors.sheets import Sheet, SheetRow

COLUMNS = (
    ("Mã tiêu chí", 10),
    ("Lĩnh vực, tiêu chí", 46),
    ("Số liệu", 9),
    ("Ý nghĩa", 36),
    ("Giá trị", 14),
    ("Điểm tối đa", 9),
    ("Tự đánh giá", 10),
    ("Cần bổ sung", 30),
    ("Giải trình lần 1", 36),
    ("Thẩm định lần 1", 10),
    ("Giải trình", 36),
    ("Thẩm định lần 2", 10),
    ("Điều tra XHH", 10),
    ("Điểm đạt được", 10),
    ("Chỉ số", 9),
    ("Tài liệu kiểm chứng", 40),
    ("Căn cứ tự chấm", 36),
    ("Ghi chú", 30),
    ("Cách tính", 60),
)
_VALUE = 4
_OPEN = frozenset(WORDS.values())  # columns of words that are read back
Cell = str | Decimal | None


def sheet_workbook(entrant: Entrant, sheet: Sheet, *, today: date) -> bytes:
    """Give the XLSX file; text is always written as text: what begins with = + - or @ is never a formula."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet("Phiếu chấm điểm")
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1EEE9"}
    )
    words = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
    number = book.add_format({"valign": "top"})
    value = book.add_format({"valign": "top", "bg_color": "#FFF9E5", "border": 1})
    opened = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF9E5", "border": 1})
    title = f"{entrant.campaign.name}: {entrant.unit.name}"
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    page.write_string(
        1,
        0,
        f"Số liệu đến ngày {format_date(today)}. Khi nhập lại tệp này, chương trình đọc các cột có nền vàng; ô trống giữ nguyên phiếu.",
    )
    for column, (heading, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
        page.write_string(3, column, heading, head)
    line = 3
    for row in sheet.rows:
        for cells in _cells(row):
            line += 1
            for column, cell in enumerate(cells):
                is_open = row.line and (
                    (column == _VALUE and cells[2]) or (cells[1] and COLUMNS[column][0] in _OPEN)
                )
                form = opened if is_open else words if row.line else bold
                if isinstance(cell, Decimal) and Decimal(repr(float(cell))) == cell:
                    page.write_number(line, column, float(cell), value if column == _VALUE else number)
                elif cell is None:
                    page.write_blank(line, column, None, form)
                else:
                    page.write_string(line, column, str(cell), form)
    page.freeze_panes(4, 2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    book.close()
    return out.getvalue()


def _cells(row: SheetRow) -> Iterator[tuple[Cell, ...]]:
    """Give one row per input; only the first says what holds for the whole line."""
    line = row.line
    if line is None:
        yield (row.code, row.name, None, None, None, row.maximum, *([None] * 13))
        return
    rest: tuple[Cell, ...] = (
        row.maximum,
        line.self_points,
        f"{line.get_mark_display()}: {line.mark_text}" if line.mark else None,
        line.first_explanation or None,
        line.first_points if line.first_points is not None else line.get_first_verdict_display() or None,
        line.explanation or None,
        line.second_points,
        line.survey_points,
        line.final_points,
        row.share or None,
        "; ".join(name_of(piece) for piece in row.proofs) or None,
        line.self_text or None,
        line.note or None,
        row.reckoning,
    )
    if not row.boxes:
        yield (row.code, row.name, None, None, None, *rest)
    for place, box in enumerate(row.boxes):
        stored = line.inputs.get(box.name)
        held: Cell = None if stored is None else stored if box.options else Decimal(str(stored))
        told = rest if place == 0 else (None,) * len(rest)
        label = box.label
        if box.options:
            label += ": " + "; ".join(f"{key} = {words}" for key, words in box.options)
        yield (row.code, row.name if place == 0 else None, box.name, label, held, *told)


def file_name(entrant: Entrant) -> str:
    """Name the file after its sheet."""
    return f"phieu-{entrant.campaign.year}-{entrant.unit.key}.xlsx"
