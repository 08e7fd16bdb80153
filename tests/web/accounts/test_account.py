from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from namro.web.accounts.cast import DEMO_PASSWORD
from namro.web.accounts.models import User
from namro.web.accounts.services import ensure_demo_cast
from namro.web.audit.models import Entry

NEW = "một mật khẩu dài"


def test_a_person_changes_the_password_and_stays_signed_in(
    cast: dict[str, User], client_of: Callable[[str], Client]
) -> None:
    client = client_of("xa")
    answer = client.post(
        "/tai-khoan/mat-khau/", {"old": DEMO_PASSWORD, "new": NEW, "again": NEW}, follow=True
    )
    assert "Đã đổi mật khẩu." in answer.content.decode()
    cast["xa"].refresh_from_db()
    assert cast["xa"].check_password(NEW)
    entry = Entry.objects.filter(action="Đổi mật khẩu").get()
    assert NEW not in str((entry.subject, entry.before, entry.after, entry.reason))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"old": "sai", "new": NEW, "again": NEW}, "Mật khẩu hiện tại không đúng."),
        ({"old": DEMO_PASSWORD, "new": NEW, "again": NEW + "x"}, "không giống nhau"),
        ({"old": DEMO_PASSWORD, "new": "ngan", "again": "ngan"}, "10 ký tự"),
        ({"old": DEMO_PASSWORD, "new": "", "again": ""}, "Hãy nhập mật khẩu mới."),
    ],
)
def test_a_wrong_form_gets_a_sentence_and_changes_nothing(
    cast: dict[str, User], client_of: Callable[[str], Client], typed: dict[str, str], sentence: str
) -> None:
    page = client_of("xa").post("/tai-khoan/mat-khau/", typed).content.decode()
    assert sentence in page
    cast["xa"].refresh_from_db()
    assert cast["xa"].check_password(DEMO_PASSWORD)


def test_after_eight_wrong_passwords_even_the_right_one_waits(
    cast: dict[str, User], client: Client, settings: Settings
) -> None:
    settings.AXES_ENABLED = True
    for _ in range(8):
        client.post("/dang-nhap/", {"username": "xa", "password": "sai"})
    answer = client.post("/dang-nhap/", {"username": "xa", "password": DEMO_PASSWORD})
    assert answer.status_code == 429
    assert "Hãy chờ 15 phút" in answer.content.decode()
    other = client.post("/dang-nhap/", {"username": "huyen", "password": DEMO_PASSWORD})
    assert other.status_code == 302


def test_the_cast_is_made_once(cast: dict[str, User]) -> None:
    before = {user.pk: user.password for user in User.objects.all()}
    ensure_demo_cast(cast["xa"].date_joined)
    assert {user.pk: user.password for user in User.objects.all()} == before


def test_an_account_without_a_post_says_what_to_do(client_of: Callable[[str], Client]) -> None:
    assert "Bạn chưa được giao vai trò nào" in client_of("stranger").get("/tai-khoan/").content.decode()
