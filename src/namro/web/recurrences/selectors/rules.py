"""Reads of the rules in force, and the periods they ask for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from namro.core.time import Period, Rhythm, rhythm_periods
from namro.web.plans.models import Obligation, Task
from namro.web.plans.selectors.ruled import Ruled
from namro.web.program.selectors import working_date
from namro.web.recurrences.models import Milestone, Recurrence

AHEAD = timedelta(days=45)  # so long before its first day an instance is made, so that units can plan
MONTHS = {
    Recurrence.Kind.MONTHLY.value: 1,
    Recurrence.Kind.QUARTERLY.value: 3,
    Recurrence.Kind.HALF_YEARLY.value: 6,
    Recurrence.Kind.YEARLY.value: 12,
}


def rules_of(task: Task) -> tuple[Recurrence, ...]:
    """Give the rules the task has had, the latest first."""
    return tuple(Recurrence.objects.filter(task=task).order_by("-valid_from"))


def rule_in_force(task: Task) -> Recurrence | None:
    """Give the rule without an end; None when the document's deadline alone counts, or the last rule was ended."""
    return Recurrence.objects.filter(task=task, valid_to__isnull=True).first()


def rhythm_of(rule: Recurrence) -> Rhythm | None:
    """Give the rule as a rhythm; None for one that waits for events or follows milestones."""
    months = MONTHS.get(rule.kind)
    if months is None:
        return None
    return Rhythm(
        months, rule.valid_from, rule.valid_to, rule.due_day, rule.due_month, first_whole=rule.first_whole
    )


def periods_until(rules: Iterable[Recurrence], last_day: date) -> tuple[Period, ...]:
    """Give the periods of the rules that begin on or before a day, in order of time."""
    found: list[Period] = []
    for rule in rules:
        rhythm = rhythm_of(rule)
        if rhythm is not None:
            for year in range(rule.valid_from.year, last_day.year + 1):
                found += [p for p in rhythm_periods(rhythm, year=year) if p.start <= last_day]
    return tuple(sorted(found, key=lambda period: (period.start, period.end)))


def next_periods(rule: Recurrence, day: date, *, count: int) -> tuple[Period, ...]:
    """Give the next periods of the rule that end on or after the day."""
    later = periods_until([rule], date(max(day.year, rule.valid_from.year) + 1, 12, 31))
    return tuple(period for period in later if period.end >= day)[:count]


def milestone_period(milestone: Milestone) -> Period:
    """Give the period of a milestone's obligations: from the day it was written down to its day."""
    start = min(milestone.at.date(), milestone.due)
    return Period(milestone.period, start, milestone.due, milestone.due)


def periods_so_far(task_ids: Collection[int]) -> Mapping[int, Ruled]:
    """Give the tasks with rules by hand and what they ask for up to the near future; three queries, one without rules."""
    rules: dict[int, list[Recurrence]] = {}
    for rule in Recurrence.objects.filter(task__in=list(task_ids)).order_by("valid_from"):
        rules.setdefault(rule.task_id, []).append(rule)
    if not rules:
        return {}
    until = working_date() + AHEAD
    steps: dict[int, list[Period]] = {}
    for milestone in Milestone.objects.filter(task__in=rules, ended_at__isnull=True).order_by("number"):
        steps.setdefault(milestone.task_id, []).append(milestone_period(milestone))
    units: dict[int, set[int]] = {}
    for task, unit in (
        Obligation.objects.filter(task__in=rules)
        .annotate(first=Coalesce("origin_id", "unit_id"))
        .values_list("task_id", "first")
        .distinct()
    ):
        units.setdefault(task, set()).add(unit)
    return {
        task: Ruled(
            since=found[0].valid_from,
            periods=(*periods_until(found, until), *steps.get(task, ())),
            units=frozenset(units.get(task, ())),
            is_in_force=found[-1].valid_to is None,
        )
        for task, found in rules.items()
    }


def in_force_on(day: date) -> Q:
    """Give the condition under which a rule still asks for periods that touch the day or come later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)
