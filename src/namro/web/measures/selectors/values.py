"""Which units and periods a measure asks for, and the values that are there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from namro.core.measures import Measured, RollUp, UnitValue, roll_up
from namro.core.time import Period, Rhythm, rhythm_periods
from namro.web.measures.feeds import Asked, Fed, feed
from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation

Cell = Measured | None


def periods_of(measure: TaskMeasure, day: date) -> tuple[Period, ...]:
    """Give the periods of the measure that have begun by the day, the oldest first."""
    rhythm = Rhythm(measure.months, measure.since)
    years = range(measure.since.year, day.year + 1)
    return tuple(p for year in years for p in rhythm_periods(rhythm, year=year) if p.start <= day)


def period_called(measure: TaskMeasure, label: str, day: date) -> Period | None:
    """Give the period of that name; None for one that is not the measure's or has not begun."""
    return next((period for period in periods_of(measure, day) if period.label == label), None)


def expected_units(task_id: int) -> tuple[Unit, ...]:
    """Give the units that owe the task, by level and name: each should give a value."""
    owing = Obligation.objects.filter(task=task_id).order_by().values("unit_id").distinct()
    return tuple(
        Unit.objects.filter(pk__in=owing)
        .select_related("parent")
        .only("key", "name", "level", "sort", "parent__name", "parent__level", "parent__sort")
        .order_by("level", "sort", "id")
    )


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a measure: by unit and name of the period; `sources` of those that another room feeds."""

    typed: Mapping[tuple[int, str], MeasureValue]
    fed: Mapping[tuple[int, str], Fed]

    def at(self, unit_id: int, label: str) -> Cell:
        """Give the value, None where nobody has given one."""
        key = (unit_id, label)
        if key in self.fed:
            return self.fed[key].measured
        return self.typed[key].measured if key in self.typed else None


def values_of(measure: TaskMeasure, units: Sequence[Unit], periods: Sequence[Period]) -> Values:
    """Read the values of units and periods: one query, or one per period of a fed measure."""
    if measure.feed:
        source = feed(measure.feed)
        fed: dict[tuple[int, str], Fed] = {}
        if source is not None:
            ids = [unit.pk for unit in units]
            for period in periods:
                answer = source(Asked(ids, period, measure.task_id))
                fed.update({(unit, period.label): one for unit, one in answer.items()})
        return Values({}, fed)
    labels = [period.label for period in periods]
    rows = MeasureValue.objects.filter(measure=measure, period__in=labels)
    return Values({(row.unit_id, row.period): row for row in rows}, {})


def rolled_up(
    measure: TaskMeasure,
    units: Iterable[Unit],
    periods: Sequence[Period],
    values: Values,
    *,
    whose: str = "đơn vị",
) -> RollUp:
    """Roll the values of units up over the periods."""
    names = [(unit.pk, f"{unit.name}|{unit.pk}") for unit in units]
    entries = [
        UnitValue(name, period.label, period.end, values.at(pk, period.label))
        for pk, name in names
        for period in periods
    ]
    return roll_up(measure.rule, entries, whose=whose)
