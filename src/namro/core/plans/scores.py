"""How plausible it is that one paragraph of flattened text follows another: which cells are skipped.

All figures are log-likelihoods up to a constant (0 is neutral, more negative less plausible; no step is
better than 0). They are stated once here; `docs/calculations/plans.md` §4 says in prose what each stands for.
"""

import math

from namro.core.plans.emissions import Observation
from namro.core.plans.habits import Habits
from namro.core.plans.layout import FULL_WIDTH, Layout, State
from namro.core.plans.rows import Role, RowKind

FORBIDDEN = -14.0
_IMPOSSIBLE = -20.0
_SKIP = {Role.TASK: -8.0, Role.EXTRA: -0.8, Role.NUMBER: -2.5, Role.CRITERION: -2.5}
_SKIPPED_LEAD_WITHOUT_ANY = -7.0
_SKIPPED_OTHER_AGENCY = -2.2
_END_OF_UNFINISHED = -8.0
_AFTER_REFERENCE = -0.5
_ORPHAN = -6.0

# A step to the state of this number, its log-likelihood and its likelihood.
Move = tuple[int, float, float]


class Steps:
    """Scores the steps between the states of one layout, given the habits of the table."""

    def __init__(self, layout: Layout, habits: Habits) -> None:
        self.layout = layout
        self._skip = tuple(
            [self._skipped(position, habits, lead_seen) for position in range(len(layout.columns))]
            for lead_seen in (False, True)
        )
        self._openings: dict[tuple[int, bool], float] = {}
        self._closings: dict[int, float] = {}
        self._after = {
            (printed, reference): Following(self, printed=printed, reference=reference)
            for printed in (False, True)
            for reference in (False, True)
        }

    def after(self, before: Observation, seen: Observation) -> "Following":
        """Give the table of moves between two paragraphs: it depends on them only in two regards."""
        is_reference = before.evidence is not None and before.evidence.reference
        return self._after[seen.evidence is not None, is_reference]

    def moves(self, code: int, place: int, *, printed: bool, reference: bool) -> tuple[Move, ...]:
        """Give the steps from a state to a place but for "more": a new row there, or a cell of the same row.

        `printed`: the paragraph there has text. `reference`: the one before only points at an appendix.
        """
        before = self.layout.states[code]
        kind, column = self.layout.places[place]
        found: list[Move] = []
        for step, cost in (
            ("row", self._row(code, before, place, reference=reference)),
            ("cell", self._cell(before, kind, column)),
        ):
            if cost > _IMPOSSIBLE:
                lead_seen = self._lead_seen(before, kind, column, printed=printed)
                found.append((Layout.code(place, step, lead_seen), cost, math.exp(cost)))
        return tuple(found)

    def more(self, code: int, before: Observation, seen: Observation) -> Move | None:
        """Give the step from a state to another paragraph of the same cell; None where there is none."""
        e, now = before.evidence, seen.evidence
        state = self.layout.states[code]
        if e is None or now is None or now.number is not None or state.column == FULL_WIDTH:
            return None
        cost = self._more(state, before, bullet_before=e.bullet, bullet=now.bullet)
        lead_seen = self._lead_seen(state, state.kind, state.column, printed=True)
        return Layout.code(Layout.place_of(code), "more", lead_seen), cost, math.exp(cost)

    def _lead_seen(self, before: State, kind: RowKind, column: int, *, printed: bool) -> bool:
        if kind is RowKind.HEADING:
            return False
        return before.lead_seen or (printed and column == self.layout.lead_column)

    def _row(self, code: int, before: State, place: int, *, reference: bool) -> float:
        kind, column = self.layout.places[place]
        opening = self._opening(place, before.lead_seen)
        # A row that only points at an appendix may end with its task.
        if reference and before.kind is RowKind.TASK and before.column == self.layout.task_column:
            return opening + _AFTER_REFERENCE
        # A criterion that shares the tasks above has none of its own: no task row goes on under it.
        criterion = self.layout.criterion_column
        is_orphan = (
            before.kind is RowKind.SHARED
            and kind is RowKind.TASK
            and column > (criterion if criterion is not None else -1)
        )
        return self.closing(code) + opening + (_ORPHAN if is_orphan else 0.0)

    def _cell(self, before: State, kind: RowKind, column: int) -> float:
        if kind is not before.kind or not FULL_WIDTH < before.column < column:
            return -math.inf
        layout, between = self.layout, range(before.column + 1, column)
        if kind is RowKind.HEADING:
            is_named = before.column == layout.number_column and layout.name_column in between
            return -8.0 if is_named else (-0.1 * len(between))
        skip = self._skip[before.lead_seen]
        total = sum(skip[before.column + 1 : column])
        criterion = layout.criterion_column
        if criterion is not None and criterion in between and before.column == layout.number_column:
            total += -5.0 - skip[criterion]
        return total

    def _more(self, state: State, before: Observation, *, bullet_before: bool, bullet: bool) -> float:
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
            return -0.8 if before.text.rstrip().endswith((",", ";")) else -3.5
        return -4.0 if role is Role.CRITERION else (-1.5 if role is Role.EXTRA else -3.0)

    def _skipped(self, position: int, habits: Habits, lead_seen: bool) -> float:
        role = self.layout.roles[position]
        if role is Role.LEAD and not lead_seen:
            return _SKIPPED_LEAD_WITHOUT_ANY
        if self.layout.columns[position].holds_agencies:
            return _SKIPPED_OTHER_AGENCY
        return habits.skip.get(role, _SKIP.get(role, 0.0))

    def _opening(self, place: int, lead_seen: bool) -> float:
        """Score a row that begins at the place."""
        known = self._openings.get((place, lead_seen))
        if known is None:
            kind, column = self.layout.places[place]
            known = self._openings[place, lead_seen] = self._opened(kind, column, lead_seen)
        return known

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

    def closing(self, code: int) -> float:
        """Score a row that ends after the cell of this state."""
        known = self._closings.get(code)
        if known is None:
            known = self._closings[code] = self._closed(self.layout.states[code])
        return known

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


class Following(dict[tuple[int, int], tuple[Move, ...]]):
    """The moves from a state to a place, each reckoned when it is first asked for."""

    def __init__(self, steps: Steps, *, printed: bool, reference: bool) -> None:
        super().__init__()
        self._steps = steps
        self._printed = printed
        self._reference = reference

    def __missing__(self, key: tuple[int, int]) -> tuple[Move, ...]:
        code, place = key
        found = self[key] = self._steps.moves(code, place, printed=self._printed, reference=self._reference)
        return found
