"""Obligations as they stood at the end of any day, rebuilt from their reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from namro.core.scorecards import Facts, Taken, rebuild
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.selectors.standing import local_day


@dataclass(frozen=True, slots=True)
class Stood:
    """One obligation on a past day, with whose it is now."""

    obligation_id: int
    unit_id: int
    task_id: int
    facts: Facts


def end_of(day: date) -> datetime:
    """Give the moment after the last one of the day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def owed_by(day: date) -> Q:
    """Give the condition for what is owed on the day: its plan is issued and its period has begun; one query.

    When the program itself came to know of it does not matter: what a plan asks is owed from its first day.
    """
    later = Plan.objects.filter(Q(issued_on__gt=day) | Q(issued_on__isnull=True, year__gt=day.year))
    ids = list(later.values_list("id", flat=True))
    begun = Q(period_start__lte=day)
    return begun & ~Q(task__plan_id__in=ids) if ids else begun


def standing_on(
    day: date, obligations: QuerySet[Obligation] | None = None, *, also: Iterable[date] = ()
) -> dict[date, dict[int, Stood]]:
    """Give, for the day and each other day, every obligation owed on it as it stood at its end, by id.

    Two queries for the obligations and one for all their reports, however many days are asked.
    """
    owed = Obligation.objects.all() if obligations is None else obligations
    days = sorted({day, *also})
    rows = list(
        owed.filter(owed_by(days[-1]))
        .order_by()
        .values_list(
            "id", "unit_id", "task_id", "due", "period_start", "task__plan__issued_on", "task__plan__year"
        )
    )
    steps: dict[int, list[Taken]] = {}
    reports = Report.objects.filter(at__lt=end_of(days[-1]))
    if obligations is not None:
        reports = reports.filter(obligation_id__in=obligations.order_by().values("id"))
    for pk, at, action, after, percent in reports.order_by("at", "id").values_list(
        "obligation_id", "at", "action", "state_after", "percent"
    ):
        steps.setdefault(pk, []).append(Taken(local_day(at), action, after, percent))
    found: dict[date, dict[int, Stood]] = {one: {} for one in days}
    for pk, unit, task, due, start, issued, year in rows:
        first = max(start, issued or date(year, 1, 1))
        for one in days:
            if first <= one:
                facts = rebuild(steps.get(pk, ()), due=due, day=one)
                found[one][pk] = Stood(pk, unit, task, facts)
    return found
