"""Writes a plan sketch as plain text flattened from its table, HTML, DOCX and XLSX."""

import io
from html import escape

import docx
import openpyxl

from makers.plan_sketch import GridCell, PlanSketch

BLANK_CELL = "\u00a0"


def to_text(plan: PlanSketch, *, empty_cells: bool = True) -> str:
    """Give the text as a browser copies it: one cell per paragraph, merged cells once, empty as a hard blank."""
    cells, _ = plan.grid()
    parts = [*plan.letterhead, *plan.number_line, *plan.before, *plan.signature, *plan.appendix]
    for cell in cells:
        if cell.text:
            parts += cell.text.split("\n")
        elif empty_cells:
            parts.append(BLANK_CELL)
    return "\n\n".join([*parts, *plan.after]) + "\n"


def _html_cells(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n")) if text else "&nbsp;"


def _html_pair(pair: tuple[str, str]) -> str:
    left, right = (escape(text).replace("\n", "<br>") for text in pair)
    return f'<table border="0"><tr><td>{left}</td><td>{right}</td></tr></table>'


def to_html(plan: PlanSketch) -> str:
    """Give a page with a navigation bar, the two-column letterhead and the table with its spans."""
    cells, rows = plan.grid()
    out = ["<html><head><meta charset='utf-8'><title>Kế hoạch</title><script>var x = 1</script></head><body>"]
    out += ["<nav><a href='#'>Trang chủ</a></nav>", _html_pair(plan.letterhead), _html_pair(plan.number_line)]
    out += [f"<p>{escape(text)}</p>" for text in plan.before]
    out += [
        _html_pair(plan.signature),
        *(f"<p>{escape(text)}</p>" for text in plan.appendix),
        "<table border='1'>",
    ]
    for row in range(rows):
        out.append("<tr>")
        for cell in (c for c in cells if c.row == row):
            spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            out.append(f"<td{spans}>{_html_cells(cell.text)}</td>")
        out.append("</tr>")
    out += ["</table>", *(f"<p>{escape(text)}</p>" for text in plan.after), "</body></html>"]
    return "\n".join(out)


def to_docx(plan: PlanSketch) -> bytes:
    """Give a DOCX as Word saves it: letterhead and signature in tables without borders, merged cells."""
    document = docx.Document()
    _docx_pair(document, plan.letterhead)
    _docx_pair(document, plan.number_line)
    for text in plan.before:
        document.add_paragraph(text)
    _docx_pair(document, plan.signature)
    for text in plan.appendix:
        document.add_paragraph(text)
    cells, rows = plan.grid()
    table = document.add_table(rows=rows, cols=len(plan.columns))
    for cell in cells:
        first = table.cell(cell.row, cell.column)
        if cell.row_span > 1 or cell.column_span > 1:
            first = first.merge(table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
        parts = cell.text.split("\n")
        first.text = parts[0]
        for part in parts[1:]:
            first.add_paragraph(part)
    for text in plan.after or ("",):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_pair(document: "docx.document.Document", pair: tuple[str, str]) -> None:
    table = document.add_table(rows=1, cols=2)
    for place, text in enumerate(pair):
        cell = table.cell(0, place)
        parts = text.split("\n")
        cell.text = parts[0]
        for part in parts[1:]:
            cell.add_paragraph(part)
    document.add_paragraph("")


def to_xlsx(plan: PlanSketch) -> bytes:
    """Give a workbook with the letterhead above the table on one sheet, merged cells as Excel keeps them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phụ lục 1"
    heads = [*plan.letterhead, *plan.number_line, *plan.before, *plan.appendix]
    for row, text in enumerate(heads, 1):
        sheet.cell(row, 1, text)
    top = len(heads) + 2
    cells, rows = plan.grid()
    for cell in cells:
        _put(sheet, cell, top)
    for row, text in enumerate([*plan.signature, *plan.after], top + rows + 1):
        sheet.cell(row, 1, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: "openpyxl.worksheet.worksheet.Worksheet", cell: GridCell, top: int) -> None:
    row, column = top + cell.row, 1 + cell.column
    if cell.text:
        sheet.cell(row, column, cell.text)
    if cell.row_span > 1 or cell.column_span > 1:
        sheet.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + cell.row_span - 1,
            end_column=column + cell.column_span - 1,
        )
