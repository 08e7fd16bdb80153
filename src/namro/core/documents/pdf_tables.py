"""Tables of a PDF across pages: continued ones joined, repeated headings dropped, cut cells made whole."""

import re
from dataclasses import dataclass, field

from namro.core.documents.pdf_page import PageCell, PageTable
from namro.core.documents.wrapping import TextLine, unwrap
from namro.core.text import squeeze

_SAME_BORDER = 4.0  # points by which a border may wander from page to page
_MAX_HEADING_ROWS = 3
_ENDS = (".", ";", ":", "!", "?", "./.")


@dataclass(slots=True)
class JoinedTable:
    """A table that grows while its continuations are found."""

    xs: list[float]
    row_count: int
    cells: list[PageCell]
    page: int
    heading_rows: int = 0
    _by_row: dict[int, list[PageCell]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: PageTable) -> "JoinedTable":
        joined = cls(table.xs, table.row_count, list(table.cells), table.page)
        for cell in table.cells:
            joined._by_row.setdefault(cell.row, []).append(cell)
        return joined

    def continues_with(self, table: PageTable) -> bool:
        """Tell whether the table of the next page has the same columns."""
        return len(self.xs) == len(table.xs) and all(
            abs(here - there) <= _SAME_BORDER for here, there in zip(self.xs, table.xs, strict=True)
        )

    def add(self, table: PageTable) -> None:
        """Append the rows of the next page; a repeated heading goes, a row cut by the break is healed."""
        skip = self._repeated_heading(table)
        self.heading_rows = max(self.heading_rows, skip)
        rows: dict[int, list[PageCell]] = {}
        for cell in table.cells:
            if cell.row >= skip:
                rows.setdefault(cell.row, []).append(cell)
        first = rows.get(skip, [])
        cut = {cell.column for cell in first if skip == 0 and self._is_cut(cell)}
        heal = (bool(first) and len(cut) == len(first)) or self._is_rest_of_last_row(first)
        base = self.row_count - skip - (1 if heal else 0)
        for number in sorted(rows):
            for cell in rows[number]:
                above = self._covering(self.row_count - 1, cell.column) if number == skip else None
                same_place = above is not None and above.column_span == cell.column_span
                if above is not None and same_place and (heal or (number == skip and cell.column in cut)):
                    above.lines += cell.lines
                    above.open_bottom = cell.open_bottom
                    above.row_span = max(above.row_span, base + cell.row + cell.row_span - above.row)
                elif above is not None and self._goes_on(above, cell):
                    above.lines += cell.lines
                    above.row_span = base + cell.row + cell.row_span - above.row
                elif above is not None and self._carries_on(above, cell, first):
                    above.row_span = base + cell.row + cell.row_span - above.row
                else:
                    cell.row += base
                    self.cells.append(cell)
                    self._by_row.setdefault(cell.row, []).append(cell)
        self.row_count = base + table.row_count

    def _is_cut(self, cell: PageCell) -> bool:
        """Tell whether neither page drew a border between the cell and the one above it."""
        above = self._covering(self.row_count - 1, cell.column)
        return above is not None and above.open_bottom and cell.open_top

    def _covering(self, row: int, column: int) -> PageCell | None:
        for at in range(row, -1, -1):
            for cell in self._by_row.get(at, ()):
                if cell.column == column and cell.row + cell.row_span > row:
                    return cell
        return None

    def _repeated_heading(self, table: PageTable) -> int:
        """Count the rows at the top of the next page that say the same as the first rows of this table."""
        same = 0
        for row in range(min(_MAX_HEADING_ROWS, table.row_count, self.row_count)):
            here = [(c.column, _words(c)) for c in self._by_row.get(row, ())]
            there = [(c.column, _words(c)) for c in table.cells if c.row == row]
            if not any(text for _, text in here) or sorted(here) != sorted(there):
                break
            same = row + 1
        return same

    def _is_rest_of_last_row(self, cells: list[PageCell]) -> bool:
        """Tell whether the first row of a page is the rest of a row that the page break cut."""
        filled = [cell for cell in cells if cell.lines]
        if not filled:
            return bool(cells)
        if filled[0].column == 0 and _ROW_NUMBER.fullmatch(_words(filled[0])):
            return False  # a row number opens a row, whatever the cells beside it look like
        begins_low = False
        for cell in filled:
            above = self._covering(self.row_count - 1, cell.column)
            if above is None or not above.lines or above.column_span != cell.column_span:
                return False
            before, after = above.lines[-1].text, cell.lines[0].text
            if after[:1].islower():
                begins_low = True
            elif before.endswith(_ENDS) and not begins_low and len(filled) * 3 > len(self.xs) - 1:
                return False
        return begins_low or (len(filled) * 3 <= len(self.xs) - 1 and filled[0].column > 0)

    @staticmethod
    def _goes_on(above: PageCell, cell: PageCell) -> bool:
        """Tell whether the text of a merged cell goes on in the middle of a sentence after the break."""
        if not cell.lines or not above.lines or above.column_span != cell.column_span or above.row_span < 2:
            return False
        return cell.lines[0].text[:1].islower() and not above.lines[-1].text.endswith(_ENDS)

    def _carries_on(self, above: PageCell, cell: PageCell, first_row: list[PageCell]) -> bool:
        """Tell whether an empty cell at the top of a page is the rest of a merged cell."""
        if cell.lines or not above.lines or above.column_span != cell.column_span:
            return False
        filled = [other.column for other in first_row if other.lines]
        return bool(filled) and (cell.row_span > 1 or above.row_span > 1 or cell.column < min(filled))


_ROW_NUMBER = re.compile(r"[IVXLC]{1,7}|\d{1,3}(\.\d{1,3})*|[A-ZĐa-zđ]")


def _words(cell: PageCell) -> str:
    return squeeze(" ".join(line.text for line in cell.lines))


def cell_text(cell: PageCell) -> tuple[str, list[TextLine]]:
    """Give the text of a cell with its wrapped lines joined, and the printed lines themselves."""
    return unwrap(cell.lines, cell.width), cell.lines
