"""Opening the reports of every unit: in the background, with its progress shown, and never one twice."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_called
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports import jobs
from namro.web.reports.models import Report
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.selectors.owing import opened_of
from namro.web.reports.services.opening_many import ask_for_all
from namro.web.ui.refusals import NotAllowed

pytestmark = pytest.mark.django_db
KIND, PERIOD = "tien-do-ke-hoach", "2021-Q3"
ClientOf = Callable[[str], Client]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Keep what the queue was given instead of running it."""
    given: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        "namro.web.reports.services.opening_many.async_task", lambda *what: given.append(what)
    )
    return given


def test_the_page_shows_how_far_it_is_until_everything_stands_open(
    client_of: ClientOf,
    units: dict[str, Unit],
    asked: list[tuple[str, ...]],
    today: date,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    client = client_of("sonoivu")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer = client.post(reverse("reports:open"), {"ky": f"{KIND}:{PERIOD}", "don_vi": "tat-ca"})
    address = reverse("reports:opening", args=[KIND, PERIOD])
    assert answer["Location"] == address
    assert not Report.objects.exists()
    kind = kind_called(KIND)
    opened = opened_of(kind, period_called(kind.kind, PERIOD), today)
    total = opened.total
    assert opened.done == 0 < total
    assert (opened.percent, opened.is_over) == (0, False)
    page = client.get(address).content.decode()
    assert f"Đang mở: 0/{total} báo cáo" in page
    assert "Mở tiếp" in page
    (_, *keys) = asked[0]
    assert jobs.open_for_all(*keys) == total
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f"Đã mở đủ {total} báo cáo" in part
    assert "<html" not in part
    assert "hx-get" not in part


def test_handed_out_twice_the_job_opens_nothing_twice(cast: dict[str, User], units: dict[str, Unit]) -> None:
    first = jobs.open_for_all(KIND, PERIOD, cast["sonoivu"].pk)
    entries = Entry.objects.count()
    assert first == Report.objects.count() > 0
    assert jobs.open_for_all(KIND, PERIOD, cast["sonoivu"].pk) == 0
    assert (Report.objects.count(), Entry.objects.count()) == (first, entries)


@pytest.mark.parametrize("who", ["xa", "huyen", "sotuphap", "lanhdao", "mattran", "stranger"])
def test_only_the_plan_officer_has_all_opened_or_looks_on(
    who: str,
    client_of: ClientOf,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    units: dict[str, Unit],
    asked: list[tuple[str, ...]],
    at: datetime,
) -> None:
    assert client_of(who).get(reverse("reports:opening", args=[KIND, PERIOD])).status_code == 403
    kind = kind_called(KIND)
    with pytest.raises(NotAllowed):
        ask_for_all(kind=kind, period=period_called(kind.kind, PERIOD), by=cast[who], posts=posts(who), at=at)
    assert asked == []


def test_a_period_that_has_not_begun_and_one_that_is_none_are_answered_in_a_sentence(
    client_of: ClientOf, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    kind = kind_called(KIND)
    with pytest.raises(Refusal, match="chưa mở được"):
        ask_for_all(
            kind=kind,
            period=period_called(kind.kind, "2022-Q3"),
            by=cast["sonoivu"],
            posts=posts("sonoivu"),
            at=at,
        )
    client = client_of("sonoivu")
    for key, period in ((KIND, "2021-X"), ("khong-co", PERIOD), (KIND, "x" * 300)):
        assert client.get(reverse("reports:opening", args=[key, period])).status_code == 404
