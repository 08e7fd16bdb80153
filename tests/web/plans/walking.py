"""Work that goes its way day by day through the services, the same for the same seed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from namro.web.accounts.models import User
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import posts_on
from namro.web.plans.models import Obligation
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import Progress
from namro.web.plans.services.settling import settle_obstacle
from namro.web.plans.states import Action, State, possible

# Not Sở Nội vụ: nobody decides about the work of their own unit.
OFFICERS = {"thien-loc": "xa", "can-loc": "huyen", "so-tu-phap": "sotuphap", "tung-anh": "xakhac"}
ACTIONS = (Action.START, Action.SUBMIT, Action.WITHDRAW, Action.ACCEPT, Action.RETURN, Action.REOPEN)


def take(
    obligation: Obligation, action: Action, at: datetime, cast: dict[str, User], *, stuck: bool = False
) -> None:
    """Take one step through its service, as whoever takes it."""
    day = timezone.localtime(at).date()
    is_units = action in (Action.START, Action.SUBMIT, Action.WITHDRAW)
    name = OFFICERS[obligation.unit.key] if is_units else "sonoivu"
    ask: dict[str, Any] = {
        "obligation_id": obligation.pk, "by": cast[name], "posts": posts_on(cast[name], on=day), "at": at,
        "version": obligation.version,
    }  # fmt: skip
    match action:
        case Action.START:
            reporting.report(done=False, progress=Progress("Đang làm.", obstacle=stuck), proof=Proof(), **ask)
        case Action.SUBMIT:
            proof = Proof(document_number="12/BC", document_date=day)
            reporting.report(done=True, progress=Progress("Đã xong."), proof=proof, **ask)
        case Action.WITHDRAW:
            reporting.withdraw(**ask)
        case Action.ACCEPT:
            reporting.accept(**ask)
        case Action.RETURN:
            reporting.return_(reason="Bổ sung.", **ask)
        case Action.REOPEN:
            reporting.reopen(reason="Làm lại.", **ask)
    obligation.refresh_from_db()


def walk(cast: dict[str, User], *, start: date, days: int, seed: int, steps: int = 4) -> Iterator[date]:
    """Give each day after some obligations took a step of the table on it, and some obstacles were taken off."""
    chance = Random(seed)
    rows = list(Obligation.objects.filter(unit__key__in=OFFICERS).select_related("unit").order_by("id"))
    for day in (start + timedelta(days=ahead) for ahead in range(days)):
        # The first and the last minute of a day belong to it: midnight in Hà Tĩnh is not midnight in Greenwich.
        times = sorted(chance.choice((time(0, 1), time(12), time(23, 58))) for _ in range(steps))
        for place, clock in enumerate(times):
            one, action = chance.choice(rows), chance.choice(ACTIONS)
            at = timezone.make_aware(datetime.combine(day, clock)) + timedelta(seconds=2 * place)
            one.refresh_from_db()
            if possible(State(one.state), action):
                take(one, action, at, cast, stuck=chance.random() < 0.6)
            if one.obstacle and chance.random() < 0.3:
                who = cast[OFFICERS[one.unit.key]]
                settle_obstacle(
                    obligation_id=one.pk, sentence="Đã gỡ.", by=who, posts=posts_on(who, on=day),
                    at=at + timedelta(seconds=1),
                )  # fmt: skip
        yield day
