"""Lists of inspections, limited to what the person may see, and what was inspected how often."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from namro.core.agencies.model import Level
from namro.core.text import fold, format_share
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, existing
from namro.web.plans.models import Task
from namro.web.scorecards.models import Inspection


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; an empty value does not filter."""

    words: str = ""
    kind: str = ""
    state: str = ""
    start: date | None = None
    end: date | None = None


ORDERS = {
    "ngay": ("inspected_on", "id"),
    "-ngay": ("-inspected_on", "-id"),
    "don-vi": ("unit__sort", "-inspected_on", "-id"),
    "-don-vi": ("-unit__sort", "-inspected_on", "-id"),
    "han": ("follow_up_due", "-id"),
    "-han": ("-follow_up_due", "-id"),
}


def visible(posts: Posts) -> QuerySet[Inspection]:
    """Limit to what the person may see; the rule of `permissions.check_may_see_inspection`."""
    if posts.sees_whole_province:
        return Inspection.objects.all()
    ids = posts.member_unit_ids
    return Inspection.objects.filter(Q(unit_id__in=ids) | Q(inspector_id__in=ids))


def listed(posts: Posts, wanted: Wanted, *, order: str = "") -> QuerySet[Inspection]:
    rows = visible(posts).select_related("unit", "inspector")
    for word in fold(wanted.words).split()[:8]:
        rows = rows.filter(unit__search__contains=word)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.start:
        rows = rows.filter(inspected_on__gte=wanted.start)
    if wanted.end:
        rows = rows.filter(inspected_on__lte=wanted.end)
    return rows.order_by(*ORDERS.get(order, ORDERS["-ngay"]))


@dataclass(frozen=True, slots=True)
class Summary:
    """The list in figures."""

    total: int
    regular: int
    surprise: int
    open: int
    late: int  # follow-up past its day and not closed
    units: str  # units inspected of all below the province and departments: "3/254 (1,2%)"
    closed: str


def summary(rows: QuerySet[Inspection], day: date) -> Summary:
    """Count the list; two queries."""
    is_open = ~Q(state=Inspection.State.CLOSED)
    found = rows.order_by().aggregate(
        total=Count("id"),
        regular=Count("id", filter=Q(kind=Inspection.Kind.REGULAR)),
        surprise=Count("id", filter=Q(kind=Inspection.Kind.SURPRISE)),
        open=Count("id", filter=is_open),
        late=Count("id", filter=is_open & Q(follow_up_due__lt=day)),
        units=Count("unit_id", distinct=True),
        needed=Count("id", filter=~Q(follow_up="")),
        closed=Count("id", filter=~Q(follow_up="") & ~is_open),
    )
    levels = [Level.PROVINCE, Level.DISTRICT, Level.COMMUNE]
    units = existing(Unit.objects.filter(level__in=levels), on=day).count()
    return Summary(
        found["total"],
        found["regular"],
        found["surprise"],
        found["open"],
        found["late"],
        format_share(found["units"], units),
        format_share(found["closed"], found["needed"]),
    )


def inspectors_of(posts: Posts) -> list[Unit]:
    """Give the units in whose name the person inspects."""
    found: dict[int, Unit] = {}
    for post in posts.posts:
        is_leader = posts.is_province_leader and post.unit.level == Level.PROVINCE
        if post.unit_id in posts.unit_ids or is_leader:
            found[post.unit_id] = post.unit
    return list(found.values())


def inspectable(posts: Posts, day: date) -> QuerySet[Unit]:
    """Give the units the person may inspect; the rule of `permissions.check_may_inspect_unit`."""
    levels = [Level.PROVINCE, Level.DISTRICT, Level.COMMUNE]
    units = existing(Unit.objects.filter(level__in=levels), on=day).exclude(pk__in=posts.unit_ids)
    if not (posts.is_plan_officer or posts.is_province_leader):
        own = [post.unit for post in posts.posts if post.unit_id in posts.unit_ids]
        below = Q(parent_id__in=[unit.pk for unit in own])
        if any(unit.level == Level.PROVINCE for unit in own):
            below |= Q(level__in=[Level.DISTRICT, Level.COMMUNE])
        units = units.filter(below)
    return units.order_by("level", "sort", "id")


def tasks_called(codes: list[str]) -> list[Task]:
    """Give the tasks with the codes, of the latest plan that has each."""
    found: dict[str, Task] = {}
    for task in Task.objects.filter(code__in=codes).order_by("plan_id").only("code", "plan_id"):
        found[task.code] = task
    return [found[code] for code in codes if code in found]
