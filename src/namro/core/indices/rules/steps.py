"""Steps: a share, a rate or a count reaches a printed threshold and gives the points of that step."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import Given, ImpossibleValue, NotScored, Rule, Wanted
from namro.core.indices.rules.shares import SILENT_ON_NO_CASES, ZERO, equals, too_many, write_share
from namro.core.indices.rules.writing import HUNDRED, write_percent, write_plain, write_points


@dataclass(frozen=True, slots=True)
class Step:
    """From `at_least` on (a share of 1, a rate in per cent, or a count) these points are given."""

    at_least: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class RatioSteps(Rule):
    """Points by the highest step that b/a reaches, `below` when it reaches none; steps fall.

    `may_exceed` True: b may be larger than a, as revenue may pass its target.
    """

    whole: Wanted
    part: Wanted
    steps: tuple[Step, ...]
    below: Decimal
    least: Decimal
    most: Decimal
    no_cases: str = "unsaid"
    may_exceed: bool = False
    kind = "ratio_steps"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.whole, self.part)

    def points(self, given: Given) -> Decimal | NotScored:
        a, b = given.get(self.whole.name), given.get(self.part.name)
        if a is None or b is None:
            if a == ZERO and self.no_cases == "full":
                return self.most
            return self.missing(given) or NotScored("")
        if b > a and not self.may_exceed:  # type: ignore[operator]  # both are numbers by their kind
            raise ImpossibleValue(too_many(self.part, self.whole, b, a))
        if not a:
            if self.no_cases == "full":
                return self.most
            return NotScored(SILENT_ON_NO_CASES.format(a=self.whole.name))
        for step in self.steps:
            if b >= step.at_least * a:  # type: ignore[operator]
                return step.points
        return self.below

    def words(self, given: Given) -> str:
        a = given[self.whole.name]
        assert isinstance(a, Decimal)
        if not a:
            return f"{self.whole.name} = 0: không có trường hợp nào thì đạt điểm tối đa → {write_points(self.most)}"
        b = given[self.part.name]
        assert isinstance(b, Decimal)
        percent = write_percent(b, a, [step.at_least for step in self.steps])
        reached = next((n for n, step in enumerate(self.steps) if b >= step.at_least * a), None)
        share = f"{write_share(b, a, self.whole.unit)} {equals(percent)}"
        limits = [f"{write_plain(step.at_least * HUNDRED)}%" for step in self.steps]
        return f"{share}{_stands(reached, limits)} → {_of_step(self.steps, reached, self.below)}"


@dataclass(frozen=True, slots=True)
class RateSteps(Rule):
    """Points by the highest step that one given number (a count, or a rate in per cent) reaches."""

    value: Wanted
    steps: tuple[Step, ...]
    below: Decimal
    least: Decimal
    most: Decimal
    kind = "steps"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.value,)

    def points(self, given: Given) -> Decimal | NotScored:
        value = given.get(self.value.name)
        if value is None:
            return self.missing(given) or NotScored("")
        for step in self.steps:
            if value >= step.at_least:  # type: ignore[operator]  # a number by its kind
                return step.points
        return self.below

    def words(self, given: Given) -> str:
        value = given[self.value.name]
        assert isinstance(value, Decimal)
        sign = "%" if self.value.unit == "%" else ""
        unit = f" {self.value.unit}" if self.value.unit and not sign else ""
        reached = next((n for n, step in enumerate(self.steps) if value >= step.at_least), None)
        limits = [f"{write_plain(step.at_least)}{sign}" for step in self.steps]
        return (
            f"{write_plain(value)}{sign}{unit}{_stands(reached, limits)} → "
            f"{_of_step(self.steps, reached, self.below)}"
        )


@dataclass(frozen=True, slots=True)
class CountSteps(Rule):
    """All points while a count stays at or below `at_most` (nobody was disciplined), else `above`."""

    value: Wanted
    at_most: Decimal
    within: Decimal
    above: Decimal
    least: Decimal
    most: Decimal
    kind = "at_most"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.value,)

    def points(self, given: Given) -> Decimal | NotScored:
        value = given.get(self.value.name)
        if value is None:
            return self.missing(given) or NotScored("")
        return self.within if value <= self.at_most else self.above  # type: ignore[operator]

    def words(self, given: Given) -> str:
        value = given[self.value.name]
        assert isinstance(value, Decimal)
        unit = f" {self.value.unit}" if self.value.unit else ""
        sign, points = ("≤", self.within) if value <= self.at_most else (">", self.above)
        return f"{write_plain(value)}{unit} {sign} {write_plain(self.at_most)} → {write_points(points)}"


def _stands(reached: int | None, limits: Sequence[str]) -> str:
    if reached is None:
        return f" < {limits[-1]}" if limits else ""
    upper = f" và < {limits[reached - 1]}" if reached else ""
    return f" ≥ {limits[reached]}{upper}"


def _of_step(steps: Sequence[Step], reached: int | None, below: Decimal) -> str:
    return write_points(below if reached is None else steps[reached].points)
