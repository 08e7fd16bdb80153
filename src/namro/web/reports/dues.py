"""What this room offers to whoever reminds: reports that units must hand in, and those that wait to be accepted."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Case, Count, F, Min, OuterRef, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils import timezone

from namro.web.reports.models import Report, ReportStep
from namro.web.reports.states import HANDED_IN, Action, State
from namro.web.ui.dues import Duty, DutyState, Offer, Waiting

ROOM = "bao-cao"  # as `config/offers.py` names it
_WAITS = (State.OPEN.value, State.RETURNED.value)


def open_reports(unit_ids: Collection[int] | None, returned_after: datetime | None) -> Sequence[Duty]:
    """Give the reports that units have still to hand in, the first due first; one query.

    What a unit corrects after handing in waits for nobody: it opened that itself.
    """
    found = Report.objects.filter(state__in=_WAITS)
    if unit_ids is not None:
        found = found.filter(unit__in=unit_ids)
    if returned_after is not None:
        lately = ReportStep.objects.filter(action=Action.RETURN, at__gt=returned_after)
        found = found.filter(state=State.RETURNED, pk__in=lately.values("report"))
    return _duties(found)


def named_reports(keys: Collection[str]) -> Sequence[Duty]:
    """Give the reports of these keys; one query."""
    numbers = [int(number) for number in (key.partition(":")[2] for key in keys) if number.isdecimal()]
    return _duties(Report.objects.filter(pk__in=numbers))


def waiting_reports() -> Sequence[Waiting]:
    """Give how many reports of a kind and period wait to be accepted by whoever gathers them; one query."""
    rows = (
        Report.objects.filter(state=State.SUBMITTED, is_consolidated=False)
        .annotate(to=_of_kind("consolidated_by"), name=_of_kind("name"))
        .exclude(unit__key=F("to"))
        .order_by()
        .values("to", "name", "kind_key", "period", "period_label")
        .annotate(count=Count("id"), since=Min("submitted_at"))
        .values_list("to", "name", "kind_key", "period", "period_label", "count", "since")
    )
    found = [
        Waiting(
            key=f"{ROOM}:{kind}:{period}",
            receiver=to,
            label=name,
            period=label,
            count=count,
            since=_day(since),
            address=f"{reverse('reports:list')}?{urlencode({'loai': kind, 'ky': period, 'xem': 'cho'})}",
        )
        for to, name, kind, period, label, count, since in rows
        if to
    ]
    return sorted(found, key=lambda one: (one.since, one.key))


OFFER = Offer(open=open_reports, named=named_reports, waiting=waiting_reports)


def _duties(found: QuerySet[Report]) -> Sequence[Duty]:
    returns = ReportStep.objects.filter(report=OuterRef("pk"), action=Action.RETURN).order_by("-id")
    rows = (
        found.annotate(
            to=_of_kind("consolidated_by"),
            name=_of_kind("name"),
            # Asked only of the few that were returned.
            returned_at=Case(When(state=State.RETURNED, then=Subquery(returns.values("at")[:1]))),
        )
        .order_by(F("due").asc(nulls_last=True), "end", "id")
        .values_list(
            "id", "unit_id", "unit__key", "unit__name", "name", "is_consolidated", "period_label", "due",
            "opened_at", "state", "returned_at", "to",
        )
    )  # fmt: skip
    return [
        Duty(
            key=f"{ROOM}:{pk}",
            unit_id=unit_id,
            unit=unit,
            label=f"{name} (tổng hợp)" if is_whole else name,
            period=period,
            due=due,
            opened_on=_day(opened),
            state=_STATES[State(state)],
            returned_at=returned,
            receiver="" if is_whole or to == key else to,
            address=reverse("reports:detail", args=[pk]),
        )
        for pk, unit_id, key, unit, name, is_whole, period, due, opened, state, returned, to in rows
    ]


_STATES = {State.OPEN: DutyState.OPEN, State.RETURNED: DutyState.RETURNED} | dict.fromkeys(
    HANDED_IN, DutyState.HANDED_IN
)


def _of_kind(name: str) -> KeyTextTransform:
    return KeyTextTransform(name, "kind_version__tree")


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
