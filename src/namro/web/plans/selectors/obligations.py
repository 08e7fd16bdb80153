"""Lists of obligations, and everything the page of one obligation shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Report, Task
from namro.web.plans.selectors.filters import Wanted, about_tasks, narrowed_obligations, narrowed_tasks
from namro.web.plans.selectors.ordering import BY_DUE, Order
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.selectors.standing import (
    Tally,
    due_words,
    handed_in_late,
    shown_state,
    tally,
    tally_columns,
)
from namro.web.plans.states import SETTLED, Action, Shown

PAGE_SIZE = 25
COUNT_UP_TO = 1_000
# What a page of a list shows, and nothing else: a third less time than whole rows.
LISTED = (
    "task_id", "unit_id", "period", "due", "sort_due", "state", "percent", "quantity", "sentence", "obstacle",
    "reported_at", "version", "unit__name", "unit__level", "unit__sort", "task__code", "task__text", "task__plan_id",
)  # fmt: skip
# What no list shows: the search column and the trees that would be decoded for every row.
HEAVY = ("task__search", "task__dates", "task__measures", "task__extra")
HEAVY_OF_PLAN = ("task__plan__heading", "task__plan__findings", "task__plan__title")


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation as lists show it."""

    obligation: Obligation
    shown: Shown
    due_words: str
    is_late: bool
    was_late: bool

    @property
    def task(self) -> Task:
        return self.obligation.task

    @property
    def brief(self) -> str:
        """The beginning of the task's words, without the bullet of its first item."""
        return self.obligation.task.text[:300].lstrip("-–*+• ")


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list; `before` and `after` are the places to go on from, None at an end."""

    rows: tuple[Row, ...]
    count: int
    is_more_than_counted: bool
    before: str | None
    after: str | None
    order: Order


def row_of(obligation: Obligation, today: date) -> Row:
    """Give the obligation with how it stands on the day."""
    shown = shown_state(obligation, today)
    return Row(
        obligation,
        shown,
        due_words(obligation.due, today, settled=obligation.state in SETTLED),
        shown in (Shown.OVERDUE, Shown.SILENT),
        handed_in_late(obligation),
    )


def wanted_obligations(posts: Posts, wanted: Wanted, today: date) -> QuerySet[Obligation]:
    """Give what the person may see and wants, unordered."""
    obligations = narrowed_obligations(visible_obligations(posts), wanted, today)
    if about_tasks(wanted):
        about = Wanted(text=wanted.text, index=wanted.index, plan=wanted.plan, criterion=wanted.criterion)
        obligations = obligations.filter(
            task__in=narrowed_tasks(Task.objects.all(), about, today).values("id")
        )
    return obligations


def page_of(
    obligations: QuerySet[Obligation],
    *,
    today: date,
    after: str = "",
    before: str = "",
    order: Order = BY_DUE,
) -> Slice:
    """Give the page of 25 that follows (or precedes) a place of the list in the order.

    The place is what `Order.mark` wrote; one that cannot be read gives the first page.
    """
    start, end = order.place(after), order.place(before)
    # The places first, without the other tables: a database that joins before it orders reads everything.
    places = obligations.values_list("id", flat=True)
    if end is not None:
        earlier = places.filter(order.beyond(end, backwards=True))
        found = list(earlier.order_by(*order.reversed)[: PAGE_SIZE + 1])
        chosen = found[:PAGE_SIZE][::-1]
        edges = (len(found) > PAGE_SIZE, bool(chosen))
    else:
        if start is not None:
            places = places.filter(order.beyond(start))
        found = list(places.order_by(*order.ordering)[: PAGE_SIZE + 1])
        chosen = found[:PAGE_SIZE]
        edges = (start is not None and bool(chosen), len(found) > PAGE_SIZE)
    if any(edges) or start is not None:
        count = obligations.order_by().values("id")[: COUNT_UP_TO + 1].count()
    else:
        count = len(chosen)
    shown = _listed(chosen)
    return Slice(
        rows=tuple(row_of(obligation, today) for obligation in shown),
        count=min(count, COUNT_UP_TO),
        is_more_than_counted=count > COUNT_UP_TO,
        before=order.mark(shown[0]) if edges[0] and shown else None,
        after=order.mark(shown[-1]) if edges[1] and shown else None,
        order=order,
    )


def _listed(ids: list[int]) -> list[Obligation]:
    rows = Obligation.objects.select_related("unit", "task").only(*LISTED).in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def all_rows(
    obligations: QuerySet[Obligation], today: date, *, most: int, order: Order = BY_DUE
) -> list[Row]:
    """Give up to `most` rows in the order of the list, for an export."""
    listed = obligations.select_related("unit", "task").defer(*HEAVY).order_by(*order.ordering)
    return [row_of(obligation, today) for obligation in listed[:most].iterator(chunk_size=2_000)]


def tally_of(obligations: QuerySet[Obligation], today: date) -> Tally:
    """Count the states of the obligations."""
    return tally(obligations.order_by().aggregate(**tally_columns(today)))


def tallies_by_task(task_ids: Iterable[int], today: date) -> dict[int, Tally]:
    """Count the states of all obligations of each task; a task without any is missing."""
    rows = (
        Obligation.objects.filter(task_id__in=list(task_ids))
        .order_by()
        .values("task_id")
        .annotate(**tally_columns(today))
    )
    return {row["task_id"]: tally(row) for row in rows}


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of the history, with its proof."""

    report: Report
    label: str


def history(obligation: Obligation) -> tuple[StepTaken, ...]:
    """Give the steps, the latest first, each with its proof."""
    reports = obligation.reports.prefetch_related("evidence").order_by("-at", "-id")
    return tuple(StepTaken(report, str(Action(report.action).label)) for report in reports)
