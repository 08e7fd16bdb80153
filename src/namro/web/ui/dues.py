"""The one interface through which a room offers what units must hand in by a day, beside the tasks of plans.

Whoever reminds asks here for everything that waits, and never learns which room keeps it. `config/offers.py` names
the offer of each room; a duty's key ("bao-cao:12") begins with the name of its room there.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string


class DutyState(StrEnum):
    """Whether the unit still has to move."""

    OPEN = "open"
    RETURNED = "returned"
    HANDED_IN = "handed_in"


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit must hand in for one period; `due` None: nobody has set a day, so it is never late.

    `receiver` is the key of the unit to which it is handed in, empty when that is outside the program. `address` is a
    path of the program.
    """

    key: str
    unit_id: int
    unit: str
    label: str
    period: str
    due: date | None
    opened_on: date
    state: DutyState
    returned_at: datetime | None
    receiver: str
    address: str

    @property
    def waits(self) -> bool:
        return self.state is not DutyState.HANDED_IN

    @property
    def returned_on(self) -> date | None:
        return timezone.localtime(self.returned_at).date() if self.returned_at else None

    @property
    def counts_to(self) -> date | None:
        """The day lateness is counted from: the due day, or when it came back later than that, the day of the return."""
        if self.due is None or self.returned_on is None:
            return self.due
        return max(self.due, self.returned_on)

    def days_late(self, day: date) -> int:
        """Give how many days late what waits is on a day; 0 when it is not, or has no due day."""
        return max((day - self.counts_to).days, 0) if self.waits and self.counts_to else 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Handed in to a unit (its key) and waiting for its decision: one line for all duties of a kind and period."""

    key: str
    receiver: str
    label: str
    period: str
    count: int
    since: date  # on which the oldest was handed in
    address: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a room answers; every answer is one query for any number of units.

    `open` gives what waits for units: of all of them, or of those with these ids, or only what was returned after a
    moment. `named` gives duties of these keys in whatever state; one that is gone is missing. `waiting` gives what
    waits for receivers.
    """

    open: Callable[[Collection[int] | None, datetime | None], Sequence[Duty]]
    named: Callable[[Collection[str]], Sequence[Duty]]
    waiting: Callable[[], Sequence[Waiting]]


def open_duties(
    *, unit_ids: Collection[int] | None = None, returned_after: datetime | None = None
) -> tuple[Duty, ...]:
    """Give what waits for units in every room; those of no unit are nothing, None is every unit."""
    if unit_ids is not None and not unit_ids:
        return ()
    return tuple(duty for offer in _offers() for duty in offer.open(unit_ids, returned_after))


def duties_named(keys: Iterable[str]) -> dict[str, Duty]:
    """Give duties by key as they stand now."""
    found: dict[str, Duty] = {}
    wanted = set(keys)
    for room in settings.DUES:
        own = {key for key in wanted if key.partition(":")[0] == room}
        if own:
            found |= {duty.key: duty for duty in _offer(room).named(own)}
    return found


def waiting_lines() -> tuple[Waiting, ...]:
    """Give what waits for receivers in every room."""
    return tuple(line for offer in _offers() for line in offer.waiting())


def _offers() -> tuple[Offer, ...]:
    return tuple(_offer(room) for room in settings.DUES)


@lru_cache(maxsize=16)
def _offer(room: str) -> Offer:
    found: Offer = import_string(settings.DUES[room])
    return found
