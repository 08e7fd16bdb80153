"""How plausible it is that a paragraph stands in a column, and that one paragraph follows another.

All figures are log-likelihoods up to a constant (0 is neutral, more negative less plausible). They are
stated once here; `docs/calculations/decoding.md` says in prose what each stands for.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from namro.core.plans.evidence import Evidence, Judge, NumberStyle
from namro.core.plans.rows import Column, Role, RowKind
from namro.core.text import fold

FORBIDDEN = -14.0
FULL_WIDTH = -1  # "column" of a heading that spans the table


class State(NamedTuple):
    """Where a paragraph stands: row kind, column, how it was reached, and whether the section has a lead yet."""

    kind: RowKind
    column: int
    step: str  # "row" opens a row, "cell" opens a cell of the same row, "more" continues the cell
    lead_seen: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """One paragraph of flattened text; `evidence` None is a cell printed as empty."""

    text: str
    evidence: Evidence | None
    fits_heading: bool = False
    fits_item: bool = False


def observe(texts: Sequence[str | None], judge: Judge) -> tuple[list[Observation], frozenset[NumberStyle]]:
    """Judge each paragraph (None: an empty cell) and find which numbering styles number the sections."""
    evidence = [judge.evidence(text) if text is not None else None for text in texts]
    styles = Counter(e.number.style for e in evidence if e and e.number)
    outer = {s for s in (NumberStyle.ROMAN, NumberStyle.UPPER) if styles[s]}
    if not outer and styles[NumberStyle.DOTTED] and styles[NumberStyle.ARABIC]:
        outer = {NumberStyle.ARABIC}
    observations = []
    last: dict[NumberStyle, int] = {}
    for text, found in zip(texts, evidence, strict=True):
        fits_heading = fits_item = False
        if found and found.number:
            number = found.number
            follows = number.value in (last.get(number.style, 0) + 1, 1)
            fits_heading = number.style in outer and follows
            fits_item = number.style not in outer and follows
            last[number.style] = number.value
            if number.style in outer:
                last = {s: v for s, v in last.items() if s in outer}
        observations.append(Observation(text or "", found, fits_heading, fits_item))
    return observations, frozenset(outer)


# What plans usually do, as a handful of rows: one named unit leads, broad and open groups co-operate.
_USUAL_SHAPES = {
    ("one-only", Role.LEAD): 3,
    ("one-only", Role.COOPERATING): 1,
    ("several-only", Role.LEAD): 2,
    ("several-only", Role.COOPERATING): 2,
    ("no-groups", Role.LEAD): 1,
    ("no-groups", Role.COOPERATING): 2,
    ("one-groups", Role.COOPERATING): 2,
    ("several-groups", Role.COOPERATING): 2,
    ("open", Role.COOPERATING): 2,
}


@dataclass
class Habits:
    """What this table does: which words lead, which co-operate, how often a cell is not printed."""

    exact: Counter[tuple[str, Role]] = field(default_factory=Counter)
    shape: Counter[tuple[str, Role]] = field(default_factory=lambda: Counter(_USUAL_SHAPES))
    skip: dict[Role, float] = field(
        default_factory=lambda: {Role.LEAD: -2.4, Role.COOPERATING: -1.6, Role.DEADLINE: -2.0}
    )

    def preference(self, text: str, shape: str, role: Role) -> float:
        """Give the log-odds of lead against co-operating that the rest of the table speaks for."""
        other = Role.COOPERATING if role is Role.LEAD else Role.LEAD
        folded = fold(text)

        def odds(counts: Counter[tuple[str, Role]], key: str, weight: float) -> float:
            return weight * math.log((counts[key, role] + 0.5) / (counts[key, other] + 0.5))

        return 0.5 * (odds(self.exact, folded, 0.9) + odds(self.shape, shape, 1.0))


_SKIP = {Role.TASK: -8.0, Role.EXTRA: -0.8, Role.NUMBER: -2.5, Role.CRITERION: -2.5}
_BLANK_IN_TASK_ROW = {
    Role.NUMBER: -1.0,
    Role.CRITERION: -1.2,
    Role.TASK: -7.0,
    Role.LEAD: -2.5,
    Role.COOPERATING: -1.2,
    Role.DEADLINE: -2.5,
    Role.EXTRA: -0.5,
}
_END_OF_UNFINISHED = -8.0


@dataclass
class Scorer:
    """Scores states of one table; `outer` are the numbering styles of its section rows."""

    columns: Sequence[Column]
    outer: frozenset[NumberStyle]
    prints_blanks: bool
    judge: Judge
    habits: Habits

    def __post_init__(self) -> None:
        roles = [column.role for column in self.columns]
        self.roles = roles
        self.has_criterion = Role.CRITERION in roles
        self.number_column = roles.index(Role.NUMBER) if Role.NUMBER in roles else None
        self.criterion_column = roles.index(Role.CRITERION) if self.has_criterion else None
        self.task_column = roles.index(Role.TASK)
        self.name_column = self.criterion_column if self.criterion_column is not None else self.task_column
        self._known: dict[tuple[State, State], float] = {}

    # -- what a paragraph reads like in a column ---------------------------------------------

    def emission(self, seen: Observation, kind: RowKind, column: int) -> float:
        """Score the paragraph in the column of a row of this kind."""
        if column == FULL_WIDTH:
            return self._full_width(seen) if kind is RowKind.HEADING else FORBIDDEN
        role = self.roles[column]
        if seen.evidence is None:
            return self._blank(kind, column, role)
        if kind is RowKind.HEADING and column not in (self.number_column, self.name_column):
            return FORBIDDEN
        if kind is RowKind.SHARED and column not in (self.number_column, self.criterion_column):
            return FORBIDDEN
        e = seen.evidence
        if role is Role.NUMBER:
            return self._number(seen, kind)
        if e.number and role is not Role.EXTRA:
            return -9.0
        if kind is RowKind.HEADING:
            return self._name(e) - (1.0 if e.words > 45 else 0.0)
        if role is Role.CRITERION:
            return self._name(e)
        if role is Role.TASK:
            return self._task(e)
        if role in (Role.LEAD, Role.COOPERATING):
            return _log(e.agency) + self._preference(seen.text, role, e)
        if role is Role.DEADLINE:
            return _log(e.deadline)
        return self._extra(e, self.columns[column])

    def _full_width(self, seen: Observation) -> float:
        e = seen.evidence
        if e is None or e.number:
            return FORBIDDEN
        if e.reference:
            return FORBIDDEN
        return (-0.9 if e.heading_like else -7.0) + _log(1 - e.agency) - e.words / 40

    def _blank(self, kind: RowKind, column: int, role: Role) -> float:
        if kind is RowKind.HEADING:
            return -6.0 if column == self.name_column else (-4.0 if role is Role.NUMBER else -0.05)
        if kind is RowKind.SHARED:
            return -6.0 if role in (Role.NUMBER, Role.CRITERION) else -1.8
        return _BLANK_IN_TASK_ROW[role]

    def _number(self, seen: Observation, kind: RowKind) -> float:
        assert seen.evidence is not None
        number = seen.evidence.number
        if number is None:
            return FORBIDDEN
        is_outer = number.style in self.outer
        if kind is RowKind.HEADING:
            if is_outer:
                return 0.3 if seen.fits_heading else -1.2
            return -5.0 if self.has_criterion else -3.2
        base = -6.0 if is_outer else 0.0
        return base + (0.3 if seen.fits_item else -1.0)

    def _name(self, e: Evidence) -> float:
        return (
            _log(1 - e.agency)
            + _log(1 - e.deadline)
            - (5.0 if e.bullet else 0.0)
            - (0.8 if e.ends_sentence else 0.0)
            - e.words / 40
        )

    def _task(self, e: Evidence) -> float:
        short = -2.5 if e.words < 3 else (-0.8 if e.words < 6 else 0.0)
        return _log(1 - e.agency) + _log(1 - e.deadline) + (0.4 if e.bullet else 0.0) + short

    def _extra(self, e: Evidence, column: Column) -> float:
        if column.holds_agencies:
            return _log(e.agency) - 0.3
        if e.product:
            return -0.4
        return -1.2 - e.words / 15 + 0.6 * (_log(1 - e.agency) + _log(1 - e.deadline))

    def _preference(self, text: str, role: Role, e: Evidence) -> float:
        return self.habits.preference(text, self.shape(text), role) if e.agency > 0.2 else 0.0

    def shape(self, text: str) -> str:
        """Say whether an expression names one unit, several, groups, or units and groups."""
        parties = self.judge.agencies(text).parties
        if parties and all(p.is_open for p in parties):
            return "open"
        units = sum(p.kind == "unit" for p in parties)
        groups = len(parties) - units
        if not parties:
            return "none"
        return f"{'one' if units == 1 else 'several' if units else 'no'}-{'groups' if groups else 'only'}"

    # -- how one paragraph follows another -----------------------------------------------------

    def transition(self, before: State, after: State, seen_before: Observation, seen: Observation) -> float:
        """Score the step from one paragraph to the next."""
        if after.step == "more":
            return self._more(after, seen_before, seen)
        if after.step == "row" and self._is_reference(before, seen_before):
            return self.opening(after.kind, after.column, before.lead_seen) - 0.5
        known = self._known.get((before, after))
        if known is None:
            known = self._known[before, after] = self._step(before, after)
        return known

    def _is_reference(self, state: State, seen: Observation) -> bool:
        """A row that only points at an appendix may end with its task."""
        return (
            state.kind is RowKind.TASK
            and state.column == self.task_column
            and seen.evidence is not None
            and seen.evidence.reference
        )

    def _step(self, before: State, after: State) -> float:
        """Score a step that depends on the two states alone."""
        if after.step == "cell":
            return self._within(before, after.column)
        # A criterion that shares the tasks above has none of its own: no task row goes on under it.
        orphan = (
            before.kind is RowKind.SHARED
            and after.kind is RowKind.TASK
            and after.column > (self.criterion_column if self.criterion_column is not None else -1)
        )
        return (
            self.closing(before)
            + self.opening(after.kind, after.column, before.lead_seen)
            - (6.0 if orphan else 0.0)
        )

    def _more(self, state: State, before: Observation, now: Observation) -> float:
        assert before.evidence is not None
        assert now.evidence is not None
        role = Role.TASK if state.column == FULL_WIDTH else self.roles[state.column]
        both_bullets = before.evidence.bullet and now.evidence.bullet
        if state.kind is not RowKind.TASK:
            return -5.0
        if role is Role.TASK:
            if now.evidence.bullet:
                return -0.3
            return -1.8 if before.evidence.bullet else -1.2
        if role in (Role.LEAD, Role.COOPERATING):
            if both_bullets:
                return -0.5
            return -0.8 if before.text.rstrip().endswith((",", ";")) else -3.5
        return -4.0 if role is Role.CRITERION else (-1.5 if role is Role.EXTRA else -3.0)

    def _skipped(self, position: int, lead_seen: bool) -> float:
        role = self.roles[position]
        if role is Role.LEAD and not lead_seen:
            return -7.0
        if self.columns[position].holds_agencies:
            return -2.2
        return self.habits.skip.get(role, _SKIP.get(role, 0.0))

    def _within(self, before: State, column: int) -> float:
        between = range(before.column + 1, column)
        if before.kind is RowKind.HEADING:
            named = before.column == self.number_column and self.name_column in between
            return -8.0 if named else (-0.1 * len(between))
        total = 0.0
        for position in between:
            role = self.roles[position]
            if role is Role.CRITERION and before.column == self.number_column:
                total -= 5.0
            else:
                total += self._skipped(position, before.lead_seen)
        return total

    def opening(self, kind: RowKind, column: int, lead_seen: bool) -> float:
        """Score a row of this kind that begins in the column."""
        if kind is RowKind.HEADING:
            if column == FULL_WIDTH:
                return -0.8
            if column == self.number_column or (self.number_column is None and column == self.name_column):
                return -0.5
            return -2.8 if column == self.name_column else FORBIDDEN
        if kind is RowKind.SHARED:
            if not self.has_criterion:
                return FORBIDDEN
            start = 0.0 if column in (self.number_column, self.criterion_column) else FORBIDDEN
            return start - 1.0 - (0.0 if lead_seen else 5.0)
        skipped = [self.roles[position] for position in range(column)]
        total = 0.0
        if (
            self.has_criterion
            and Role.NUMBER in skipped
            and Role.CRITERION not in skipped
            and column == self.criterion_column
        ):
            total -= 4.0
        elif self.has_criterion:
            total -= 0.4 if Role.CRITERION in skipped else 0.0
        elif Role.NUMBER in skipped:
            total -= 2.2
        return total + sum(
            self._skipped(position, lead_seen)
            for position, role in enumerate(skipped)
            if role not in (Role.NUMBER, Role.CRITERION)
        )

    def closing(self, state: State) -> float:
        """Score a row that ends after this cell."""
        if state.column == FULL_WIDTH:
            return 0.0
        rest = range(state.column + 1, len(self.roles))
        if state.kind is RowKind.HEADING:
            if state.column < self.name_column:
                return _END_OF_UNFINISHED
            return -1.0 if self.prints_blanks and len(rest) > 0 and state.column == self.name_column else 0.0
        if state.kind is RowKind.SHARED:
            assert self.criterion_column is not None
            return 0.0 if state.column >= self.criterion_column else _END_OF_UNFINISHED
        return sum(self._skipped(position, state.lead_seen) for position in rest)


def _log(likelihood: float) -> float:
    return math.log(min(max(likelihood, 0.015), 0.985))
