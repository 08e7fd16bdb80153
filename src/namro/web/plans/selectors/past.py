"""Obligations as they stood at the end of any day, rebuilt from their reports: nothing is reckoned back from the present."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from namro.core.scorecards import Facts, Taken, rebuild, shown_of
from namro.web.audit.models import Entry
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.selectors.standing import Tally, local_day
from namro.web.plans.states import Action, Shown

# What the record of changes calls it when a unit takes the word "vướng mắc" off an obligation.
OBSTACLE_SETTLED = "Gỡ báo vướng mắc"


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


def held_up_on(day: date, obligations: QuerySet[Obligation]) -> frozenset[int]:
    """Give the ids of those whose last report by the end of the day names an obstacle that was not taken off by then.

    One query, one more where a report ever named one: reports say when it began, the record of changes when it ended.
    """
    end = end_of(day)
    named = Report.objects.filter(
        obstacle=True, at__lt=end, obligation_id__in=obligations.order_by().values("id")
    )
    said = Report.objects.filter(
        obligation_id__in=named.order_by().values("obligation_id"),
        action__in=[Action.START.value, Action.SUBMIT.value],
        at__lt=end,
    )
    last = {
        pk: (obstacle, at)
        for pk, obstacle, at in said.order_by("at", "id").values_list("obligation_id", "obstacle", "at")
    }
    found = {str(pk): at for pk, (obstacle, at) in last.items() if obstacle}
    if not found:
        return frozenset()
    settled = Entry.objects.filter(subject_type="obligation", action=OBSTACLE_SETTLED, at__lt=end)
    for subject, at in settled.filter(subject_id__in=list(found)).order_by().values_list("subject_id", "at"):
        if subject in found and at >= found[subject]:
            del found[subject]
    return frozenset(map(int, found))


def tally_on(stood: Iterable[Stood], day: date) -> Tally:
    """Count the states that obligations showed at the end of the day; the same rule as `standing.tally`."""
    rows = [one.facts for one in stood]
    counts = Counter(Shown(shown_of(facts, day)) for facts in rows)
    return Tally({shown: counts[shown] for shown in Shown}, sum(facts.reported_on is None for facts in rows))
