"""Many units late at once: those above hear one line per step and level of units, not one notice per obligation."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from namro.core.chase import Rules, shipped_rules
from namro.web.accounts.models import User
from namro.web.chase.models import Bulletin, Gathering, Notice, Run
from namro.web.chase.selectors.lists import unseen_count
from namro.web.chase.services import daily
from namro.web.chase.services.delivering import deliver
from namro.web.chase.services.gathering import MOST_APART
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
COUNT = 20
LATE = date(2021, 10, 1)  # past every rung on 15/11/2021


@pytest.fixture
def late(make: Make) -> list[Obligation]:
    """Twenty obligations of a commune with people, six weeks late."""
    return [make(due=LATE) for _ in range(COUNT)]


def _told() -> set[str]:
    return set(Notice.objects.values_list("user__username", flat=True))


def test_the_unit_hears_of_each_and_those_above_one_line(late: list[Obligation], chase: Chase) -> None:
    run = chase()
    assert _told() == {"xa", "chutich"}
    lines = Gathering.objects.values_list("user__username", "step", "level", "reason", "obligation_count")
    assert set(lines) == {
        ("sonoivu", "qua-15", "commune", "many", COUNT),
        ("lanhdao", "qua-30", "commune", "many", COUNT),
    }
    assert run.notice_count == 2 * COUNT + 2


@pytest.mark.parametrize("count", [MOST_APART, MOST_APART + 1])
def test_a_few_are_said_one_by_one(make: Make, chase: Chase, count: int) -> None:
    for _ in range(count):
        make(due=LATE)
    chase()
    apart = Notice.objects.filter(user__username="sonoivu").count()
    assert (apart, Gathering.objects.filter(user__username="sonoivu").count()) == (
        (count, 0) if count <= MOST_APART else (0, 1)
    )


def test_another_run_adds_nothing_and_later_days_only_what_falls_anew(
    late: list[Obligation], chase: Chase, make: Make
) -> None:
    chase()
    before = Notice.objects.count(), Gathering.objects.count()
    assert chase().notice_count == 0
    chase(date(2021, 11, 16))
    assert (Notice.objects.count(), Gathering.objects.count()) == before
    fresh = make(due=date(2021, 11, 2))  # fifteen days late on 17/11
    chase(date(2021, 11, 17))
    assert set(Notice.objects.filter(obligation=fresh, user__username="sonoivu").values_list("step")) == {
        ("qua-15",)
    }
    assert Gathering.objects.count() == before[1]


def test_a_run_killed_before_the_lines_writes_them_when_started_again(
    late: list[Obligation], chase: Chase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(daily, "write_gathered", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            chase()
    assert not Gathering.objects.exists()
    chase()
    assert Gathering.objects.count() == 2
    assert _told() == {"xa", "chutich"}


def test_the_bell_counts_lines_and_not_what_they_hold(
    late: list[Obligation], chase: Chase, cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "rules_on", lambda day: _all_urgent())
    chase()
    assert unseen_count(cast["sonoivu"].pk) == 1
    assert unseen_count(cast["xa"].pk) == COUNT


def test_page_digest_and_mail_say_the_line(
    late: list[Obligation], chase: Chase, client_of: Callable[[str], Client], mailbox: CatchAll
) -> None:
    chase()
    deliver(day=TODAY, at=AT)
    client = client_of("sonoivu")
    page = client.get("/nhac-viec/").content.decode()
    assert "Nhiều việc cùng đến bậc nhắc" in page
    assert "Đơn vị chưa có ai để nhắc" not in page
    line = Gathering.objects.get(user__username="sonoivu")
    units = client.get(f"/nhac-viec/don-vi-trong/{line.pk}/").content.decode()
    assert "UBND xã Thiên Lộc" in units
    assert "Công văn đôn đốc" in units
    bulletin = Bulletin.objects.get(user__username="sonoivu")
    assert "có việc cùng đến bậc nhắc" in client.get(f"/nhac-viec/tong-hop/{bulletin.pk}/").content.decode()
    (mail,) = [mail for to, mail in mailbox.caught if to == "sonoivu@tinh.example"]
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert f"1 đơn vị cấp xã có việc cùng đến bậc nhắc: {COUNT} phần việc" in text
    client.post("/nhac-viec/da-biet/", {"nhac": f"dong-{line.pk}"})
    line.refresh_from_db()
    assert line.seen_at is not None


def test_every_obligation_is_counted_once_whatever_the_day(
    make: Make, chase: Chase, units: dict[str, Unit]
) -> None:
    """Over a month each obligation reaches Sở Nội vụ once, alone or in a line, before the step comes again."""
    for number in range(30):
        make(due=date(2021, 10, 18 + number % 5))
    for number in range(1, 12):
        chase(date(2021, 11, number))
    alone = Notice.objects.filter(user__username="sonoivu", step="qua-15").count()
    lines = Gathering.objects.filter(user__username="sonoivu", step="qua-15")
    assert alone + sum(lines.values_list("obligation_count", flat=True)) == 30


def _all_urgent() -> Rules:
    from dataclasses import replace

    rules = shipped_rules()
    return replace(rules, steps=tuple(replace(step, urgent=True) for step in rules.steps))
