"""What stands on a slide: words, tables, charts that can be edited, each with words for those who cannot see it."""

import math
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from namro.core.errors import Refusal
from namro.core.letters.charts import colours_of
from namro.core.letters.grid import Placed, align_of, check_size, lay, shown
from namro.core.letters.layout import MM_PER_POINT
from namro.core.letters.model import Cell, Chart, Table
from namro.core.letters.widths import column_widths, word_width
from namro.core.text import clean

FONT = "Arial"  # on every machine, with all Vietnamese letters, read well across a room
INK, QUIET, RED, LINE, PALE = "1D2733", "5B6470", "9D1C20", "C9C4BA", "F4EFE6"
_CELL_SIZE, _CELL_SIDE, _CELL_TOP = 14, 2.0, 1.0
_WIDER = 1.12  # than the letters of documents, after which words are measured
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT, "justify": PP_ALIGN.LEFT}
_KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "bar": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
}
Place = tuple[float, float, float, float]  # left, top, width, height in mm
Rows = tuple[tuple[Cell, ...], ...]


def rgb(color: str) -> Any:
    """Give a colour written "9D1C20" as the library wants it."""
    made: Any = RGBColor
    return made.from_string(color)


def write(
    frame: Any,
    lines: Sequence[str],
    size: float,
    *,
    bold: bool = False,
    color: str = INK,
    align: Any = PP_ALIGN.LEFT,
    anchor: Any = MSO_ANCHOR.TOP,
    marked: bool = False,
) -> None:
    """Write lines into a frame, one paragraph each; `marked` puts a dash before each."""
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = align
        if at:
            paragraph.space_before = Pt(size * 0.4)
        run = paragraph.add_run()
        run.text = clean(f"– {line}" if marked else line)
        look(run.font, size, bold=bold, color=color)


def look(font: Any, size: float, *, bold: bool = False, italic: bool = False, color: str = INK) -> None:
    """Set letters in the deck's font and language."""
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = rgb(color)
    font._element.set("lang", "vi-VN")


def rows_that_fit(table: Table, width: float, height: float, where: str) -> tuple[Rows, ...]:
    """Give the rows in groups, each with the head no higher than `height` mm; merged cells stay in one group."""
    check_size(table)
    named = f"Trang chiếu «{where}»"
    count = len(table.columns)
    head, rows = lay(table.head, count, named), lay(table.rows, count, named)
    widths = column_widths(table, width, head, rows, size=_CELL_SIZE * _WIDER)
    head_height = sum(_row_height(row, widths) for row in head)
    groups: list[Rows] = []
    start, used = 0, head_height
    for block_start, block_end in _blocks(table.rows):
        tall = sum(_row_height(row, widths) for row in rows[block_start:block_end])
        if head_height + tall > height:
            raise Refusal(f"{named}: một hàng của bảng cao quá một trang; hãy rút gọn chữ trong ô.")
        if used + tall > height:
            groups.append(tuple(table.rows[start:block_start]))
            start, used = block_start, head_height
        used += tall
    groups.append(tuple(table.rows[start:]))
    return tuple(groups)


def _blocks(rows: Rows) -> list[tuple[int, int]]:
    """Give the stretches of rows that no merged cell crosses."""
    found, start, reach = [], 0, 0
    for at, row in enumerate(rows):
        reach = max([reach, *(at + cell.rows for cell in row)])
        if at + 1 >= reach:
            found.append((start, at + 1))
            start = at + 1
    return found


def _row_height(row: Sequence[Placed], widths: Sequence[float]) -> float:
    lines = 1.0
    for one in row:
        if one.is_start:
            room = sum(widths[one.column : one.column + one.cell.columns]) - 2 * _CELL_SIDE
            wide = [
                word_width(line, _CELL_SIZE) * _WIDER / max(room, 1) for line in shown(one.cell).split("\n")
            ]
            lines = max(lines, sum(max(1, math.ceil(line)) for line in wide) / one.cell.rows)
    return lines * _CELL_SIZE * 1.2 * MM_PER_POINT + 2 * _CELL_TOP


def add_table(slide: Any, content: Table, place: Place) -> None:
    """Put a table on a slide, its cells merged as in the tree."""
    where = f"Bảng «{content.caption or content.name or 'không tên'}»"
    count = len(content.columns)
    head, rows = lay(content.head, count, where), lay(content.rows, count, where)
    laid = (*head, *rows)
    if not laid:
        return
    left, top, width, _ = place
    widths = column_widths(content, width, head, rows, size=_CELL_SIZE * _WIDER)
    shape = slide.shapes.add_table(len(laid), count, Mm(left), Mm(top), Mm(width), Mm(1))
    shape._element.nvGraphicFramePr.cNvPr.set(
        "descr", clean(content.caption or content.name or "Bảng số liệu")
    )
    table = shape.table
    table.first_row, table.horz_banding = bool(head), False
    for at, wide in enumerate(widths):
        table.columns[at].width = Mm(wide)
    for at, row in enumerate(laid):
        table.rows[at].height = Mm(_row_height(row, widths))
        is_head = at < len(head)
        for one in row:
            if one.is_start:
                align = "center" if is_head else align_of(one.cell, content.columns[one.column].align)
                _cell(table, at, one, _ALIGN[align], is_head=is_head)


def _cell(table: Any, row: int, one: Placed, align: Any, *, is_head: bool) -> None:
    content = one.cell
    cell = table.cell(row, one.column)
    if content.columns > 1 or content.rows > 1:
        cell.merge(table.cell(row + content.rows - 1, one.column + content.columns - 1))
    cell.margin_left = cell.margin_right = Mm(_CELL_SIDE)
    cell.margin_top = cell.margin_bottom = Mm(_CELL_TOP)
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(RED if is_head else PALE if content.bold else "FFFFFF")
    color = "FFFFFF" if is_head else INK
    anchor = MSO_ANCHOR.MIDDLE
    lines = clean(shown(content)).split("\n")
    write(cell.text_frame, lines, _CELL_SIZE, bold=is_head or content.bold, color=color, align=align)
    cell.vertical_anchor = anchor
    _lines_under(cell)


def _lines_under(cell: Any) -> None:
    """Draw a thin line under a cell; the library has no word for it."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": LINE}))
    line.append(fill)
    properties.insert(0, line)


def add_chart(slide: Any, content: Chart, place: Place) -> None:
    """Put a chart on a slide with its numbers behind it; gaps stay gaps."""
    made: Any = CategoryChartData
    data = made(number_format="#,##0" + (f".{'0' * content.places}" if content.places else ""))
    data.categories = [clean(label) for label in content.labels]
    for series in content.series:
        data.add_series(clean(series.name), [None if one is None else float(one) for one in series.values])
    shape = slide.shapes.add_chart(_KINDS[content.kind], *(Mm(length) for length in place), data)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(content.title))
    chart = shape.chart
    look_of_words(chart.font, 14)
    chart.has_title = True
    title = f"{content.title} ({content.unit})" if content.unit else content.title
    write(chart.chart_title.text_frame, [title], 16, bold=True)
    chart.has_legend = len(content.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(LINE)
    chart.value_axis.format.line.fill.background()
    chart.value_axis.reverse_order = content.descending
    plot = chart.plots[0]
    plot.has_data_labels = content.kind != "stacked" and len(content.labels) * len(content.series) <= 30
    if plot.has_data_labels and content.kind == "line":
        plot.data_labels.position = XL_LABEL_POSITION.ABOVE
    for series, wanted in zip(plot.series, colours_of(content), strict=True):
        color = rgb(wanted.lstrip("#").upper())
        if content.kind == "line":
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = color, Pt(2.5)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = color
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = color


def look_of_words(font: Any, size: float) -> None:
    """Set the letters of a chart."""
    font.name, font.size = FONT, Pt(size)
    font.color.rgb = rgb(INK)
