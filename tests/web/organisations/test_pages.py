from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from namro.web.audit.models import Entry
from namro.web.organisations.models import GroupMember

PAGES = ["/don-vi/", "/don-vi/so-noi-vu/", "/don-vi/nhom/", "/don-vi/nhom/audited-units/"]


@pytest.mark.parametrize("path", PAGES)
def test_whoever_holds_a_post_reads_the_register(client_of: Callable[[str], Client], path: str) -> None:
    assert client_of("xa").get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_the_register_is_closed_to_people_without_a_post(
    client_of: Callable[[str], Client], path: str
) -> None:
    answer = client_of("stranger").get(path)
    assert answer.status_code == 403
    assert "Cán bộ theo dõi kế hoạch của Sở Nội vụ giao vai trò" in answer.content.decode()


def test_unverified_units_say_so(client_of: Callable[[str], Client]) -> None:
    client = client_of("xa")
    assert "chưa kiểm chứng</span>" in client.get("/don-vi/?q=tung+anh").content.decode()
    assert "chưa kiểm chứng</span>" not in client.get("/don-vi/?q=vuong+loc").content.decode()


def test_a_filter_as_you_type_gets_only_the_table(client_of: Callable[[str], Client]) -> None:
    part = client_of("xa").get("/don-vi/?q=duc", headers={"HX-Request": "true"}).content.decode()
    assert "UBND huyện Đức Thọ" in part
    assert "<html" not in part


def test_the_page_of_a_unit_shows_people_and_succession(client_of: Callable[[str], Client]) -> None:
    client = client_of("xa")
    assert "Võ Văn Nam" in client.get("/don-vi/thien-loc/").content.decode()
    assert "từ 1/3/2025" in client.get("/don-vi/so-ldtbxh/").content.decode()


def test_an_unknown_unit_is_not_found(client_of: Callable[[str], Client]) -> None:
    assert client_of("xa").get("/don-vi/khong-co/").status_code == 404


def test_the_plan_officer_fills_an_open_group_and_empties_it_again(
    client_of: Callable[[str], Client],
) -> None:
    client, address = client_of("sonoivu"), "/don-vi/nhom/audited-units/thanh-vien/"
    client.post(address, {"them": "can-loc"})
    client.post(address, {"them": "can-loc"})
    assert [row.unit.key for row in GroupMember.objects.all()] == ["can-loc"]
    client.post(address, {"bo": "can-loc"})
    assert not GroupMember.objects.exists()
    assert [entry.action for entry in Entry.objects.filter(subject_type="group").order_by("id")] == [
        "Thêm đơn vị vào nhóm",
        "Bỏ đơn vị khỏi nhóm",
    ]


def test_a_group_by_rule_cannot_be_filled_by_hand(client_of: Callable[[str], Client]) -> None:
    answer = client_of("sonoivu").post(
        "/don-vi/nhom/departments/thanh-vien/", {"them": "can-loc"}, follow=True
    )
    assert "được lập theo danh bạ" in answer.content.decode()
    assert not GroupMember.objects.exists()


@pytest.mark.parametrize("name", ["lanhdao", "xa", "mattran", "stranger"])
def test_nobody_else_fills_groups(client_of: Callable[[str], Client], name: str) -> None:
    answer = client_of(name).post("/don-vi/nhom/audited-units/thanh-vien/", {"them": "can-loc"})
    assert answer.status_code == 403
    assert not GroupMember.objects.exists()


@pytest.mark.parametrize(
    ("path", "most"), [("/don-vi/", 7), ("/don-vi/so-noi-vu/", 14), ("/don-vi/nhom/", 8)]
)
def test_the_pages_need_few_queries(
    client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
    path: str,
    most: int,
) -> None:
    client = client_of("sonoivu")
    with max_queries(most):
        client.get(path)


def test_units_stand_in_the_order_of_the_heading_and_an_unknown_one_changes_nothing(
    client_of: Callable[[str], Client],
) -> None:
    client = client_of("xa")

    def names(order: str) -> list[str]:
        return [unit.name for unit in client.get("/don-vi/", {"xep": order}).context["page"]]

    by_name = names("ten")
    assert (
        by_name.index("Sở Tư pháp") < by_name.index("UBND huyện Can Lộc") < by_name.index("UBND tỉnh Hà Tĩnh")
    )
    assert names("-ten") == by_name[::-1]
    assert names("den")[0] == "Sở Lao động - Thương binh và Xã hội"
    assert names("thuoc")[0] in {"UBND tỉnh Hà Tĩnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Tĩnh"}
    assert names("gi-do") == names("")
