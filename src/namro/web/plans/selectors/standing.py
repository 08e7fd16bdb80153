"""How an obligation stands on a day: the state that pages show, and the due date in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from namro.web.plans.models import Obligation
from namro.web.plans.states import SETTLED, WAITS_FOR_UNIT, Shown, State

SOON_DAYS = 30


def shown_state(obligation: Obligation, today: date) -> Shown:
    """Give the state on the day: open obligations past their due date are overdue, or silent if never reported."""
    if obligation.state in WAITS_FOR_UNIT and obligation.due is not None and obligation.due < today:
        return Shown.SILENT if obligation.reported_at is None else Shown.OVERDUE
    return Shown(obligation.state)


def in_state(shown: Shown | str, today: date) -> Q:
    """Give the condition under which obligations show the state; the same rule as `shown_state`."""
    late = past_due(today)
    match Shown(shown):
        case Shown.OVERDUE:
            return late & Q(reported_at__isnull=False)
        case Shown.SILENT:
            return late & Q(reported_at__isnull=True)
        case Shown.SUBMITTED | Shown.ACCEPTED:
            return Q(state=shown)
    return Q(state=shown) & (Q(due__isnull=True) | Q(due__gte=today))


def past_due(today: date) -> Q:
    """Open and past the due date."""
    # By `sort_due`, which is the due date where there is one: lists walk along its index and stop when full.
    return Q(state__in=[state.value for state in WAITS_FOR_UNIT], sort_due__lt=today)


def due_words(due: date | None, today: date, *, settled: bool = False) -> str:
    """Say how far the due date is: "còn 46 ngày", "quá hạn 3 ngày"; nothing to count down once settled."""
    if due is None:
        return "không có ngày cụ thể"
    if settled:
        return ""
    days = (due - today).days
    if days == 0:
        return "hết hạn hôm nay"
    return f"còn {days} ngày" if days > 0 else f"quá hạn {-days} ngày"


def handed_in_late(obligation: Obligation) -> bool:
    """Say whether what was handed in, accepted or not, came after its due date."""
    if obligation.state not in SETTLED or obligation.due is None or obligation.reported_at is None:
        return False
    return local_day(obligation.reported_at) > obligation.due


def local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar: `start` and `width` in hundredths of the whole, written for SVG."""

    code: str
    label: str
    count: int
    start: str
    width: str


# From what is settled to what is worst, so that the red end of every bar is on the same side.
_ORDER = (
    Shown.ACCEPTED,
    Shown.SUBMITTED,
    Shown.IN_PROGRESS,
    Shown.RETURNED,
    Shown.NOT_STARTED,
    Shown.OVERDUE,
    Shown.SILENT,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many obligations show each state; every obligation is counted in exactly one."""

    counts: Mapping[Shown, int]
    unreported: int  # never reported, whether late or not

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def accepted(self) -> int:
        return self.counts[Shown.ACCEPTED]

    @property
    def submitted(self) -> int:
        return self.counts[Shown.SUBMITTED]

    @property
    def late(self) -> int:
        """Past due, reported or not."""
        return self.counts[Shown.OVERDUE] + self.counts[Shown.SILENT]

    @property
    def parts(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        before, total = 0, self.total
        for shown in _ORDER:
            count = self.counts[shown]
            if count:
                start, width = 100 * before / total, 100 * count / total
                parts.append(Part(shown.value, str(shown.label), count, f"{start:.3f}", f"{width:.3f}"))
                before += count
        return tuple(parts)

    @property
    def words(self) -> str:
        """Say the bar in words, for readers who do not see it."""
        return ", ".join(f"{part.label.lower()} {part.count}" for part in self.parts) or "chưa có phần việc"


def tally_columns(today: date, prefix: str = "") -> dict[str, Count]:
    """Give the aggregates from which `tally` is made; `prefix` leads from the grouped rows to obligations."""
    late = Q(**{f"{prefix}state__in": [state.value for state in WAITS_FOR_UNIT], f"{prefix}due__lt": today})
    silent = Q(**{f"{prefix}reported_at__isnull": True})
    columns = {
        Shown.OVERDUE.value: Count(f"{prefix}id", filter=late & ~silent),
        Shown.SILENT.value: Count(f"{prefix}id", filter=late & silent),
        "unreported": Count(f"{prefix}id", filter=silent),
    }
    for state in State:
        columns[state.value] = Count(f"{prefix}id", filter=Q(**{f"{prefix}state": state.value}))
    for state in WAITS_FOR_UNIT:
        columns[f"late_{state.value}"] = Count(
            f"{prefix}id", filter=Q(**{f"{prefix}state": state.value, f"{prefix}due__lt": today})
        )
    return columns


def tally(row: Mapping[str, Any]) -> Tally:
    """Give the tally of one row of `tally_columns`."""
    counts = {shown: row[shown.value] or 0 for shown in Shown}
    for state in WAITS_FOR_UNIT:
        counts[Shown(state.value)] -= row[f"late_{state.value}"] or 0
    return Tally(counts, row["unreported"] or 0)


EMPTY = Tally(dict.fromkeys(Shown, 0), 0)
