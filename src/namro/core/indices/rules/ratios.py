"""Ratio × maximum with floor, full marks and "no cases"; weighted ratios (b/a)·1,50 + (c/a)·1,00."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import (
    Given,
    ImpossibleValue,
    NotScored,
    Rule,
    Wanted,
)
from namro.core.indices.rules.shares import (
    SILENT_ON_NO_CASES,
    ZERO,
    equals,
    too_many,
    write_limit,
    write_product,
    write_share,
)
from namro.core.indices.rules.writing import write_percent, write_plain, write_points


@dataclass(frozen=True, slots=True)
class Ratio(Rule):
    """(b/a) × `most`; 0 when b/a is below `floor`, all of `most` from `full_from` on.

    `no_cases` "full": a = 0 gives all points; "unsaid": the printed rule is silent, so nothing is scored.
    """

    whole: Wanted
    part: Wanted
    most: Decimal
    floor: Decimal | None = None
    full_from: Decimal | None = None
    no_cases: str = "unsaid"
    least: Decimal = ZERO
    kind = "ratio"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.whole, self.part)

    def points(self, given: Given) -> Decimal | NotScored:
        a, b = given.get(self.whole.name), given.get(self.part.name)
        if a is None or b is None:
            if a == ZERO and self.no_cases == "full":
                return self.most
            return self.missing(given) or NotScored("")
        if b > a:  # type: ignore[operator]  # both are numbers by their kind
            raise ImpossibleValue(too_many(self.part, self.whole, b, a))
        if not a:
            if self.no_cases == "full":
                return self.most
            return NotScored(SILENT_ON_NO_CASES.format(a=self.whole.name))
        if self.floor is not None and b < self.floor * a:  # type: ignore[operator]
            return ZERO
        if self.full_from is not None and b >= self.full_from * a:  # type: ignore[operator]
            return self.most
        return b * self.most / a  # type: ignore[operator]

    def words(self, given: Given) -> str:
        a = given[self.whole.name]
        assert isinstance(a, Decimal)
        if not a:
            return f"{self.whole.name} = 0: không có trường hợp nào thì đạt điểm tối đa → {write_points(self.most)}"
        b = given[self.part.name]
        assert isinstance(b, Decimal)
        limits = [limit for limit in (self.floor, self.full_from) if limit is not None]
        share = f"{write_share(b, a, self.whole.unit)} {equals(write_percent(b, a, limits))}"
        if self.floor is not None and b < self.floor * a:
            return f"{share} < {write_limit(self.floor)} → {write_points(ZERO)}"
        if self.full_from is not None and b >= self.full_from * a:
            return f"{share} ≥ {write_limit(self.full_from)} → điểm tối đa {write_points(self.most)}"
        if self.floor is not None:
            share = f"{share} ≥ {write_limit(self.floor)}"
        elif self.full_from is not None:
            share = f"{share} < {write_limit(self.full_from)}"
        return f"{share} → {write_product(self.most, b, a)}"


@dataclass(frozen=True, slots=True)
class Term:
    """One numerator of a weighted ratio with the points that a share of 1 gives."""

    part: Wanted
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Weighted(Rule):
    """The sum of (part/a) × weight; the parts together are at most a.

    Below `floor` of (b + c + …)/a nothing is given. The most is the largest weight: shares add up to 1.
    """

    whole: Wanted
    terms: tuple[Term, ...]
    most: Decimal
    floor: Decimal | None = None
    no_cases: str = "unsaid"
    least: Decimal = ZERO
    kind = "weighted"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.whole, *(term.part for term in self.terms))

    def points(self, given: Given) -> Decimal | NotScored:
        a = given.get(self.whole.name)
        if a == ZERO and self.no_cases == "full" and not any(given.get(t.part.name) for t in self.terms):
            return self.most
        together = weighed = ZERO
        try:
            for term in self.terms:
                b = given[term.part.name]
                together += b  # type: ignore[operator]
                weighed += b * term.weight  # type: ignore[operator]
        except KeyError:
            self._refuse_excess(given)
            return self.missing(given) or NotScored("")
        if a is None:
            return self.missing(given) or NotScored("")
        if together > a:  # type: ignore[operator]
            self._refuse_excess(given)
        if not a:
            return NotScored(SILENT_ON_NO_CASES.format(a=self.whole.name))
        if self.floor is not None and together < self.floor * a:  # type: ignore[operator]
            return ZERO
        return weighed / a  # type: ignore[operator]

    def _refuse_excess(self, given: Given) -> None:
        a = given.get(self.whole.name)
        known = [(term.part.name, given[term.part.name]) for term in self.terms if term.part.name in given]
        together = sum((Decimal(value) for _, value in known), ZERO)
        if isinstance(a, Decimal) and together > a:
            added = " + ".join(name for name, _ in known)
            raise ImpossibleValue(
                f"{added} = {write_plain(together)} lớn hơn {self.whole.name} = {write_plain(a)} "
                f"({self.whole.label}); hãy xem lại các con số này."
            )

    def words(self, given: Given) -> str:
        a = given[self.whole.name]
        assert isinstance(a, Decimal)
        if not a:
            return f"{self.whole.name} = 0: không có trường hợp nào thì đạt điểm tối đa → {write_points(self.most)}"
        numbers = [Decimal(given[term.part.name]) for term in self.terms]
        together = sum(numbers, ZERO)
        start = ""
        if self.floor is not None:
            added = " + ".join(write_plain(number) for number in numbers)
            share = f"({added})/{write_plain(a)} {equals(write_percent(together, a, [self.floor]))}"
            if together < self.floor * a:
                return f"{share} < {write_limit(self.floor)} → {write_points(ZERO)}"
            start = f"{share} ≥ {write_limit(self.floor)} → "
        sums = " + ".join(
            f"({write_plain(number)}/{write_plain(a)}) × {write_points(term.weight)}"
            for term, number in zip(self.terms, numbers, strict=True)
        )
        weighed = sum((n * term.weight for n, term in zip(numbers, self.terms, strict=True)), ZERO)
        return f"{start}{sums} = {write_points(weighed / a)}"
