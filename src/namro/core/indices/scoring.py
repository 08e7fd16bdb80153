"""A rulebook and inputs ─▶ points with their reckoning, for every line and for the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cached_property
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

    `high` None: no source says how high it can go. `reckoning` None: a line that is added up, or not scored.
    """

    line: Line
    points: Decimal | NotScored
    low: Decimal
    high: Decimal | None
    reckoning: Reckoning | None


@dataclass(frozen=True)
class ScoredIndex:
    """Every line of the rulebook in the printed order, and the total."""

    rulebook: Rulebook
    lines: tuple[ScoredLine, ...]
    total: Decimal | NotScored
    low: Decimal
    high: Decimal | None

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
    unit = rulebook.rounding.unit
    values = inputs.values
    children = rulebook.children
    problems: list[Problem] = []
    found: dict[str, ScoredLine] = {}
    with localcontext(EXACT):
        for line in reversed(rulebook.lines):
            if line.code in children:
                found[line.code] = _added(line, [found[child.code] for child in children[line.code]])
                continue
            rule = line.rule
            if rule is None:
                reason = NotScored(f"Chưa có quy tắc. {line.no_rule}".strip())
                found[line.code] = ScoredLine(line, reason, _ZERO, line.maximum, None)
                continue
            given = values.get(line.code, _NOTHING)
            try:
                exact = rule.points(given)
            except ImpossibleValue as impossible:
                problems.append(Problem(line.code, impossible.sentence, inputs.places.get(line.code, "")))
                found[line.code] = ScoredLine(line, NotScored(impossible.sentence), _ZERO, None, None)
                continue
            if isinstance(exact, NotScored):
                found[line.code] = _open(line, exact, given, unit)
                continue
            if line.maximum is not None and exact > line.maximum:
                exact = line.maximum
            points = exact.quantize(unit, ROUND_HALF_UP)
            found[line.code] = ScoredLine(line, points, points, points, Reckoning(line, given, exact, points))
        if problems:
            raise ImpossibleInput(reversed(problems))
        total, low, high = _sum(rulebook.total, [found[line.code] for line in children[""]])
    return ScoredIndex(rulebook, tuple(found[line.code] for line in rulebook.lines), total, low, high)


def _open(line: Line, reason: NotScored, given: Mapping[str, Value], unit: Decimal) -> ScoredLine:
    """A component without points: the range that its rule still leaves, within its maximum."""
    assert line.rule is not None
    low, high = line.rule.span(given)
    if line.maximum is not None:
        high = line.maximum if high is None else min(high, line.maximum)
        low = min(low, line.maximum)
    if high is not None:
        high = high.quantize(unit, ROUND_HALF_UP)
    return ScoredLine(line, reason, low.quantize(unit, ROUND_HALF_UP), high, None)


def _added(line: Line, below: list[ScoredLine]) -> ScoredLine:
    points, low, high = _sum(line.maximum, below)
    return ScoredLine(line, points, low, high, None)


def _sum(
    maximum: Decimal | None, below: list[ScoredLine]
) -> tuple[Decimal | NotScored, Decimal, Decimal | None]:
    total = low = high = _ZERO
    open_lines = []
    is_bounded = True
    for scored in below:
        if isinstance(scored.points, NotScored):
            open_lines.append(scored)
            low += scored.low
            if scored.high is None:
                is_bounded = False
            else:
                high += scored.high
        else:
            total += scored.points
    if not open_lines:
        return total, total, total
    low += total
    bound: Decimal | None = high + total if is_bounded else None
    if maximum is not None:
        bound = maximum if bound is None else min(bound, maximum)
    missing = tuple(name for scored in open_lines for name in _names(scored))
    codes = [scored.line.code for scored in open_lines]
    more = f" và {len(codes) - _MOST_TOLD} mục khác" if len(codes) > _MOST_TOLD else ""
    reason = f"Chưa chấm xong {', '.join(codes[:_MOST_TOLD])}{more}."
    return NotScored(reason, missing), low, bound


def _names(scored: ScoredLine) -> tuple[str, ...]:
    assert isinstance(scored.points, NotScored)
    missing = scored.points.missing
    if scored.line.rule is None:
        return missing
    return tuple(f"{scored.line.code} {name}" for name in missing)
