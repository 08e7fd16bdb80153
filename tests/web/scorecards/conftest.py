"""The small plan in force, and steps taken on it through the same doors as real ones."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from namro.web.accounts.models import User
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import Progress
from web.plans.conftest import plan, posts, reading

__all__ = ["plan", "posts", "reading"]


def moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def owed(plan: Plan) -> Callable[..., Obligation]:
    """`owed("thien-loc", "PL1")` gives the first obligation of the unit whose task's code begins so."""

    def found(unit: str, code: str = "") -> Obligation:
        rows = Obligation.objects.filter(unit__key=unit, task__code__startswith=code).select_related(
            "unit", "task"
        )
        return rows.order_by("id")[0]

    return found


@pytest.fixture
def take(cast: dict[str, User]) -> Callable[..., None]:
    """`take(obligation, "submit", date(2021, 10, 20))` takes a step on a day, through the service."""

    def step(obligation: Obligation, action: str, on: date, by: str = "") -> None:
        obligation.refresh_from_db()
        unit_user = {"thien-loc": "xa", "can-loc": "huyen", "so-tu-phap": "sotuphap", "tung-anh": "xakhac"}
        name = by or (
            unit_user[obligation.unit.key] if action in ("start", "submit", "withdraw") else "sonoivu"
        )
        posts: Posts = posts_on(cast[name], on=on)
        common: dict[str, Any] = {
            "obligation_id": obligation.pk, "by": cast[name], "posts": posts, "at": moment(on),
            "version": obligation.version,
        }  # fmt: skip
        if action in ("start", "submit"):
            proof = Proof(document_number="12/BC-UBND", document_date=on) if action == "submit" else Proof()
            said = Progress(sentence="Đã niêm yết." if action == "submit" else "Đang làm.", percent=None)
            reporting.report(done=action == "submit", progress=said, proof=proof, **common)
        elif action == "accept":
            reporting.accept(**common)
        elif action == "return":
            reporting.return_(reason="Bổ sung biên bản.", **common)
        elif action == "reopen":
            reporting.reopen(reason="Làm lại.", **common)
        else:
            reporting.withdraw(**common)
        obligation.refresh_from_db()

    return step
