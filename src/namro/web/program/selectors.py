"""What day it is for the program, and whether it shows invented progress."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from namro.web.program.models import ProgramState


@dataclass(frozen=True, slots=True)
class State:
    working_date: date
    is_simulated: bool  # the working date is set by hand, not the calendar's
    illustration: bool


def state() -> State:
    """Give the state in one query."""
    row = ProgramState.objects.filter(id=1).first()
    today = timezone.localdate()
    if row is None:
        return State(today, False, False)
    return State(row.working_date or today, row.working_date is not None, row.illustration_since is not None)


def state_of(request: HttpRequest) -> State:
    """Give the state, read once per request."""
    known: State | None = getattr(request, "_program_state", None)
    if known is None:
        known = state()
        request._program_state = known  # type: ignore[attr-defined]
    return known


def working_date() -> date:
    """Give the day on which everything that depends on time is judged."""
    return state().working_date


def now() -> datetime:
    """Give the working date with the machine's time of day: the `at=` of a change made now."""
    clock = timezone.localtime()
    day = working_date()
    return clock.replace(year=day.year, month=day.month, day=day.day)
