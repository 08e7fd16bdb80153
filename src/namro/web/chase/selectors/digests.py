"""Bulletins of one person with what each held."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from namro.web.chase.models import Bulletin, Delivery, DutyNotice, Gathering, Notice
from namro.web.chase.selectors.duties import DutyRow, rows_of
from namro.web.chase.selectors.lists import NoticeRow, notice_rows
from namro.web.organisations.selectors import Posts
from namro.web.plans.selectors.obligations import HEAVY

MOST = 60
MOST_ROWS = 500


def own_bulletins(user_id: int) -> QuerySet[Bulletin]:
    """Give the last bulletins with how many reminders and lines each holds; one query."""
    reports = DutyNotice.objects.filter(bulletin=OuterRef("pk")).order_by().values("bulletin")
    reports = reports.annotate(count=Count("id"))
    return (
        Bulletin.objects.filter(user_id=user_id)
        .annotate(held=Count("notices", distinct=True), lines=Count("gatherings", distinct=True))
        .annotate(reports=Coalesce(Subquery(reports.values("count")), 0))
        .order_by("-day")[:MOST]
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What a bulletin held; `open` still waits for the unit, `settled` was reported or accepted since."""

    open: tuple[NoticeRow, ...]
    settled: tuple[NoticeRow, ...]
    lines: tuple[Gathering, ...]
    duties: tuple[DutyRow, ...]
    deliveries: tuple[Delivery, ...]
    is_cut: bool


def held_by(bulletin: Bulletin, day: date, posts: Posts) -> Held:
    """Give at most 500 reminders of a bulletin with how each stands on the day; at most eight queries."""
    notices = list(
        Notice.objects.filter(bulletin=bulletin)
        .select_related("obligation__task", "obligation__unit", "bulletin", "hand_over")
        .defer(*(f"obligation__{name}" for name in HEAVY))
        .order_by("obligation__sort_due", "id")[: MOST_ROWS + 1]
    )
    rows = notice_rows(notices[:MOST_ROWS], day)
    duty_notices = bulletin.duty_notices.select_related("unit").order_by("id")
    return Held(
        open=tuple(row for row in rows if not row.is_settled),
        settled=tuple(row for row in rows if row.is_settled),
        lines=tuple(bulletin.gatherings.defer("units").order_by("-unit_count", "id")),
        duties=tuple(rows_of(list(duty_notices[:MOST_ROWS]), day, posts)),
        deliveries=tuple(bulletin.deliveries.order_by("id")),
        is_cut=len(notices) > MOST_ROWS,
    )
