"""Work in the background: the last day of every month, and so of every quarter, is frozen."""

from datetime import date, time, timedelta

from django_q.models import Schedule

from namro.web.program import selectors as program
from namro.web.scorecards.models import Snapshot
from namro.web.scorecards.services.snapshots import take_by_job

MINUTES = 60
FROM_HOUR = time(20, 0)
_NAME = "Chụp số liệu cuối tháng"


def is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def freeze(day: str = "") -> Snapshot | None:
    """Freeze the last month's end that is due on the day (ISO; the working date when empty).

    On the last day of a month that day itself; on any other the one before, rebuilt from the reports if the
    evening was missed. Harmless when run again.
    """
    at = program.now()
    on = date.fromisoformat(day) if day else at.date()
    end = on if is_month_end(on) else on.replace(day=1) - timedelta(days=1)
    return take_by_job(day=end, at=at.replace(year=on.year, month=on.month, day=on.day))


def tick() -> None:
    """Freeze when it is time; on a date set by hand nothing is frozen by itself."""
    if program.state().is_simulated:
        return
    at = program.now()
    if not is_month_end(at.date()) or at.timetz().replace(tzinfo=None) >= FROM_HOUR:
        freeze()


def ensure_schedule() -> None:
    """Register the job with the queue; a second call changes nothing."""
    Schedule.objects.update_or_create(
        name=_NAME,
        defaults={
            "func": "namro.web.scorecards.jobs.tick",
            "schedule_type": Schedule.MINUTES,
            "minutes": MINUTES,
            "repeats": -1,
        },
    )
