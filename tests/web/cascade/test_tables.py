"""The board of a head and the table of the province: sorted, taken out as workbooks, and cheap with much in them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
import python_calamine as calamine
from django.test import Client

from namro.web.accounts.models import User
from namro.web.cascade.models import HandOver
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation

ClientOf = Callable[[str], Client]
Owe = Callable[..., Obligation]


def _rows(content: bytes) -> list[list[object]]:
    return list(calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python())


def test_the_province_is_sorted_by_any_column_and_exported_in_that_order(
    client_of: ClientOf, owe: Owe, given: HandOver, units: dict[str, Unit]
) -> None:
    for month in (10, 11):
        owe("vuong-loc", f"Tháng {month}/2021")
    client = client_of("sonoivu")
    for order, first in (
        ("chua-co-nguoi", "UBND xã Vượng Lộc"),
        ("don-vi", "UBND xã Thiên Lộc"),
        ("zzz", "UBND xã Vượng Lộc"),
    ):
        rows = client.get("/giao-viec/toan-tinh/", {"xep": order}).context["rows"]
        assert rows[0].unit.name == first, order
    told = _rows(client.get("/giao-viec/toan-tinh/xuat/?xep=chua-xong").content)
    names = [row[0] for row in told if str(row[0]).startswith("UBND")]
    assert names == ["UBND xã Vượng Lộc", "UBND xã Thiên Lộc"]
    assert ["UBND xã Vượng Lộc", "Cấp xã", 2, 2, 2, 0] in told


def test_the_board_goes_out_with_who_works_and_who_does_not(
    client_of: ClientOf, owe: Owe, given: HandOver
) -> None:
    owe("thien-loc", "Tháng 10/2021")
    client = client_of("chutich")
    told = _rows(client.get("/giao-viec/xuat/").content)
    held = [row for row in told if row[3] in ("Quý IV/2021", "Tháng 10/2021")]
    assert {row[6] for row in held} == {
        given.official.get_full_name() if given.official else "",
        "chưa giao cho ai",
    }
    alone = _rows(client.get("/giao-viec/xuat/?muc=chua-giao").content)
    assert [row[3] for row in alone if row[6] == "chưa giao cho ai"] == ["Tháng 10/2021"]
    assert "Xuất Excel" in client.get("/giao-viec/").content.decode()


@pytest.mark.parametrize("who", ["mattran", "huyen", "xa", "congchuc", "stranger"])
def test_others_take_no_table_of_the_province(client_of: ClientOf, given: HandOver, who: str) -> None:
    allowed = 200 if who == "mattran" else 403
    assert client_of(who).get("/giao-viec/toan-tinh/xuat/").status_code == allowed


def test_an_officer_who_holds_a_piece_finds_it_from_the_board(
    client_of: ClientOf, given: HandOver, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    client = client_of("xa")
    assert "Việc tôi được giao (" not in client.get("/giao-viec/").content.decode()
    HandOver.objects.filter(pk=given.pk).update(official=cast["xa"])
    assert "Việc tôi được giao (1)" in client.get("/giao-viec/").content.decode()
    assert client.get("/giao-viec/cua-toi/").status_code == 200


def test_a_thousand_obligations_cost_the_same_queries(
    client_of: ClientOf, owe: Owe, given: HandOver, units: dict[str, Unit],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    one = Obligation.objects.get(unit=units["thien-loc"])
    Obligation.objects.bulk_create(
        Obligation(
            task=one.task, unit=units["thien-loc"], period=f"Kỳ {number}", period_start=one.period_start,
            period_end=one.period_end, due=one.due,
        )
        for number in range(1000)
    )  # fmt: skip
    head, interior = client_of("chutich"), client_of("sonoivu")
    for client, address, most in (
        (head, "/giao-viec/", 15), (head, "/giao-viec/xuat/", 12), (interior, "/giao-viec/toan-tinh/", 9),
        (interior, "/giao-viec/toan-tinh/xuat/", 9),
    ):  # fmt: skip
        with max_queries(most):
            assert client.get(address).status_code == 200
