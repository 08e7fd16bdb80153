"""The register of documents as a person may see it, searched and narrowed."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from namro.core.agencies.model import Level
from namro.core.text import fold
from namro.web.directives.models import Directive
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan, Task

PAGE_SIZE = 50
ABOVE = (Level.CENTRAL, Level.PROVINCE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person looks for; empty parts ask for everything."""

    text: str = ""
    kind: str = ""
    year: int | None = None
    mine: bool = False
    withdrawn: bool = False

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.kind or self.year or self.mine or self.withdrawn)


def in_sight(posts: Posts, directive: Directive) -> bool:
    """Say whether the person may see the document; the same rule as `visible_directives`."""
    holder = directive.entered_for
    return bool(posts.posts) and (
        posts.sees_whole_province
        or holder.level in ABOVE
        or holder.pk in posts.member_unit_ids
        or holder.parent_id in posts.member_unit_ids
        or holder.pk in _parents(posts)
    )


def visible_directives(posts: Posts) -> QuerySet[Directive]:
    """Limit to the documents the person may open."""
    directives = Directive.objects.select_related("unit", "entered_for")
    if posts.sees_whole_province:
        return directives
    if not posts.posts:
        return directives.none()
    return directives.filter(
        Q(entered_for__level__in=ABOVE)
        | Q(entered_for_id__in=posts.member_unit_ids | _parents(posts))
        | Q(entered_for__parent_id__in=posts.member_unit_ids)
    )


def _parents(posts: Posts) -> frozenset[int]:
    return frozenset(
        post.unit.parent_id
        for post in posts.posts
        if post.unit_id in posts.member_unit_ids and post.unit.parent_id is not None
    )


def narrowed(directives: QuerySet[Directive], asked: Asked, posts: Posts) -> QuerySet[Directive]:
    """Keep what is asked for, the latest first; withdrawn entries only when asked for."""
    directives = directives.filter(withdrawn_at__isnull=not asked.withdrawn)
    for word in fold(asked.text).split()[:12]:
        directives = directives.filter(search__contains=word)
    if asked.kind:
        directives = directives.filter(kind=asked.kind)
    if asked.year:
        directives = directives.filter(issued_on__year=asked.year)
    if asked.mine:
        directives = directives.filter(entered_for_id__in=posts.member_unit_ids)
    return directives.order_by(F("issued_on").desc(nulls_last=True), "-id")


def find_directive(pk: int) -> Directive | None:
    """Give the document with its issuer, register and plan, or None."""
    return (
        Directive.objects.select_related("unit", "entered_for", "plan", "read_from", "entered_by")
        .filter(pk=pk)
        .first()
    )


def years() -> list[int]:
    """Give the years of issue in the register, the latest first."""
    return [day.year for day in Directive.objects.dates("issued_on", "year", order="DESC")]


def base_choices(
    posts: Posts, directive: Directive | None = None, *, text: str = ""
) -> list[tuple[str, str]]:
    """Give the documents a person may name as ground, the latest first; at most 300, found by the words of the text."""
    found = visible_directives(posts).filter(withdrawn_at__isnull=True)
    if directive is not None:
        found = found.exclude(pk=directive.pk)
    for word in fold(text).split()[:12]:
        found = found.filter(search__contains=word)
    ordered = found.order_by(F("issued_on").desc(nulls_last=True), "-id")[:300]
    return [(str(one.pk), f"{one}, {one.issuer}: {one.abstract[:70]}") for one in ordered]


def task_choices(plan: Plan) -> list[tuple[str, str]]:
    """Give the tasks of a plan to tick, in the order of the document."""
    tasks = Task.objects.filter(plan=plan, is_reference=False).order_by("position")
    return [(str(pk), f"{code}: {text[:110]}") for pk, code, text in tasks.values_list("pk", "code", "text")]


def own_units(posts: Posts) -> list[Unit]:
    """Give the units for which the person reports."""
    return [unit for unit in posts.units if unit.pk in posts.unit_ids]
