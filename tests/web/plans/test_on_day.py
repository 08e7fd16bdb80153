"""The list behind a figure: exactly what was counted, as it stood then, beside how it stands now."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_on
from namro.web.plans.figures import figures
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.selectors.on_day import ALL, KINDS, Wish, on_day
from namro.web.ui.figures import RATIO, Ask
from web.plans.walking import walk

START, END, DAY = date(2021, 10, 1), date(2021, 12, 31), date(2021, 10, 31)
ADDRESS = f"/phan-viec/theo-ngay/?tu={START}&den={END}&ngay={DAY}"
ClientOf = Callable[[str], Client]


@pytest.fixture
def walked(plan: Plan, cast: dict[str, User]) -> Plan:
    Obligation.objects.filter(unit__key="thien-loc").update(due=date(2021, 10, 20))
    for _ in walk(cast, start=START, days=40, seed=4):
        pass
    return plan


def test_behind_every_figure_stand_as_many_obligations_as_it_counts(
    walked: Plan, cast: dict[str, User], units: dict[str, Unit], client_of: ClientOf
) -> None:
    client, posts = client_of("lanhdao"), posts_on(cast["lanhdao"], on=DAY)
    for unit in (None, units["thien-loc"]):
        ids = frozenset({unit.pk}) if unit else None
        for one in figures(Ask(START, END, DAY, ids)):
            kind = one.address.split("loai=")[1].split("&")[0]
            found = on_day(posts, Wish(START, END, DAY, kind, unit))
            assert len(found.chosen) == (one.numerator if one.rule == RATIO else one.value), one.name
            page = client.get(one.address).content.decode()
            assert f"({len(found.chosen)})</a>" in page, one.name
            assert "đến hết ngày 31/10/2021" in page
    assert {tab.code for tab in found.tabs} == {code for code, _ in KINDS}


def test_a_row_tells_how_it_stood_and_how_it_stands(
    walked: Plan, cast: dict[str, User], client_of: ClientOf
) -> None:
    posts = posts_on(cast["lanhdao"], on=DAY)
    chosen = on_day(posts, Wish(START, END, DAY)).chosen
    changed = [one for one in chosen if Obligation.objects.get(pk=one.obligation_id).state != one.facts.state]
    assert changed, "the walk goes on after the day"
    book = load_workbook(BytesIO(client_of("lanhdao").get(ADDRESS.replace("/?", "/xuat/?")).content)).active
    assert book is not None
    rows = list(book.iter_rows(min_row=5, values_only=True))
    assert len(rows) == len(chosen)
    assert any(row[6] != row[8] for row in rows)
    assert "trạng thái đến hết ngày 31/10/2021" in str(book["A2"].value)


@pytest.mark.parametrize(
    ("who", "status", "sees_other"),
    [
        ("lanhdao", 200, True),
        ("sonoivu", 200, True),
        ("mattran", 200, True),
        ("xa", 200, False),
        ("stranger", 403, False),
    ],
)
def test_everybody_sees_what_the_lists_of_work_show_them(
    walked: Plan, client_of: ClientOf, who: str, status: int, sees_other: bool
) -> None:
    for address in (ADDRESS, ADDRESS.replace("/?", "/xuat/?")):
        assert client_of(who).get(address).status_code == status
    page = client_of(who).get(ADDRESS + "&don_vi=so-tu-phap").content.decode()
    assert ("Sở Tư pháp</a></th>" in page) == sees_other


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("tu=2021-10-01&den=2021-12-31&ngay=x", 422),
        ("tu=2021-10-01&den=2021-12-31&ngay=2031-01-01", 422),
        ("tu=2021-10-01&den=2021-12-31&ngay=2021-10-31&loai=khac", 404),
        ("tu=2021-10-01&den=2021-12-31&ngay=2021-10-31&don_vi=khong-co", 404),
        ("tu=2021-12-31&den=2021-10-01&ngay=2021-10-31&trang=99&ke_hoach=x", 200),
    ],
)
def test_an_address_that_cannot_be_read_is_no_other_list(
    plan: Plan, client_of: ClientOf, query: str, status: int
) -> None:
    for place in ("", "xuat/"):
        answer = client_of("sonoivu").get(f"/phan-viec/theo-ngay/{place}?{query}")
        assert answer.status_code == status
        if status == 422:
            assert 'role="alert"' in answer.content.decode()


def test_the_list_asks_a_bounded_number_of_queries(
    walked: Plan, client_of: ClientOf, max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    client = client_of("lanhdao")
    client.get(ADDRESS)
    with max_queries(16):
        client.get(ADDRESS + f"&loai={ALL}")
