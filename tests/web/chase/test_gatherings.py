"""Units with nobody to tell: one line per step, level and day, never one notice per obligation."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from namro.web.accounts.models import User
from namro.web.chase.models import Bulletin, Gathering, Notice, Run
from namro.web.chase.selectors.lists import unseen_count
from namro.web.chase.services.acknowledging import acknowledge
from namro.web.chase.services.delivering import deliver
from namro.web.organisations.models import Post, Role, Unit
from namro.web.plans.models import Obligation
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
COUNT = 40


@pytest.fixture
def empty_communes(make: Make) -> None:
    """Twenty obligations of each of two units without anybody, one level apart, eight days late."""
    for _ in range(COUNT // 2):
        make("vuong-loc", due=date(2021, 11, 8))
        make("duc-tho", due=date(2021, 11, 8))


def _line(**asked: str) -> Gathering:
    return Gathering.objects.get(user__username="sonoivu", **asked)


def test_the_department_gets_one_line_per_step_and_level(empty_communes: None, chase: Chase) -> None:
    run = chase()
    assert not Notice.objects.exists()
    assert set(Gathering.objects.values_list("user__username", "level", "step")) == {
        ("sonoivu", "commune", "qua-7"),
        ("sonoivu", "district", "qua-7"),
    }
    assert run.notice_count == 2
    line = _line(level="commune")
    assert (line.unit_count, line.obligation_count) == (1, COUNT // 2)
    assert line.units == [[Unit.objects.get(key="vuong-loc").pk, COUNT // 2]]


def test_a_second_run_adds_nothing_and_the_next_day_only_what_is_new(
    empty_communes: None, make: Make, chase: Chase
) -> None:
    chase()
    before = list(Gathering.objects.order_by("id").values())
    assert chase().notice_count == 0
    assert list(Gathering.objects.order_by("id").values()) == before
    make("vuong-loc", due=date(2021, 11, 9))
    chase(date(2021, 11, 16))
    fresh = Gathering.objects.filter(day=date(2021, 11, 16))
    assert sum(line.obligation_count for line in fresh if line.level == "commune") == COUNT // 2 + 1


def test_every_obligation_of_an_empty_unit_is_gathered_and_of_no_other(
    empty_communes: None, make: Make, chase: Chase, cast: dict[str, User]
) -> None:
    make("thien-loc", due=date(2021, 11, 13))
    chase()
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"xa"}
    assert sum(Gathering.objects.values_list("obligation_count", flat=True)) == COUNT


def test_once_somebody_is_there_the_unit_is_told_itself(
    empty_communes: None, chase: Chase, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    Post.objects.create(user=cast["stranger"], unit=units["vuong-loc"], role=Role.UNIT_OFFICER)
    chase()
    assert not Gathering.objects.filter(level="commune").exists()
    assert Notice.objects.filter(user=cast["stranger"]).count() == COUNT // 2


def test_units_that_are_no_more_have_a_line_of_their_own(empty_communes: None, chase: Chase) -> None:
    Unit.objects.filter(key="vuong-loc").update(valid_to=date(2021, 11, 14))
    chase()
    assert _line(level="commune").reason == "gone"
    assert _line(level="district").reason == "unmanned"


def test_the_mail_says_the_line_and_not_the_hundreds(
    empty_communes: None, chase: Chase, mailbox: CatchAll
) -> None:
    chase()
    sent = deliver(day=TODAY, at=AT)
    assert sent.counts == {"sent": 1}
    ((to, mail),) = mailbox.caught
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert to == "sonoivu@tinh.example"
    assert "1 đơn vị cấp xã chưa có ai nhận việc: 20 phần việc (quá hạn 7 ngày" in text
    assert text.count("\n") < 20


def test_the_page_shows_the_lines_and_where_to_mend_it(
    empty_communes: None, chase: Chase, client_of: Callable[[str], Client], cast: dict[str, User]
) -> None:
    chase()
    client = client_of("sonoivu")
    page = client.get("/nhac-viec/").content.decode()
    assert "Đơn vị chưa có ai để nhắc" in page
    line = _line(level="commune")
    units = client.get(f"/nhac-viec/don-vi-trong/{line.pk}/").content.decode()
    assert "UBND xã Vượng Lộc" in units
    assert "Giao vai trò" in units
    assert client_of("lanhdao").get(f"/nhac-viec/don-vi-trong/{line.pk}/").status_code == 404
    assert client_of("stranger").get(f"/nhac-viec/don-vi-trong/{line.pk}/").status_code == 403
    client.post("/nhac-viec/da-biet/", {"nhac": f"dong-{line.pk}"})
    line.refresh_from_db()
    assert line.seen_at is not None
    assert _line(level="district").seen_at is None


def test_the_bell_counts_what_is_new_and_important(make: Make, chase: Chase, cast: dict[str, User]) -> None:
    user = cast["xa"]
    for _ in range(3):
        make(due=date(2021, 11, 13))
    make(due=date(2021, 12, 1))  # for the weekly digest: not important
    chase()
    assert unseen_count(user.pk) == 3
    make(due=date(2021, 11, 15))
    chase(date(2021, 11, 16))
    assert unseen_count(user.pk) == 1  # what piled up before stands on the page
    acknowledge(by=user, at=AT)
    assert unseen_count(user.pk) == 0


def test_the_bell_rings_for_lines_too(make: Make, chase: Chase, cast: dict[str, User]) -> None:
    make("vuong-loc", due=date(2021, 11, 13))
    chase()
    assert unseen_count(cast["sonoivu"].pk) == 1


def test_a_year_of_days_with_empty_units_stays_a_few_lines_a_day(make: Make, chase: Chase) -> None:
    for days in range(0, 100, 5):
        make("vuong-loc", due=date(2021, 10, 1) + timedelta(days=days))
    day = date(2021, 10, 1)
    while day < date(2022, 1, 1):
        chase(day)
        day += timedelta(days=1)
    assert not Notice.objects.filter(user__username="sonoivu").exists()
    a_day = [Gathering.objects.filter(day=each, user__username="sonoivu").count()
             for each in set(Gathering.objects.values_list("day", flat=True))]  # fmt: skip
    assert max(a_day) <= 10
    assert Bulletin.objects.filter(user__username="sonoivu").count() > 10
