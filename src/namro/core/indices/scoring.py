"""A rulebook and inputs ─▶ points with their reckoning, for every line and for the whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cached_property, lru_cache
from typing import NamedTuple

from namro.core.indices.inputs import ImpossibleInput, Inputs, Problem
from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rules import ImpossibleValue, NotScored, Value
from namro.core.indices.rules.writing import EXACT, write_points

_ZERO = Decimal(0)
_NOTHING: Mapping[str, Value] = {}
_MOST_TOLD = 12


class Reckoning(NamedTuple):
    """How the points of one component came about; `sentence` says it so that a person can check it by hand.

    `exact` are the points before rounding and after the cap at the maximum of the line.
    """

    line: Line
    given: Mapping[str, Value]
    exact: Decimal
    points: Decimal

    @property
    def kind(self) -> str:
        """The kind of the rule."""
        return self.line.rule.kind if self.line.rule else ""

    @property
    def clause(self) -> str:
        """Where the rule stands in the law."""
        return self.line.clause

    @property
    def sentence(self) -> str:
        """The rule with its inputs and its result."""
        rule, maximum = self.line.rule, self.line.maximum
        if rule is None:
            return ""
        with localcontext(EXACT):
            told = rule.words(self.given)
            found = rule.points(self.given)
        if maximum is not None and isinstance(found, Decimal) and found > maximum:
            told += f", cao hơn điểm tối đa {write_points(maximum)} của tiêu chí → {write_points(maximum)}"
        elif self.points != self.exact:
            told += f", làm tròn {write_points(self.points)}"
        if maximum is not None and rule.most is not None and rule.most < maximum:
            told += (
                f" (theo quy tắc in, cao nhất là {write_points(rule.most)} trên điểm tối đa "
                f"{write_points(maximum)})"
            )
        return told


class ScoredLine(NamedTuple):
    """One line with its points, or why it has none, and the lowest and highest points still possible.

    `high` None: no source says how high it can go. `given` and `exact` are those of its `Reckoning`; they are
    None for a line that is added up, or not scored.
    """

    line: Line
    points: Decimal | NotScored
    low: Decimal
    high: Decimal | None
    given: Mapping[str, Value] | None = None
    exact: Decimal | None = None

    @property
    def reckoning(self) -> Reckoning | None:
        """How a component came to its points."""
        if self.exact is None or self.given is None or isinstance(self.points, NotScored):
            return None
        return Reckoning(self.line, self.given, self.exact, self.points)


@dataclass(frozen=True)
class ScoredIndex:
    """The whole rulebook scored: the total with its range, and every line.

    `_columns` hold what was reckoned; `lines` reads them.
    """

    rulebook: Rulebook
    inputs: Inputs
    total: Decimal | NotScored
    low: Decimal
    high: Decimal | None
    _columns: "_Columns"

    @cached_property
    def lines(self) -> tuple[ScoredLine, ...]:
        """Every line in the printed order."""
        places = _plan(self.rulebook).places
        return tuple(self._line(line, places[line.code]) for line in self.rulebook.lines)

    def _line(self, line: Line, place: int) -> ScoredLine:
        points = self._columns.points[place]
        if isinstance(points, NotScored):
            return ScoredLine(line, points, *self._columns.ranges[place])
        exact = self._columns.exact[place] if line.rule else None
        given = self.inputs.values.get(line.code, _NOTHING) if line.rule else None
        return ScoredLine(line, points, points, points, given, exact if isinstance(exact, Decimal) else None)

    @cached_property
    def by_code(self) -> dict[str, ScoredLine]:
        """Scored lines by code."""
        return {scored.line.code: scored for scored in self.lines}

    def sentence(self, code: str) -> str:
        """Say how the points of a line came about, or why it has none."""
        scored = self.by_code[code]
        if isinstance(scored.points, NotScored):
            return scored.points.reason
        if scored.reckoning is not None:
            return scored.reckoning.sentence
        return self._added_words(code, scored.points)

    @property
    def total_sentence(self) -> str:
        """Say how the total came about, or what is missing and which totals are still possible."""
        if not isinstance(self.total, NotScored):
            return self._added_words("", self.total)
        high = "chưa rõ" if self.high is None else write_points(self.high)
        return f"{self.total.reason} Tổng điểm còn có thể từ {write_points(self.low)} đến {high}."

    def _added_words(self, code: str, points: Decimal) -> str:
        added = " + ".join(
            write_points(below.points)
            for child in self.rulebook.children[code]
            if isinstance((below := self.by_code[child.code]).points, Decimal)
        )
        return f"{added} = {write_points(points)}"

    @property
    def result_class(self) -> str | None:
        """The class of the total; None while it is not scored or lies below every class with a known bound."""
        if isinstance(self.total, NotScored):
            return None
        for one in self.rulebook.classes:
            if one.at_least is not None and self.total >= one.at_least:
                return one.label
        return None


def score(rulebook: Rulebook, inputs: Inputs) -> ScoredIndex:
    """Score every line; raises `ImpossibleInput` where inputs contradict each other (b > a).

    A component lacks points while one of its inputs is missing; so then do the lines and the total above it,
    which give the range that is still possible instead. Nothing missing ever counts as 0.
    """
    unit, get = rulebook.rounding.unit, inputs.values.get
    plan = _plan(rulebook)
    with localcontext(EXACT):
        try:
            exact = [reckon(get(code, _NOTHING)) for code, reckon in plan.reckonings]
        except ImpossibleValue:
            raise ImpossibleInput(_problems(rulebook, inputs)) from None
        for place, maximum in plan.caps:
            reached = exact[place]
            if isinstance(reached, Decimal) and reached > maximum:
                exact[place] = maximum
        points = [
            one if one.__class__ is NotScored else one.quantize(unit, ROUND_HALF_UP)  # type: ignore[union-attr]
            for one in exact
        ]
        columns = _Columns(points, exact, {})
        if NotScored in set(map(type, points)):
            _open_ranges(plan, inputs, unit, columns)
        for line in plan.without_rule:
            columns.ranges[len(points)] = _ZERO, line.maximum
            points.append(NotScored(f"Chưa có quy tắc. {line.no_rule}".strip()))
        for line, below in plan.groups:
            points.append(_sum(line.maximum, below, plan, columns, len(points)))
        total = _sum(rulebook.total, plan.fields, plan, columns, -1)
    low, high = columns.ranges[-1] if isinstance(total, NotScored) else (total, total)
    return ScoredIndex(rulebook, inputs, total, low, high, columns)


class _Columns(NamedTuple):
    """By place: points, exact points (components only), and the range of whatever has no points."""

    points: list[Decimal | NotScored]
    exact: list[Decimal | NotScored]
    ranges: dict[int, tuple[Decimal, Decimal | None]]


class _Plan(NamedTuple):
    """The work on a rulebook, laid out once: first components with a rule, then those without, then what adds up.

    `order` are the lines in the order of work, `places` where each code stands in it. `caps` are the components
    whose printed parts can pass their maximum.
    """

    order: tuple[Line, ...]
    places: dict[str, int]
    reckonings: tuple[tuple[str, Callable[[Mapping[str, Value]], Decimal | NotScored]], ...]
    caps: tuple[tuple[int, Decimal], ...]
    without_rule: tuple[Line, ...]
    groups: tuple[tuple[Line, tuple[int, ...]], ...]
    fields: tuple[int, ...]


@lru_cache(maxsize=64)
def _plan(rulebook: Rulebook) -> _Plan:
    ruled = [line for line in rulebook.components if line.rule is not None]
    without = [line for line in rulebook.components if line.rule is None]
    sums = [line for line in reversed(rulebook.lines) if line.code in rulebook.children]
    order = (*ruled, *without, *sums)
    places = {line.code: place for place, line in enumerate(order)}
    return _Plan(
        order,
        places,
        tuple((line.code, line.rule.points) for line in ruled if line.rule),
        tuple(
            (place, line.maximum)
            for place, line in enumerate(ruled)
            if line.rule
            and line.maximum is not None
            and (line.rule.most is None or line.rule.most > line.maximum)
        ),
        tuple(without),
        tuple((line, _places(rulebook, places, line.code)) for line in sums),
        _places(rulebook, places, ""),
    )


def _places(rulebook: Rulebook, places: Mapping[str, int], code: str) -> tuple[int, ...]:
    return tuple(places[child.code] for child in rulebook.children.get(code, ()))


def _problems(rulebook: Rulebook, inputs: Inputs) -> list[Problem]:
    found = []
    for line in rulebook.components:
        try:
            if line.rule is not None:
                line.rule.points(inputs.values.get(line.code, _NOTHING))
        except ImpossibleValue as impossible:
            found.append(Problem(line.code, impossible.sentence, inputs.places.get(line.code, "")))
    return found


def _open_ranges(plan: _Plan, inputs: Inputs, unit: Decimal, columns: _Columns) -> None:
    """Note the range that the rule of every component without points still leaves, within its maximum."""
    for place, points in enumerate(columns.points):
        line = plan.order[place]
        if isinstance(points, Decimal) or line.rule is None:
            continue
        low, high = line.rule.span(inputs.values.get(line.code, _NOTHING))
        if line.maximum is not None:
            high = line.maximum if high is None else min(high, line.maximum)
            low = min(low, line.maximum)
        if high is not None:
            high = high.quantize(unit, ROUND_HALF_UP)
        columns.ranges[place] = low.quantize(unit, ROUND_HALF_UP), high


def _sum(
    maximum: Decimal | None, below: tuple[int, ...], plan: _Plan, columns: _Columns, place: int
) -> Decimal | NotScored:
    """Add up the lines at these places; without points for all of them, note the range at `place` and say why."""
    if columns.ranges and not columns.ranges.keys().isdisjoint(below):
        return _open_sum(maximum, below, plan, columns, place)
    points = columns.points
    return sum([points[one] for one in below], _ZERO)  # type: ignore[type-var]  # all of them have points here


def _open_sum(
    maximum: Decimal | None, below: tuple[int, ...], plan: _Plan, columns: _Columns, place: int
) -> NotScored:
    low = high = _ZERO
    is_bounded = True
    codes: list[str] = []
    missing: list[str] = []
    for one in below:
        points = columns.points[one]
        if isinstance(points, Decimal):
            low += points
            high += points
            continue
        line = plan.order[one]
        codes.append(line.code)
        missing.extend(f"{line.code} {name}" if line.rule else name for name in points.missing)
        least, most = columns.ranges[one]
        low += least
        is_bounded = is_bounded and most is not None
        high += most or _ZERO
    bound = high if is_bounded else None
    if maximum is not None:
        bound = maximum if bound is None else min(bound, maximum)
    columns.ranges[place] = low, bound
    more = f" và {len(codes) - _MOST_TOLD} mục khác" if len(codes) > _MOST_TOLD else ""
    return NotScored(f"Chưa chấm xong {', '.join(codes[:_MOST_TOLD])}{more}.", tuple(missing))
