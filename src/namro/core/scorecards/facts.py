"""What is known of an obligation on a day, and into which kind of the scorecard that puts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NOT_STARTED, RETURNED = "not_started", "returned"
SUBMITTED, ACCEPTED = "submitted", "accepted"
OPEN = frozenset({NOT_STARTED, "in_progress", RETURNED})
REPORTS = frozenset({"start", "submit"})
GIVEN_BACK = frozenset({"return", "reopen"})


class Kind(StrEnum):
    """How an obligation counts on a scorecard; each counts in exactly one."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_UNDATED = "done_undated"
    WAITING_ON_TIME = "waiting_on_time"
    WAITING_LATE = "waiting_late"
    WAITING_UNDATED = "waiting_undated"
    OPEN = "open"
    OVERDUE = "overdue"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Facts:
    """An obligation at the end of a day. `reported_on` None: never reported; `due` None: no day to be late on."""

    state: str
    due: date | None = None
    reported_on: date | None = None  # last report of the unit; of what is handed in: the day it was
    percent: int | None = None
    returns: int = 0  # how often it was given back, accepted ones that were opened again included


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of the history of an obligation, on the day it was taken."""

    on: date
    action: str
    state_after: str
    percent: int | None = None


def rebuild(steps: Iterable[Taken], *, due: date | None, day: date) -> Facts:
    """Give the obligation as it stood at the end of the day, from its steps in the order they were taken.

    Steps after the day are left out. An obligation without steps has not been started.
    """
    state, reported_on, percent, returns = NOT_STARTED, None, None, 0
    for step in steps:
        if step.on > day:
            continue
        state = step.state_after
        if step.action in REPORTS:
            reported_on, percent = step.on, step.percent
        elif step.action in GIVEN_BACK:
            returns += 1
    return Facts(state, due, reported_on, percent, returns)


def shown_of(facts: Facts, day: date) -> str:
    """Give the state that pages show on the day: open and past due is "overdue", or "silent" if never reported."""
    if facts.state in OPEN and facts.due is not None and facts.due < day:
        return "silent" if facts.reported_on is None else "overdue"
    return facts.state


def kind_of(facts: Facts, day: date) -> Kind:
    """Give the kind on the day. In time is what the unit handed in by the due day, whenever it was accepted."""
    if facts.state in OPEN:
        return {"silent": Kind.SILENT, "overdue": Kind.OVERDUE}.get(shown_of(facts, day), Kind.OPEN)
    done = facts.state == ACCEPTED
    if facts.due is None or facts.reported_on is None:
        return Kind.DONE_UNDATED if done else Kind.WAITING_UNDATED
    if facts.reported_on > facts.due:
        return Kind.DONE_LATE if done else Kind.WAITING_LATE
    return Kind.DONE_ON_TIME if done else Kind.WAITING_ON_TIME
