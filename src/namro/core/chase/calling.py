"""Which reminders an obligation calls for on a day; the reckoning stands in docs/calculations/chase.md."""

from dataclasses import dataclass
from datetime import date, timedelta

from namro.core.chase.rules import Condition, Rules, Step, When
from namro.core.time import WorkingCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """What the chase needs to know of an obligation.

    `heard` is the day of the unit's last update; without any, the day from which it could have begun.
    `is_open` means that the unit has to move: nothing handed in, or given back.
    """

    due: date | None
    heard: date
    is_open: bool

    def of_piece(self, due: date, heard: date) -> "Owed":
        """Give what is owed by whoever holds a piece: the nearer of the two dates, and the silence of that person."""
        return Owed(due if self.due is None else min(due, self.due), heard, self.is_open)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an obligation stands: `days` to the due date (negative when past it, None without one), `silent` days."""

    condition: Condition
    days: int | None
    silent: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """A step that has come due; `occurrence` is the working day on which it fell."""

    step: Step
    occurrence: date


def standing(owed: Owed, day: date, rules: Rules) -> Standing:
    """Say how the obligation stands on the day: past due before due, due before soon, soon before silent."""
    left = None if owed.due is None else (owed.due - day).days
    silent = max(0, (day - owed.heard).days)
    if not owed.is_open:
        return Standing(Condition.SETTLED, left, silent)
    if left is not None and left < 0:
        return Standing(Condition.OVERDUE, left, silent)
    if left == 0:
        return Standing(Condition.DUE, left, silent)
    if left is not None and left <= rules.soon_days:
        return Standing(Condition.SOON, left, silent)
    condition = Condition.SILENT if silent >= rules.silent_days else Condition.NOT_DUE
    return Standing(condition, left, silent)


class Caller:
    """Answers for one day which reminders are due; obligations with the same dates cost one reckoning."""

    def __init__(self, rules: Rules, calendar: WorkingCalendar, day: date) -> None:
        self.rules, self.day = rules, day
        self.works = calendar.is_working_day(day)
        self._calendar = calendar
        self._known: dict[Owed, tuple[Reminder, ...]] = {}
        self._moved: dict[date, date] = {}

    def reminders(self, owed: Owed) -> tuple[Reminder, ...]:
        """Give for each step its latest occurrence up to the day; nothing on a day off or when settled."""
        if not self.works or not owed.is_open:
            return ()
        known = self._known.get(owed)
        if known is None:
            found = ((step, self._occurrence(step, owed)) for step in self.rules.steps)
            known = self._known[owed] = tuple(Reminder(step, day) for step, day in found if day is not None)
        return known

    def digest_day(self) -> date:
        """Give the latest day up to today on which a weekly digest was due, moved off holidays."""
        nominal = self.day - _DAY * ((self.day.isoweekday() - self.rules.digest_weekday) % 7)
        while (moved := self.worked(nominal)) > self.day:
            nominal -= 7 * _DAY
        return moved

    def _occurrence(self, step: Step, owed: Owed) -> date | None:
        first = self._first(step, owed)
        if first is None or first > self.day:
            return None
        if not step.every:
            return first
        times = self._calendar.working_days_between(first, self.day) // step.every
        return self._calendar.add_working_days(first, step.every * times)

    def _first(self, step: Step, owed: Owed) -> date | None:
        late = owed.due is not None and owed.due < self.day
        match step.when:
            case When.BEFORE:
                # What was moved off a holiday is still said, although the due date passed during it.
                if owed.due is None or self.day > self.worked(owed.due):
                    return None
                return self.worked(owed.due - _DAY * step.days)
            case When.AFTER:
                return self.worked(owed.due + _DAY * step.days) if owed.due is not None and late else None
            case When.SILENT:
                return None if late else self.worked(owed.heard + _DAY * step.days)

    def worked(self, day: date) -> date:
        """Give the day itself, or the next working day when nobody works on it."""
        moved = self._moved.get(day)
        if moved is None:
            moved = day
            while not self._calendar.is_working_day(moved):
                moved += _DAY
            self._moved[day] = moved
        return moved
