"""What a measure is made of: a rule of aggregation, values of units in periods, and what they come to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Aggregation(StrEnum):
    """How several values become one."""

    SUM = "sum"
    LATEST = "latest"
    MAXIMUM = "maximum"
    WEIGHTED_MEAN = "weighted_mean"  # each number counts as much as its denominator
    RATIO_OF_SUMS = "ratio_of_sums"  # a share: the sums of numerators and of denominators are kept


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Comparison(StrEnum):
    """How a target is meant."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """How values come together: first the periods of each unit, then the units.

    A share (`is_share`) is rolled up by sums of its parts whatever `across_units` says of plain numbers;
    its value is in percent. `places` are the decimals that are written, `unit` the unit of measure.
    """

    across_periods: Aggregation
    across_units: Aggregation
    unit: str = ""
    places: int = 2

    def __post_init__(self) -> None:
        if self.across_units is Aggregation.RATIO_OF_SUMS and self.across_periods not in (
            Aggregation.RATIO_OF_SUMS,
            Aggregation.LATEST,
        ):
            raise ValueError("a share of units is made of shares: periods by ratio of sums or the latest")
        if self.across_periods is Aggregation.RATIO_OF_SUMS and not self.is_share:
            raise ValueError("shares of periods cannot become a plain number of units")

    @property
    def is_share(self) -> bool:
        return self.across_units is Aggregation.RATIO_OF_SUMS

    @property
    def keeps_parts(self) -> bool:
        """Say whether what it comes to is kept in two parts: of a share, or Σ(value × weight) and Σ weight of a mean."""
        return self.is_share or self.across_units is Aggregation.WEIGHTED_MEAN

    @property
    def needs_weight(self) -> bool:
        return Aggregation.WEIGHTED_MEAN in (self.across_periods, self.across_units)


@dataclass(frozen=True, slots=True)
class Measured:
    """One value: `number` of a plain measure with `denominator` as its weight, or the two parts of a share.

    A weighted mean that was taken before has no `number` but Σ(value × weight) and Σ weight as its two parts.
    """

    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UnitValue:
    """What one unit has for one period; `value` None: nobody has given it, which is never 0.

    `end` is the last day of the period: the latest of several is the one that ends last.
    """

    unit: str
    period: str
    end: date
    value: Measured | None


@dataclass(frozen=True, slots=True)
class RollUp:
    """What values come to. `value` None: not known. Shares keep `numerator` and `denominator`, in percent.

    A weighted mean of units keeps Σ(value × weight) and Σ weight there.

    `given` and `expected` count units; a unit is given when it has at least one value. `missing` names the
    others, `partial` those with a value for some of their periods only. `reckoning` is one Vietnamese sentence.
    """

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    given: int
    expected: int
    missing: tuple[str, ...]
    partial: tuple[str, ...]
    reckoning: str

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.partial
