"""Accounts and posts given in the browser: by whom, with which sentences, and what the record keeps."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client

from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.organisations.models import Post, Role

ClientOf = Callable[[str], Client]
NEW = {
    "ho_ten": "Hoàng Thị Yến",
    "chuc_danh": "Công chức Văn phòng",
    "ten_dang_nhap": "vuongloc.yen",
    "don_vi": "vuong-loc",
    "vai_tro": Role.UNIT_OFFICER,
    "tu_ngay": "",
}


def test_an_officer_of_a_commune_is_added_signs_in_and_reports_for_the_commune(client_of: ClientOf) -> None:
    answer = client_of("sonoivu").post("/don-vi/nguoi/moi/", NEW)
    shown = re.search(r'first-password">([a-z0-9-]{17})<', answer.content.decode())
    assert shown
    client = Client()
    signed = client.post("/dang-nhap/", {"username": "vuongloc.yen", "password": shown[1]})
    assert signed.status_code == 302
    assert "Việc của UBND xã Vượng Lộc" in client.get("/viec-cua-toi/").content.decode()
    entries = Entry.objects.order_by("-id")[:2]
    assert [entry.action for entry in entries] == ["Giao vai trò", "Tạo tài khoản"]
    assert all(shown[1] not in str((entry.after, entry.subject)) for entry in entries)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ten_dang_nhap": "xa"}, "ít nhất 3"),
        ({"ten_dang_nhap": "sonoivu"}, "đã có người dùng"),
        ({"ten_dang_nhap": "Yến Vương Lộc"}, "chỉ gồm chữ thường không dấu"),
        ({"ho_ten": "  "}, "Hãy ghi họ và tên."),
        ({"don_vi": ""}, "Hãy chọn đơn vị."),
        ({"don_vi": "khong-co"}, "không có mặt"),
        ({"vai_tro": "admin"}, "Hãy chọn một vai trò"),
        ({"vai_tro": Role.PLAN_OFFICER}, "vai trò ở cơ quan cấp tỉnh"),
        ({"tu_ngay": "31/2/2021"}, "Ngày cần viết dạng"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence_keeps_the_words_and_adds_nobody(
    client_of: ClientOf, change: dict[str, str], sentence: str
) -> None:
    before = User.objects.count()
    answer = client_of("sonoivu").post("/don-vi/nguoi/moi/", NEW | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Công chức Văn phòng" in page
    assert User.objects.count() == before


def test_a_name_in_capitals_is_the_same_name(client_of: ClientOf) -> None:
    User.objects.filter(username="xakhac").update(username="XaKhac")
    answer = client_of("sonoivu").post("/don-vi/nguoi/moi/", NEW | {"ten_dang_nhap": "xakhac"})
    assert "đã có người dùng" in answer.content.decode()


def test_a_post_ends_after_its_last_day_and_can_be_given_again(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    officer, post = client_of("sonoivu"), Post.objects.get(user=cast["xa"])
    officer.post("/don-vi/nguoi/xa/thoi/", {"vai": post.pk, "ngay_cuoi": "14/11/2021"})
    assert client_of("xa").get("/viec-cua-toi/").status_code == 403
    officer.post("/don-vi/nguoi/xa/giao/", {"don_vi": "thien-loc", "vai_tro": Role.UNIT_OFFICER})
    assert client_of("xa").get("/viec-cua-toi/").status_code == 200
    actions = Entry.objects.filter(subject_type="post", subject_id=str(post.pk)).order_by("id")
    assert [entry.action for entry in actions][-2:] == ["Thôi giao vai trò", "Giao vai trò"]
    assert actions.last().before == {"since": None, "until": "2021-11-14"}  # type: ignore[union-attr]


def test_a_last_day_before_the_first_is_refused_and_kept(client_of: ClientOf, cast: dict[str, User]) -> None:
    post = Post.objects.get(user=cast["xa"])
    Post.objects.filter(pk=post.pk).update(since=date(2021, 11, 1))
    sent = {"vai": post.pk, "ngay_cuoi": "31/10/2021"}
    answer = client_of("sonoivu").post("/don-vi/nguoi/xa/thoi/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "trước ngày bắt đầu 1/11/2021" in page
    assert 'value="31/10/2021"' in page
    post.refresh_from_db()
    assert post.until is None


def test_the_last_one_who_follows_the_plans_cannot_be_taken_away(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    officer, post = client_of("sonoivu"), Post.objects.get(user=cast["sonoivu"])
    ended = officer.post("/don-vi/nguoi/sonoivu/thoi/", {"vai": post.pk, "ngay_cuoi": "15/11/2021"})
    assert "duy nhất" in ended.content.decode()
    locked = officer.post("/don-vi/nguoi/sonoivu/tai-khoan/", {"buoc": "khoa"}, follow=True)
    assert "duy nhất" in locked.content.decode()
    officer.post("/don-vi/nguoi/xakhac/giao/", {"don_vi": "so-noi-vu", "vai_tro": Role.PLAN_OFFICER})
    own = officer.post("/don-vi/nguoi/sonoivu/tai-khoan/", {"buoc": "khoa"}, follow=True)
    assert "của chính mình" in own.content.decode()
    ended = officer.post("/don-vi/nguoi/sonoivu/thoi/", {"vai": post.pk, "ngay_cuoi": "15/11/2021"})
    assert ended.status_code == 302


def test_a_post_of_somebody_else_is_not_ended_through_this_person(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    other = Post.objects.get(user=cast["huyen"])
    sent = {"vai": other.pk, "ngay_cuoi": "15/11/2021"}
    assert client_of("sonoivu").post("/don-vi/nguoi/xa/thoi/", sent).status_code == 404


def test_a_locked_account_signs_out_at_once_and_opens_again(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    officer, commune = client_of("sonoivu"), client_of("xa")
    assert commune.get("/viec-cua-toi/").status_code == 200
    officer.post("/don-vi/nguoi/xa/tai-khoan/", {"buoc": "khoa"})
    assert commune.get("/viec-cua-toi/").status_code == 302
    officer.post("/don-vi/nguoi/xa/tai-khoan/", {"buoc": "mo"})
    assert client_of("xa").get("/viec-cua-toi/").status_code == 200


def test_a_new_password_is_shown_once_and_ends_the_sessions(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    commune = client_of("xa")
    answer = client_of("sonoivu").post("/don-vi/nguoi/xa/tai-khoan/", {"buoc": "mat-khau"})
    shown = re.search(r'first-password">([a-z0-9-]{17})<', answer.content.decode())
    assert shown
    assert "no-store" in answer["Cache-Control"]
    assert commune.get("/viec-cua-toi/").status_code == 302
    assert User.objects.get(username="xa").check_password(shown[1])


@pytest.mark.parametrize("name", ["lanhdao", "sotuphap", "huyen", "xa", "mattran", "stranger"])
def test_nobody_else_sees_people_or_gives_posts(client_of: ClientOf, name: str) -> None:
    client, before = client_of(name), (User.objects.count(), Post.objects.count())
    gets = [client.get(f"/don-vi/nguoi/{rest}").status_code for rest in ("", "moi/", "xa/")]
    posts = [
        client.post(f"/don-vi/nguoi/{rest}", NEW | {"buoc": "mat-khau", "vai": "1"}).status_code
        for rest in ("moi/", "xa/giao/", "xa/thoi/", "xa/tai-khoan/")
    ]
    assert set(gets + posts) == {403}
    assert (User.objects.count(), Post.objects.count()) == before


def test_people_are_found_without_diacritics(client_of: ClientOf) -> None:
    page = client_of("sonoivu").get("/don-vi/nguoi/?q=vo+van+nam").content.decode()
    assert "Võ Văn Nam" in page
    assert "Phan Thị Mai" not in page


def test_the_list_of_people_asks_the_same_however_many_there_are(
    client_of: ClientOf, max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    client = client_of("sonoivu")
    User.objects.bulk_create(User(username=f"nguoi{n}", full_name=f"Người {n}") for n in range(120))
    with max_queries(10):
        assert client.get("/don-vi/nguoi/").status_code == 200


def test_units_without_anybody_are_listed(client_of: ClientOf) -> None:
    page = client_of("sonoivu").get("/don-vi/?trong=on&cap=commune").content.decode()
    assert "Vượng Lộc" in page
    assert "Thiên Lộc" not in page


def test_people_stand_in_the_order_of_their_given_names(client_of: ClientOf) -> None:
    page = client_of("sonoivu").get("/don-vi/nguoi/").content.decode()
    names = ["Nguyễn Thị Thu Hà", "Đặng Thị Hòa", "Phan Thị Mai", "Võ Văn Nam"]
    places = [page.rindex(name) for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize("step", ["giao", "thoi", "tai-khoan"])
def test_coming_without_a_form_leads_to_the_person(client_of: ClientOf, step: str) -> None:
    answer = client_of("sonoivu").get(f"/don-vi/nguoi/xa/{step}/")
    assert (answer.status_code, answer["Location"]) == (302, "/don-vi/nguoi/xa/")
