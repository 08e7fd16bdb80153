"""Divisions and people kept by a unit's own head and officer: inside their own unit and nowhere else."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.organisations.models import Division, Post, Role, Unit
from namro.web.organisations.services import (
    add_division,
    end_division,
    end_post,
    ensure_demo_posts,
    give_post,
)

ClientOf = Callable[[str], Client]
HERE = "/don-vi/thien-loc/nguoi/"
NEW = {
    "ho_ten": "Bùi Thị Thảo",
    "chuc_danh": "Công chức Tư pháp - Hộ tịch",
    "ten_dang_nhap": "thienloc.thao",
    "vai_tro": Role.OFFICIAL,
    "phong": "",
}


@pytest.fixture
def office(cast: dict[str, User], units: dict[str, Unit], at: datetime) -> Division:
    return add_division(by=cast["chutich"], at=at, unit=units["thien-loc"], name="Văn phòng - Thống kê")


def test_the_head_makes_a_division_and_an_official_of_it_who_then_signs_in(
    client_of: ClientOf, units: dict[str, Unit]
) -> None:
    head = client_of("chutich")
    head.post(f"{HERE}phong/", {"ten": "Văn phòng - Thống kê"})
    division = Division.objects.get(unit=units["thien-loc"])
    answer = head.post(f"{HERE}them/", NEW | {"phong": division.pk})
    shown = re.search(r'first-password">([a-z0-9-]{17})<', answer.content.decode())
    assert shown
    assert (
        Client().post("/dang-nhap/", {"username": "thienloc.thao", "password": shown[1]}).status_code == 302
    )
    post = Post.objects.get(user__username="thienloc.thao")
    assert (post.unit.key, post.division, post.role) == ("thien-loc", division, Role.OFFICIAL)
    assert "Lập phòng" in Entry.objects.values_list("action", flat=True)
    assert "Bùi Thị Thảo" in head.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("chutich", 200), ("xa", 200), ("sonoivu", 200), ("congchuc", 403), ("huyen", 403), ("sotuphap", 403),
        ("lanhdao", 403), ("mattran", 403), ("xakhac", 403), ("stranger", 403),
    ],
)  # fmt: skip
def test_only_the_units_own_head_and_officer_and_the_plan_officer_keep_its_people(
    client_of: ClientOf, units: dict[str, Unit], name: str, status: int
) -> None:
    client = client_of(name)
    assert client.get(HERE).status_code == status
    before = User.objects.count(), Division.objects.count()
    client.post(f"{HERE}phong/", {"ten": "Phòng mới"})
    client.post(f"{HERE}them/", NEW)
    added = 0 if status == 403 else 1
    assert (User.objects.count(), Division.objects.count()) == (before[0] + added, before[1] + added)


@pytest.mark.parametrize("role", [Role.PLAN_OFFICER, Role.UNIT_HEAD, Role.UNIT_OFFICER, Role.PROVINCE_LEADER])
def test_a_unit_gives_no_post_above_an_official(client_of: ClientOf, role: Role) -> None:
    before = User.objects.count()
    assert client_of("chutich").post(f"{HERE}them/", NEW | {"vai_tro": role}).status_code == 422
    assert User.objects.count() == before


def test_the_head_ends_no_post_that_the_plan_officer_gave(client_of: ClientOf, cast: dict[str, User]) -> None:
    post = Post.objects.get(user=cast["xa"])
    answer = client_of("chutich").post(f"{HERE}thoi/", {"vai": post.pk, "ngay_cuoi": "14/11/2021"})
    post.refresh_from_db()
    assert (answer.status_code, post.until) == (403, None)


def test_a_post_of_another_unit_is_not_found_here(client_of: ClientOf, cast: dict[str, User]) -> None:
    post = Post.objects.get(user=cast["xakhac"])
    answer = client_of("chutich").post(f"{HERE}thoi/", {"vai": post.pk, "ngay_cuoi": "14/11/2021"})
    assert answer.status_code == 404


def test_an_official_leaves_and_is_listed_among_those_who_left(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    post = Post.objects.get(user=cast["congchuc"])
    client_of("xa").post(f"{HERE}thoi/", {"vai": post.pk, "ngay_cuoi": "14/11/2021"})
    page = client_of("chutich").get(HERE).content.decode()
    assert "Đã thôi" in page
    assert "đến 14/11/2021" in page
    assert client_of("congchuc").get("/phan-viec/").status_code == 403


def test_a_division_has_one_head_and_a_head_has_a_division(
    cast: dict[str, User], units: dict[str, Unit], office: Division, at: datetime
) -> None:
    common = {"by": cast["chutich"], "at": at, "unit": units["thien-loc"], "role": Role.DIVISION_HEAD}
    with pytest.raises(Refusal, match="phải thuộc một phòng"):
        give_post(user=cast["congchuc"], **common)
    give_post(user=cast["congchuc"], division=office, **common)
    with pytest.raises(Refusal, match="đã có trưởng phòng là Trần Thị Hiền"):
        give_post(user=cast["xa"], division=office, **common)


def test_a_division_of_another_unit_is_refused(
    cast: dict[str, User], units: dict[str, Unit], office: Division, at: datetime
) -> None:
    with pytest.raises(Refusal, match="không phải phòng đang có"):
        give_post(
            by=cast["sonoivu"], at=at, user=cast["xakhac"], unit=units["tung-anh"], role=Role.OFFICIAL, division=office
        )  # fmt: skip


def test_the_same_post_in_another_division_moves_the_person(
    cast: dict[str, User], units: dict[str, Unit], office: Division, at: datetime
) -> None:
    give_post(
        by=cast["chutich"], at=at, user=cast["congchuc"], unit=units["thien-loc"], role=Role.OFFICIAL, division=office
    )  # fmt: skip
    post = Post.objects.get(user=cast["congchuc"])
    assert post.division == office


def test_a_division_with_people_does_not_end_and_an_empty_one_does(
    cast: dict[str, User], units: dict[str, Unit], office: Division, at: datetime, today: date
) -> None:
    give_post(
        by=cast["chutich"], at=at, user=cast["congchuc"], unit=units["thien-loc"], role=Role.OFFICIAL, division=office
    )  # fmt: skip
    with pytest.raises(Refusal, match="còn 1 người"):
        end_division(by=cast["chutich"], at=at, division=office, last_day=today)
    post = Post.objects.select_related("user", "unit", "division").get(user=cast["congchuc"])
    end_post(by=cast["chutich"], at=at, post=post, last_day=today - timedelta(days=1))
    end_division(by=cast["chutich"], at=at, division=office, last_day=today)
    office.refresh_from_db()
    assert office.until == today


@pytest.mark.parametrize(("name", "sentence"), [("  ", "tên phòng"), ("văn  phòng - thống kê", "đã có")])
def test_a_division_is_named_once(client_of: ClientOf, office: Division, name: str, sentence: str) -> None:
    answer = client_of("chutich").post(f"{HERE}phong/", {"ten": name})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Division.objects.count() == 1


def test_the_page_asks_little(
    client_of: ClientOf, office: Division, max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    client = client_of("chutich")
    with max_queries(9):
        client.get(HERE)


def test_starting_again_leaves_the_cast_in_the_division_they_were_put_in(
    cast: dict[str, User], units: dict[str, Unit], office: Division, at: datetime, today: date
) -> None:
    give_post(
        by=cast["chutich"], at=at, user=cast["congchuc"], unit=units["thien-loc"], role=Role.OFFICIAL, division=office
    )  # fmt: skip
    ensure_demo_posts(at=at, on=today)
    assert Post.objects.get(user=cast["congchuc"]).division == office


def test_the_head_gives_an_official_of_the_unit_a_new_first_password(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    head = client_of("chutich")
    assert "Quên mật khẩu" in head.get(HERE).content.decode()
    answer = head.post(f"{HERE}mat-khau/", {"nguoi": "congchuc"})
    shown = re.search(r'first-password">([a-z0-9-]{17})<', answer.content.decode())
    assert shown
    assert Client().post("/dang-nhap/", {"username": "congchuc", "password": shown[1]}).status_code == 302
    assert Entry.objects.filter(action="Đặt lại mật khẩu").count() == 1


@pytest.mark.parametrize("who", ["xa", "sonoivu", "congchuc", "huyen", "sotuphap", "lanhdao", "stranger"])
def test_nobody_but_the_head_gives_a_password_inside_the_unit(client_of: ClientOf, who: str) -> None:
    assert client_of(who).post(f"{HERE}mat-khau/", {"nguoi": "congchuc"}).status_code == 403
    assert not Entry.objects.filter(action="Đặt lại mật khẩu").exists()


@pytest.mark.parametrize("person", ["chutich", "xa", "sonoivu", "xakhac", "lanhdao", "stranger"])
def test_the_head_gives_no_password_to_who_leads_or_works_elsewhere(client_of: ClientOf, person: str) -> None:
    assert client_of("chutich").post(f"{HERE}mat-khau/", {"nguoi": person}).status_code == 403


def test_a_second_post_elsewhere_keeps_a_password_from_the_head(
    client_of: ClientOf, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    Post.objects.create(user=cast["congchuc"], unit=units["so-noi-vu"], role=Role.PLAN_OFFICER)
    assert client_of("chutich").post(f"{HERE}mat-khau/", {"nguoi": "congchuc"}).status_code == 403
