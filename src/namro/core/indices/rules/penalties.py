"""Deduction for each case, and a penalty in per cent on the points of another rule."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import Given, NotScored, Option, Rule, Wanted, WantedKind
from namro.core.indices.rules.choices import NO, YES
from namro.core.indices.rules.writing import HUNDRED, write_plain, write_points


@dataclass(frozen=True, slots=True)
class Deduction(Rule):
    """`most` less `each` for every case, never below `least`."""

    cases: Wanted
    most: Decimal
    each: Decimal
    least: Decimal = Decimal(0)
    kind = "deduction"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.cases,)

    def points(self, given: Given) -> Decimal | NotScored:
        cases = given.get(self.cases.name)
        if cases is None:
            return self.missing(given) or NotScored("")
        return max(self.most - self.each * cases, self.least)  # type: ignore[operator]  # a number

    def words(self, given: Given) -> str:
        cases = given[self.cases.name]
        assert isinstance(cases, Decimal)
        left = self.most - self.each * cases
        sum_ = f"{write_points(self.most)} − {write_plain(cases)} × {write_points(self.each)} = "
        if left < self.least:
            return (
                f"{sum_}−{write_points(-left)}, không thấp hơn {write_points(self.least)} → "
                f"{write_points(self.least)}"
                if left < 0
                else f"{sum_}{write_points(left)}, không thấp hơn {write_points(self.least)} → {write_points(self.least)}"
            )
        return f"{sum_}{write_points(left)}"


@dataclass(frozen=True, slots=True)
class Penalty(Rule):
    """The points of another rule, less `percent` per cent of them when the condition holds."""

    of: Rule
    condition: str
    name: str
    percent: Decimal
    least: Decimal
    most: Decimal | None
    kind = "penalty"

    @classmethod
    def on(cls, of: Rule, name: str, condition: str, percent: Decimal) -> "Penalty":
        """Build it over another rule; `percent` is from 0 to 100."""
        return cls(of, condition, name, percent, of.least * (HUNDRED - percent) / HUNDRED, of.most)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        options = (Option(YES, "Có", -self.percent), Option(NO, "Không", Decimal(0)))
        return (*self.of.wanted, Wanted(self.name, self.condition, WantedKind.CHOICE, options=options))

    def points(self, given: Given) -> Decimal | NotScored:
        points = self.of.points(given)
        holds = given.get(self.name)
        if isinstance(points, NotScored):
            return self.missing(given) or points
        if holds is None:
            return self.missing(given) or NotScored("")
        return points * (HUNDRED - self.percent) / HUNDRED if holds == YES else points

    def words(self, given: Given) -> str:
        points = self.of.points(given)
        assert isinstance(points, Decimal)
        before = self.of.words(given)
        if given[self.name] == NO:
            return f"{before}; không bị trừ ({self.condition}: không)"
        left = points * (HUNDRED - self.percent) / HUNDRED
        percent = write_plain(self.percent)
        return (
            f"{before}; {self.condition}: trừ {percent}% điểm đạt được → "
            f"{write_points(points)} × (100% − {percent}%) = {write_points(left)}"
        )

    def span(self, given: Given) -> tuple[Decimal, Decimal | None]:
        low, high = self.of.span(given)
        less = (HUNDRED - self.percent) / HUNDRED
        match given.get(self.name):
            case None:
                return low * less, high
            case "co":
                return low * less, None if high is None else high * less
        return low, high
