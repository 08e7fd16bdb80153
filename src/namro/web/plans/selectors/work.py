"""A unit's own work and what waits for a person's decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from namro.web.organisations.models import Post, Role
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import NO_DUE, Obligation, Report
from namro.web.plans.selectors.losses import lost_by_criterion
from namro.web.plans.selectors.obligations import HEAVY, HEAVY_OF_PLAN, Row, Slice, page_of, row_of
from namro.web.plans.selectors.parties import BELOW_PROVINCE, led_by_name, province_units
from namro.web.plans.selectors.standing import SOON_DAYS
from namro.web.plans.states import Action, State

SHOWN_OF_GROUP = 12


@dataclass(frozen=True, slots=True)
class Group:
    """One heading of "my work": the first rows, how many there are, and the filter that lists them all."""

    code: str
    title: str
    count: int
    rows: tuple["WorkRow", ...]
    state: str
    due: str

    @property
    def rest(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One obligation of the unit with the points its criterion lost, as "-0,069"; empty where not known."""

    row: Row
    lost: str


# code, heading, and the filter of the list of obligations that shows the whole group
_GROUPS = (
    ("late", "Quá hạn", "late", ""),
    ("returned", "Trả lại", "returned", ""),
    ("soon", f"Đến hạn trong {SOON_DAYS} ngày", "todo", "soon"),
    ("waiting", "Chờ duyệt", "submitted", ""),
    ("later", "Sau này", "todo", "later"),
    ("undated", "Không có ngày cụ thể", "todo", "none"),
    ("done", "Đã xong", "accepted", ""),
)


def my_work(units: Sequence[int], today: date) -> tuple[Group, ...]:
    """Give the obligations of the units in the order of what needs doing first; two queries, and one per index for the lost points."""
    light = (
        Obligation.objects.filter(unit_id__in=units)
        .order_by("sort_due", "id")
        .values_list("id", "state", "sort_due")
    )
    ids: dict[str, list[int]] = {code: [] for code, *_ in _GROUPS}
    for pk, state, due in light:
        ids[_group(state, due, today)].append(pk)
    shown = [pk for found in ids.values() for pk in found[:SHOWN_OF_GROUP]]
    obligations = list(
        Obligation.objects.filter(pk__in=shown)
        .select_related("unit", "task", "task__plan", "task__criterion", "task__clause")
        .defer(*HEAVY, *HEAVY_OF_PLAN)
    )
    lost = lost_by_criterion(
        (
            (task.criterion, task.index, task.plan)
            for task in (obligation.task for obligation in obligations)
            if task.criterion
        ),
        today,
    )
    rows = {
        obligation.pk: WorkRow(row_of(obligation, today), lost.get(obligation.task.criterion_id or 0, ""))
        for obligation in obligations
    }
    return tuple(
        Group(code, title, len(ids[code]), tuple(rows[pk] for pk in ids[code][:SHOWN_OF_GROUP]), state, due)
        for code, title, state, due in _GROUPS
    )


def _group(state: str, due: date, today: date) -> str:
    if state == State.ACCEPTED:
        return "done"
    if state == State.SUBMITTED:
        return "waiting"
    if due < today:
        return "late"
    if state == State.RETURNED:
        return "returned"
    if due <= today + timedelta(days=SOON_DAYS):
        return "soon"
    return "undated" if due == NO_DUE else "later"


def waiting_for(posts: Posts) -> QuerySet[Obligation]:
    """Limit to what was handed in and this person may accept or return; `permissions.check_may_decide` in bulk."""
    may = Q()
    if posts.is_plan_officer:
        may |= Q(state=State.SUBMITTED)
    if province_units(posts):
        may |= Q(task_id__in=led_by_name(posts).values("task_id"), unit__level__in=BELOW_PROVINCE)
    if posts.is_province_leader:
        may |= Q(unit_id__in=Post.objects.filter(role=Role.PLAN_OFFICER).values("unit_id"))
    if not may:
        return Obligation.objects.none()
    return Obligation.objects.filter(may, state=State.SUBMITTED).exclude(unit_id__in=posts.unit_ids)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a decision, with the last report and its proof, so that one can decide from the list."""

    row: Row
    report: Report | None


@dataclass(frozen=True, slots=True)
class WaitingSlice:
    """A page of what waits."""

    rows: tuple[Waiting, ...]
    list: Slice


def waiting_page(waiting: QuerySet[Obligation], *, today: date, after: str = "") -> WaitingSlice:
    """Give 25 that wait, each with what was handed in."""
    found = page_of(waiting, today=today, after=after)
    last: dict[int, Report] = {}
    reports = Report.objects.filter(
        obligation_id__in=[row.obligation.pk for row in found.rows], action=Action.SUBMIT
    )
    for report in reports.prefetch_related("evidence").order_by("at", "id"):
        last[report.obligation_id] = report
    return WaitingSlice(tuple(Waiting(row, last.get(row.obligation.pk)) for row in found.rows), found)


def chosen_of(waiting: QuerySet[Obligation], ids: Sequence[int]) -> tuple[Obligation, ...]:
    """Give those of the chosen that wait for this person, with unit and task, in the order of the list."""
    chosen = waiting.filter(pk__in=list(ids)).select_related("unit", "task").only("unit__name", "task__code")
    return tuple(chosen.order_by("sort_due", "id"))
