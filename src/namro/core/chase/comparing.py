"""What other rules would change: step by step in words of data, and how many reminders each rung would hear."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from namro.core.chase.calling import Caller, Owed
from namro.core.chase.rules import Rules, Rung, Step
from namro.core.time import WorkingCalendar

WEEKS = 4


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step that differs: `before` None for a new one, `after` None for one taken away."""

    before: Step | None
    after: Step | None


def step_changes(before: Rules, after: Rules) -> tuple[StepChange, ...]:
    """Give the steps that differ, those kept or changed in the order of the old rules, then the new ones."""
    found = [StepChange(step, after.step(step.key)) for step in before.steps if after.step(step.key) != step]
    found += [StepChange(None, step) for step in after.steps if before.step(step.key) is None]
    return tuple(found)


def heard(
    owed: Iterable[tuple[Owed, int]], rules: Rules, calendar: WorkingCalendar, day: date
) -> Counter[Rung]:
    """Count per rung the steps whose latest occurrence falls in the four weeks after the day, if nobody reports meanwhile.

    `owed` are open obligations with how many there are of each.
    """
    last = day + timedelta(weeks=WEEKS)
    while not calendar.is_working_day(last):
        last -= timedelta(days=1)
    caller = Caller(rules, calendar, last)
    counts: Counter[Rung] = Counter()
    for one, count in owed:
        for reminder in caller.reminders(one):
            if reminder.occurrence > day:
                counts[reminder.step.to] += count
    return counts
