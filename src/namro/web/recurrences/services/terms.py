"""Saying until when a plan is in force, and that the job comes every morning."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.services.obliging import recount
from namro.web.recurrences import permissions
from namro.web.recurrences.jobs import MAKE_AHEAD
from namro.web.recurrences.models import PlanTerm
from namro.web.recurrences.selectors.untouched import untouched

SCHEDULE = "lap-phan-viec-ky-moi"
_HOUR, _MINUTE = 4, 30  # before anybody works, and before reminders are reckoned


@transaction.atomic
def end_plan(*, plan: Plan, last_day: date, source: str, by: User, posts: Posts, at: datetime) -> int:
    """Say which is the last day of a plan; untouched instances that begin later are taken back; gives how many."""
    permissions.check_may_set_rules(posts)
    if plan.issued_on is not None and last_day < plan.issued_on:
        raise Refusal(
            f"Kế hoạch ban hành ngày {format_date(plan.issued_on)} nên không hết hiệu lực trước ngày đó được."
        )
    if not squeeze(source):
        raise Refusal("Hãy ghi văn bản hoặc căn cứ cho biết kế hoạch hết hiệu lực.")
    before = PlanTerm.objects.filter(plan=plan).values_list("last_day", flat=True).first()
    PlanTerm.objects.update_or_create(
        plan=plan,
        defaults={
            "last_day": last_day,
            "source": squeeze(source)[:300],
            "set_by": by.get_full_name() or by.get_username(),
            "set_at": at,
        },
    )
    later = untouched(Obligation.objects.filter(task__plan=plan, period_start__gt=last_day))
    keys = list(later.values_list("pk", "task_id"))
    Obligation.objects.filter(pk__in=[pk for pk, _ in keys]).delete()
    recount(list(Task.objects.filter(pk__in={task for _, task in keys})))
    audit.record(
        by=by,
        at=at,
        action="Ghi ngày hết hiệu lực của kế hoạch",
        subject=str(plan),
        subject_type="plan",
        subject_id=plan.pk,
        before={"last_day": before.isoformat() if before else None},
        after={"last_day": last_day.isoformat(), "source": squeeze(source), "withdrawn": len(keys)},
    )
    return len(keys)


def ensure_schedule() -> None:
    """Have the queue call the job every morning; a second call changes nothing."""
    clock = timezone.localtime()
    first = clock.replace(hour=_HOUR, minute=_MINUTE, second=0, microsecond=0)
    if first <= clock:
        first += timedelta(days=1)
    Schedule.objects.get_or_create(
        name=SCHEDULE,
        defaults={"func": MAKE_AHEAD, "schedule_type": Schedule.DAILY, "next_run": first, "repeats": -1},
    )
