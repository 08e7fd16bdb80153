"""Scorecards: how each obligation stands on a day, counts of many, and what changed between two days."""

from namro.core.scorecards.counts import (
    FEWEST,
    NO_COUNTS,
    Counts,
    Staleness,
    count,
    ranked,
    staleness,
)
from namro.core.scorecards.difference import ABSENT, CHANGES, Change, Difference, compare
from namro.core.scorecards.facts import OPEN, Facts, Kind, Taken, kind_of, rebuild, shown_of

__all__ = [
    "ABSENT",
    "CHANGES",
    "FEWEST",
    "NO_COUNTS",
    "OPEN",
    "Change",
    "Counts",
    "Difference",
    "Facts",
    "Kind",
    "Staleness",
    "Taken",
    "compare",
    "count",
    "kind_of",
    "ranked",
    "rebuild",
    "shown_of",
    "staleness",
]
