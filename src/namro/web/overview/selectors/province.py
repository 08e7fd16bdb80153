"""What the whole province owes on a day: states by level, units that are behind, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min

from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.counting import tallies_by
from namro.web.overview.selectors.ledger import add
from namro.web.plans.models import Obligation, Task
from namro.web.plans.selectors.standing import SOON_DAYS, Tally, local_day
from namro.web.plans.selectors.work import waiting_for
from namro.web.plans.states import WAITS_FOR_UNIT, Shown

FEWEST_TO_RANK = 5  # a unit with fewer obligations is not ranked: one late task would put it on top
SHOWN = 10


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The obligations of all units of one level."""

    level: str
    label: str
    unit_count: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that is behind, with what it owes in all."""

    unit: Unit
    tally: Tally

    @property
    def silent(self) -> int:
        """Past due and never reported."""
        return self.tally.counts[Shown.SILENT]


@dataclass(frozen=True, slots=True)
class Standing:
    """All obligations on a day."""

    tally: Tally
    unit_count: int
    levels: tuple[LevelRow, ...]
    late: tuple[UnitRow, ...]  # the greatest share past due first
    late_count: int  # of all units, ranked or not
    silent: tuple[UnitRow, ...]  # units that never reported anything
    silent_count: int  # of all units
    too_few: int  # units behind that owe too little to be ranked


def standing(day: date) -> Standing:
    """Count every obligation once, by unit; two queries."""
    by_unit = tallies_by("unit_id", Obligation.objects.all(), day)
    units = Unit.objects.only("key", "name", "level", "sort").in_bulk(list(by_unit)) if by_unit else {}
    rows = [UnitRow(units[pk], counted) for pk, counted in by_unit.items()]
    ranked = [row for row in rows if row.tally.total >= FEWEST_TO_RANK]
    late = sorted(
        (row for row in ranked if row.tally.late),
        key=lambda row: (-row.tally.late / row.tally.total, -row.tally.late, row.unit.sort),
    )
    silent = sorted(
        (row for row in ranked if row.tally.unreported == row.tally.total),
        key=lambda row: (-row.tally.total, row.unit.sort),
    )
    behind = [row for row in rows if row.tally.late or row.tally.unreported == row.tally.total]
    return Standing(
        tally=add(by_unit.values()),
        unit_count=len(rows),
        levels=_levels(rows),
        late=tuple(late[:SHOWN]),
        late_count=sum(row.tally.late > 0 for row in rows),
        silent=tuple(silent[:SHOWN]),
        silent_count=sum(row.tally.unreported == row.tally.total for row in rows),
        too_few=sum(row.tally.total < FEWEST_TO_RANK for row in behind),
    )


def _levels(rows: Iterable[UnitRow]) -> tuple[LevelRow, ...]:
    grouped: dict[str, list[Tally]] = {}
    for row in rows:
        grouped.setdefault(row.unit.level, []).append(row.tally)
    return tuple(
        LevelRow(level, label, len(grouped[level]), add(grouped[level]))
        for level, label in ((str(level), label) for level, label in Unit.LEVELS)
        if level in grouped
    )


@dataclass(frozen=True, slots=True)
class DueRow:
    """The open obligations of one task that fall due on one day."""

    task_id: int
    code: str
    text: str
    due: date
    count: int


def due_soon(day: date) -> tuple[DueRow, ...]:
    """Give the tasks with the most open obligations due within 30 days, the nearest day first; two queries."""
    rows = list(
        Obligation.objects.filter(
            state__in=[state.value for state in WAITS_FOR_UNIT],
            sort_due__gte=day,
            sort_due__lte=day + timedelta(days=SOON_DAYS),
        )
        .order_by()
        .values_list("task_id", "sort_due")
        .annotate(count=Count("id"))
        .order_by("sort_due", "-count", "task_id")[:8]
    )
    tasks = Task.objects.only("code", "text").in_bulk([task_id for task_id, _, _ in rows])
    return tuple(
        DueRow(task_id, tasks[task_id].code, tasks[task_id].text[:300].lstrip("-–*+• "), due, count)
        for task_id, due, count in rows
    )


def soon_count(day: date) -> int:
    """Count the open obligations due within 30 days; one query."""
    return Obligation.objects.filter(
        state__in=[state.value for state in WAITS_FOR_UNIT],
        sort_due__gte=day,
        sort_due__lte=day + timedelta(days=SOON_DAYS),
    ).count()


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """What waits for this person's decision, and for how many days the oldest has."""

    count: int
    oldest_days: int | None


def waiting(posts: Posts, day: date) -> WaitingCount:
    """Count what the person may accept or return; one query."""
    row = waiting_for(posts).order_by().aggregate(count=Count("id"), oldest=Min("reported_at"))
    oldest = row["oldest"]
    return WaitingCount(row["count"], max(0, (day - local_day(oldest)).days) if oldest else None)
