"""The first page of a unit's person: what is late, given back or due soon, and why it matters."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from namro.web.indices.selectors import PartFall
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.counting import tallies_by
from namro.web.overview.selectors.province import WaitingCount, waiting
from namro.web.plans.models import Criterion, Obligation
from namro.web.plans.selectors.losses import lost_parts
from namro.web.plans.selectors.standing import Tally
from namro.web.plans.selectors.work import Group, my_work

_URGENT = ("late", "returned", "soon")


@dataclass(frozen=True, slots=True)
class Morning:
    """The unit's work: what presses with its rows, and the counts of all of it."""

    urgent: tuple[Group, ...]
    counts: tuple[Group, ...]
    total: int
    waiting: WaitingCount
    own: "OwnLosses"


@dataclass(frozen=True, slots=True)
class OwnLoss:
    """A criterion that lost points and whose tasks the person's units lead, with what these units owe for it."""

    name: str
    part: PartFall
    tally: Tally


@dataclass(frozen=True, slots=True)
class OwnLosses:
    """The criteria the units answer for, the greatest loss first; `unknown` counts those without known points."""

    rows: tuple[OwnLoss, ...]
    unknown: int


def morning(posts: Posts, day: date) -> Morning:
    """Gather the page: the queries of the work itself and one for what waits."""
    groups = my_work(sorted(posts.unit_ids), day)
    return Morning(
        urgent=tuple(group for group in groups if group.code in _URGENT and group.count),
        counts=tuple(group for group in groups if group.count),
        total=sum(group.count for group in groups),
        waiting=waiting(posts, day),
        own=own_losses(posts, day),
    )


def own_losses(posts: Posts, day: date) -> OwnLosses:
    """Give the criteria of plans whose tasks the units of the person lead (clause II.1.b); at most four queries."""
    owed = Obligation.objects.filter(unit_id__in=posts.member_unit_ids, task__criterion__isnull=False)
    tallies = tallies_by("task__criterion_id", owed, day) if posts.member_unit_ids else {}
    if not tallies:
        return OwnLosses((), 0)
    criteria = (
        Criterion.objects.filter(Q(pk__in=tallies) | Q(shared_with__in=tallies))
        .exclude(name="")
        .exclude(section__index="")
        .select_related("section__plan")
        .defer("section__plan__heading", "section__plan__findings")
    )
    listed = [(one, one.section.index, one.section.plan) for one in criteria]
    parts = lost_parts(listed, day)
    rows = [
        OwnLoss(one.name, parts[one.pk], tallies[one.shared_with_id or one.pk])
        for one, _, _ in listed
        if one.pk in parts
    ]
    rows.sort(key=lambda row: row.part.points)
    return OwnLosses(tuple(rows), len(listed) - len(rows))
