"""A small plan with its indices, a campaign that was published, and urging letters: what documents are made of."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from namro.web.accounts.models import User
from namro.web.chase.models import UrgingLetter
from namro.web.chase.services.urging import draft_letter
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation, Plan, Report
from web.campaigns.conftest import as_, campaign, draft, line, published  # noqa: F401 - fixtures of that room
from web.overview.conftest import plan, reading  # noqa: F401 - fixtures of that room

_STEPS = {
    "accepted": (("submit", "submitted"), ("accept", "accepted")),
    "submitted": (("submit", "submitted"),),
    "in_progress": (("start", "in_progress"),),
}


@pytest.fixture
def posts(cast: dict[str, User], today: date) -> Callable[[str], Posts]:
    return lambda username: posts_on(cast[username], on=today)


@pytest.fixture
def worked(plan: Plan, at: datetime, cast: dict[str, User]) -> Plan:  # noqa: F811
    """The plan with some obligations accepted, handed in and past due."""
    first = list(Obligation.objects.order_by("id")[:4])
    for obligation, state in zip(first, ("accepted", "accepted", "submitted", "in_progress"), strict=True):
        Obligation.objects.filter(pk=obligation.pk).update(state=state, reported_at=at, sentence="Đã làm")
        for action, after in _STEPS[state]:
            Report.objects.create(
                obligation=obligation, at=at, by=cast["sonoivu"], by_name="x", action=action, state_after=after,
                sentence="Đã làm",
            )  # fmt: skip
    return plan


@pytest.fixture
def letter(
    worked: Plan, units: dict[str, Unit], cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> UrgingLetter:
    """A draft to the commune Vượng Lộc."""
    common: dict[str, Any] = {"day": at.date(), "by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    return draft_letter(unit=units["vuong-loc"], **common)
