"""The first page of a unit's person: what is late, given back or due soon, and why it matters."""

from dataclasses import dataclass
from datetime import date

from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.province import WaitingCount, waiting
from namro.web.plans.selectors.work import Group, my_work

_URGENT = ("late", "returned", "soon")


@dataclass(frozen=True, slots=True)
class Morning:
    """The unit's work: what presses with its rows, and the counts of all of it."""

    urgent: tuple[Group, ...]
    counts: tuple[Group, ...]
    total: int
    waiting: WaitingCount


def morning(posts: Posts, day: date) -> Morning:
    """Gather the page: the queries of the work itself and one for what waits."""
    groups = my_work(sorted(posts.unit_ids), day)
    return Morning(
        urgent=tuple(group for group in groups if group.code in _URGENT and group.count),
        counts=tuple(group for group in groups if group.count),
        total=sum(group.count for group in groups),
        waiting=waiting(posts, day),
    )
