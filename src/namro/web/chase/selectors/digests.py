"""Bulletins of one person with what each held."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from namro.web.chase.models import Bulletin, Delivery, Gathering, Notice
from namro.web.chase.selectors.lists import NoticeRow, notice_rows
from namro.web.plans.selectors.obligations import HEAVY

MOST = 60
MOST_ROWS = 500


def own_bulletins(user_id: int) -> QuerySet[Bulletin]:
    """Give the last bulletins with how many reminders and lines each holds; one query."""
    return (
        Bulletin.objects.filter(user_id=user_id)
        .annotate(held=Count("notices", distinct=True), lines=Count("gatherings", distinct=True))
        .order_by("-day")[:MOST]
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What a bulletin held; `open` still waits for the unit, `settled` was reported or accepted since."""

    open: tuple[NoticeRow, ...]
    settled: tuple[NoticeRow, ...]
    lines: tuple[Gathering, ...]
    deliveries: tuple[Delivery, ...]
    is_cut: bool


def held_by(bulletin: Bulletin, day: date) -> Held:
    """Give at most 500 reminders of a bulletin with how each stands on the day; four queries."""
    notices = list(
        Notice.objects.filter(bulletin=bulletin)
        .select_related("obligation__task", "obligation__unit", "bulletin", "hand_over")
        .defer(*(f"obligation__{name}" for name in HEAVY))
        .order_by("obligation__sort_due", "id")[: MOST_ROWS + 1]
    )
    rows = notice_rows(notices[:MOST_ROWS], day)
    return Held(
        open=tuple(row for row in rows if not row.is_settled),
        settled=tuple(row for row in rows if row.is_settled),
        lines=tuple(bulletin.gatherings.defer("units").order_by("-unit_count", "id")),
        deliveries=tuple(bulletin.deliveries.order_by("id")),
        is_cut=len(notices) > MOST_ROWS,
    )
