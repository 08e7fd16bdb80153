"""How plausible it is that one paragraph of flattened text follows another: which cells are skipped.

All figures are log-likelihoods up to a constant (0 is neutral, more negative less plausible; no step is
better than 0). They are stated once here; `docs/calculations/plans.md` §4 says in prose what each stands for.
"""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import product
from typing import Generic, TypeVar

from namro.core.plans.emissions import Observation
from namro.core.plans.habits import Habits
from namro.core.plans.layout import FULL_WIDTH, Layout, State
from namro.core.plans.rows import Column, Role, RowKind

FORBIDDEN = -14.0
_SKIP = {Role.TASK: -8.0, Role.EXTRA: -0.8, Role.NUMBER: -2.5, Role.CRITERION: -2.5}
_SKIPPED_LEAD_WITHOUT_ANY = -7.0
_SKIPPED_OTHER_AGENCY = -2.2
_END_OF_UNFINISHED = -8.0
_END_AFTER_REFERENCE = -0.5
_ORPHAN = -6.0

V = TypeVar("V")
# A step to the state of this number, its log-likelihood and its likelihood.
Move = tuple[int, float, float]
# What the next row needs to know of the one that ends: whether the section has a lead, whether it shared tasks.
ENDS = tuple((lead_seen, shared) for lead_seen in (False, True) for shared in (False, True))


class Lazily(dict[int, V], Generic[V]):
    """A table by number whose values are reckoned when first asked for."""

    def __init__(self, reckon: Callable[[int], V]) -> None:
        super().__init__()
        self._reckon = reckon

    def __missing__(self, number: int) -> V:
        value = self[number] = self._reckon(number)
        return value


class Steps:
    """Scores the steps between the states of one layout, given the habits of the table.

    A step to a new row goes by way of an end (its place in `ENDS`): the row before is closed, which depends
    on its last state alone, and the next one opened, which depends on the end and the place alone.
    """

    def __init__(self, layout: Layout, habits: Habits) -> None:
        self.layout = layout
        self._skip = tuple(
            [self._skipped(position, habits, lead_seen) for position in range(len(layout.columns))]
            for lead_seen in (False, True)
        )
        self._closings = tuple(Lazily(partial(self._closing, reference=known)) for known in (False, True))
        self.endings = self._closings[False]  # of the last row
        self._openings = tuple(Lazily(partial(self._opening, printed=known)) for known in (False, True))
        self._cells = tuple(Lazily(partial(self._cells_after, printed=known)) for known in (False, True))
        self._more = {
            marks: Lazily(partial(self._continuing, marks)) for marks in product((False, True), repeat=3)
        }

    def closings(self, before: Observation) -> "Lazily[Move]":
        """Give by state the step to the end of its row; the number of a move is here that of the end."""
        return self._closings[before.evidence is not None and before.evidence.reference]

    def openings(self, seen: Observation) -> "Lazily[tuple[Move, ...]]":
        """Give by place, for each end, the step to a row that begins there."""
        return self._openings[seen.evidence is not None]

    def cells(self, seen: Observation) -> "Lazily[dict[int, Move]]":
        """Give by state and place the step to a cell further right in its row."""
        return self._cells[seen.evidence is not None]

    def more(self, before: Observation, seen: Observation) -> "Lazily[Move] | None":
        """Give by state the step to another paragraph of the same cell; None where the paragraph cannot be one."""
        e, now = before.evidence, seen.evidence
        if e is None or now is None or now.number is not None:
            return None
        return self._more[e.bullet, now.bullet, before.text.endswith((",", ";"))]

    def _closing(self, code: int, *, reference: bool) -> Move:
        state = self.layout.states[code]
        cost = self._closed(state)
        # A row that only points at an appendix may end with its task.
        if reference and state.kind is RowKind.TASK and state.column == self.layout.task_column:
            cost = _END_AFTER_REFERENCE
        return ENDS.index((state.lead_seen, state.kind is RowKind.SHARED)), cost, math.exp(cost)

    def _opening(self, place: int, *, printed: bool) -> tuple[Move, ...]:
        kind, column = self.layout.places[place]
        moves = []
        for lead_seen, shared in ENDS:
            cost = self._opened(kind, column, lead_seen)
            if shared and self._is_orphan(kind, column):
                cost += _ORPHAN
            after = Layout.code(place, "row", self._lead_seen(lead_seen, kind, column, printed=printed))
            moves.append((after, cost, math.exp(cost)))
        return tuple(moves)

    def _cells_after(self, code: int, *, printed: bool) -> dict[int, Move]:
        state = self.layout.states[code]
        found: dict[int, Move] = {}
        if state.column != FULL_WIDTH:
            for column in range(state.column + 1, len(self.layout.columns)):
                place = self.layout.place(state.kind, column)
                cost = self._within(state, column)
                lead_seen = self._lead_seen(state.lead_seen, state.kind, column, printed=printed)
                found[place] = Layout.code(place, "cell", lead_seen), cost, math.exp(cost)
        return found

    def _continuing(self, marks: tuple[bool, ...], code: int) -> Move:
        state = self.layout.states[code]
        cost = self._continued(state, *marks)
        lead_seen = self._lead_seen(state.lead_seen, state.kind, state.column, printed=True)
        return Layout.code(Layout.place_of(code), "more", lead_seen), cost, math.exp(cost)

    def _lead_seen(self, before: bool, kind: RowKind, column: int, *, printed: bool) -> bool:
        if kind is RowKind.HEADING:
            return False
        return before or (printed and column == self.layout.lead_column)

    def _is_orphan(self, kind: RowKind, column: int) -> bool:
        """A criterion that shares the tasks above has none of its own: no task row goes on under it."""
        criterion = self.layout.criterion_column
        return kind is RowKind.TASK and column > (criterion if criterion is not None else -1)

    def _within(self, before: State, column: int) -> float:
        layout, between = self.layout, range(before.column + 1, column)
        if before.kind is RowKind.HEADING:
            is_named = before.column == layout.number_column and layout.name_column in between
            return -8.0 if is_named else (-0.1 * len(between))
        skip = self._skip[before.lead_seen]
        total = sum(skip[before.column + 1 : column])
        criterion = layout.criterion_column
        if criterion is not None and criterion in between and before.column == layout.number_column:
            total += -5.0 - skip[criterion]
        return total

    def _continued(self, state: State, bullet_before: bool, bullet: bool, goes_on: bool) -> float:
        role = self.layout.roles[state.column]
        if state.kind is not RowKind.TASK:
            return -5.0
        if role is Role.TASK:
            if bullet:
                return -0.3
            return -1.8 if bullet_before else -1.2
        if role in (Role.LEAD, Role.COOPERATING):
            if bullet_before and bullet:
                return -0.5
            return -0.8 if goes_on else -3.5
        return -4.0 if role is Role.CRITERION else (-1.5 if role is Role.EXTRA else -3.0)

    def _skipped(self, position: int, habits: Habits, lead_seen: bool) -> float:
        role = self.layout.roles[position]
        if role is Role.LEAD and not lead_seen:
            return _SKIPPED_LEAD_WITHOUT_ANY
        if self.layout.columns[position].holds_agencies:
            return _SKIPPED_OTHER_AGENCY
        return habits.skip.get(role, _SKIP.get(role, 0.0))

    def _opened(self, kind: RowKind, column: int, lead_seen: bool) -> float:
        layout = self.layout
        if kind is RowKind.HEADING:
            if column == FULL_WIDTH:
                return -0.8
            if column == layout.number_column or (
                layout.number_column is None and column == layout.name_column
            ):
                return -0.5
            return -2.8 if column == layout.name_column else FORBIDDEN
        if kind is RowKind.SHARED:
            if not layout.has_criterion:
                return FORBIDDEN
            start = 0.0 if column in (layout.number_column, layout.criterion_column) else FORBIDDEN
            return start - 1.0 - (0.0 if lead_seen else 5.0)
        skipped = layout.roles[: max(column, 0)]
        total = 0.0
        if layout.has_criterion:
            if Role.NUMBER in skipped and column == layout.criterion_column:
                total -= 4.0
            elif Role.CRITERION in skipped:
                total -= 0.4
        elif Role.NUMBER in skipped:
            total -= 2.2
        return total + sum(
            cost
            for role, cost in zip(skipped, self._skip[lead_seen], strict=False)
            if role not in (Role.NUMBER, Role.CRITERION)
        )

    def _closed(self, state: State) -> float:
        layout = self.layout
        if state.column == FULL_WIDTH:
            return 0.0
        is_last = state.column == len(layout.columns) - 1
        if state.kind is RowKind.HEADING:
            if state.column < layout.name_column:
                return _END_OF_UNFINISHED
            return (
                -1.0 if layout.prints_blanks and not is_last and state.column == layout.name_column else 0.0
            )
        if state.kind is RowKind.SHARED:
            assert layout.criterion_column is not None
            return 0.0 if state.column >= layout.criterion_column else _END_OF_UNFINISHED
        return sum(self._skip[state.lead_seen][state.column + 1 :])


def usual_steps(columns: Sequence[Column], prints_blanks: bool) -> Steps:
    """Give the steps of a table of which nothing is known but its columns: the same for all tables like it."""
    return _usual_steps(tuple(Column(c.role, "", c.holds_agencies) for c in columns), prints_blanks)


@lru_cache(maxsize=64)
def _usual_steps(columns: tuple[Column, ...], prints_blanks: bool) -> Steps:
    return Steps(Layout(columns, frozenset(), prints_blanks), Habits())
