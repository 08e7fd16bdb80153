"""Work in the background, called by the queue every morning."""

from datetime import date

from namro.web.program import selectors as program
from namro.web.recurrences.services import making

MAKE_AHEAD = "namro.web.recurrences.jobs.make_ahead"


def make_ahead(day: str = "") -> int:
    """Make the instances of the coming weeks; `day` as 2021-12-20, the program's working date when empty.

    Gives how many were added. Harmless when run again, cut off, or run by two at once.
    """
    wanted = date.fromisoformat(day) if day else program.working_date()
    return making.make_ahead(day=wanted, at=program.now()).added
