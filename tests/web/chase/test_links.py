"""A one-use link: one obligation, one report, no password, no other right."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.audit.models import Entry
from namro.web.chase.limits import MOST_WRONG
from namro.web.chase.models import OneUseLink
from namro.web.chase.services.links import make_link, revoke_link
from namro.web.organisations.models import Post, Unit
from namro.web.plans.models import Obligation, Report
from web.conftest import AT

Make = Callable[..., Obligation]
PROGRESS = {"sentence": "Đã niêm yết tại trụ sở.", "buoc": "dang-lam", "version": "0"}


@pytest.fixture
def owed(make: Make) -> Obligation:
    return make(due=date(2021, 11, 12))


@pytest.fixture
def path(owed: Obligation, cast: dict[str, User]) -> str:
    _, address = make_link(user=cast["xa"], obligation=owed, by=audit.PROGRAM, at=AT)
    return address.removeprefix("http://127.0.0.1:8000")


def test_opening_changes_nothing_however_often(path: str, owed: Obligation) -> None:
    for _ in range(3):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert Client().head(path).status_code == 200
    assert "Võ Văn Nam" in answer.content.decode()
    assert OneUseLink.objects.get().used_at is None
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_a_report_is_recorded_as_that_person_and_consumes_the_link(path: str, owed: Obligation) -> None:
    answer = Client().post(path, PROGRESS)
    assert answer.status_code == 200
    assert "Đã ghi tiến độ" in answer.content.decode()
    report = Report.objects.get()
    assert (report.by.username, report.by_name) == ("xa", "Võ Văn Nam (qua liên kết một lần)")
    assert OneUseLink.objects.get().report == report
    assert Entry.objects.filter(action="Dùng liên kết một lần", by_username="xa").count() == 1
    again = Client().post(path, PROGRESS | {"version": "1"})
    assert (again.status_code, Report.objects.count()) == (410, 1)
    assert "đã được dùng ngày 15/11/2021" in again.content.decode()
    assert "đã được dùng" in Client().get(path).content.decode()


def test_a_window_that_keeps_no_cookies_can_report(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, PROGRESS).status_code == 200


def test_no_session_is_made_and_no_other_page_opens(path: str, owed: Obligation) -> None:
    client = Client()
    client.get(path)
    client.post(path, PROGRESS)
    assert "sessionid" not in client.cookies
    assert not Session.objects.exists()
    for other in ("/", f"/phan-viec/{owed.pk}/", "/nhac-viec/", "/viec-cua-toi/"):
        assert client.get(other)["Location"].startswith("/dang-nhap/"), other
    page = Client().get(path).content.decode()
    assert "/phan-viec/" not in page


def test_the_links_person_reports_even_in_a_window_where_somebody_else_is_signed_in(
    path: str, client_of: Callable[[str], Client]
) -> None:
    client_of("xakhac").post(path, PROGRESS)
    assert Report.objects.get().by.username == "xa"


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ({"buoc": "xong"}, 422, "còn thiếu"),
        ({"buoc": ""}, 422, "Hãy chọn"),
        ({"percent": "200"}, 422, "không quá 100"),
        ({"version": "7"}, 409, "trong lúc bạn đang nhập"),
        ({"sentence": ""}, 422, "Hãy ghi một câu"),
    ],
)
def test_what_cannot_be_taken_leaves_the_link_usable(
    path: str, typed: dict[str, Any], status: int, says: str
) -> None:
    answer = Client().post(path, PROGRESS | typed)
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert not Report.objects.exists()
    assert Client().post(path, PROGRESS).status_code == 200


def _expire(cast: dict[str, User]) -> None:
    OneUseLink.objects.update(expires_at=AT - timedelta(days=5))


def _revoke(cast: dict[str, User]) -> None:
    revoke_link(link=OneUseLink.objects.get(), by=cast["sonoivu"], at=AT)


def _leave(cast: dict[str, User]) -> None:
    Post.objects.filter(user=cast["xa"]).update(until=date(2021, 11, 14))


def _lock(cast: dict[str, User]) -> None:
    User.objects.filter(pk=cast["xa"].pk).update(is_active=False)


def _settle(cast: dict[str, User]) -> None:
    Obligation.objects.update(state="accepted")


def _abolish(cast: dict[str, User]) -> None:
    Unit.objects.filter(key="thien-loc").update(valid_to=date(2021, 11, 14))


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        (_expire, "hết hiệu lực từ ngày 10/11/2021"),
        (_revoke, "Nguyễn Thị Thu Hà đã thu hồi"),
        (_leave, "không còn phụ trách"),
        (_lock, "không còn phụ trách"),
        (_settle, "«Hoàn thành»"),
        (_abolish, "không còn phụ trách"),
    ],
)
def test_a_link_that_opens_nothing_says_why_in_one_sentence(
    path: str, cast: dict[str, User], happened: Callable[[dict[str, User]], None], says: str
) -> None:
    happened(cast)
    for answer in (Client().get(path), Client().post(path, PROGRESS)):
        assert answer.status_code == 410
        assert says in answer.content.decode()
    assert not Report.objects.exists()


def test_a_changed_token_opens_nothing_and_guessing_is_slowed(path: str) -> None:
    wrong = path[:-3] + ("AA/" if not path.endswith("AA/") else "BB/")
    for _ in range(MOST_WRONG):
        assert Client().get(wrong).status_code == 404
    assert Client().get(wrong).status_code == 429
    assert Client().get(path, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_only_its_person_its_head_and_the_department_may_revoke(
    path: str, client_of: Callable[[str], Client]
) -> None:
    link = OneUseLink.objects.get()
    address = f"/nhac-viec/lien-ket/{link.pk}/thu-hoi/"
    for who in ("stranger", "xakhac", "huyen", "mattran", "lanhdao", "sotuphap"):
        assert client_of(who).post(address).status_code == 403, who
    assert client_of("xa").post(address).status_code == 302
    link.refresh_from_db()
    assert link.revoked_by == "Võ Văn Nam"


def test_two_presses_at_once_report_once(
    path: str, owed: Obligation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from namro.web.chase.services import links

    monkeypatch.setattr(links, "check_usable", lambda link, *, at: None)
    Client().post(path, PROGRESS)
    # The second press passed every question before the first was written; the write itself refuses it.
    second = Client().post(path, PROGRESS | {"version": "1"})
    assert second.status_code in (410, 422)
    assert Report.objects.count() == 1
