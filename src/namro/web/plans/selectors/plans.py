"""Plans as pages show them: the list, the appendices as the document has them, the export."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet

from namro.web.indices.selectors import PartFall
from namro.web.plans.models import Clause, Criterion, Plan, Section, Task
from namro.web.plans.selectors.filters import Wanted, narrowed_tasks
from namro.web.plans.selectors.losses import lost_parts
from namro.web.plans.selectors.obligations import tallies_by_task
from namro.web.plans.selectors.standing import EMPTY, Tally, tally, tally_columns

ROWS_PER_PAGE = 60
LONG = 260  # letters; beyond that a row folds its words


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan with how far it is."""

    plan: Plan
    task_count: int
    tally: Tally


def plan_rows(today: date) -> tuple[PlanRow, ...]:
    """Give the plans, the latest first, each with the tally of all its obligations."""
    plans = list(Plan.objects.order_by("-issued_on", "-id"))
    tasks = dict(Task.objects.order_by().values_list("plan_id").annotate(count=Count("id")))
    tallies = {
        row["plan_id"]: tally(row)
        for row in Task.objects.order_by().values("plan_id").annotate(**tally_columns(today, "obligations__"))
    }
    return tuple(PlanRow(plan, tasks.get(plan.pk, 0), tallies.get(plan.pk, EMPTY)) for plan in plans)


def plan_tally(plan: Plan, today: date) -> Tally:
    """Count the states of all obligations of the plan."""
    row = Task.objects.filter(plan=plan).order_by().aggregate(**tally_columns(today, "obligations__"))
    return tally(row)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the tally of its obligations."""

    task: Task
    tally: Tally

    @property
    def is_long(self) -> bool:
        return len(self.task.text) > LONG


@dataclass(slots=True)
class CriterionBlock:
    """A criterion with the rows that hang on it; without a criterion the rows hang on the axis alone."""

    criterion: Criterion | None
    rows: list[TaskRow] = field(default_factory=list)
    lost: PartFall | None = None  # what fell; None where not known


@dataclass(slots=True)
class AxisBlock:
    """An axis of an appendix, or a heading of the body."""

    no: str
    name: str
    criteria: list[CriterionBlock] = field(default_factory=list)


@dataclass(slots=True)
class SectionBlock:
    """An appendix with its axes, as the document has them."""

    section: Section | None
    axes: list[AxisBlock] = field(default_factory=list)


def plan_tasks(plan: Plan, wanted: Wanted, today: date, section: Section | None) -> QuerySet[Task]:
    """Give the wanted tasks of the plan (of one section, when given) in document order."""
    tasks = narrowed_tasks(Task.objects.filter(plan=plan), wanted, today)
    if section is not None:
        tasks = (
            tasks.filter(clause__isnull=False)
            if section.kind == "body"
            else tasks.filter(criterion__section=section)
        )
    return (
        tasks.select_related("criterion__section", "clause")
        .defer("search", "dates", "measures", "extra")
        .order_by("position")
    )


def as_document(
    tasks: Iterable[Task], today: date, *, whole: Section | None = None
) -> tuple[SectionBlock, ...]:
    """Put tasks back under their sections, axes and criteria, each with its tally.

    `whole` is a section that is shown unfiltered: its criteria that share the tasks of another one, and
    therefore carry none, are shown too.
    """
    listed = list(tasks)
    tallies = tallies_by_task((task.pk for task in listed), today)
    blocks: list[SectionBlock] = []
    waiting = _sharing(whole) if whole is not None else []
    for task in listed:
        criterion = task.criterion
        while criterion is not None and waiting and waiting[0].position < criterion.position:
            _place(blocks, waiting.pop(0))
        block = _place(blocks, criterion)
        block.rows.append(TaskRow(task, tallies.get(task.pk, EMPTY)))
    for criterion in waiting if listed else ():
        _place(blocks, criterion)
    _tell_losses(blocks, listed, today)
    return tuple(blocks)


def _tell_losses(blocks: list[SectionBlock], tasks: list[Task], today: date) -> None:
    places = [place for block in blocks for axis in block.axes for place in axis.criteria if place.criterion]
    if not tasks or not places:
        return
    plan = tasks[0].plan
    lost = lost_parts(
        ((place.criterion, place.criterion.section.index, plan) for place in places if place.criterion), today
    )
    for place in places:
        place.lost = lost.get(place.criterion.pk) if place.criterion else None


def _sharing(section: Section) -> list[Criterion]:
    return list(
        section.criteria.filter(tasks__isnull=True)
        .select_related("section", "shared_with")
        .order_by("position")
    )


def _place(blocks: list[SectionBlock], criterion: Criterion | None) -> CriterionBlock:
    section = criterion.section if criterion is not None else None
    if not blocks or (blocks[-1].section and blocks[-1].section.pk) != (section and section.pk):
        blocks.append(SectionBlock(section))
    axes = blocks[-1].axes
    no, name = (criterion.axis_no, criterion.axis_name) if criterion is not None else ("", "")
    if not axes or (axes[-1].no, axes[-1].name) != (no, name):
        axes.append(AxisBlock(no, name))
    criteria = axes[-1].criteria
    if not criteria or criteria[-1].criterion != criterion:
        criteria.append(CriterionBlock(criterion))
    return criteria[-1]


def export_rows(tasks: QuerySet[Task], today: date) -> Iterator[TaskRow]:
    """Give the tasks with their tallies, some hundreds at a time."""
    batch: list[Task] = []
    for task in tasks.iterator(chunk_size=500):
        batch.append(task)
        if len(batch) == 500:
            yield from _tallied(batch, today)
            batch = []
    yield from _tallied(batch, today)


def _tallied(batch: list[Task], today: date) -> list[TaskRow]:
    tallies = tallies_by_task((task.pk for task in batch), today)
    return [TaskRow(task, tallies.get(task.pk, EMPTY)) for task in batch]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of the body; a duty has its tasks with it."""

    clause: Clause
    kind: str
    tasks: tuple[TaskRow, ...]

    @property
    def is_long(self) -> bool:
        return len(self.clause.text) > LONG


_CLAUSE_KINDS = {
    "goal": "Mục tiêu",
    "requirement": "Yêu cầu",
    "task": "Nhiệm vụ chung",
    "organisation": "Tổ chức thực hiện",
    "closing": "Đoạn kết",
    "footnote": "Chú thích",
}


def clause_rows(plan: Plan, today: date) -> tuple[ClauseRow, ...]:
    """Give the clauses of the body in order, duties with their tasks and tallies."""
    clauses = list(plan.clauses.order_by("position"))
    tasks = list(Task.objects.filter(plan=plan, clause__isnull=False).order_by("position"))
    by_clause: dict[int, list[TaskRow]] = {}
    for row in _tallied(tasks, today):
        assert row.task.clause_id is not None
        by_clause.setdefault(row.task.clause_id, []).append(row)
    return tuple(
        ClauseRow(clause, _CLAUSE_KINDS.get(clause.kind, clause.kind), tuple(by_clause.get(clause.pk, ())))
        for clause in clauses
    )


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """A result of an earlier year; `rank_fall` is by how many places it fell."""

    index: str
    year: int
    score: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    rank_change: int | None

    @property
    def rank_fall(self) -> int:
        return -(self.rank_change or 0)


def baselines_of(plan: Plan) -> tuple[BaselineRow, ...]:
    """Give where each index started from, as the document states it."""
    return tuple(
        BaselineRow(b.index, b.year, b.score, b.maximum, b.percent, b.rank, b.of, b.rank_change)
        for b in plan.baselines.order_by("id")
    )
