"""The score of a unit in one line."""

from dataclasses import dataclass
from datetime import date

from namro.core.text import format_share
from namro.web.organisations.models import Unit
from namro.web.scorecards.selectors.counting import Counted


@dataclass(frozen=True, slots=True)
class Line:
    """What a panel says of a unit."""

    unit: Unit
    total: int
    done: str
    on_time: str
    late: int
    oldest_days: int | None


def line_of(unit: Unit, counted: Counted, day: date) -> Line:
    counts = counted.counts
    return Line(
        unit,
        counts.total,
        format_share(counts.done, counts.total),
        format_share(counts.on_time, counts.judged),
        counts.late,
        (day - counted.oldest).days if counted.oldest else None,
    )
