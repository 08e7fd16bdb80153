"""Deadlines as officials write them, the periods they make, and working days."""

from namro.core.time.calendar import DayOff, WorkingCalendar, load_calendar
from namro.core.time.deadlines import Deadline, DeadlineKind, Period
from namro.core.time.reading import deadline_likelihood, find_rhythm, read_deadline
from namro.core.time.recurrence import periods
from namro.core.time.rhythms import (
    Rhythm,
    event_due,
    event_term_words,
    is_boundary,
    next_boundary,
    rhythm_periods,
)

__all__ = [
    "DayOff",
    "Deadline",
    "DeadlineKind",
    "Period",
    "Rhythm",
    "WorkingCalendar",
    "deadline_likelihood",
    "event_due",
    "event_term_words",
    "find_rhythm",
    "is_boundary",
    "load_calendar",
    "next_boundary",
    "periods",
    "read_deadline",
    "rhythm_periods",
]
