"""The first page of a unit's person: what is late, given back or due soon, and why it matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from namro.web.indices.selectors import PartFall, lost_points
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.province import WaitingCount, waiting
from namro.web.plans.selectors.obligations import Row
from namro.web.plans.selectors.work import Group, my_work

_URGENT = ("late", "returned", "soon")


@dataclass(frozen=True, slots=True)
class MorningRow:
    """One obligation with the lost points behind it."""

    row: Row
    part: PartFall | None


@dataclass(frozen=True, slots=True)
class MorningGroup:
    group: Group
    rows: tuple[MorningRow, ...]


@dataclass(frozen=True, slots=True)
class Morning:
    """The unit's work: what presses with its rows, and the counts of all of it."""

    urgent: tuple[MorningGroup, ...]
    counts: tuple[Group, ...]
    total: int
    waiting: WaitingCount


def morning(posts: Posts, day: date) -> Morning:
    """Gather the page; at most one query per index beside those of the work itself."""
    groups = my_work(sorted(posts.unit_ids), day)
    urgent = [group for group in groups if group.code in _URGENT and group.count]
    losses = _losses([row for group in urgent for row in group.rows], day)
    return Morning(
        urgent=tuple(
            MorningGroup(group, tuple(MorningRow(row, losses.get(_key(row))) for row in group.rows))
            for group in urgent
        ),
        counts=tuple(group for group in groups if group.count),
        total=sum(group.count for group in groups),
        waiting=waiting(posts, day),
    )


def _key(row: Row) -> tuple[str, int, str]:
    criterion = row.task.criterion
    return row.task.index, row.task.plan.year - 1, criterion.name if criterion is not None else ""


def _losses(rows: Sequence[Row], day: date) -> dict[tuple[str, int, str], PartFall]:
    wanted: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        index, year, name = _key(row)
        if index and name:
            wanted.setdefault((index, year), set()).add(name)
    return {
        (index, year, name): part
        for (index, year), names in wanted.items()
        for name, part in lost_points(index, names, year, day=day).items()
    }
