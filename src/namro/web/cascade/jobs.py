"""Work in the background: obligations of units that are no more pass to their successors."""

from datetime import date

from namro.web.cascade.services.transferring import pass_to_successors
from namro.web.program import selectors as program


def pass_on_the_day(day: str = "") -> int:
    """Pass what is to be passed on the day (ISO; the working date when empty); harmless when run again.

    Gives how many obligations passed.
    """
    on = date.fromisoformat(day) if day else program.working_date()
    return pass_to_successors(on=on, at=program.now()).moved
