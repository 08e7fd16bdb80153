"""Decode flattened text: find the most plausible table as a whole over rows and columns.

A table whose cell borders are lost is a sequence of paragraphs. Each paragraph gets a state (kind of
row, column, opens a row or a cell or continues one). The best sequence is found by Viterbi's
algorithm, how sure each row is by the forward-backward algorithm over the same lattice (Rabiner
1989, A Tutorial on Hidden Markov Models), the next-best reading of a doubtful row by decoding again
with its least certain state forbidden. A second pass uses what the first one learned about the table.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from namro.core.documents.model import Paragraph
from namro.core.plans.evidence import Judge
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
from namro.core.plans.scores import FULL_WIDTH, Habits, Observation, Scorer, State, observe
from namro.core.text import fold

DOUBTFUL = 0.9
# States this much below the best of their paragraph are not followed. The first pass only wants the
# best path; the second one also wants the odds of the others (e^-9: 1 in 8,000).
_KEEP_FIRST = 5.0
_KEEP = 9.0
_IMPOSSIBLE = -20.0
_START = State(RowKind.HEADING, FULL_WIDTH, "row", False)


@dataclass
class Lattice:
    """Every plausible state of every paragraph with its own score, and the scores of the steps between."""

    states: list[list[State]]
    emissions: list[list[float]]
    steps: list[list[list[tuple[int, float]]]]  # [paragraph][state] → (state before, score)
    endings: list[float]


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
    prints_blanks = any(p.is_blank_cell for p in paragraphs)
    habits = Habits()
    scorer = Scorer(columns, outer, prints_blanks, judge, habits)
    lattice = _build(observations, scorer, _KEEP_FIRST)
    path, score = _best_path(lattice)
    rows = _rows(path, printed)
    scorer = Scorer(columns, outer, prints_blanks, judge, _learn(rows, scorer))
    lattice = _build(observations, scorer, _KEEP)
    path, score = _best_path(lattice)
    rows = _rows(path, printed)
    _add_confidence(rows, path, lattice, printed)
    return rows, score / len(paragraphs)


def _candidates(seen: Observation, scorer: Scorer, keep: float) -> list[tuple[RowKind, int, float]]:
    found = [
        (kind, column, score)
        for kind in RowKind
        for column in range(FULL_WIDTH, len(scorer.columns))
        if (score := scorer.emission(seen, kind, column)) > -12.0
    ]
    if not found:
        return [(RowKind.TASK, scorer.task_column, -12.0)]
    best = max(score for *_, score in found)
    return [candidate for candidate in found if candidate[2] > best - keep - 2.0]


def _build(observations: Sequence[Observation], scorer: Scorer, keep: float) -> Lattice:
    """Lay out the lattice, following at each paragraph only states near the best way to reach it."""
    states: list[list[State]] = []
    emissions: list[list[float]] = []
    steps: list[list[list[tuple[int, float]]]] = []
    before: list[State] = [_START]
    reached: list[float] = [0.0]
    seen_before = observations[0]
    for seen in observations:
        now: dict[State, float] = {}
        links: dict[State, list[tuple[int, float]]] = {}
        best: dict[State, float] = {}
        for kind, column, score in _candidates(seen, scorer, keep):
            is_lead = column >= 0 and scorer.roles[column] is Role.LEAD and seen.evidence is not None
            for position, previous in enumerate(before):
                for step in _steps(previous, kind, column, seen, seen_before, is_first=not states):
                    state = State(kind, column, step, _lead_seen(previous, kind, step, is_lead))
                    cost = scorer.transition(previous, state, seen_before, seen)
                    if cost <= _IMPOSSIBLE:
                        continue
                    total = reached[position] + cost + score
                    if state not in now:
                        now[state], links[state], best[state] = score, [(position, cost)], total
                        continue
                    links[state].append((position, cost))
                    best[state] = max(best[state], total)
        if not now:  # nothing follows: take the paragraph as a task of its own rather than lose it
            state = State(RowKind.TASK, scorer.task_column, "row", False)
            now[state], best[state] = -12.0, max(reached) - 32.0
            links[state] = [(position, -20.0) for position in range(len(before))]
        top = max(best.values())
        kept = [state for state in now if best[state] > top - keep]
        states.append(kept)
        emissions.append([now[state] for state in kept])
        steps.append([links[state] for state in kept])
        before, reached, seen_before = kept, [best[state] for state in kept], seen
    return Lattice(states, emissions, steps, [scorer.closing(state) for state in states[-1]])


def _steps(
    before: State, kind: RowKind, column: int, seen: Observation, seen_before: Observation, *, is_first: bool
) -> list[str]:
    if is_first:
        return ["row"]
    found = ["row"]
    if kind is before.kind and before.column != FULL_WIDTH:
        if column > before.column:
            found.append("cell")
        elif column == before.column and seen.evidence and seen_before.evidence and not seen.evidence.number:
            found.append("more")
    return found


def _lead_seen(before: State, kind: RowKind, step: str, is_lead: bool) -> bool:
    if kind is RowKind.HEADING:
        return False
    return is_lead or before.lead_seen


def _best_path(lattice: Lattice, forbidden: tuple[int, State] | None = None) -> tuple[list[State], float]:
    """Give the best sequence of states and its score; `forbidden` bans a state (any memory) at one paragraph."""
    best: list[float] = []
    back: list[list[int]] = []
    for position, states in enumerate(lattice.states):
        totals: list[float] = []
        choices: list[int] = []
        for index, state in enumerate(states):
            banned = forbidden is not None and forbidden[0] == position and forbidden[1][:3] == state[:3]
            top, chosen = -math.inf, 0
            if not banned:
                for previous, cost in lattice.steps[position][index]:
                    total = cost + (best[previous] if position else 0.0)
                    if total > top:
                        top, chosen = total, previous
            totals.append(top + lattice.emissions[position][index])
            choices.append(chosen)
        best = totals
        back.append(choices)
    finals = [total + ending for total, ending in zip(best, lattice.endings, strict=True)]
    last = max(range(len(finals)), key=finals.__getitem__)
    score = finals[last]
    path = []
    for position in range(len(lattice.states) - 1, -1, -1):
        path.append(lattice.states[position][last])
        last = back[position][last]
    return path[::-1], score


def _certainty(lattice: Lattice) -> list[dict[tuple[RowKind, int, str], float]]:
    """Give for each paragraph the probability of each (kind, column, step), by forward-backward."""
    forward: list[list[float]] = []
    for position, emissions in enumerate(lattice.emissions):
        row = []
        for index, emission in enumerate(emissions):
            terms = [
                cost + (forward[-1][previous] if position else 0.0)
                for previous, cost in lattice.steps[position][index]
            ]
            row.append(_log_sum(terms) + emission)
        forward.append(row)
    backward = [list(lattice.endings)]
    for position in range(len(lattice.states) - 1, 0, -1):
        gathered: list[list[float]] = [[] for _ in lattice.states[position - 1]]
        for index, links in enumerate(lattice.steps[position]):
            onward = lattice.emissions[position][index] + backward[-1][index]
            for previous, cost in links:
                gathered[previous].append(cost + onward)
        backward.append([_log_sum(terms) for terms in gathered])
    backward.reverse()
    total = _log_sum([f + e for f, e in zip(forward[-1], lattice.endings, strict=True)])
    certainty: list[dict[tuple[RowKind, int, str], float]] = []
    for position, states in enumerate(lattice.states):
        shares: dict[tuple[RowKind, int, str], float] = {}
        for index, state in enumerate(states):
            share = math.exp(min(0.0, forward[position][index] + backward[position][index] - total))
            shares[state[:3]] = shares.get(state[:3], 0.0) + share
        certainty.append(shares)
    return certainty


def _log_sum(terms: list[float]) -> float:
    if not terms:
        return -math.inf
    top = max(terms)
    if top == -math.inf:
        return top
    return top + math.log(sum(math.exp(term - top) for term in terms))


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


def _learn(rows: Sequence[RowReading], scorer: Scorer) -> Habits:
    """Count, over rows that print both, which words lead and which co-operate, and how often cells are skipped."""
    habits = Habits()
    lead = scorer.roles.index(Role.LEAD) if Role.LEAD in scorer.roles else None
    other = scorer.roles.index(Role.COOPERATING) if Role.COOPERATING in scorer.roles else None
    task_rows = [row for row in rows if row.kind is RowKind.TASK]
    if lead is not None and other is not None:
        for row in task_rows:
            if row.text(lead) and row.text(other):
                for column, role in ((lead, Role.LEAD), (other, Role.COOPERATING)):
                    text = row.text(column)
                    habits.exact[fold(text), role] += 1
                    habits.shape[scorer.shape(text), role] += 1
    for role, start in list(habits.skip.items()):
        if role in scorer.roles and task_rows:
            column = scorer.roles.index(role)
            missing = sum(row.cells[column].state is CellState.MISSING for row in task_rows)
            share = (missing + 6 * math.exp(start)) / (len(task_rows) + 6)
            habits.skip[role] = max(-4.0, min(-0.25, math.log(share)))
    return habits


def _add_confidence(
    rows: list[RowReading], path: Sequence[State], lattice: Lattice, printed: Printed
) -> None:
    """Write into each row how sure it is: the least certain of its paragraphs and of the one that follows it."""
    certainty = _certainty(lattice)
    for row, (first, end) in zip(rows, _spans(path), strict=True):
        span = range(first, min(end + 1, len(path)))
        sure = {position: certainty[position].get(path[position][:3], 0.0) for position in span}
        row.confidence = round(min(1.0, *sure.values()), 3)
        if row.confidence >= DOUBTFUL:
            continue
        weakest = min(sure, key=sure.__getitem__)
        other, score = _best_path(lattice, (weakest, path[weakest]))
        if score == -math.inf:
            continue
        for start, stop in _spans(other):
            if start <= max(first, min(weakest, end - 1)) < stop:
                row.alternative = _row(other, start, stop, printed)
                row.alternative.confidence = round(certainty[weakest].get(other[weakest][:3], 0.0), 3)
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
        blanks_are_printed=any(p.is_blank_cell for p in body),
    )
