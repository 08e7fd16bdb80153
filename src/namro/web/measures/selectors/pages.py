"""What the pages of measures show: the list, one task, and the roll-up from the province down to who gave none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q

from namro.core.agencies import Level
from namro.core.measures import Comparison, Direction, RollUp, Standing, change_words, standing
from namro.core.text import fold
from namro.core.time import Period
from namro.web.measures.models import MeasureRevision, TaskMeasure
from namro.web.measures.selectors.seeing import gives_for, sees_every_unit, sees_unit
from namro.web.measures.selectors.values import (
    Cell,
    Values,
    expected_by_task,
    expected_units,
    name_on,
    periods_of,
    rolled_up,
    values_by_measure,
    values_of,
)
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Task
from namro.web.ui.figures import label_of

PAGE = 25
LAST_PERIODS = 4  # what a page shows without a choice
MOST_IN_TREND = 12


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with what it comes to."""

    measure: TaskMeasure
    whole: RollUp
    standing: Standing
    period_words: str


@dataclass(frozen=True, slots=True)
class AskedCell:
    """A period of a unit: its value, None where nothing was given; not `is_asked` where the unit did not exist."""

    period: Period
    value: Cell
    is_asked: bool


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with its value of every period and what they come to."""

    unit: Unit
    whole: RollUp
    cells: tuple[AskedCell, ...]
    may_give: bool
    name: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A district with its communes, or the units of the province."""

    key: str
    name: str
    whole: RollUp
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class RollUpPage:
    """One measure: the province, the groups, and the units of the group that is open."""

    measure: TaskMeasure
    periods: tuple[Period, ...]  # all that have begun
    chosen: tuple[Period, ...]
    whole: RollUp
    standing: Standing
    change: str
    is_better: bool | None
    groups: tuple[GroupRow, ...]
    open_group: GroupRow | None
    rows: tuple[UnitRow, ...]
    sees_all: bool
    feed: str
    trend: tuple[tuple[Period, RollUp], ...]  # the last periods, each by itself, the oldest first
    revisions: tuple[MeasureRevision, ...]


def measures_page(*, text: str, page: str | None, day: date) -> "tuple[Page[TaskMeasure], list[MeasureRow]]":
    """Give a page of measures in use with what each comes to; few queries however many."""
    found = TaskMeasure.objects.filter(retired_at__isnull=True).select_related("task__plan")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(task__search__contains=fold(text)))
    slice_ = Paginator(found.order_by("task__plan_id", "task__position", "id"), PAGE).get_page(page)
    return slice_, measure_rows(list(slice_.object_list), day)


def of_task(task: Task) -> tuple[TaskMeasure, ...]:
    """Give the measures of a task in use."""
    return tuple(TaskMeasure.objects.filter(task=task, retired_at__isnull=True).order_by("id"))


def measure_rows(measures: Sequence[TaskMeasure], day: date) -> list[MeasureRow]:
    """Give what each measure comes to over all its periods; four queries, one asking more per period of a fed measure."""
    if not measures:
        return []
    units = expected_by_task({measure.task_id for measure in measures})
    wanted = {measure: (units[measure.task_id], periods_of(measure, day)) for measure in measures}
    values = values_by_measure(wanted, day)
    rows = []
    for measure, (owing, periods) in wanted.items():
        whole = rolled_up(measure, owing, periods, values[measure])
        rows.append(MeasureRow(measure, whole, _standing(measure, whole), _between(periods)))
    return rows


def roll_up_page(
    measure: TaskMeasure, posts: Posts, day: date, *, first: str = "", last: str = "", group: str = "", only_missing: bool = False
) -> RollUpPage:  # fmt: skip
    """Give the roll-up over the chosen periods; the units of a group only to those who may see them."""
    periods = periods_of(measure, day)
    chosen = _chosen(periods, first, last)
    units = expected_units(measure.task_id)
    values = values_of(measure, units, periods, day)
    sees_all = sees_every_unit(posts, measure)
    whole = rolled_up(measure, units, chosen, values)
    better, change = change_words(
        whole.value, measure.baseline, Direction(measure.direction), unit=measure.unit_of_measure
    )
    groups = _groups(measure, units, chosen, values)
    opened = next((one for one in groups if one.key == group), None)
    seen = opened.units if opened is not None else units
    if not sees_all:
        seen = tuple(unit for unit in units if sees_unit(posts, unit.pk))
    rows = (
        _rows(measure, seen, chosen, values, posts=posts, day=day)
        if opened is not None or not sees_all
        else ()
    )
    if only_missing and sees_all:
        rows = tuple(
            row
            for row in _rows(measure, seen, chosen, values, posts=posts, day=day)
            if not row.whole.is_complete
        )
    return RollUpPage(
        measure, periods, chosen, whole, _standing(measure, whole), change, better, groups, opened, rows, sees_all,
        label_of(measure.feed) if measure.feed else "",
        tuple((period, rolled_up(measure, units, [period], values)) for period in periods[-MOST_IN_TREND:]),
        tuple(measure.revisions.order_by("-id")),
    )  # fmt: skip


def _rows(
    measure: TaskMeasure,
    units: Sequence[Unit],
    periods: Sequence[Period],
    values: Values,
    *,
    posts: Posts,
    day: date,
) -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(
            unit,
            rolled_up(measure, [unit], periods, values, is_one=True),
            _cells(periods, values.asked(unit, periods)),
            not measure.feed and gives_for(posts, unit.pk),
            name_on(unit, day),
        )
        for unit in units
        if values.asked(unit, periods)
    )


def _cells(periods: Sequence[Period], asked: Sequence[tuple[Period, Cell]]) -> tuple[AskedCell, ...]:
    found = dict(asked)
    return tuple(AskedCell(period, found.get(period), period in found) for period in periods)


def _groups(
    measure: TaskMeasure, units: Sequence[Unit], periods: Sequence[Period], values: Values
) -> tuple[GroupRow, ...]:
    """Group communes and their district under the district; every other unit under the province."""
    members: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        head = unit.parent if unit.level == Level.COMMUNE else unit
        if head is not None and head.level == Level.DISTRICT:
            members[head.sort, head.name, str(head.pk)].append(unit)
        else:
            members["", "Cấp tỉnh" if unit.level == Level.PROVINCE else "Cấp xã", unit.level].append(unit)
    return tuple(
        GroupRow(key, name, rolled_up(measure, found, periods, values), tuple(found))
        for (_, name, key), found in sorted(members.items(), key=lambda item: item[0])
    )


def _chosen(periods: Sequence[Period], first: str, last: str) -> tuple[Period, ...]:
    labels = [period.label for period in periods]
    start = labels.index(first) if first in labels else max(0, len(labels) - LAST_PERIODS)
    end = labels.index(last) if last in labels else len(labels) - 1
    return tuple(periods[min(start, end) : max(start, end) + 1])


def _between(periods: Sequence[Period]) -> str:
    if not periods:
        return "chưa đến kỳ nào"
    if len(periods) == 1:
        return periods[0].label
    return f"{periods[0].label} đến {periods[-1].label}"


def _standing(measure: TaskMeasure, whole: RollUp) -> Standing:
    return standing(whole.value, measure.target, Comparison(measure.comparison), unit=measure.unit_of_measure)
