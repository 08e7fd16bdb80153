"""Counts of many obligations by kind, shares with their denominators, staleness, and ranks that are fair to the small."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.indices.ranking import Ranking, rank
from namro.core.scorecards.facts import OPEN, Facts, Kind, kind_of

FEWEST = 5  # with a smaller denominator there is no rank: one late task would decide it


@dataclass(frozen=True, slots=True)
class Counts:
    """How many obligations are of each kind; a kind that is missing has none."""

    by_kind: Mapping[Kind, int]

    def of(self, *kinds: Kind) -> int:
        return sum(self.by_kind.get(kind, 0) for kind in kinds)

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())

    @property
    def done(self) -> int:
        return self.of(Kind.DONE_ON_TIME, Kind.DONE_LATE, Kind.DONE_UNDATED)

    @property
    def waiting(self) -> int:
        return self.of(Kind.WAITING_ON_TIME, Kind.WAITING_LATE, Kind.WAITING_UNDATED)

    @property
    def late(self) -> int:
        """Past due and not handed in, reported or not."""
        return self.of(Kind.OVERDUE, Kind.SILENT)

    @property
    def on_time(self) -> int:
        """Handed in by the due day, accepted or still waiting for a decision."""
        return self.of(Kind.DONE_ON_TIME, Kind.WAITING_ON_TIME)

    @property
    def judged(self) -> int:
        """What can be judged in time or late: has a due day, and was handed in or is past it."""
        return self.on_time + self.of(Kind.DONE_LATE, Kind.WAITING_LATE) + self.late

    @property
    def on_time_share(self) -> Decimal | None:
        """Percent in time of what can be judged; None when nothing can be judged yet."""
        return share(self.on_time, self.judged)

    @property
    def done_share(self) -> Decimal | None:
        """Percent accepted of all; None without obligations."""
        return share(self.done, self.total)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            {kind: self.of(kind) + other.of(kind) for kind in Kind if self.of(kind) + other.of(kind)}
        )


NO_COUNTS = Counts({})


def share(part: int, whole: int) -> Decimal | None:
    return Decimal(100 * part) / whole if whole else None


def count(facts: Iterable[Facts], day: date) -> Counts:
    """Count obligations by kind on the day."""
    by_kind: dict[Kind, int] = {}
    for one in facts:
        kind = kind_of(one, day)
        by_kind[kind] = by_kind.get(kind, 0) + 1
    return Counts(by_kind)


@dataclass(frozen=True, slots=True)
class Staleness:
    """Days since the last report of what is still open: the middle one and the worst; `never` had none at all."""

    median: Decimal | None
    worst: int | None
    known: int
    never: int


def staleness(facts: Iterable[Facts], day: date) -> Staleness:
    """Give how long open obligations have gone without an update.

    What was never reported has no last update: it is counted by itself and never guessed a number of days.
    """
    days: list[int] = []
    never = 0
    for one in facts:
        if one.state not in OPEN:
            continue
        if one.reported_on is None:
            never += 1
        else:
            days.append((day - one.reported_on).days)
    days.sort()
    middle = Decimal(days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2 if days else None
    return Staleness(middle, days[-1] if days else None, len(days), never)


def ranked(parts: Sequence[tuple[int, int]]) -> Ranking:
    """Rank shares given as (numerator, denominator), the greatest first; ties share the better rank (1, 2, 2, 4).

    A denominator below `FEWEST` has no rank and does not count among those ranked.
    """
    return rank([share(part, whole) if whole >= FEWEST else None for part, whole in parts])
