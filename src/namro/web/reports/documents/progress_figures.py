"""The figures of a progress report as they stood at the end of its closing day, whenever it is made."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from namro.core.measures import Comparison, standing
from namro.core.scorecards import shown_of
from namro.web.cascade.models import Move
from namro.web.measures.models import TaskMeasure
from namro.web.measures.selectors.pages import MeasureRow, measure_rows
from namro.web.measures.selectors.values import periods_of, rolled_up, values_of
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, Report, Task
from namro.web.plans.selectors.filters import Wanted
from namro.web.plans.selectors.past import Stood, end_of, standing_on, tally_on
from namro.web.plans.selectors.plans import plan_tasks
from namro.web.plans.selectors.standing import EMPTY, Tally
from namro.web.plans.states import Action, Shown
from namro.web.talks.models import Obstacle
from namro.web.talks.selectors.obstacles import visible_obstacles
from namro.web.talks.selectors.past import open_on


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
    """One obligation of the unit that reports, with the state it showed on the day and its last report by then."""

    obligation: Obligation
    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything a progress report says of the work; `units` and `rows` are empty in the report of one unit.

    `day` is the closing day. `ahead` counts obligations of periods that had not begun by then: they stand on the
    pages of the plan and in no figure here.
    """

    plan: Plan
    unit: Unit | None
    day: date
    tally: Tally
    ahead: int
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
    """Gather the figures of the plan, of the whole province or of one unit, as they stood at the end of the day.

    Rebuilt from what was reported until then, on the working day itself too: one truth for every day. Of the whole
    province that is one pass over the obligations of the plan and their reports.
    """
    owed, moved = _owed(plan, unit, day)
    stood = standing_on(day, owed)[day]
    return Progress(
        plan=plan,
        unit=unit,
        day=day,
        tally=tally_on(stood.values(), day),
        ahead=owed.count() - len(stood),
        units=_units(stood, moved, day) if unit is None else (),
        rows=_rows(plan, stood, day) if unit is None else (),
        own=_own(stood, day) if unit is not None else (),
        measures=_measures(plan, unit, day),
        obstacles=open_on(day, visible_obstacles(posts).filter(obligation__in=owed.order_by().values("id"))),
    )


def _owed(plan: Plan, unit: Unit | None, day: date) -> tuple[QuerySet[Obligation], Mapping[int, int]]:
    """Give what the unit owed of the plan on the day, and whose each obligation was that has another unit since."""
    moves = Move.objects.filter(transfer__on__gt=day, obligation__task__plan=plan)
    moved: dict[int, int] = {}
    # The latest first: each turned back gives the unit before it.
    for pk, former in moves.order_by("-transfer__on", "-id").values_list(
        "obligation_id", "transfer__from_unit_id"
    ):
        moved[pk] = former
    owed = Obligation.objects.filter(task__plan=plan)
    if unit is not None:
        away = [pk for pk, former in moved.items() if former != unit.pk]
        here = [pk for pk, former in moved.items() if former == unit.pk]
        owed = owed.filter((Q(unit=unit) & ~Q(pk__in=away)) | Q(pk__in=here))
    return owed, moved


def _units(stood: Mapping[int, Stood], moved: Mapping[int, int], day: date) -> tuple[UnitTally, ...]:
    counted = defaultdict[int, list[Stood]](list)
    for one in stood.values():
        counted[moved.get(one.obligation_id, one.unit_id)].append(one)
    units = Unit.objects.only("key", "name", "level", "sort").in_bulk(list(counted)) if counted else {}
    found = (UnitTally(units[pk], tally_on(ones, day)) for pk, ones in counted.items())
    return tuple(sorted(found, key=lambda one: one.unit.sort))


def _rows(plan: Plan, stood: Mapping[int, Stood], day: date) -> tuple[TaskTally, ...]:
    counted = defaultdict[int, list[Stood]](list)
    for one in stood.values():
        counted[one.task_id].append(one)
    held = Q(added_on__isnull=True) | Q(added_on__lte=day)
    return tuple(
        TaskTally(task, tally_on(counted[task.pk], day) if task.pk in counted else EMPTY)
        for task in plan_tasks(plan, Wanted(), day, None).filter(held)
    )


def _own(stood: Mapping[int, Stood], day: date) -> tuple[OwnRow, ...]:
    listed = (
        Obligation.objects.filter(pk__in=list(stood))
        .select_related("task")
        .defer("task__search", "task__dates", "task__measures", "task__extra")
        .order_by("task__position", "period_start", "id")
    )
    said = dict(
        Report.objects.filter(
            obligation_id__in=list(stood), action__in=[Action.START, Action.SUBMIT], at__lt=end_of(day)
        )
        .order_by("at", "id")
        .values_list("obligation_id", "sentence")
    )
    return tuple(
        OwnRow(one, str(Shown(shown_of(stood[one.pk].facts, day)).label), said.get(one.pk, ""))
        for one in listed
    )


def _measures(plan: Plan, unit: Unit | None, day: date) -> tuple[MeasureRow, ...]:
    wanted = TaskMeasure.objects.filter(task__plan=plan, retired_at__isnull=True, since__lte=day)
    wanted = wanted.select_related("task")
    if unit is not None:
        wanted = wanted.filter(task__obligations__unit=unit).distinct()
    measures = list(wanted.order_by("task__position", "id"))
    if unit is None:
        return tuple(measure_rows(measures, day))
    return tuple(_own_measure(measure, unit, day) for measure in measures)


def _own_measure(measure: TaskMeasure, unit: Unit, day: date) -> MeasureRow:
    """Give what the unit's own values of a measure come to; two queries."""
    periods = periods_of(measure, day)
    whole = rolled_up(measure, [unit], periods, values_of(measure, [unit], periods, day))
    judged = standing(
        whole.value, measure.target, Comparison(measure.comparison), unit=measure.unit_of_measure
    )
    labels = [period.label for period in periods]
    words = " đến ".join(dict.fromkeys((labels[0], labels[-1]))) if labels else "chưa đến kỳ nào"
    return MeasureRow(measure, whole, judged, words)
