"""Work in the background, called by the queue with nothing but keys."""

from datetime import time

from django.conf import settings
from django_q.models import Schedule
from django_q.tasks import async_task

from namro.web.audit import services as audit
from namro.web.chase.models import Run
from namro.web.chase.services import daily as daily_service
from namro.web.chase.services.delivering import deliver as deliver_now
from namro.web.chase.services.returns import tell_returns
from namro.web.program import selectors as program

MINUTES = 5
FROM_HOUR = time(6, 30)
_NAME = "Nhắc việc"


def daily(run_id: int) -> None:
    """Do a run that somebody asked for; harmless when the queue hands it out twice."""
    run = Run.objects.get(pk=run_id)
    if run.state in (Run.State.DONE, Run.State.SKIPPED):
        return
    run.done = run.notice_count = 0
    daily_service.run_day(day=run.day, by=audit.PROGRAM, at=run.started_at, run=run)
    deliver()


def deliver() -> None:
    """Send what waits; harmless when two do it at once."""
    deliver_now(day=program.working_date(), at=program.now())


def tick() -> None:
    """Once a day after half past six write the day's reminders, later what was returned, and each time send what waits.

    Does nothing where `NAMRO_CHASE_TICKS` is off: tests and measurements that start a worker remind nobody by themselves.
    """
    if not settings.NAMRO_CHASE_TICKS:
        return
    at = program.now()
    ended = (Run.State.DONE, Run.State.SKIPPED)
    if at.timetz().replace(tzinfo=None) >= FROM_HOUR and not (
        Run.objects.filter(day=at.date(), state__in=ended).exists()
    ):
        daily_service.run_day(day=at.date(), by=audit.PROGRAM, at=at)
    else:
        tell_returns(day=at.date(), at=at)
    deliver()


def ask_for_run(run: Run) -> None:
    """Put a run into the queue."""
    async_task("namro.web.chase.jobs.daily", run.pk, task_name=f"Nhắc việc {run.day:%d/%m/%Y}"[:100])


def ensure_schedule() -> None:
    """Register the job with the queue; a second call changes nothing."""
    Schedule.objects.update_or_create(
        name=_NAME,
        defaults={
            "func": "namro.web.chase.jobs.tick",
            "schedule_type": Schedule.MINUTES,
            "minutes": MINUTES,
            "repeats": -1,
        },
    )
