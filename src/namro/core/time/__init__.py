"""Deadlines as officials write them, the periods they make, and working days."""

from namro.core.time.deadlines import Deadline, DeadlineKind, Period
from namro.core.time.reading import deadline_likelihood, find_rhythm, read_deadline
from namro.core.time.recurrence import periods

__all__ = [
    "Deadline",
    "DeadlineKind",
    "Period",
    "deadline_likelihood",
    "find_rhythm",
    "periods",
    "read_deadline",
]
