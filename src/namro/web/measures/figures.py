"""The measures of tasks as figures of a report, under "chi-tieu"."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from namro.web.measures.models import TaskMeasure
from namro.web.measures.selectors.values import expected_by_task, periods_of, rolled_up, values_by_measure
from namro.web.ui.figures import Ask, Figure

GROUP = "chi-tieu"
MOST = 60


def figures(ask: Ask) -> Sequence[Figure]:
    """Give every measure in force that the units owe, rolled up over its periods that end in the stretch; few queries.

    Unknown where nobody has given a value. Each goes on to reports with its own rule, which has the same name there.
    """
    measures = TaskMeasure.objects.filter(retired_at__isnull=True, defined_at__date__lte=ask.day)
    if ask.plan_id is not None:
        measures = measures.filter(task__plan=ask.plan_id)
    if ask.unit_ids is not None:
        # What a unit owed that is no more is its successor's now: the values it gave stay its own.
        owing = Q(task__obligations__unit__in=ask.unit_ids) | Q(task__obligations__origin__in=ask.unit_ids)
        measures = measures.filter(owing).distinct()
    chosen = list(
        measures.select_related("task__plan").order_by("task__plan_id", "task__position", "id")[:MOST]
    )
    if not chosen:
        return ()
    owing = expected_by_task({measure.task_id for measure in chosen})
    wanted = {
        measure: (
            [unit for unit in owing[measure.task_id] if ask.unit_ids is None or unit.pk in ask.unit_ids],
            [one for one in periods_of(measure, ask.day) if ask.start <= one.end <= ask.end],
        )
        for measure in chosen
    }
    values = values_by_measure(wanted)
    found: list[Figure] = []
    for measure, (units, periods) in wanted.items():
        whole = rolled_up(measure, units, periods, values[measure])
        found.append(
            Figure(
                f"{GROUP}.{measure.pk}",
                measure.name,
                whole.value,
                measure.unit_of_measure,
                f"{measure.task.code}: {measure.name}. {whole.reckoning}",
                measure.source,
                measure.across_units,
                whole.numerator,
                whole.denominator if measure.rule.keeps_parts else None,
                2 if measure.rule.keeps_parts else 0,
                reverse("measures:detail", args=[measure.pk]),
            )
        )
    return found
