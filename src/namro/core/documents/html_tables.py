"""HTML tables to a grid: rowspan and colspan as browsers lay them out, absurd values capped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from namro.core.documents.assembly import RawCell
from namro.core.documents.limits import MAX_COLUMNS, MAX_SPAN, TOO_WIDE
from namro.core.errors import Refusal


@dataclass(slots=True)
class Grid:
    """Cells at their places before their lines are numbered."""

    cells: list[RawCell] = field(default_factory=list)
    row_count: int = 0
    column_count: int = 0
    heading_rows: int = 0


def has_inner_table(table: etree._Element) -> bool:
    """Tell whether another table stands inside: then this one only frames the page."""
    return table.find(".//table") is not None


def lay_out(table: etree._Element, texts_of: Callable[[etree._Element], list[str]]) -> Grid:
    """Give the grid of a table; spans end with the last row, a span of 0 reaches it."""
    grid = Grid()
    rows = list(_rows(table))
    # column → first row that is free again
    taken: dict[int, int] = {}
    for number, (row, in_head) in enumerate(rows):
        column = 0
        all_heads, any_cell = True, False
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > number:
                column += 1
            any_cell = True
            all_heads = all_heads and cell.tag == "th"
            across = max(_span(cell.get("colspan"), 1), 1)
            down = _span(cell.get("rowspan"), 1) or len(rows)
            if column >= MAX_COLUMNS:
                raise Refusal(TOO_WIDE)
            across = min(across, MAX_COLUMNS - column)
            down = min(down, len(rows) - number)
            # A span runs out where a longer cell from above already stands.
            free = 1
            while free < across and taken.get(column + free, 0) <= number:
                free += 1
            grid.cells.append(RawCell(number, column, texts_of(cell), down, free))
            for place in range(column, column + free):
                taken[place] = number + down
            column += free
        if any_cell and (in_head or all_heads) and grid.heading_rows == number:
            grid.heading_rows += 1
    grid.row_count = len(rows)
    grid.column_count = max((cell.column + cell.column_span for cell in grid.cells), default=0)
    _trim_empty_reach(grid)
    return grid


def _trim_empty_reach(grid: Grid) -> None:
    # colspan="1000" is written to mean "the rest": only columns in which some cell begins are real.
    starts = max((cell.column for cell in grid.cells), default=0) + 1
    narrow = max((cell.column + cell.column_span for cell in grid.cells if cell.column_span <= 50), default=0)
    width = max(starts, narrow)
    if width < grid.column_count:
        for cell in grid.cells:
            cell.column_span = max(min(cell.column_span, width - cell.column), 1)
        grid.column_count = width


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    feet: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child:
                if row.tag == "tr":
                    if child.tag == "tfoot":
                        feet.append(row)
                    else:
                        yield row, child.tag == "thead"
    for row in feet:
        yield row, False


def _span(text: str | None, default: int) -> int:
    try:
        return min(abs(int((text or str(default)).strip())), MAX_SPAN)
    except ValueError:
        return default
