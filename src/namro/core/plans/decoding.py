"""Decode flattened text: find the most plausible table as a whole over rows and columns.

A table whose cell borders are lost is a sequence of paragraphs. Each paragraph gets a state (kind of
row, column, opens a row or a cell or continues one). The best sequence is found over a lattice of states
(`lattice.py`), how sure each row is over the same lattice, the next-best reading of a doubtful row by
decoding again with its least certain state forbidden. A second pass uses what the first one learned
about the table.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from namro.core.documents.model import Paragraph
from namro.core.plans.emissions import Emissions, observe
from namro.core.plans.evidence import Judge
from namro.core.plans.habits import Habits, learn
from namro.core.plans.lattice import Certainty, Lattice, best_path, best_path_without, build
from namro.core.plans.layout import FULL_WIDTH, Layout, State
from namro.core.plans.rows import (
    CellReading,
    CellState,
    Column,
    Role,
    RowKind,
    RowReading,
    TableReading,
    paragraph_text,
)
from namro.core.plans.scores import Steps, usual_steps

DOUBTFUL = 0.9
# States this much below the best of their paragraph are not followed. The first pass only wants the
# best path; the second one also wants the odds of the others (e^-9: 1 in 8,000).
_KEEP_FIRST = 5.0
_KEEP = 9.0


@dataclass(frozen=True)
class Printed:
    """What the source prints: its paragraphs, their text (None: an empty cell), and how many columns there are."""

    paragraphs: Sequence[Paragraph]
    texts: Sequence[str | None]
    width: int


def decode(
    paragraphs: Sequence[Paragraph], columns: tuple[Column, ...], judge: Judge
) -> tuple[list[RowReading], float]:
    """Read the paragraphs as rows of the columns; gives the rows and the score per paragraph (higher is better)."""
    if not paragraphs:
        return [], 0.0
    texts = [None if p.is_blank_cell else paragraph_text(p) for p in paragraphs]
    printed = Printed(paragraphs, texts, len(columns))
    observations, outer = observe(texts, judge)
    layout = Layout(columns, outer, prints_blanks=any(p.is_blank_cell for p in paragraphs))
    emissions = Emissions(layout)

    def read(habits: Habits, steps: Steps, keep: float) -> tuple[Lattice, list[int], float, list[RowReading]]:
        lattice = build(observations, emissions.of(observations, habits), steps, keep)
        path, score = best_path(lattice)
        return lattice, path, score, _rows([layout.states[code] for code in path], printed)

    *_, rows = read(Habits(), usual_steps(columns, layout.prints_blanks), _KEEP_FIRST)
    habits = learn(rows, layout, judge)
    lattice, path, score, rows = read(habits, Steps(layout, habits), _KEEP)
    _add_confidence(rows, path, lattice, printed)
    return rows, score / len(paragraphs)


def _spans(path: Sequence[State]) -> list[tuple[int, int]]:
    starts = [position for position, state in enumerate(path) if state.step == "row"]
    return list(zip(starts, [*starts[1:], len(path)], strict=True))


def _rows(path: Sequence[State], printed: Printed) -> list[RowReading]:
    return [_row(path, first, end, printed) for first, end in _spans(path)]


def _row(path: Sequence[State], first: int, end: int, printed: Printed) -> RowReading:
    if path[first].column == FULL_WIDTH:
        return RowReading(
            path[first].kind,
            {},
            heading_text=printed.texts[first] or "",
            heading_lines=printed.paragraphs[first].lines,
        )
    cells = {column: CellReading(CellState.MISSING) for column in range(printed.width)}
    for position in range(first, end):
        text = printed.texts[position]
        cell = cells[path[position].column]
        if text is None:
            cell.state = CellState.BLANK
            continue
        cell.state = CellState.PRINTED
        cell.text = f"{cell.text}\n{text}" if cell.text else text
        cell.lines = (*cell.lines, *printed.paragraphs[position].lines)
    return RowReading(path[first].kind, cells)


def _add_confidence(rows: list[RowReading], path: Sequence[int], lattice: Lattice, printed: Printed) -> None:
    """Write into each row how sure it is: the least certain of its paragraphs and of the one that follows it."""
    states = lattice.layout.states
    certainty = Certainty(lattice)
    shares = [certainty.of(position, code) for position, code in enumerate(path)]
    for row, (first, end) in zip(rows, _spans([states[code] for code in path]), strict=True):
        span = range(first, min(end + 1, len(path)))
        weakest = min(span, key=lambda position: round(shares[position], 6))
        row.confidence = round(shares[weakest], 3)
        if row.confidence >= DOUBTFUL:
            continue
        codes, score = best_path_without(lattice, weakest, path[weakest])
        if score == -math.inf:
            continue
        other = [states[code] for code in codes]
        for start, stop in _spans(other):
            if start <= max(first, min(weakest, end - 1)) < stop:
                row.alternative = _row(other, start, stop, printed)
                row.alternative.confidence = round(certainty.of(weakest, codes[weakest]), 3)
                break


def find_columns_in_text(paragraphs: Sequence[Paragraph], judge: Judge) -> tuple[Column, ...] | None:
    """Guess the columns of flattened text that has lost its heading row: the layout that decodes best."""
    number, criterion, task = Column(Role.NUMBER, ""), Column(Role.CRITERION, ""), Column(Role.TASK, "")
    lead, other, deadline = Column(Role.LEAD, ""), Column(Role.COOPERATING, ""), Column(Role.DEADLINE, "")
    layouts = [
        (number, criterion, task, lead, other, deadline),
        (number, task, lead, other, deadline),
        (number, task, lead, deadline),
        (number, task, deadline, lead, other),
    ]
    best: tuple[float, tuple[Column, ...]] | None = None
    for layout in layouts:
        rows, score = decode(paragraphs[:400], layout, judge)
        tasks = sum(row.kind is RowKind.TASK for row in rows)
        if tasks and (best is None or score > best[0]):
            best = (score, layout)
    return best[1] if best and best[0] > -1.2 else None


def read_flattened(
    heading: Sequence[Paragraph], body: Sequence[Paragraph], columns: tuple[Column, ...], judge: Judge
) -> TableReading:
    """Read the paragraphs under a flattened heading row as a table of tasks."""
    rows, _ = decode(body, columns, judge)
    return TableReading(
        columns,
        rows,
        tuple(line for paragraph in heading for line in paragraph.lines),
    )
