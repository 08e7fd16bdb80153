"""The figures of a progress report, from the selectors that the pages use."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from namro.core.measures import Comparison, standing
from namro.web.measures.models import TaskMeasure
from namro.web.measures.selectors.pages import MeasureRow, measure_rows
from namro.web.measures.selectors.values import periods_of, rolled_up, values_of
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.selectors.filters import Wanted
from namro.web.plans.selectors.obligations import tallies_by_task
from namro.web.plans.selectors.plans import plan_tally, plan_tasks
from namro.web.plans.selectors.standing import EMPTY, Tally, shown_state, tally, tally_columns
from namro.web.talks.models import Obstacle
from namro.web.talks.selectors.obstacles import OPEN_ONLY, narrowed, visible_obstacles


@dataclass(frozen=True, slots=True)
class UnitTally:
    """What one unit owes of the plan."""

    unit: Unit
    tally: Tally


@dataclass(frozen=True, slots=True)
class TaskTally:
    """One row of the plan with the tally of its obligations."""

    task: Task
    tally: Tally


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One obligation of the unit that reports, with the state it shows on the day."""

    obligation: Obligation
    state: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything a progress report says of the work; `units` and `rows` are empty in the report of one unit."""

    plan: Plan
    unit: Unit | None
    day: date
    tally: Tally
    units: tuple[UnitTally, ...]
    rows: tuple[TaskTally, ...]
    own: tuple[OwnRow, ...]
    measures: tuple[MeasureRow, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def late(self) -> tuple[UnitTally, ...]:
        """The units that are late, the most late obligations first."""
        found = [one for one in self.units if one.tally.late]
        return tuple(
            sorted(found, key=lambda one: (-one.tally.late, -one.tally.late / one.tally.total, one.unit.sort))
        )

    @property
    def levels(self) -> tuple[tuple[str, tuple[UnitTally, ...]], ...]:
        """The units by level, in the order of the register."""
        return tuple(
            (str(label), found)
            for level, label in Unit.LEVELS
            if (found := tuple(one for one in self.units if one.unit.level == level))
        )


def progress_of(plan: Plan, unit: Unit | None, posts: Posts, day: date) -> Progress:
    """Gather the figures of the plan, of the whole province or of one unit, as they stand on the day."""
    if unit is None:
        tasks = list(plan_tasks(plan, Wanted(), day, None))
        tallies = tallies_by_task((task.pk for task in tasks), day)
        return Progress(
            plan=plan,
            unit=None,
            day=day,
            tally=plan_tally(plan, day),
            units=_units(plan, day),
            rows=tuple(TaskTally(task, tallies.get(task.pk, EMPTY)) for task in tasks),
            own=(),
            measures=_measures(plan, None, day),
            obstacles=_obstacles(posts, plan, None),
        )
    owed = _owed(plan, unit)
    row = owed.order_by().aggregate(**tally_columns(day))
    obligations = owed.select_related("task").defer(
        "task__search", "task__dates", "task__measures", "task__extra"
    )
    return Progress(
        plan=plan,
        unit=unit,
        day=day,
        tally=tally(row),
        units=(),
        rows=(),
        own=tuple(
            OwnRow(one, str(shown_state(one, day).label))
            for one in obligations.order_by("task__position", "period_start", "id")
        ),
        measures=_measures(plan, unit, day),
        obstacles=_obstacles(posts, plan, unit),
    )


def _owed(plan: Plan, unit: Unit) -> "QuerySet[Obligation]":
    return Obligation.objects.filter(task__plan=plan, unit=unit)


def _units(plan: Plan, day: date) -> tuple[UnitTally, ...]:
    counted = {
        row["unit_id"]: tally(row)
        for row in Obligation.objects.filter(task__plan=plan)
        .order_by()
        .values("unit_id")
        .annotate(**tally_columns(day))
    }
    units = Unit.objects.only("key", "name", "level", "sort").in_bulk(list(counted)) if counted else {}
    found = (UnitTally(units[pk], one) for pk, one in counted.items())
    return tuple(sorted(found, key=lambda one: one.unit.sort))


def _measures(plan: Plan, unit: Unit | None, day: date) -> tuple[MeasureRow, ...]:
    wanted = TaskMeasure.objects.filter(task__plan=plan, retired_at__isnull=True).select_related("task")
    if unit is not None:
        wanted = wanted.filter(task__obligations__unit=unit).distinct()
    measures = list(wanted.order_by("task__position", "id"))
    if unit is None:
        return tuple(measure_rows(measures, day))
    return tuple(_own_measure(measure, unit, day) for measure in measures)


def _own_measure(measure: TaskMeasure, unit: Unit, day: date) -> MeasureRow:
    """Give what the unit's own values of a measure come to; two queries."""
    periods = periods_of(measure, day)
    whole = rolled_up(measure, [unit], periods, values_of(measure, [unit], periods))
    judged = standing(
        whole.value, measure.target, Comparison(measure.comparison), unit=measure.unit_of_measure
    )
    labels = [period.label for period in periods]
    words = " đến ".join(dict.fromkeys((labels[0], labels[-1]))) if labels else "chưa đến kỳ nào"
    return MeasureRow(measure, whole, judged, words)


def _obstacles(posts: Posts, plan: Plan, unit: Unit | None) -> tuple[Obstacle, ...]:
    found = visible_obstacles(posts).filter(obligation__task__plan=plan)
    if unit is not None:
        found = found.filter(obligation__unit=unit)
    return tuple(narrowed(found, view=OPEN_ONLY, unit="", text=""))
