"""The measures of tasks as figures of a report, under "chi-tieu"."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse

from namro.core.measures import RollUp
from namro.core.time import Period
from namro.web.measures.models import TaskMeasure
from namro.web.measures.selectors.values import (
    Values,
    expected_by_task,
    periods_of,
    rolled_up,
    values_by_measure,
)
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.ui.figures import Ask, Figure, Group

GROUP = "chi-tieu"
MOST = 60
_Wanted = Mapping[TaskMeasure, tuple[Sequence[Unit], Sequence[Period]]]


def whole(ask: Ask) -> Sequence[Figure]:
    """Give every measure in force that the units owe, rolled up over its periods that end in the stretch; few queries.

    Unknown where nobody has given a value. Each goes on to reports with its own rule, which has the same name there.
    """
    measures = _measures(ask)
    if ask.unit_ids is not None:
        owes = Q(task__obligations__unit__in=ask.unit_ids)
        # What a unit owed that is no more is its successor's now: the values it gave stay its own.
        owed = Q(
            task__obligations__origin__in=ask.unit_ids, task__obligations__origin__valid_to__isnull=False
        )
        measures = measures.filter(owes | owed).distinct()
    wanted, values = _known(list(measures[:MOST]), ask)
    return [
        _figure(measure, rolled_up(measure, units, periods, values[measure]))
        for measure, (units, periods) in wanted.items()
    ]


def each(ask: Ask) -> Mapping[int, Sequence[Figure]]:
    """Give the same of every unit by itself; one query more."""
    unit_ids = ask.unit_ids or frozenset()
    measures = list(_measures(ask))
    of_tasks = Obligation.objects.filter(task__in={one.task_id for one in measures}).order_by()
    owes = of_tasks.filter(unit__in=unit_ids).values_list("unit_id", "task_id")
    owed = of_tasks.filter(origin__in=unit_ids, origin__valid_to__isnull=False)
    owing = set(owes.union(owed.values_list("origin_id", "task_id")))
    wanted, values = _known(measures, ask)
    found: dict[int, Sequence[Figure]] = {}
    for unit_id in unit_ids:
        own = [measure for measure in measures if (unit_id, measure.task_id) in owing][:MOST]
        found[unit_id] = [
            _figure(
                measure,
                rolled_up(measure, [one for one in units if one.pk == unit_id], periods, values[measure]),
            )
            for measure in own
            for units, periods in [wanted[measure]]
        ]
    return found


def _measures(ask: Ask) -> QuerySet[TaskMeasure]:
    # By `since`, not by when somebody defined it: the measure of a quarter is often set up when its report is due.
    found = TaskMeasure.objects.filter(retired_at__isnull=True, since__lte=ask.day)
    if ask.plan_id is not None:
        found = found.filter(task__plan=ask.plan_id)
    if ask.task_id is not None:
        found = found.filter(task=ask.task_id)
    return found.select_related("task__plan").order_by("task__plan_id", "task__position", "id")


def _known(measures: Sequence[TaskMeasure], ask: Ask) -> tuple[_Wanted, dict[TaskMeasure, Values]]:
    if not measures:
        return {}, {}
    owing = expected_by_task({measure.task_id for measure in measures})
    wanted = {
        measure: (
            [unit for unit in owing[measure.task_id] if ask.unit_ids is None or unit.pk in ask.unit_ids],
            [one for one in periods_of(measure, ask.day) if ask.start <= one.end <= ask.end],
        )
        for measure in measures
    }
    return wanted, values_by_measure(wanted, ask.day)


def _figure(measure: TaskMeasure, rolled: RollUp) -> Figure:
    keeps_parts = measure.rule.keeps_parts
    return Figure(
        f"{GROUP}.{measure.pk}",
        measure.name,
        rolled.value,
        measure.unit_of_measure,
        f"{measure.task.code}: {measure.name}{_made_of(measure)}.",
        f"{measure.source.rstrip('.')}. {rolled.reckoning}",
        measure.across_units,
        rolled.numerator,
        rolled.denominator if keeps_parts else None,
        2 if keeps_parts else 0,
        reverse("measures:detail", args=[measure.pk]),
    )


def _made_of(measure: TaskMeasure) -> str:
    """Name what is divided by what, or the weights; a definition holds for every unit, so it has no numbers."""
    rule = measure.rule
    if rule.is_share:
        return f": {measure.numerator_label} trên {measure.denominator_label}"
    return f"; quyền số: {measure.denominator_label}" if rule.needs_weight else ""


OFFERED = Group(GROUP, "thước đo", whole, each)
