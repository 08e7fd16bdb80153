"""Lines in place of heaps: units that have nobody to tell, and many units late at once at the rungs above them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max

from namro.core.chase import Reminder, Rung, Step
from namro.web.chase.models import Gathering, Run
from namro.web.chase.selectors.people import People
from namro.web.chase.texts import rule_words

MOST_APART = 5  # notices of one step and level that a rung above the units hears one by one on a day
UPPER = frozenset({Rung.PLAN_OFFICER, Rung.PROVINCE_LEADER})
Key = tuple[int, str, date, int]  # obligation, step, occurrence, person
_LineKey = tuple[int, str, str, str]  # person, step, level, reason


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
    """Collects over a run what came due since the last finished run of an earlier day, and writes it once."""

    def __init__(self, people: People, day: date) -> None:
        self._people, self._day = people, day
        done = Run.objects.filter(state=Run.State.DONE, day__lt=day).order_by("-day")
        self._since = done.values_list("day", flat=True).first()
        self._lines: dict[_LineKey, _Line] = {}
        many = Gathering.objects.filter(reason=Gathering.Reason.MANY).order_by()
        self._said = {
            (user, step, level): last
            for user, step, level, last in many.values("user_id", "step", "level")
            .annotate(last=Max("day"))
            .values_list("user_id", "step", "level", "last")
        }

    def add(self, unit_id: int, found: Mapping[int, Reminder]) -> None:
        """Count one obligation of a unit without anybody, for each person the reminder that person would have got."""
        reason = (
            Gathering.Reason.UNMANNED if unit_id in self._people.living else Gathering.Reason.GONE
        ).value
        level = self._people.levels[unit_id]
        for user, reminder in found.items():
            if self._since is not None and reminder.occurrence <= self._since:
                continue
            key = user, reminder.step.key, level, reason
            self._lines.setdefault(key, _Line(reminder.step)).units[unit_id] += 1

    def hold(self, key: Key, wanted: Wanted, unit_id: int) -> None:
        """Keep back a notice to a rung above the units, until it is known whether it comes with many others."""
        _, step, occurrence, user = key
        level = self._people.levels[unit_id]
        said = self._said.get((user, step, level))
        if said is not None and said >= occurrence:
            return
        line = self._lines.setdefault((user, step, level, Gathering.Reason.MANY.value), _Line(wanted.step))
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
                step=step,
                rung=line.step.to.value,
                level=level,
                reason=reason,
                words=rule_words(line.step)[:200],
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


def _stands_apart(line: _Line) -> bool:
    return bool(line.few) and line.units.total() <= MOST_APART
