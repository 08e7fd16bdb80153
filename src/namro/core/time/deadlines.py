"""Deadlines as officials write them, and the periods in which a task falls due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DeadlineKind(StrEnum):
    BY_DATE = "by_date"
    YEARLY = "yearly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    CONTINUOUS = "continuous"
    ON_EVENT = "on_event"
    ROADMAP = "roadmap"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with the document's own words; `due` is the last of `dates`, None where no date follows."""

    text: str
    kind: DeadlineKind
    due: date | None = None
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which one unit owes one result; `due` None means no date can be named."""

    label: str
    start: date
    end: date
    due: date | None
