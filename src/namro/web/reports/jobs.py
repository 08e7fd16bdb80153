"""Work in the background, called by the queue every morning."""

from datetime import timedelta

from django.utils import timezone
from django_q.models import Schedule

from namro.core.reports.calendar import period_called
from namro.web.accounts.models import User
from namro.web.program import selectors as program
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.services import closing, opening_many

OPEN_DUE = "namro.web.reports.jobs.open_due"


def open_due() -> int:
    """Open the reports that the working date calls for; gives how many. Harmless when run again or by two at once.

    Before that, the figures of reports whose period ended are reckoned to its last day.
    """
    day, at = program.working_date(), program.now()
    closing.close_due(day=day, at=at)
    return opening_many.open_due(day=day, at=at).added


def open_for_all(kind_key: str, period_key: str, user_id: int) -> int:
    """Open the reports of every unit for a period as somebody asked; harmless when handed out twice."""
    kind = kind_called(kind_key)
    period = period_called(kind.kind, period_key)
    by = User.objects.get(pk=user_id)
    return opening_many.open_for_all(kind=kind, period=period, by=by, at=program.now()).added


def ensure_schedule() -> None:
    """Register the job with the queue, first for tomorrow morning; a second call changes nothing."""
    first = timezone.localtime().replace(hour=5, minute=10, second=0, microsecond=0) + timedelta(days=1)
    Schedule.objects.get_or_create(
        name="Mở báo cáo định kỳ",
        defaults={"func": OPEN_DUE, "schedule_type": Schedule.DAILY, "next_run": first, "repeats": -1},
    )
