"""Deadlines as officials write them, the periods they make, and working days."""

from namro.core.time.calendar import DayOff, WorkingCalendar, load_calendar
from namro.core.time.deadlines import Deadline, DeadlineKind, Period
from namro.core.time.reading import deadline_likelihood, find_rhythm, read_deadline
from namro.core.time.recurrence import periods

__all__ = [
    "DayOff",
    "Deadline",
    "DeadlineKind",
    "Period",
    "WorkingCalendar",
    "deadline_likelihood",
    "find_rhythm",
    "load_calendar",
    "periods",
    "read_deadline",
]
