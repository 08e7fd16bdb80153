"""Work in the background: obligations of units that are no more pass to their successors."""

from datetime import date

from django_q.models import Schedule

from namro.web.cascade.services.transferring import pass_to_successors
from namro.web.program import selectors as program

MINUTES = 60
_NAME = "Chuyển phần việc sang đơn vị kế tục"


def pass_on_the_day(day: str = "") -> int:
    """Pass what is to be passed on the day (ISO; the working date when empty); harmless when run again.

    Gives how many obligations passed.
    """
    on = date.fromisoformat(day) if day else program.working_date()
    return pass_to_successors(on=on, at=program.now()).moved


def tick() -> int:
    """Pass what is to be passed today; on a date set by hand nothing passes by itself.

    Who looks at another day must not move the work of two hundred communes by looking: there the page of
    transfers has a button.
    """
    return 0 if program.state().is_simulated else pass_on_the_day()


def ensure_schedule() -> None:
    """Register the job with the queue; a second call changes nothing."""
    Schedule.objects.update_or_create(
        name=_NAME,
        defaults={
            "func": "namro.web.cascade.jobs.tick",
            "schedule_type": Schedule.MINUTES,
            "minutes": MINUTES,
            "repeats": -1,
        },
    )
