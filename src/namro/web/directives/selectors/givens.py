"""Tasks given from above: who sees which, how each stands on a day, and how many were on time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from namro.core.text import fold
from namro.web.directives.models import GivenPart, GivenStep
from namro.web.directives.states import OPEN, Action, State
from namro.web.organisations.models import Role, Unit
from namro.web.organisations.selectors import Posts, existing
from namro.web.organisations.selectors.units import from_the_top
from namro.web.plans.selectors.standing import due_words, local_day

PAGE_SIZE = 50
OFFICE = "van-phong-ubnd-tinh"  # whose people give and close what the province was given
ON_TIME, LATE, OVERDUE, RUNNING, UNDATED = "dung-han", "muon", "qua-han", "trong-han", "khong-han"
JUDGEMENTS = (
    (ON_TIME, "Xong đúng hạn"),
    (LATE, "Xong muộn"),
    (OVERDUE, "Quá hạn, chưa xong"),
    (RUNNING, "Còn trong hạn"),
    (UNDATED, "Không ghi hạn"),
)
_LABELS = dict(JUDGEMENTS)


def may_follow(posts: Posts) -> bool:
    """Say whether the person is of those who enter what was given from above."""
    return posts.is_plan_officer or posts.is_province_leader or OFFICE in posts.unit_keys


def sees_part(posts: Posts, part: GivenPart) -> bool:
    """Say whether the person may see a part; the same rule as `visible_parts`."""
    return (
        posts.sees_whole_province
        or part.unit_id in posts.member_unit_ids
        or part.task.assigner_id in posts.unit_ids
        or OFFICE in posts.unit_keys
    )


def visible_parts(posts: Posts) -> QuerySet[GivenPart]:
    """Limit to what the person may open."""
    parts = GivenPart.objects.select_related("task__assigner", "unit")
    if posts.sees_whole_province or OFFICE in posts.unit_keys:
        return parts
    return parts.filter(Q(unit_id__in=posts.member_unit_ids) | Q(task__assigner_id__in=posts.unit_ids))


def judged(part: GivenPart, today: date) -> str:
    """Give the code of how the part stands on the day: done on time or late, overdue, running, without a day."""
    if part.task.due is None:
        return UNDATED
    if part.state in (State.REPORTED, State.CLOSED) and part.reported_at is not None:
        return LATE if local_day(part.reported_at) > part.task.due else ON_TIME
    return OVERDUE if part.task.due < today else RUNNING


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A part as lists show it."""

    part: GivenPart
    judgement: str
    due_words: str

    @property
    def label(self) -> str:
        return _LABELS[self.judgement]

    @property
    def is_bad(self) -> bool:
        return self.judgement in (LATE, OVERDUE)

    @property
    def state(self) -> State:
        return State(self.part.state)


@dataclass(frozen=True, slots=True)
class GivenCount:
    """Counts of a list of parts; shares are of what had to be done by the day, never of nothing."""

    total: int
    on_time: int
    late: int
    overdue: int
    running: int
    undated: int
    closed: int
    waiting: int

    @property
    def due_by_now(self) -> int:
        """Parts that can be judged: done, or past their day."""
        return self.on_time + self.late + self.overdue


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person looks for; empty parts ask for everything."""

    text: str = ""
    unit: str = ""
    state: str = ""
    judgement: str = ""
    year: int | None = None

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.unit or self.state or self.judgement or self.year)


def given_rows(posts: Posts, asked: Asked, today: date) -> list[GivenRow]:
    """Give what is asked for, what is due first on top; one query (a province is given some hundreds a year)."""
    parts = visible_parts(posts).filter(task__withdrawn_at__isnull=True)
    for word in fold(asked.text).split()[:12]:
        parts = parts.filter(task__search__contains=word)
    for word in fold(asked.unit).split()[:12]:
        parts = parts.filter(unit__search__contains=word)
    if asked.state in State.values:
        parts = parts.filter(state=asked.state)
    if asked.year:
        parts = parts.filter(task__given_on__year=asked.year)
    parts = parts.order_by(F("task__due").asc(nulls_last=True), "task__given_on", "id")
    rows = (given_row(part, today) for part in parts)
    return [row for row in rows if not asked.judgement or row.judgement == asked.judgement]


def given_row(part: GivenPart, today: date) -> GivenRow:
    """Give the part with how it stands on the day."""
    settled = part.state not in OPEN
    return GivenRow(part, judged(part, today), due_words(part.task.due, today, settled=settled))


def counted(rows: Iterable[GivenRow]) -> GivenCount:
    """Count a list; every part is in exactly one judgement."""
    listed = list(rows)

    def how_many(code: str) -> int:
        return sum(row.judgement == code for row in listed)

    return GivenCount(
        total=len(listed),
        on_time=how_many(ON_TIME),
        late=how_many(LATE),
        overdue=how_many(OVERDUE),
        running=how_many(RUNNING),
        undated=how_many(UNDATED),
        closed=sum(row.part.state == State.CLOSED for row in listed),
        waiting=sum(row.part.state == State.REPORTED for row in listed),
    )


def find_part(pk: int) -> GivenPart | None:
    """Give the part with its task, unit and assigner, or None."""
    return (
        GivenPart.objects.select_related("task__assigner", "task__directive", "task__entered_by", "unit")
        .filter(pk=pk)
        .first()
    )


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of the history, with what it is called."""

    step: GivenStep
    label: str


def history(part: GivenPart) -> list[StepTaken]:
    """Give the steps with their proof, the latest first; two queries."""
    steps = part.steps.prefetch_related("evidence").order_by("-at", "-id")
    return [StepTaken(step, str(Action(step.action).label)) for step in steps]


def given_years() -> list[int]:
    """Give the years in which tasks were given, the latest first."""
    return [d.year for d in GivenPart.objects.dates("task__given_on", "year", order="DESC")]


def assigners_for(posts: Posts) -> list[Unit]:
    """Give the units in whose name the person may give: the own ones, and Văn phòng UBND tỉnh for Sở Nội vụ."""
    own = {post.unit_id: post.unit for post in posts.posts if post.unit_id in posts.unit_ids}
    own |= {post.unit_id: post.unit for post in posts.posts if post.role == Role.PROVINCE_LEADER}
    if posts.is_plan_officer:
        own |= {unit.pk: unit for unit in Unit.objects.filter(key=OFFICE)}
    return list(own.values())


def unit_options(on: date) -> list[tuple[str, str]]:
    """Give the units of the day as a list to choose from, the province first."""
    return [
        (str(pk), name)
        for pk, name in from_the_top(existing(Unit.objects.all(), on=on)).values_list("pk", "name")
    ]


def open_parts_of(unit_ids: Collection[int]) -> list[GivenPart]:
    """Give what some units still owe, what is due first on top; one query."""
    parts = GivenPart.objects.filter(
        unit_id__in=unit_ids, state__in=[state.value for state in OPEN], task__withdrawn_at__isnull=True
    )
    return list(
        parts.select_related("task", "unit").order_by(
            F("task__due").asc(nulls_last=True), "task__given_on", "id"
        )
    )
