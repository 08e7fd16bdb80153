"""Figures of many units become one by the figure's own rule; whoever is missing is counted and named.

The rules, with worked examples that a test runs, stand in docs/calculations/reports.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.measures import Aggregation, Measured, MeasureRule, UnitValue, roll_up

_HOW = {
    "sum": Aggregation.SUM,
    "ratio_of_sums": Aggregation.RATIO_OF_SUMS,
    "latest": Aggregation.LATEST,
    "maximum": Aggregation.MAXIMUM,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What one unit's report gives; a share has both its parts, any other figure its value. None is not known."""

    unit: str
    as_of: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """One figure of all; `missing` names the units without a known figure; None is not known."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    counted: int
    missing: tuple[str, ...]
    reckoning: str


def gather(rule: str, given: Sequence[Given], *, unit: str = "", places: int = 2) -> Gathered:
    """Make one figure of those of units: a share is the ratio of the sums of its parts, never a mean of percentages.

    A share whose parts are not known counts as missing, even when its percentage is. "latest" takes what was seen
    last; where two units saw different things last, nothing is known of the whole.
    """
    measure = MeasureRule(_HOW[rule], _HOW[rule], unit, places)
    entries = [
        UnitValue(
            one.unit, one.as_of.isoformat(), one.as_of, Measured(one.value, one.numerator, one.denominator)
        )
        for one in given
    ]
    whole = roll_up(measure, entries)
    said = whole.reckoning
    if whole.missing and rule != "latest":
        said = f"{said.rstrip('.')}: {', '.join(whole.missing)}."
    return Gathered(
        whole.value,
        whole.numerator,
        whole.denominator if measure.is_share else None,
        whole.given,
        whole.missing,
        said,
    )
