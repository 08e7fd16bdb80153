"""One plan with obligations of two communes and a district, and servers to send to."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase.models import Contact, Run
from namro.web.chase.services.daily import run_day
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.reports.models import KindVersion, Report, ReportStep
from web.chase.servers import CatchAll, Gateway, running
from web.conftest import AT, TODAY


@pytest.fixture
def make(units: dict[str, Unit]) -> Callable[..., Obligation]:
    """`make("thien-loc", due=date(...), state=...)` gives an obligation of a task of its own."""
    plan = Plan.objects.create(
        number="359/KH-UBND", issued_on=date(2021, 9, 27), year=2021, title="Kế hoạch", confirmed_at=AT, confirmed_by="x"
    )  # fmt: skip

    def obligation(unit: str = "thien-loc", **values: Any) -> Obligation:
        number = Task.objects.count() + 1
        task = Task.objects.create(
            plan=plan, position=number, code=f"PL1.I.1-{number}", text=f"Niêm yết thủ tục hành chính lần {number}",
            search="niem yet", deadline_kind="yearly", first_line=1, last_line=1,
        )  # fmt: skip
        return Obligation.objects.create(
            task=task, unit=units[unit], period="Năm 2021", period_start=date(2021, 1, 1),
            period_end=date(2021, 12, 31), **{"due": date(2021, 11, 10)} | values,
        )  # fmt: skip

    return obligation


@pytest.fixture
def chase(cast: dict[str, User]) -> Callable[..., Run]:
    """`chase()` runs the job for 15/11/2021, a Monday; `chase(date(...))` for another day."""

    def run(day: date = TODAY) -> Run:
        return run_day(day=day, by=audit.PROGRAM, at=datetime.combine(day, AT.timetz()))

    return run


@pytest.fixture
def owe_report(units: dict[str, Unit]) -> Callable[..., Report]:
    """`owe_report("thien-loc", due=date(...))` gives an open report of the third quarter of 2021, handed in to Sở Nội vụ."""
    kind = KindVersion.objects.create(
        key="quy-thu", version=1, by_name="x", at=AT,
        tree={"key": "quy-thu", "name": "Báo cáo quý thử", "consolidated_by": "so-noi-vu"},
    )  # fmt: skip

    def report(unit: str = "thien-loc", **values: Any) -> Report:
        return Report.objects.create(**{
            "kind_version": kind, "kind_key": kind.key, "unit": units[unit], "period": "2021-Q3",
            "period_label": "Quý III/2021", "start": date(2021, 7, 1), "end": date(2021, 9, 30),
            "due": date(2021, 11, 10), "opened_at": AT.replace(month=9, day=15), "opened_by": "x",
        } | values)  # fmt: skip

    return report


@pytest.fixture
def give_back() -> Callable[..., None]:
    """`give_back(report, at)` returns a report at a moment, as the receiver does."""

    def returned(report: Report, at: datetime) -> None:
        Report.objects.filter(pk=report.pk).update(state="returned", first_submitted_on=at.date())
        ReportStep.objects.create(report=report, action="return", by_name="x", at=at)

    return returned


@pytest.fixture
def mailbox(settings: Settings, cast: dict[str, User]) -> Iterator[CatchAll]:
    """A mail server for everybody of the cast, each with an address."""
    with running(CatchAll()) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "Năm Rõ <namro@tinh.example>"
        settings.NAMRO_MAIL = True
        for user in cast.values():
            user.email = f"{user.username}@tinh.example"
            user.save()
        yield server


@pytest.fixture
def gateway(settings: Settings, cast: dict[str, User]) -> Iterator[Gateway]:
    """A gateway to which the commune's officer wants messages sent, and no e-mail."""
    with running(Gateway()) as server:
        settings.NAMRO_HOOK_URL = f"http://127.0.0.1:{server.server_address[1]}/nhac"
        settings.NAMRO_HOOK_SECRET = "bi-mat-chung"
        settings.NAMRO_HOOK_TIMEOUT = 1
        Contact.objects.create(user=cast["xa"], by_email=False, by_hook=True, phone="0912345678")
        yield server
