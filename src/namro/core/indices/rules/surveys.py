"""What comes from outside: a rate or a mean of a survey rescaled, or points that another body gives."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import Given, NotScored, Rule, Wanted
from namro.core.indices.rules.shares import ZERO
from namro.core.indices.rules.writing import HUNDRED, write_plain, write_points


@dataclass(frozen=True, slots=True)
class Rate(Rule):
    """(a × `most`)/100, where a is a rate in per cent; 0 below `floor` per cent."""

    rate: Wanted
    most: Decimal
    floor: Decimal | None = None
    least: Decimal = ZERO
    kind = "rate"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.rate,)

    def points(self, given: Given) -> Decimal | NotScored:
        rate = given.get(self.rate.name)
        if rate is None:
            return self.missing(given) or NotScored("")
        if self.floor is not None and rate < self.floor:  # type: ignore[operator]  # a number by its kind
            return ZERO
        return rate * self.most / HUNDRED  # type: ignore[operator]

    def words(self, given: Given) -> str:
        rate = given[self.rate.name]
        assert isinstance(rate, Decimal)
        stands = f"{write_plain(rate)}%"
        if self.floor is not None and rate < self.floor:
            return f"{stands} < {write_plain(self.floor)}% → {write_points(ZERO)}"
        limit = f"{stands} ≥ {write_plain(self.floor)}% → " if self.floor is not None else ""
        product = rate * self.most / HUNDRED
        return f"{limit}{write_plain(rate)} × {write_points(self.most)} / 100 = {write_points(product)}"


@dataclass(frozen=True, slots=True)
class Mean(Rule):
    """The mean of answers on a scale from `low` to `high`, rescaled to 0 … `most`."""

    score: Wanted
    low: Decimal
    high: Decimal
    most: Decimal
    least: Decimal = ZERO
    kind = "mean"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.score,)

    def points(self, given: Given) -> Decimal | NotScored:
        mean = given.get(self.score.name)
        if mean is None:
            return self.missing(given) or NotScored("")
        return (mean - self.low) * self.most / (self.high - self.low)  # type: ignore[operator]

    def words(self, given: Given) -> str:
        mean = given[self.score.name]
        assert isinstance(mean, Decimal)
        low, high = write_plain(self.low), write_plain(self.high)
        points = (mean - self.low) * self.most / (self.high - self.low)
        return f"({write_plain(mean)} − {low})/({high} − {low}) × {write_points(self.most)} = {write_points(points)}"


@dataclass(frozen=True, slots=True)
class GivenPoints(Rule):
    """Points that another body gives (`by`), taken as they are; `most` None: no source says how high they go."""

    value: Wanted
    by: str
    least: Decimal
    most: Decimal | None
    kind = "given"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.value,)

    def points(self, given: Given) -> Decimal | NotScored:
        points = given.get(self.value.name)
        if points is None:
            return self.missing(given) or NotScored("")
        return points  # type: ignore[return-value]  # points are a number by their kind

    def words(self, given: Given) -> str:
        points = given[self.value.name]
        assert isinstance(points, Decimal)
        limit = "" if self.most is None else f"/{write_points(self.most)}"
        return f"{self.by} cho {write_points(points)}{limit}"
