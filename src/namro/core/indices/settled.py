"""Points that people settled component by component ─▶ every sum of the tree, with the range where some are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rulebook import Rulebook

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Settled:
    """Points of a line, or None with the range still possible; `high` None: no source gives a maximum."""

    points: Decimal | None
    low: Decimal
    high: Decimal | None
    open_count: int = 0


def add_up(rulebook: Rulebook, points: Mapping[str, Decimal | None]) -> dict[str, Settled]:
    """Give every line by its code, and the total under ""; a missing component opens a range, it is never 0.

    A component without points may still reach anything from 0, or the lowest its rule gives, to its maximum.
    """
    settled: dict[str, Settled] = {}
    for line in reversed(rulebook.lines):
        if line.code in rulebook.children:
            settled[line.code] = _sum([settled[child.code] for child in rulebook.children[line.code]])
            continue
        known = points.get(line.code)
        if known is not None:
            settled[line.code] = Settled(known, known, known)
        else:
            least = min(_ZERO, line.rule.least) if line.rule else _ZERO
            settled[line.code] = Settled(None, least, line.maximum, 1)
    settled[""] = _sum([settled[line.code] for line in rulebook.children.get("", ())])
    return settled


def _sum(below: list[Settled]) -> Settled:
    highs = [one.high for one in below if one.high is not None]
    high = sum(highs, _ZERO) if len(highs) == len(below) else None
    low = sum((one.low for one in below), _ZERO)
    open_count = sum(one.open_count for one in below)
    return Settled(low if open_count == 0 else None, low, high, open_count)
