"""The small plan of the plans room, and rules for it."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan, Task
from namro.web.recurrences.services.ruling import Draft, Effect, set_rule
from web.plans.conftest import plan, posts, reading, task, when, who

__all__ = ["plan", "posts", "reading", "task", "when", "who"]


@pytest.fixture
def yearly(plan: Plan) -> Task:
    """«Niêm yết», yearly, led by Sở Tư pháp and the three communes."""
    return Task.objects.select_related("plan").get(plan=plan, text__startswith="Niêm yết")


@pytest.fixture
def monthly(plan: Plan) -> Task:
    """The duty of the two districts to report every month."""
    return Task.objects.select_related("plan").get(plan=plan, deadline_kind="monthly")


@pytest.fixture
def justice(plan: Plan) -> Task:
    """«Hướng dẫn nghiệp vụ», led by Sở Tư pháp alone."""
    return Task.objects.select_related("plan").get(plan=plan, text__startswith="Hướng dẫn")


@pytest.fixture
def rule(cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> Callable[..., Effect]:
    """`rule(task, "quarterly", date(2022, 1, 1))` sets a rule as Sở Nội vụ."""

    def set_(task: Task, kind: str, since: date, **more: object) -> Effect:
        draft = Draft(kind, since, "theo kế hoạch", **more)  # type: ignore[arg-type]
        return set_rule(task=task, draft=draft, by=cast["sonoivu"], posts=posts("sonoivu"), at=at)

    return set_
