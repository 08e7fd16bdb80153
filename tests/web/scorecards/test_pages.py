"""Every page of the room, asked for by each of the cast and by a stranger."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client

from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.scorecards.models import Disclosure, Inspection, Snapshot

from .conftest import moment

EVERYBODY = ["sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran", "stranger"]
WIDE = {"sonoivu", "lanhdao", "mattran"}


def status(client: Client, address: str) -> int:
    return int(client.get(address).status_code)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_which_card(name: str, plan: object, client_of: Callable[[str], Client]) -> None:
    client = client_of(name)
    own = {"sonoivu": "so-noi-vu", "sotuphap": "so-tu-phap", "huyen": "can-loc", "xa": "thien-loc"}
    for key in ("so-noi-vu", "so-tu-phap", "can-loc", "thien-loc", "tung-anh"):
        allowed = name in WIDE or own.get(name) == key
        for address in (f"/bang-diem/don-vi/{key}/", f"/bang-diem/don-vi/{key}/phan-viec/?muc=tong"):
            assert status(client, address) == (200 if allowed else 403), (name, address)
    assert status(client, "/bang-diem/tat-ca/") == (200 if name in WIDE else 403)
    assert status(client, "/bang-diem/tat-ca/xuat/") == (200 if name in WIDE else 403)
    assert status(client, "/bang-diem/") == (403 if name == "stranger" else 302)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_a_head(
    name: str, plan: object, cast: dict[str, User], client_of: Callable[[str], Client]
) -> None:
    client = client_of(name)
    assert status(client, "/bang-diem/nguoi/chutich/") == (200 if name in WIDE else 403)
    assert status(client_of("chutich"), "/bang-diem/nguoi/chutich/") == 200


@pytest.mark.parametrize("name", EVERYBODY)
def test_lists_are_there_for_whoever_holds_a_post(
    name: str, plan: object, client_of: Callable[[str], Client]
) -> None:
    client = client_of(name)
    for address in ("bao-cao/", "bao-cao/xuat/?ky=2021-q4", "ban-chup/", "kiem-tra/", "kiem-tra/xuat/"):
        assert status(client, f"/bang-diem/{address}") == (403 if name == "stranger" else 200), address


def test_a_unit_sees_its_rank_and_no_other_name_until_the_province_decides(
    plan: object, client_of: Callable[[str], Client]
) -> None:
    page = client_of("xa").get("/bang-diem/don-vi/thien-loc/").content.decode()
    assert "Tùng Ảnh" not in page
    assert "Không xếp hạng" in page
    assert client_of("xa").post("/bang-diem/cong-khai/", {"ten": "co"}).status_code == 403
    assert client_of("sonoivu").post("/bang-diem/cong-khai/", {"ten": "co"}).status_code == 302
    assert Disclosure.objects.get().names_shown
    assert "Tùng Ảnh" in client_of("xa").get("/bang-diem/don-vi/thien-loc/").content.decode()
    client_of("sonoivu").post("/bang-diem/cong-khai/", {"ten": "khong"})
    assert "Tùng Ảnh" not in client_of("xa").get("/bang-diem/don-vi/thien-loc/").content.decode()


def test_completeness_shows_a_unit_only_itself(plan: object, client_of: Callable[[str], Client]) -> None:
    own = client_of("xa").get("/bang-diem/bao-cao/?ky=2021-q4").content.decode()
    assert "Thiên Lộc" in own
    assert "Tùng Ảnh" not in own
    assert "Tùng Ảnh" in client_of("lanhdao").get("/bang-diem/bao-cao/?ky=2021-q4").content.decode()


def test_a_snapshot_is_taken_by_who_follows_plans_and_read_by_all(
    plan: object,
    owed: Callable[..., Obligation],
    take: Callable[..., None],
    client_of: Callable[[str], Client],
) -> None:
    form = {"day": "31/10/2021", "name": "Báo cáo tháng 10"}
    for name in ("lanhdao", "mattran", "xa", "stranger"):
        assert client_of(name).post("/bang-diem/ban-chup/chup/", form).status_code == 403
    assert not Snapshot.objects.exists()
    one = owed("thien-loc", "PLII")
    take(one, "submit", date(2021, 11, 3))
    take(one, "accept", date(2021, 11, 5))
    assert client_of("sonoivu").post("/bang-diem/ban-chup/chup/", form).status_code == 302
    made = Snapshot.objects.get()
    assert made.is_rebuilt
    page = client_of("xa").get(f"/bang-diem/ban-chup/{made.pk}/?muc=xong").content.decode()
    assert "1 xong" in page
    assert "dựng lại từ các báo cáo" in page
    assert f"/phan-viec/{one.pk}/" in page
    other = client_of("xakhac").get(f"/bang-diem/ban-chup/{made.pk}/?muc=xong").content.decode()
    assert "0 xong" in other
    assert f"/phan-viec/{one.pk}/" not in other
    assert status(client_of("xa"), f"/bang-diem/ban-chup/{made.pk}/xuat/") == 200


@pytest.mark.parametrize("day", ["32/10/2021", "1/1/2030", "1/1/2001", ""])
def test_a_day_that_cannot_be_frozen_is_refused_with_a_sentence(
    plan: object, client_of: Callable[[str], Client], day: str
) -> None:
    answer = client_of("sonoivu").post("/bang-diem/ban-chup/chup/", {"day": day})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not Snapshot.objects.exists()


def test_the_budgets_of_queries(
    plan: object,
    client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client = client_of("sonoivu")
    for address, most in (
        ("/bang-diem/tat-ca/", 14),
        ("/bang-diem/don-vi/thien-loc/", 38),
        ("/bang-diem/bao-cao/", 14),
        ("/bang-diem/ban-chup/", 12),
        ("/bang-diem/kiem-tra/", 14),
    ):
        client.get(address)
        with max_queries(most):
            assert client.get(address).status_code == 200


def test_odd_addresses_are_answered_and_never_broken(
    plan: object, client_of: Callable[[str], Client]
) -> None:
    client = client_of("lanhdao")
    for address in (
        "tat-ca/?cap=xx&xep=zz&xep_hang=yy&q=%00%27",
        "bao-cao/?ky=2021-13&xep=-zz",
        "bao-cao/?ky=0000-q1",
        "kiem-tra/?tu=abc&trang=999&xep=zz",
        "don-vi/thien-loc/phan-viec/?muc=zz&sau=zz&tieu_chi=abc",
        "don-vi/thien-loc/phan-viec/?tep=xlsx",
    ):
        assert status(client, f"/bang-diem/{address}") == 200, address


def test_the_panel_leads_to_the_card(plan: object, client_of: Callable[[str], Client]) -> None:
    for name, address in (
        ("xa", "/viec-cua-toi/"),
        ("xa", "/don-vi/thien-loc/"),
        ("lanhdao", "/don-vi/thien-loc/"),
    ):
        page = client_of(name).get(address)
        assert "/bang-diem/don-vi/thien-loc/" in page.content.decode(), address


def inspected(client: Client, unit: Unit, inspector: Unit, **more: str) -> int:
    form = {
        "unit": unit.pk, "inspector": inspector.pk, "kind": "surprise", "inspected_on": "10/11/2021",
        "people": "Tổ kiểm tra", "findings": "Chưa niêm yết.", "follow_up": "Niêm yết đủ.",
        "follow_up_due": "20/11/2021", **more,
    }  # fmt: skip
    return int(client.post("/bang-diem/kiem-tra/ghi/", form).status_code)


def test_who_may_inspect_whom(
    plan: object, units: dict[str, Unit], client_of: Callable[[str], Client]
) -> None:
    for name, inspector, unit, expected in (
        ("xa", "thien-loc", "vuong-loc", 403),
        ("mattran", "mat-tran", "thien-loc", 403),
        ("stranger", "thien-loc", "vuong-loc", 403),
        ("huyen", "can-loc", "tung-anh", 422),  # of another district
        ("huyen", "so-noi-vu", "thien-loc", 422),  # in the name of somebody else
        ("huyen", "can-loc", "can-loc", 422),  # the own unit
        ("sotuphap", "so-tu-phap", "so-noi-vu", 422),  # not below
        ("huyen", "can-loc", "thien-loc", 302),
        ("sotuphap", "so-tu-phap", "tung-anh", 302),
        ("sonoivu", "so-noi-vu", "so-tu-phap", 302),
    ):
        assert inspected(client_of(name), units[unit], units[inspector]) == expected, (name, unit)
    assert Inspection.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("findings", ""),
        ("inspected_on", "1/1/2030"),
        ("follow_up_due", ""),
        ("follow_up_due", "1/1/2020"),
        ("codes", "PL9.X"),
    ],
)
def test_an_inspection_that_is_not_clear_is_refused_and_nothing_is_kept(
    plan: object, units: dict[str, Unit], client_of: Callable[[str], Client], field: str, value: str
) -> None:
    assert inspected(client_of("huyen"), units["thien-loc"], units["can-loc"], **{field: value}) == 422
    assert not Inspection.objects.exists()


def test_an_inspection_is_followed_until_it_is_closed(
    plan: object, units: dict[str, Unit], client_of: Callable[[str], Client], posts: Callable[[str], Posts]
) -> None:
    assert inspected(client_of("huyen"), units["thien-loc"], units["can-loc"], codes="PL1.II.1-1") == 302
    row = Inspection.objects.get()
    address = f"/bang-diem/kiem-tra/{row.pk}/"
    assert status(client_of("xakhac"), address) == 403
    assert status(client_of("sotuphap"), address) == 403

    def step(name: str, what: str, version: int) -> int:
        form = {"buoc": what, "sentence": "Đã niêm yết đủ.", "version": version}
        return int(client_of(name).post(address, form).status_code)

    assert step("xa", "close", 0) == 403
    assert step("huyen", "answer", 0) == 403
    assert step("mattran", "close", 0) == 403
    assert step("huyen", "ask_again", 0) == 422
    assert step("xa", "answer", 0) == 302
    assert step("xa", "answer", 0) == 422
    assert step("huyen", "ask_again", 1) == 302
    assert step("xa", "answer", 2) == 302
    assert step("huyen", "close", 2) == 422  # somebody was quicker
    assert step("huyen", "close", 3) == 302
    row.refresh_from_db()
    assert (row.state, row.closed_on) == ("closed", date(2021, 11, 15))
    assert row.steps.count() == 5
    assert moment(date(2021, 11, 15)).date() == row.closed_on


def test_without_anything_to_put_right_an_inspection_is_closed_at_once(
    plan: object, units: dict[str, Unit], client_of: Callable[[str], Client]
) -> None:
    found = inspected(
        client_of("huyen"), units["thien-loc"], units["can-loc"], follow_up="", follow_up_due=""
    )
    assert found == 302
    assert Inspection.objects.get().state == "closed"
