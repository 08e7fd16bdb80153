"""How plausible it is that a paragraph stands in a column of a row of a certain kind.

All figures are log-likelihoods up to a constant (0 is neutral, more negative less plausible). They are
stated once here; `docs/calculations/plans.md` §4 says in prose what each stands for.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from namro.core.plans.evidence import Evidence, Judge, NumberStyle
from namro.core.plans.habits import Habits, shape_of
from namro.core.plans.layout import FULL_WIDTH, Layout
from namro.core.plans.rows import Column, Role, RowKind

# The places that a paragraph may take with the log-likelihood of each, the likeliest first.
Candidates = list[tuple[int, float]]

_LEAST = -12.0  # what is less plausible is no candidate
_NUMBER_ELSEWHERE = -9.0  # a bare number in a column of words
_BLANK_IN_TASK_ROW = {
    Role.NUMBER: -1.0,
    Role.CRITERION: -1.2,
    Role.TASK: -7.0,
    Role.LEAD: -2.5,
    Role.COOPERATING: -1.2,
    Role.DEADLINE: -2.5,
    Role.EXTRA: -0.5,
}
_SEEMS_AGENCY = 0.2  # from this likelihood on it is asked whether the text would rather lead or co-operate


@dataclass(frozen=True, slots=True)
class Observation:
    """One paragraph of flattened text; `evidence` None is a cell printed as empty.

    `shape` says what kind of agencies it names; it is empty where the text hardly names any.
    """

    text: str
    evidence: Evidence | None
    fits_heading: bool = False
    fits_item: bool = False
    shape: str = ""


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
        shape = shape_of(text, judge) if text and found and found.agency > _SEEMS_AGENCY else ""
        observations.append(Observation(text or "", found, fits_heading, fits_item, shape))
    return observations, frozenset(outer)


class Emissions:
    """Scores paragraphs in the places of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._plain: dict[tuple[str, bool, bool], Candidates] = {}
        place, number, name = layout.place, layout.number_column, layout.name_column
        criterion = layout.criterion_column
        self._full_width_place = place(RowKind.HEADING, FULL_WIDTH)
        self._heading_number = place(RowKind.HEADING, number) if number is not None else None
        self._heading_name = place(RowKind.HEADING, name)
        self._shared_number = place(RowKind.SHARED, number) if number is not None else None
        self._shared_name = place(RowKind.SHARED, criterion) if criterion is not None else None
        self._task_places = [
            (place(RowKind.TASK, position), column) for position, column in enumerate(layout.columns)
        ]
        self._lead, self._cooperating = (
            place(RowKind.TASK, column) if column is not None else None
            for column in (layout.lead_column, layout.cooperating_column)
        )
        self._blank = _likeliest_first(
            [
                (place(kind, position), self._empty(kind, position, role))
                for kind in RowKind
                for position, role in enumerate(layout.roles)
            ]
        )

    def of(self, observations: Sequence[Observation], habits: Habits) -> list[Candidates]:
        """Score each paragraph wherever it can stand; what the rest of the table does tells who leads."""
        known: dict[tuple[str, bool, bool], Candidates] = {}
        found = []
        for seen in observations:
            if seen.evidence is None:
                found.append(self._blank)
                continue
            same = (seen.text, seen.fits_heading, seen.fits_item)
            if same not in known:
                known[same] = self._with_habits(seen, self._plain_places(same, seen, seen.evidence), habits)
            found.append(known[same])
        return found

    def _plain_places(self, same: tuple[str, bool, bool], seen: Observation, e: Evidence) -> Candidates:
        """Score the paragraph by itself; there always is a place for it."""
        if same not in self._plain:
            found = self._word_places(e) if e.number is None else self._number_places(seen, e)
            self._plain[same] = _likeliest_first(found)
        return self._plain[same]

    def _with_habits(self, seen: Observation, plain: Candidates, habits: Habits) -> Candidates:
        if not seen.shape:
            return plain
        leads = habits.preference(seen.text, seen.shape)
        moved = {self._lead: leads, self._cooperating: -leads}
        return _likeliest_first([(place, score + moved.get(place, 0.0)) for place, score in plain])

    def _number_places(self, seen: Observation, e: Evidence) -> Candidates:
        assert e.number is not None
        is_outer = e.number.style in self._layout.outer
        found: Candidates = [(self._heading_name, _NUMBER_ELSEWHERE)]
        if self._shared_name is not None:
            found.append((self._shared_name, _NUMBER_ELSEWHERE))
        item = (-6.0 if is_outer else 0.0) + (0.3 if seen.fits_item else -1.0)
        if self._heading_number is not None and self._shared_number is not None:
            if is_outer:
                heading = 0.3 if seen.fits_heading else -1.2
            else:
                heading = -5.0 if self._layout.has_criterion else -3.2
            found += [(self._heading_number, heading), (self._shared_number, item)]
        for place, column in self._task_places:
            if column.role is Role.NUMBER:
                found.append((place, item))
            else:
                found.append((place, _extra(e, column) if column.role is Role.EXTRA else _NUMBER_ELSEWHERE))
        return found

    def _word_places(self, e: Evidence) -> Candidates:
        agency, deadline = _log(e.agency), _log(e.deadline)
        neither = _log(1 - e.agency) + _log(1 - e.deadline)
        name = neither - (5.0 if e.bullet else 0.0) - (0.8 if e.ends_sentence else 0.0) - e.words / 40
        short = -2.5 if e.words < 3 else (-0.8 if e.words < 6 else 0.0)
        by_role = {
            Role.CRITERION: name,
            Role.TASK: neither + (0.4 if e.bullet else 0.0) + short,
            Role.LEAD: agency,
            Role.COOPERATING: agency,
            Role.DEADLINE: deadline,
        }
        found: Candidates = [(self._heading_name, name - (1.0 if e.words > 45 else 0.0))]
        if not e.reference:
            spanning = (-0.9 if e.heading_like else -7.0) + _log(1 - e.agency) - e.words / 40
            found.append((self._full_width_place, spanning))
        if self._shared_name is not None:
            found.append((self._shared_name, name))
        for place, column in self._task_places:
            if column.role is Role.EXTRA:
                found.append((place, _extra(e, column)))
            elif column.role is not Role.NUMBER:
                found.append((place, by_role[column.role]))
        return found

    def _empty(self, kind: RowKind, column: int, role: Role) -> float:
        if kind is RowKind.HEADING:
            return -6.0 if column == self._layout.name_column else (-4.0 if role is Role.NUMBER else -0.05)
        if kind is RowKind.SHARED:
            return -6.0 if role in (Role.NUMBER, Role.CRITERION) else -1.8
        return _BLANK_IN_TASK_ROW[role]


def _likeliest_first(found: Candidates) -> Candidates:
    plausible = [candidate for candidate in found if candidate[1] > _LEAST]
    plausible.sort(key=itemgetter(1), reverse=True)
    return plausible


def _extra(e: Evidence, column: Column) -> float:
    if column.holds_agencies:
        return _log(e.agency) - 0.3
    if e.product:
        return -0.4
    return -1.2 - e.words / 15 + 0.6 * (_log(1 - e.agency) + _log(1 - e.deadline))


def _log(likelihood: float) -> float:
    return math.log(min(max(likelihood, 0.015), 0.985))
