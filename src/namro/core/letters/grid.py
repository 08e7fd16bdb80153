"""The cells of a table with merged ones, laid on its grid: which cell stands where, which places are covered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.errors import Refusal
from namro.core.letters.model import Cell, Table, words_of
from namro.core.text import format_date, format_number
from namro.core.text.numbers import THIN_SPACE

UNKNOWN = "chưa có"
MOST_CELLS = 400_000
MOST_COLUMNS = 63  # of a table in Word


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place; `is_start` False: this row is covered by a cell that began in a row above."""

    cell: Cell
    column: int
    is_start: bool = True


def lay(rows: Sequence[Sequence[Cell]], width: int, where: str) -> tuple[tuple[Placed, ...], ...]:
    """Put cells on a grid of `width` columns, row by row.

    Raises `Refusal` when cells overlap, stand outside, or leave a row with holes; `where` names the table.
    """
    covered: dict[int, tuple[Cell, int, int]] = {}  # column: the cell above, its start, rows still covered
    laid: list[tuple[Placed, ...]] = []
    for number, cells in enumerate(rows, start=1):
        found: list[Placed] = []
        below: dict[int, tuple[Cell, int, int]] = {}
        waiting = iter(cells)
        column = 0
        while column < width:
            if column in covered:
                cell, start, left = covered[column]
                if start == column:
                    found.append(Placed(cell, column, is_start=False))
                    if left > 1:
                        below |= dict.fromkeys(range(column, column + cell.columns), (cell, start, left - 1))
                column += 1
                continue
            one = next(waiting, None)
            if one is None:
                raise Refusal(f"{where}: hàng {number} thiếu ô, bảng có {width} cột.")
            span = range(column, column + one.columns)
            if one.columns < 1 or one.rows < 1 or span.stop > width or any(at in covered for at in span):
                raise Refusal(
                    f"{where}: ô gộp ở hàng {number}, cột {column + 1} đè lên ô khác hoặc ra ngoài bảng."
                )
            found.append(Placed(one, column))
            if one.rows > 1:
                below |= dict.fromkeys(span, (one, column, one.rows - 1))
            column = span.stop
        if next(waiting, None) is not None:
            raise Refusal(f"{where}: hàng {number} thừa ô, bảng có {width} cột.")
        covered = below
        laid.append(tuple(found))
    if covered:
        raise Refusal(f"{where}: ô gộp dọc ở cuối bảng kéo quá hàng cuối.")
    return tuple(laid)


def heading_rows(rows: Sequence[Sequence[Placed]]) -> frozenset[int]:
    """Give the rows that are headings of the rows under them: every word in them bold, merged with no other row.

    A total in bold at the end of a table heads nothing.
    """
    bold = [
        all(
            one.is_start and one.cell.rows == 1 and (_is_bold(one.cell) or not shown(one.cell)) for one in row
        )
        and any(shown(one.cell) for one in row)
        for row in rows
    ]
    heads: set[int] = set()
    for at in range(len(rows) - 2, -1, -1):
        if bold[at] and (not bold[at + 1] or at + 1 in heads):
            heads.add(at)
    return frozenset(heads)


def _is_bold(cell: Cell) -> bool:
    return cell.bold or bool(cell.text and all(run.bold for run in cell.text if run.text))


def check_size(table: Table, *, is_page: bool = True) -> None:
    """Refuse a table that no office program would open; `is_page` for paper and not for a sheet."""
    named = f"Bảng «{table.caption or table.name or 'không tên'}»"
    if len(table.rows) * len(table.columns) > MOST_CELLS:
        raise Refusal(
            f"{named} có {len(table.rows)} hàng, quá lớn cho một tệp; hãy chia theo đơn vị hoặc theo kỳ."
        )
    if is_page and len(table.columns) > MOST_COLUMNS:
        raise Refusal(
            f"{named} có {len(table.columns)} cột, quá {MOST_COLUMNS} cột mà Word mở được; hãy xuất ra Excel hoặc bớt cột."
        )


def shown(cell: Cell) -> str:
    """Give what a cell prints: 85,31; 27/9/2021; "chưa có" for what is not known."""
    if cell.text:
        return words_of(cell.text)
    value = cell.value
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | Decimal):
        # Screens part thousands by a thin space, official documents by a point.
        return format_number(Decimal(value), cell.places).replace(THIN_SPACE, ".")
    return format_date(value) if isinstance(value, date) else value


def align_of(cell: Cell, column_align: str) -> str:
    """Give how the words of a cell stand: as it says, numbers to the right, else as its column."""
    if cell.align:
        return cell.align
    if isinstance(cell.value, int | Decimal) and not cell.text and column_align == "left":
        return "right"
    return column_align
