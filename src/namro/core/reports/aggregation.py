"""Figures of many units become one by the figure's own rule; whoever is missing is counted and named.

The rules, with worked examples that a test runs, stand in docs/calculations/reports.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.measures import Aggregation, Measured, MeasureRule, UnitValue, roll_up
from namro.core.text import format_date

# The rule of a figure that is one unit's only, such as a rank: nothing is made of many.
OWN = "own"
_NOT_GATHERED = "Số của riêng từng đơn vị nên không gộp."


@dataclass(frozen=True, slots=True)
class Given:
    """What one unit's report gives; a share has both its parts, any other figure its value. None is not known.

    A weighted figure has its weight as `denominator`, and Σ(value × weight) as `numerator` where it is itself a mean.
    """

    unit: str
    as_of: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """One figure of all; `missing` names the units without a known figure; None is not known.

    A share keeps the sums of its parts, a weighted mean Σ(value × weight) and Σ weight.
    """

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    counted: int
    missing: tuple[str, ...]
    reckoning: str


def gather(rule: str, given: Sequence[Given], *, unit: str = "", places: int = 2) -> Gathered:
    """Make one figure of those of units: a share is the ratio of the sums of its parts, never a mean of percentages.

    `rule` is a name of `Aggregation`, or `OWN` where only one unit may give it; `ValueError` for any other. A share whose parts are not known counts as missing,
    even when its percentage is; so does a weighted figure whose weight is not known: it never weighs 1. "latest" takes
    what was seen last; where two units saw different things last, nothing is known of the whole.
    """
    if rule == OWN:
        alone = given[0] if len(given) == 1 else None
        missing = tuple(one.unit for one in given if one.value is None)
        value = alone.value if alone else None
        return Gathered(value, None, None, len(given) - len(missing), missing, "" if alone else _NOT_GATHERED)
    how = Aggregation(rule)
    measure = MeasureRule(how, how, unit, places)
    entries = [UnitValue(one.unit, format_date(one.as_of), one.as_of, _measured(how, one)) for one in given]
    whole = roll_up(measure, entries)
    said = whole.reckoning
    if whole.missing and how is not Aggregation.LATEST:
        said = f"{said.rstrip('.')}: {', '.join(whole.missing)}."
    return Gathered(
        whole.value,
        whole.numerator,
        whole.denominator if measure.keeps_parts else None,
        whole.given,
        whole.missing,
        said,
    )


def _measured(how: Aggregation, one: Given) -> Measured:
    if how is Aggregation.WEIGHTED_MEAN and one.numerator is not None:
        return Measured(None, one.numerator, one.denominator)
    return Measured(one.value, one.numerator, one.denominator)
