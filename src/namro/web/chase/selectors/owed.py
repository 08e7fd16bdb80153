"""Obligations as the chase reads them: chunk by chunk, only what the reckoning needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from namro.core.chase import Owed
from namro.web.plans.models import Obligation, Report
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import WAITS_FOR_UNIT, State

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One open obligation with what the chase reckons from."""

    id: int
    unit_id: int
    plan_id: int
    index: str
    owed: Owed
    returned_at: datetime | None = None  # of what stands returned


_Rows = list[tuple[int, int, int, str, date | None, datetime | None, date, date | None, datetime | None]]


def open_count() -> int:
    """Count the obligations in which the unit has to move."""
    return _open().count()


def open_chunks() -> Iterator[list[OwedRow]]:
    """Give every open obligation in the order of its number, at most 2,000 at a time; one query each."""
    return _chunks(_open())


def returned_chunks(since: datetime) -> Iterator[list[OwedRow]]:
    """Give the obligations that were returned after a moment and still stand so; the same way."""
    lately = Report.objects.filter(state_after=State.RETURNED, at__gt=since)
    return _chunks(Obligation.objects.filter(state=State.RETURNED, pk__in=lately.values("obligation")))


def _chunks(found: QuerySet[Obligation]) -> Iterator[list[OwedRow]]:
    returns = Report.objects.filter(obligation=OuterRef("pk"), state_after=State.RETURNED).order_by("-id")
    # Asked only of the few that were returned.
    found = found.annotate(
        returned_at=Case(When(state=State.RETURNED, then=Subquery(returns.values("at")[:1])))
    )
    last = 0
    while True:
        rows: _Rows = list(
            found.filter(id__gt=last)
            .order_by("id")
            .values_list(
                "id",
                "unit_id",
                "task__plan_id",
                "task__index",
                "due",
                "reported_at",
                "period_start",
                "task__plan__issued_on",
                "returned_at",
            )[:CHUNK]
        )
        if not rows:
            return
        last = rows[-1][0]
        yield [
            OwedRow(pk, unit, plan, index, Owed(due, heard_on(reported, start, issued), True), returned)
            for pk, unit, plan, index, due, reported, start, issued, returned in rows
        ]


def heard_on(reported_at: datetime | None, period_start: date, issued_on: date | None) -> date:
    """Give the day of the last update; without any, the day from which the unit could have begun."""
    if reported_at is not None:
        return local_day(reported_at)
    return max(period_start, issued_on) if issued_on else period_start


def _open() -> QuerySet[Obligation]:
    return Obligation.objects.filter(state__in=[state.value for state in WAITS_FOR_UNIT])
