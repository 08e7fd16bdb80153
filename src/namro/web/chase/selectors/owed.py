"""Obligations as the chase reads them: chunk by chunk, only what the reckoning needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from namro.core.chase import Owed
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import WAITS_FOR_UNIT

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One open obligation with what the chase reckons from."""

    id: int
    unit_id: int
    plan_id: int
    index: str
    owed: Owed


def open_count() -> int:
    """Count the obligations in which the unit has to move."""
    return _open().count()


def open_chunks() -> Iterator[list[OwedRow]]:
    """Give every open obligation in the order of its number, at most 2,000 at a time; one query each."""
    last = 0
    while True:
        rows = list(
            _open()
            .filter(id__gt=last)
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
            )[:CHUNK]
        )
        if not rows:
            return
        last = rows[-1][0]
        yield [
            OwedRow(pk, unit, plan, index, Owed(due, heard_on(reported, start, issued), True))
            for pk, unit, plan, index, due, reported, start, issued in rows
        ]


def heard_on(reported_at: datetime | None, period_start: date, issued_on: date | None) -> date:
    """Give the day of the last update; without any, the day from which the unit could have begun."""
    if reported_at is not None:
        return local_day(reported_at)
    return max(period_start, issued_on) if issued_on else period_start


def owed_of(obligation: Obligation) -> Owed:
    """Give the same for one obligation with its task and plan."""
    issued = obligation.task.plan.issued_on
    return Owed(
        obligation.due,
        heard_on(obligation.reported_at, obligation.period_start, issued),
        obligation.state in WAITS_FOR_UNIT,
    )


def _open() -> QuerySet[Obligation]:
    return Obligation.objects.filter(state__in=[state.value for state in WAITS_FOR_UNIT])
