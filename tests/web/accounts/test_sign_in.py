from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from namro.web.accounts.cast import DEMO_PASSWORD
from namro.web.accounts.models import User


def test_the_whole_cast_holds_its_posts(cast: dict[str, User]) -> None:
    held = {name: [post.unit.key for post in user.posts.all()] for name, user in cast.items()}
    assert held == {
        "sonoivu": ["so-noi-vu"],
        "lanhdao": ["ubnd-tinh"],
        "sotuphap": ["so-tu-phap"],
        "huyen": ["can-loc"],
        "xa": ["thien-loc"],
        "chutich": ["thien-loc"],
        "congchuc": ["thien-loc"],
        "mattran": ["mat-tran"],
        "xakhac": ["tung-anh"],
        "stranger": [],
    }


def test_a_right_password_opens_the_page_that_was_asked_for(cast: dict[str, User], client: Client) -> None:
    answer = client.post("/dang-nhap/", {"username": "xa", "password": DEMO_PASSWORD, "next": "/tai-khoan/"})
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/")


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/x", "javascript:alert(1)"])
def test_next_never_leads_to_another_site(cast: dict[str, User], client: Client, target: str) -> None:
    answer = client.post("/dang-nhap/", {"username": "xa", "password": DEMO_PASSWORD, "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    client.logout()
    answer = client.post("/dang-nhap/thu/xa/", {"next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_gets_one_vietnamese_sentence_and_keeps_the_name(
    cast: dict[str, User], client: Client
) -> None:
    page = client.post("/dang-nhap/", {"username": "xa", "password": "sai"}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page
    assert 'value="xa"' in page


def test_one_click_signs_in_as_a_member_of_the_demonstration(cast: dict[str, User], client: Client) -> None:
    assert client.post("/dang-nhap/thu/huyen/").status_code == 302
    assert "UBND huyện Can Lộc" in client.get("/tai-khoan/").content.decode()


def test_one_click_does_not_open_an_account_outside_the_cast(cast: dict[str, User], client: Client) -> None:
    assert client.post("/dang-nhap/thu/stranger/").status_code == 404


def test_one_click_sign_in_does_not_exist_outside_a_demonstration(
    cast: dict[str, User], client: Client, settings: Settings
) -> None:
    settings.DEMO = False
    assert client.post("/dang-nhap/thu/huyen/").status_code == 404


def test_one_click_sign_in_needs_its_protection_token(cast: dict[str, User]) -> None:
    assert Client(enforce_csrf_checks=True).post("/dang-nhap/thu/huyen/").status_code == 403


def test_signing_out_asks_for_a_post(client_of: Callable[[str], Client]) -> None:
    client = client_of("xa")
    assert client.get("/dang-xuat/").status_code == 405
    assert client.get("/tai-khoan/").status_code == 200
    client.post("/dang-xuat/")
    assert client.get("/tai-khoan/").status_code == 302
