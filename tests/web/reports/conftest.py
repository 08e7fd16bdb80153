"""A quarter of reports: the kind with its due days, and the reports of two units and of Sở Nội vụ."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from namro.core.reports.calendar import period_called
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.models import Report as Step
from namro.web.reports.models import Report
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.services.opening import open_report

KIND = "tien-do-ke-hoach"


@pytest.fixture
def posts(cast: dict[str, User], today: date) -> Callable[[str], Posts]:
    """`posts("xa")` gives the posts of that member of the cast."""
    return lambda name: posts_on(cast[name], on=today)


@pytest.fixture
def work(units: dict[str, Unit], cast: dict[str, User], at: datetime) -> Task:
    """A task with obligations of the third quarter: three of Thiên Lộc (two accepted), one of Can Lộc.

    What was accepted was handed in and accepted on the 20th of its month.
    """
    plan = Plan.objects.create(
        number="1/KH-UBND", year=2021, title="Kế hoạch thử", confirmed_at=at, confirmed_by="x"
    )
    task = Task.objects.create(
        plan=plan, position=1, code="PL1.I.1-1", text="Việc", search="viec", deadline_kind="monthly",
        first_line=1, last_line=1,
    )  # fmt: skip
    rows = (
        ("thien-loc", 7, "accepted"),
        ("thien-loc", 8, "accepted"),
        ("thien-loc", 9, "not_started"),
        ("can-loc", 7, "accepted"),
    )
    for key, month, state in rows:
        done_at = at.replace(month=month, day=20) if state == "accepted" else None
        one = Obligation.objects.create(
            task=task,
            unit=units[key],
            period=f"Tháng {month}/2021",
            period_start=date(2021, month, 1),
            period_end=date(2021, month, 28),
            due=date(2021, month, 28),
            state=state,
            reported_at=done_at,
        )
        if done_at:
            for action, after in (("submit", "submitted"), ("accept", "accepted")):
                Step.objects.create(
                    obligation=one,
                    at=done_at,
                    by=cast["sonoivu"],
                    by_name="x",
                    action=action,
                    state_after=after,
                )
    return task


@pytest.fixture
def opened(cast: dict[str, User], units: dict[str, Unit], at: datetime, work: Task) -> Callable[..., Report]:
    """`opened("thien-loc")` opens the report of the third quarter of a unit."""

    def made(key: str, period: str = "2021-Q3", *, whole: bool = False, kind: str = KIND) -> Report:
        version = kind_called(kind)
        report, _ = open_report(
            kind=version,
            unit=units[key],
            period=period_called(version.kind, period),
            is_consolidated=whole,
            by=cast["sonoivu"],
            at=at,
        )
        return report

    return made
