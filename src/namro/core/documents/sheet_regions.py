"""Tells the tables of a sheet from the text above, between and below them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from namro.core.documents.assembly import Assembly, RawCell
from namro.core.text import read_roman

_HEADING_WORD = re.compile(r"\s*(stt|tt|số tt|số thứ tự)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Merge:
    """How far a merged cell reaches from its top left place."""

    rows: int
    columns: int


@dataclass(slots=True)
class _Row:
    number: int
    filled: list[int]  # columns with text
    covered: bool  # some merged cell from above reaches into the row


def write_sheet(
    out: Assembly, values: Sequence[Sequence[str]], merges: Mapping[tuple[int, int], Merge], name: str
) -> None:
    """Add the blocks of one sheet in order; `merges` is keyed by row and column from 0."""
    reach: dict[int, int] = {}
    for (row, _), merge in merges.items():
        for below in range(row + 1, row + merge.rows):
            reach[below] = below
    rows = [
        _Row(number, [place for place, text in enumerate(row) if text.strip()], number in reach)
        for number, row in enumerate(values)
    ]
    enough = 3 if any(len(row.filled) >= 3 for row in rows) else 2
    if enough == 2 and sum(len(row.filled) >= 2 for row in rows) < 3:
        enough = 1_000_000
    for group in _groups(rows, values, enough):
        first = next((at for at, row in enumerate(group) if len(row.filled) >= enough), None)
        if first is None:
            _texts(out, group, values)
            continue
        last = len(group)
        while last > first + 1 and _is_note(group[last - 1], values, merges):
            last -= 1
        _texts(out, group[:first], values)
        _table(out, group[first:last], values, merges, name)
        _texts(out, group[last:], values)


def _groups(rows: list[_Row], values: Sequence[Sequence[str]], enough: int) -> list[list[_Row]]:
    """Split at blank rows; a table that goes on behind a blank row, without a new heading, stays one."""
    groups: list[list[_Row]] = []
    current: list[_Row] = []
    for row in [*rows, _Row(len(rows), [], False)]:
        if row.filled or (row.covered and current):
            current.append(row)
        elif current:
            groups.append(current)
            current = []
    joined: list[list[_Row]] = []
    for group in groups:
        begins = next((row for row in group if len(row.filled) >= enough), None)
        goes_on = (
            begins is group[0]
            and bool(joined)
            and any(len(row.filled) >= enough for row in joined[-1])
            and not any(_HEADING_WORD.fullmatch(values[begins.number][place]) for place in begins.filled)
        )
        if goes_on:
            joined[-1].extend(group)
        else:
            joined.append(group)
    return joined


def _is_note(row: _Row, values: Sequence[Sequence[str]], merges: Mapping[tuple[int, int], Merge]) -> bool:
    """Tell whether a row at the foot of a table is a sentence under it: one unnumbered text from the left."""
    if len(row.filled) != 1 or row.covered:
        return False
    place = row.filled[0]
    text = values[row.number][place].strip().rstrip(".")
    merge = merges.get((row.number, place))
    wide = merge is not None and merge.columns * 2 > len(values[row.number])
    numbered = text.isdigit() or read_roman(text) is not None or re.match(r"[IVX]{1,5}\.\s", text) is not None
    return (place == 0 or wide) and not numbered


def _texts(out: Assembly, rows: Sequence[_Row], values: Sequence[Sequence[str]]) -> None:
    for row in rows:
        for place in row.filled:
            out.paragraph([values[row.number][place]])


def _table(
    out: Assembly,
    rows: Sequence[_Row],
    values: Sequence[Sequence[str]],
    merges: Mapping[tuple[int, int], Merge],
    name: str,
) -> None:
    used = [place for row in rows for place in row.filled]
    left, right = min(used), max(used)
    order = {row.number: at for at, row in enumerate(rows)}
    covered: set[tuple[int, int]] = set()
    cells: list[RawCell] = []
    for at, row in enumerate(rows):
        for place in range(left, right + 1):
            if (row.number, place) in covered:
                continue
            merge = merges.get((row.number, place), Merge(1, 1))
            across = min(merge.columns, right + 1 - place)
            down = sum(1 for below in range(row.number, row.number + merge.rows) if below in order)
            if merge.rows > 1 or across > 1:
                covered.update((row.number + r, place + c) for r in range(merge.rows) for c in range(across))
            cells.append(RawCell(at, place - left, [values[row.number][place]], down, across))
    out.table(cells, row_count=len(rows), column_count=right + 1 - left, name=name)
