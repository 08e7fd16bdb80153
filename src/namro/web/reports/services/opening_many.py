"""Opening the reports of every unit for a period: by the morning's job, or by hand in the background."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django_q.tasks import async_task

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_of
from namro.core.reports.model import ReportKind, ReportPeriod
from namro.core.text import format_date
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.models import KindVersion
from namro.web.reports.permissions import check_may_open_for_all
from namro.web.reports.selectors.kinds import kinds
from namro.web.reports.selectors.owing import owing
from namro.web.reports.services.opening import open_report
from namro.web.ui.figures import OneAsking

OPEN_FOR_ALL = "namro.web.reports.jobs.open_for_all"
# The job opens what ends soon or ended lately; older periods are opened by hand.
AHEAD, BACK = timedelta(days=15), timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Opened:
    """How many reports were added and how many stood already; `refused` in sentences."""

    added: int
    known: int
    refused: tuple[str, ...] = ()


def ask_for_all(*, kind: KindVersion, period: ReportPeriod, by: User, posts: Posts, at: datetime) -> None:
    """Have the reports of every unit opened in the background; asked twice, none is opened twice.

    Raises `NotAllowed`, and `Refusal` for a period that has not begun.
    """
    check_may_open_for_all(posts)
    if period.start > at.date():
        raise Refusal(f"Kỳ {period.label} bắt đầu ngày {format_date(period.start)}, chưa mở được.")
    transaction.on_commit(lambda: async_task(OPEN_FOR_ALL, kind.key, period.key, by.pk))


def open_for_all(*, kind: KindVersion, period: ReportPeriod, by: audit.Person, at: datetime) -> Opened:
    """Open the reports of every unit that writes for the period, and the consolidated one; each by itself.

    The rooms are asked for the figures of all units once.
    """
    added = known = 0
    refused: list[str] = []
    wanted = owing(kind.kind, period, at.date())
    # Those merged away inside the period stand in the reports of their successors.
    merged = Unit.objects.filter(valid_to__gte=period.start, valid_to__lt=period.end).exclude(
        successions=None
    )
    asked = [unit.pk for unit, is_consolidated in wanted if not is_consolidated]
    answer = OneAsking([*asked, *merged.values_list("pk", flat=True)])
    for unit, is_consolidated in wanted:
        try:
            _, is_new = open_report(
                kind=kind,
                unit=unit,
                period=period,
                is_consolidated=is_consolidated,
                by=by,
                at=at,
                answer=answer,
            )
        except Refusal as refusal:
            refused.append(refusal.sentence)
            continue
        added, known = added + is_new, known + (not is_new)
    return Opened(added, known, tuple(refused))


def open_due(*, day: date, at: datetime) -> Opened:
    """Open what a day calls for: the periods that end within fifteen days or ended lately, of every kind."""
    added = known = 0
    for kind in kinds():
        for period in periods_open_on(kind.kind, day):
            done = open_for_all(kind=kind, period=period, by=audit.PROGRAM, at=at)
            added, known = added + done.added, known + done.known
    return Opened(added, known)


def periods_open_on(kind: ReportKind, day: date) -> tuple[ReportPeriod, ...]:
    """Give the periods of a kind that the job opens on a day."""
    found = [
        period_of(kind, rule, year)
        for year in (day.year - 1, day.year, day.year + 1)
        for rule in kind.periods
    ]
    wanted = [one for one in found if one.start <= day and day - BACK <= one.end <= day + AHEAD]
    return tuple(sorted(wanted, key=lambda one: (one.end, one.start)))
