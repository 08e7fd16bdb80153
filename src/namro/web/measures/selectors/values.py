"""Which units and periods a measure asks for, and the values that are there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from namro.core.measures import Aggregation, Measured, RollUp, UnitValue, roll_up
from namro.core.text import format_date
from namro.core.time import Period, Rhythm, rhythm_periods
from namro.web.measures.models import MeasureValue, TaskMeasure, ValueVersion
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors.succession import successions
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.past import end_of
from namro.web.ui.figures import RATIO, Ask, Figure, of_each

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
    """Give the units that owe the task, by level and name, with those merged away that owed it before them."""
    return expected_by_task([task_id])[task_id]


def expected_by_task(task_ids: Collection[int]) -> dict[int, tuple[Unit, ...]]:
    """Give the units that owe each task, the top first; two queries however many tasks.

    A unit that is no more stays with what it gave while it existed, although another now holds its obligations.
    """
    owing: dict[int, set[int]] = {task: set() for task in task_ids}
    before: dict[int, set[int]] = {task: set() for task in task_ids}
    pairs = Obligation.objects.filter(task__in=task_ids).order_by()
    for task, unit, origin in pairs.values_list("task_id", "unit_id", "origin_id").distinct():
        owing[task].add(unit)
        if origin is not None:
            before[task].add(origin)
    wanted = set[int]().union(*owing.values(), *before.values())
    units = list(
        Unit.objects.filter(pk__in=wanted)
        .select_related("parent")
        .only(
            "key", "name", "level", "sort", "valid_from", "valid_to",
            "parent__name", "parent__level", "parent__sort",
        )
        .order_by("level", "sort", "id")
    )  # fmt: skip
    return {
        task: tuple(
            unit
            for unit in units
            if unit.pk in owing[task] or (unit.pk in before[task] and unit.valid_to is not None)
        )
        for task in task_ids
    }


def name_on(unit: Unit, day: date) -> str:
    """Give the name of a unit; of one that is no more by the day, with the last day it existed."""
    if unit.valid_to is not None and unit.valid_to < day:
        return f"{unit.name} (đến {format_date(unit.valid_to)})"
    return unit.name


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a measure by unit and name of the period, typed or fed; `heirs` of units that are no more."""

    typed: Mapping[tuple[int, str], MeasureValue]
    fed: Mapping[tuple[int, str], Measured]
    heirs: Mapping[int, int] = field(default_factory=dict)
    is_fed: bool = False
    day: date | None = None  # as of which the program counted, where it feeds

    def at(self, unit_id: int, label: str) -> Cell:
        """Give the value, None where nobody has given one."""
        key = (unit_id, label)
        if key in self.fed:
            return self.fed[key]
        return self.typed[key].measured if key in self.typed else None

    def asked(self, unit: Unit, periods: Iterable[Period]) -> tuple[tuple[Period, Cell], ...]:
        """Give the periods that are asked of the unit with their values: those on whose last day it exists.

        A value for another period is there all the same, as long as no successor has given that period.
        """
        found = []
        for period in periods:
            cell = self.at(unit.pk, period.label)
            exists = (unit.valid_from is None or unit.valid_from <= period.end) and (
                unit.valid_to is None or period.end <= unit.valid_to
            )
            if cell is None and self._passed_on(unit):
                continue
            if exists or (cell is not None and self._of_heir(unit, [period]) is None):
                found.append((period, cell))
        return tuple(found)

    def _passed_on(self, unit: Unit) -> bool:
        # What the program counts moved to the successor with the obligations; a merger ahead has moved nothing yet.
        return self.is_fed and unit.valid_to is not None and self.day is not None and unit.valid_to < self.day

    def is_told_anew(self, unit: Unit, periods: Sequence[Period]) -> bool:
        """Say whether the successor has given a value for a period that ends after the unit did."""
        return unit.valid_to is not None and (
            self._of_heir(unit, [period for period in periods if period.end > unit.valid_to]) is not None
        )

    def _of_heir(self, unit: Unit, periods: Iterable[Period]) -> Cell:
        heir = self.heirs.get(unit.pk)
        if heir is None:
            return None
        given = (self.at(heir, period.label) for period in periods)
        return next((cell for cell in given if cell is not None), None)


def values_of(measure: TaskMeasure, units: Sequence[Unit], periods: Sequence[Period], day: date) -> Values:
    """Read the values of units and periods: one query, or for a fed measure one asking per period."""
    return values_by_measure({measure: (units, periods)}, day)[measure]


def values_by_measure(
    wanted: Mapping[TaskMeasure, tuple[Sequence[Unit], Sequence[Period]]], day: date
) -> dict[TaskMeasure, Values]:
    """Read the values of measures at once: one query for all typed ones, one asking per period of each fed one.

    One more where a unit is no more in a period. What feeds a measure is asked as of the end of the day. A value of a
    period that is over by the day counts as it stands now: units give it after the period. Of a period that still runs
    on the day it counts as it was known then; one more query where one was given later.
    """
    rows: dict[int, dict[tuple[int, str], MeasureValue]] = defaultdict(dict)
    typed = [measure.pk for measure in wanted if not measure.feed]
    if typed:
        labels = {period.label for _, periods in wanted.values() for period in periods}
        for row in _known_on(day, MeasureValue.objects.filter(measure__in=typed, period__in=labels)):
            rows[row.measure_id][row.unit_id, row.period] = row
    heirs = _heirs(wanted.values())
    return {
        measure: Values({}, _fed(measure, units, periods, day), is_fed=True, day=day)
        if measure.feed
        else Values(rows[measure.pk], {}, heirs)
        for measure, (units, periods) in wanted.items()
    }


def _known_on(day: date, values: Iterable[MeasureValue]) -> Iterable[MeasureValue]:
    end = end_of(day)
    later: dict[int, MeasureValue] = {}
    for value in values:
        if value.period_end > day and value.at >= end:
            later[value.pk] = value
        else:
            yield value
    if not later:
        return
    versions = ValueVersion.objects.filter(value__in=list(later), at__lt=end).order_by("value_id", "version")
    for version in {one.value_id: one for one in versions}.values():
        value = later[version.value_id]
        value.number, value.numerator = version.number, version.numerator
        value.denominator, value.source = version.denominator, version.source
        value.version, value.by, value.at = version.version, version.by, version.at
        yield value


def _fed(
    measure: TaskMeasure, units: Sequence[Unit], periods: Sequence[Period], day: date
) -> dict[tuple[int, str], Measured]:
    ids = frozenset(unit.pk for unit in units)
    return {
        (unit, period.label): _measured(figure)
        for period in periods
        for unit, figure in of_each(
            measure.feed, Ask(period.start, period.end, day, ids, task_id=measure.task_id)
        ).items()
    }


def _measured(figure: Figure) -> Measured:
    if figure.rule == RATIO:
        return Measured(None, figure.numerator, figure.denominator)
    return Measured(figure.value)


def _heirs(wanted: Iterable[tuple[Sequence[Unit], Sequence[Period]]]) -> dict[int, int]:
    """Give who took the place of units that ended before the last period did; no query where none has."""
    gone: dict[int, date] = {}
    for units, periods in wanted:
        last = max((period.end for period in periods), default=None)
        for unit in units:
            if last is not None and unit.valid_to is not None and unit.valid_to < last:
                gone[unit.pk] = last
    if not gone:
        return {}
    register = successions()
    return {unit: heir for unit, last in gone.items() if (heir := register.heir(unit, last)) is not None}


def rolled_up(
    measure: TaskMeasure,
    units: Iterable[Unit],
    periods: Sequence[Period],
    values: Values,
    *,
    whose: str = "đơn vị",
    is_one: bool = False,
) -> RollUp:
    """Roll the values of units up over the periods; `is_one` looks at one unit by itself.

    What units merged away gave counts once. Where periods are added, theirs and the successor's are different
    periods; where the latest stands for all, theirs counts until the successor has given one.
    """
    adds = measure.rule.across_periods in (Aggregation.SUM, Aggregation.RATIO_OF_SUMS)
    entries = [
        UnitValue(f"{unit.name}|{unit.pk}", period.label, period.end, cell)
        for unit in units
        if is_one or adds or not values.is_told_anew(unit, periods)
        for period, cell in values.asked(unit, periods)
    ]
    return roll_up(measure.rule, entries, whose=whose)
