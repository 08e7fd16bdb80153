"""One value with its history, and the measures that concern one obligation."""

from dataclasses import dataclass
from datetime import date

from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.measures.selectors.values import periods_of
from namro.web.plans.models import Obligation


def value_with_history(measure: TaskMeasure, unit_id: int, period: str) -> MeasureValue | None:
    """Give the value with its versions, or None where nobody has given one."""
    found = MeasureValue.objects.filter(measure=measure, unit=unit_id, period=period)
    return found.prefetch_related("versions").first()


@dataclass(frozen=True, slots=True)
class ToGive:
    """A measure of an obligation's task with the period that is meant and the value that is there."""

    measure: TaskMeasure
    periods: tuple[str, ...]
    period: str
    value: MeasureValue | None


def to_give(obligation: Obligation, day: date) -> tuple[ToGive, ...]:
    """Give the typed measures of the task, each for the period in which the obligation ends; two queries, one without any."""
    measures = list(
        TaskMeasure.objects.filter(task=obligation.task_id, retired_at__isnull=True, feed="").order_by("id")
    )
    if not measures:
        return ()
    values = {
        (value.measure_id, value.period): value
        for value in MeasureValue.objects.filter(measure__in=measures, unit=obligation.unit_id)
    }
    found = []
    for measure in measures:
        periods = periods_of(measure, day)
        labels = tuple(period.label for period in reversed(periods))
        if labels:
            inside = [p.label for p in periods if p.start <= obligation.period_end <= p.end]
            label = inside[0] if inside else labels[0]
            found.append(ToGive(measure, labels, label, values.get((measure.pk, label))))
    return tuple(found)
