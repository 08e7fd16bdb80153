"""Tables with real borders: find the heading row and the columns, then the rows with their merged cells."""

from collections.abc import Sequence

from namro.core.documents.model import Cell, Line, Table
from namro.core.plans.columns import assign_roles, combine_heading_rows, heading_scores
from namro.core.plans.evidence import Judge, NumberStyle, read_row_number, split_inline_number
from namro.core.plans.rows import (
    CellReading,
    CellState,
    Column,
    Role,
    RowKind,
    RowReading,
    TableReading,
    starts_with_bullet,
)
from namro.core.text import squeeze

_SEARCH_ROWS = 12


def cell_text(cell: Cell | None) -> str:
    """Give the text of a cell with wrapped lines joined and bullets on lines of their own."""
    if cell is None:
        return ""
    out = ""
    for piece in cell.text.split("\n"):
        line = squeeze(piece)
        if not line:
            continue
        own_line = (
            starts_with_bullet(line) or split_inline_number(line) is not None or out.endswith((".", ";", ":"))
        )
        out += ("\n" if own_line else " ") * bool(out) + line
    return out


def _row_texts(row: Sequence[Cell | None]) -> list[str]:
    return [squeeze(cell.text) if cell else "" for cell in row]


def _is_count_row(texts: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: (1) (2) (3) or 1 2 3."""
    bare = [text.strip("()[] ") for text in texts if text]
    return (
        len(bare) >= 3
        and all(b.isdigit() or (b.isupper() and len(b) == 1) for b in bare)
        and bare[0] in ("1", "A")
    )


def _find_heading(table: Table, grid: list[list[Cell | None]]) -> tuple[int, int, list[str]] | None:
    """Give first and last heading row and the headings of the columns; None when no row reads like one."""
    best: tuple[float, int, int, list[str]] | None = None
    for first in range(min(_SEARCH_ROWS, table.row_count)):
        upper = _row_texts(grid[first])
        for last in (first, first + 1):
            if last >= table.row_count:
                continue
            texts = upper if last == first else combine_heading_rows(upper, _row_texts(grid[last]))
            if last > first and not _spans_two_rows(grid, first):
                continue
            scores = [max(heading_scores(text).values(), default=0.0) for text in texts]
            distinct = len({squeeze(t) for t in texts if t})
            strength = sum(scores) + (0.3 if last > first else 0.0)
            if (
                distinct >= 2
                and sum(score >= 1.4 for score in scores) >= 2
                and (best is None or strength > best[0] + 0.2)
            ):
                best = (strength, first, last, texts)
    return best[1:] if best else None


def _spans_two_rows(grid: list[list[Cell | None]], first: int) -> bool:
    return any(
        cell is not None
        and cell.row == first
        and (cell.row_span == 2 or (cell.column_span > 1 and cell.row_span == 1))
        for cell in grid[first]
    )


def read_table(table: Table, judge: Judge, known: tuple[Column, ...] | None = None) -> TableReading | None:
    """Read a table as a table of tasks; None when it is not one.

    `known` are the columns of the table before it: a table without a heading row of its own and with as
    many columns goes on with them.
    """
    grid = table.grid()
    found = _find_heading(table, grid)
    heading_lines: tuple[Line, ...] = ()
    if found is not None:
        first, last, headings = found
        body = list(range(last + 1, table.row_count))
        contents = [_column_texts(grid, body, column) for column in range(table.column_count)]
        columns = assign_roles(headings, contents, judge)
        heading_lines = _lines_of(grid, range(first, last + 1))
        above = list(range(first))
    else:
        body = list(range(table.row_count))
        above = []
        if known is not None and len(known) == table.column_count:
            columns = known
        else:
            contents = [_column_texts(grid, body, column) for column in range(table.column_count)]
            columns = (
                assign_roles([""] * table.column_count, contents, judge) if table.row_count >= 2 else None
            )
    if columns is None:
        return None
    reading = TableReading(columns, [], heading_lines)
    for row in above:
        reading.leftovers.extend(_own_lines(grid, row))
    heading_texts = _row_texts(grid[found[0]]) if found else None
    for row in body:
        texts = _row_texts(grid[row])
        if (heading_texts is not None and texts == heading_texts) or (
            _is_count_row(texts) and row == body[0]
        ):
            reading.heading_lines = (*reading.heading_lines, *_own_lines(grid, row))
            continue
        read = _read_row(grid, row, columns, judge)
        if read is not None:
            reading.rows.append(read)
    return reading


def _column_texts(grid: list[list[Cell | None]], rows: Sequence[int], column: int) -> list[str]:
    texts = []
    for row in rows:
        cell = grid[row][column]
        texts.append(
            squeeze(cell.text)
            if cell and cell.row == row and cell.column == column and cell.column_span <= 2
            else ""
        )
    return texts


def _own_lines(grid: list[list[Cell | None]], row: int) -> list[Line]:
    seen: list[Line] = []
    for column, cell in enumerate(grid[row]):
        if cell and cell.row == row and cell.column == column:
            seen.extend(cell.lines)
    return seen


def _lines_of(grid: list[list[Cell | None]], rows: range) -> tuple[Line, ...]:
    return tuple(line for row in rows for line in _own_lines(grid, row))


def _read_row(
    grid: list[list[Cell | None]], row: int, columns: tuple[Column, ...], judge: Judge
) -> RowReading | None:
    cells: dict[int, CellReading] = {}
    wide: Cell | None = None
    for position, cell in enumerate(grid[row]):
        if cell is None:
            cells[position] = CellReading(CellState.MISSING)
        elif cell.row < row:
            cells[position] = CellReading(CellState.MERGED, cell_text(cell))
        elif cell.column < position:
            cells[position] = CellReading(CellState.BLANK)
        else:
            text = cell_text(cell)
            cells[position] = CellReading(CellState.PRINTED if text else CellState.BLANK, text, cell.lines)
            if text and cell.column_span >= max(3, len(columns) // 2):
                wide = cell
    printed = [p for p, c in cells.items() if c.state is CellState.PRINTED]
    if not printed:
        return None
    kind = _kind(cells, printed, columns, judge, wide)
    heading = _wide_heading(cells, printed, wide) if kind is RowKind.HEADING else None
    return heading or RowReading(kind, cells)


def _wide_heading(cells: dict[int, CellReading], printed: list[int], wide: Cell | None) -> RowReading | None:
    """Give a heading that covers most columns, with the number of a cell of its own in front; None otherwise."""
    if wide is None or len(printed) > 2:
        return None
    numbers = [p for p in printed if cells[p].lines != wide.lines and read_row_number(cells[p].text)]
    if len(printed) == 2 and not numbers:
        return None
    text, lines = cell_text(wide), wide.lines
    if numbers:
        text = f"{cells[numbers[0]].text.rstrip('.)')}. {text}"
        lines = (*cells[numbers[0]].lines, *lines)
    return RowReading(RowKind.HEADING, {}, heading_text=text, heading_lines=lines)


def _kind(
    cells: dict[int, CellReading],
    printed: list[int],
    columns: tuple[Column, ...],
    judge: Judge,
    wide: Cell | None,
) -> RowKind:
    roles: dict[Role, int] = {
        column.role: position for position, column in enumerate(columns) if column.role is not Role.EXTRA
    }
    task, criterion, number = roles.get(Role.TASK), roles.get(Role.CRITERION), roles.get(Role.NUMBER)
    assert task is not None
    others = [p for p in printed if p not in (number, criterion, task)]
    if wide is not None and not others:
        return RowKind.HEADING
    if task in printed:
        if others or _merged(cells, roles):
            return RowKind.TASK
        number_text = cells[number].text if number is not None else ""
        style = read_row_number(number_text)
        inline = split_inline_number(cells[task].text) if not number_text else None
        outer = style or (inline[0] if inline else None)
        if outer and outer.style in (NumberStyle.ROMAN, NumberStyle.UPPER):
            return RowKind.HEADING
        short = judge.evidence(cells[task].text)
        if criterion is None and (
            short.is_upper
            or (
                style
                and short.words <= 16
                and not short.ends_sentence
                and style.style is NumberStyle.ARABIC
                and _only_number_and_text(printed, number, task)
            )
        ):
            return RowKind.HEADING if short.is_upper or short.words <= 12 else RowKind.TASK
        return RowKind.TASK
    if cells[task].state is CellState.MERGED and criterion in printed and not others:
        return RowKind.SHARED
    if criterion in printed or number in printed:
        return (
            RowKind.TASK
            if others and cells[task].state is CellState.MERGED
            else (RowKind.HEADING if not others else RowKind.TASK)
        )
    return RowKind.TASK


def _only_number_and_text(printed: list[int], number: int | None, task: int) -> bool:
    return number is not None and set(printed) == {number, task}


def _merged(cells: dict[int, CellReading], roles: dict[Role, int]) -> bool:
    """Say whether who or when comes from a merged cell above: then the row is a task, not a heading."""
    return any(
        cells[roles[role]].state is CellState.MERGED
        for role in (Role.LEAD, Role.COOPERATING, Role.DEADLINE)
        if role in roles
    )
