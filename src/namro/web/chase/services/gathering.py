"""Lines in place of heaps: units that have nobody to tell, and many units late at once at the rungs above them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.db.models import QuerySet

from namro.core.chase import Reminder, Rung, Step
from namro.web.chase.duty_texts import step_words
from namro.web.chase.models import Gathering, Run
from namro.web.chase.selectors.people import People
from namro.web.plans.selectors.standing import local_day

MOST_APART = 5  # notices of one step and level that a rung above the units hears one by one on a day
UPPER = frozenset({Rung.PLAN_OFFICER, Rung.PROVINCE_LEADER})
Key = tuple[int, str, date, int]  # obligation, or place in the list of duties; step, occurrence, person
_LineKey = tuple[int, str, str, str]  # person, step, level, reason
_Said = tuple[date, datetime | None]  # the day and, since it is kept, the moment of a line or a run


@dataclass(frozen=True, slots=True)
class Reasons:
    """Under which reasons lines about one kind of thing are kept."""

    many: Gathering.Reason
    unmanned: Gathering.Reason
    gone: Gathering.Reason
    returned: Gathering.Reason


OF_TASKS = Reasons(
    Gathering.Reason.MANY, Gathering.Reason.UNMANNED, Gathering.Reason.GONE, Gathering.Reason.RETURNED
)
_DUTIES, _NOBODY = Gathering.Reason.DUTIES, Gathering.Reason.DUTIES_UNMANNED
OF_DUTIES = Reasons(_DUTIES, _NOBODY, _NOBODY, _DUTIES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notice to be written: `days` as `Notice.days`, `piece` the hand-over that called for it."""

    step: Step
    days: int
    piece: int | None


@dataclass
class _Line:
    step: Step
    units: Counter[int] = field(default_factory=Counter)
    few: dict[Key, Wanted] = field(default_factory=dict)  # never more than could stand apart


class Gatherer:
    """Collects over a run what came due since the last finished run of an earlier day, and writes it once.

    What was returned since the last line or run was not in it, although its reminder fell before: it gets one line
    more. `returned_at` is never after `at`: a run sees everything as it was at that moment.
    """

    def __init__(self, people: People, day: date, *, at: datetime, reasons: Reasons = OF_TASKS) -> None:
        self._people, self._day, self._at, self._reasons = people, day, at, reasons
        self._since = _runs().filter(day__lt=day).first()
        self._lines: dict[_LineKey, _Line] = {}
        kept = Gathering.objects.filter(reason__in=(reasons.many, reasons.returned)).order_by("day", "id")
        self._said: dict[tuple[int, str, str], _Said] = {
            (user, step, level): (day, at)
            for user, step, level, day, at in kept.values_list("user_id", "step", "level", "day", "at")
        }

    @cached_property
    def _last(self) -> _Said | None:
        return _runs().filter(day__lte=self._day).first()

    def add(
        self, unit_id: int, found: Mapping[int, Reminder], *, returned_at: datetime | None = None
    ) -> None:
        """Count one thing of a unit without anybody, for each person the reminder that person would have got."""
        is_there = unit_id in self._people.living
        level = self._people.levels[unit_id]
        for user, reminder in found.items():
            reason = self._reasons.unmanned if is_there else self._reasons.gone
            if self._since is not None and reminder.occurrence <= self._since[0]:
                if not _came_back(returned_at, self._last):
                    continue
                reason = self._reasons.returned
            key = user, reminder.step.key, level, reason.value
            self._lines.setdefault(key, _Line(reminder.step)).units[unit_id] += 1

    def hold(self, key: Key, wanted: Wanted, unit_id: int, *, returned_at: datetime | None = None) -> None:
        """Keep back a notice to a rung above the units, until it is known whether it comes with many others."""
        _, step, occurrence, user = key
        level = self._people.levels[unit_id]
        said = self._said.get((user, step, level))
        reason = self._reasons.many
        if said is not None and said[0] >= occurrence:
            if not _came_back(returned_at, said):
                return
            reason = self._reasons.returned
        line = self._lines.setdefault((user, step, level, reason.value), _Line(wanted.step))
        line.units[unit_id] += 1
        if len(line.few) < MOST_APART:
            line.few[key] = wanted

    def few(self) -> dict[Key, Wanted]:
        """Give the notices held back that are too few for a line."""
        return {
            key: one for line in self._lines.values() if _stands_apart(line) for key, one in line.few.items()
        }

    @transaction.atomic
    def write(self) -> int:
        """Write the lines that are not there yet; give how many."""
        known = set(Gathering.objects.filter(day=self._day).values_list("user_id", "step", "level", "reason"))
        fresh = [
            Gathering(
                user_id=user,
                day=self._day,
                at=self._at,
                step=step,
                rung=line.step.to.value,
                level=level,
                reason=reason,
                words=step_words(line.step)[:200],
                unit_count=len(line.units),
                obligation_count=line.units.total(),
                units=sorted(line.units.items()),
                urgent=line.step.urgent,
                channels=",".join(line.step.channels),
            )
            for (user, step, level, reason), line in self._lines.items()
            if (user, step, level, reason) not in known and not _stands_apart(line)
        ]
        # Another run may have written the same line since we asked: the first one stays.
        Gathering.objects.bulk_create(fresh, ignore_conflicts=True)
        return len(fresh)


def _runs() -> "QuerySet[Run, _Said]":
    done = Run.objects.filter(state=Run.State.DONE).order_by("-day", "-started_at", "-id")
    return done.values_list("day", "started_at")


def _came_back(returned_at: datetime | None, said: _Said | None) -> bool:
    """Say whether something was returned after it was last spoken of."""
    if returned_at is None or said is None:
        return False
    day, at = said
    return returned_at > at if at is not None else local_day(returned_at) > day


def _stands_apart(line: _Line) -> bool:
    return bool(line.few) and line.units.total() <= MOST_APART
