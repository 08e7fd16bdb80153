"""What a proposal of rules would change, on the obligations as they are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from namro.core.chase import Owed, Rules, Rung, StepChange, heard, step_changes
from namro.core.time import load_calendar
from namro.web.chase.selectors.owed import open_chunks


@dataclass(frozen=True, slots=True)
class Preview:
    """The steps that differ, and per rung how many reminders would fall before and after."""

    changes: tuple[StepChange, ...]
    heard: tuple[tuple[Rung, int, int], ...]


def preview_of(before: Rules, after: Rules, day: date) -> Preview:
    """Compare two sets of rules on all open obligations; a query per 2,000."""
    counts: Counter[Owed] = Counter()
    for chunk in open_chunks():
        counts.update(row.owed for row in chunk)
    calendar = load_calendar()
    old, new = (heard(counts.items(), rules, calendar, day) for rules in (before, after))
    return Preview(step_changes(before, after), tuple((rung, old[rung], new[rung]) for rung in Rung))
