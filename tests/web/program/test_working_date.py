from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.audit.services import PROGRAM
from namro.web.program import selectors, services


def test_every_page_says_which_day_it_works_on(client_of: Callable[[str], Client]) -> None:
    for path in ("/tai-khoan/", "/don-vi/", "/nhat-ky/", "/thiet-lap/"):
        assert "15/11/2021" in client_of("sonoivu").get(path).content.decode()


def test_the_plan_officer_changes_the_day_and_it_is_recorded(client_of: Callable[[str], Client]) -> None:
    answer = client_of("sonoivu").post("/thiet-lap/", {"day": "2021-12-20"})
    assert answer.status_code == 302
    assert selectors.working_date() == date(2021, 12, 20)
    entry = Entry.objects.filter(subject_type="program").first()
    assert entry is not None
    assert (entry.before, entry.after, entry.by_username) == (
        {"working_date": "2021-11-15"},
        {"working_date": "2021-12-20"},
        "sonoivu",
    )


@pytest.mark.parametrize("name", ["lanhdao", "sotuphap", "huyen", "xa", "mattran", "stranger"])
def test_nobody_else_changes_the_day(client_of: Callable[[str], Client], name: str) -> None:
    assert client_of(name).post("/thiet-lap/", {"day": "2021-12-20"}).status_code == 403
    assert selectors.working_date() == date(2021, 11, 15)


@pytest.mark.parametrize("typed", ["", "31/02/2021", "1066-10-14", "2021-13-01"])
def test_a_wrong_day_gets_a_sentence_and_changes_nothing(
    client_of: Callable[[str], Client], typed: str
) -> None:
    answer = client_of("sonoivu").post("/thiet-lap/", {"day": typed})
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert selectors.working_date() == date(2021, 11, 15)


def test_outside_a_demonstration_the_day_follows_the_calendar(
    client_of: Callable[[str], Client], settings: Settings
) -> None:
    settings.DEMO = False
    assert client_of("sonoivu").post("/thiet-lap/", {"day": "2021-12-20"}).status_code == 403


def test_illustration_is_said_on_every_page_until_it_is_removed(
    cast: dict[str, User], client_of: Callable[[str], Client], at: datetime
) -> None:
    client = client_of("xa")
    assert "Số liệu minh họa." not in client.get("/tai-khoan/").content.decode()
    services.set_illustration(by=PROGRAM, at=at, shown=True)
    assert "Số liệu minh họa." in client.get("/tai-khoan/").content.decode()
    assert "Số liệu minh họa." in client.get("/khong-co/").content.decode()
    services.set_illustration(by=PROGRAM, at=at, shown=False)
    assert "Số liệu minh họa." not in client.get("/tai-khoan/").content.decode()


def test_a_date_somebody_set_survives_the_next_start(today: date, at: datetime) -> None:
    services.set_working_date(by=PROGRAM, at=at, day=date(2021, 12, 1))
    services.ensure_demo_date(clock=at)
    assert selectors.working_date() == date(2021, 12, 1)


def test_a_day_is_read_day_first(client_of: Callable[[str], Client]) -> None:
    client_of("sonoivu").post("/thiet-lap/", {"day": "11/12/2021"})
    assert selectors.working_date() == date(2021, 12, 11)
