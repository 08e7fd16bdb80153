"""Units that have nobody to tell: one line per step, level and day for those above, never one notice per obligation."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from namro.core.chase import Reminder, Step
from namro.web.chase.models import Gathering, Run
from namro.web.chase.selectors.people import People
from namro.web.chase.texts import rule_words

_Key = tuple[int, str, str, str]  # person, step, level, reason


@dataclass
class _Line:
    step: Step
    units: Counter[int] = field(default_factory=Counter)


class Gatherer:
    """Collects over a run what came due since the last finished run of an earlier day, and writes it once."""

    def __init__(self, people: People, day: date) -> None:
        self._people, self._day = people, day
        done = Run.objects.filter(state=Run.State.DONE, day__lt=day).order_by("-day")
        self._since = done.values_list("day", flat=True).first()
        self._lines: dict[_Key, _Line] = {}

    def add(self, unit_id: int, found: Mapping[int, Reminder]) -> None:
        """Count one obligation of a unit, for each person the reminder that person would have got."""
        reason = (
            Gathering.Reason.UNMANNED if unit_id in self._people.living else Gathering.Reason.GONE
        ).value
        level = self._people.levels[unit_id]
        for user, reminder in found.items():
            if self._since is not None and reminder.occurrence <= self._since:
                continue
            key = user, reminder.step.key, level, reason
            self._lines.setdefault(key, _Line(reminder.step)).units[unit_id] += 1

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
            if (user, step, level, reason) not in known
        ]
        # Another run may have written the same line since we asked: the first one stays.
        Gathering.objects.bulk_create(fresh, ignore_conflicts=True)
        return len(fresh)
