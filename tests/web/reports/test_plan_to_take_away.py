"""A plan to take away: its page, its files, their name; whoever may see the plan and nobody else."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from namro.web.accounts.models import User
from namro.web.plans.models import Plan, Task

CAST = ("sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran")


@pytest.fixture
def plan(work: Task) -> Plan:
    found = work.plan
    found.number, found.issuer = "359/KH-UBND", "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"
    found.save()
    return found


@pytest.mark.parametrize("name", CAST)
def test_whoever_may_see_the_plan_may_take_it_away(
    name: str, cast: dict[str, User], client: Client, plan: Plan
) -> None:
    client.force_login(cast[name])
    page = client.get(f"/soan-thao/ke-hoach/{plan.pk}/")
    sees_plan = client.get(f"/ke-hoach/{plan.pk}/").status_code == 200
    assert (page.status_code == 200) is sees_plan


def test_a_stranger_gets_nothing(client: Client, plan: Plan) -> None:
    answer = client.get(f"/soan-thao/ke-hoach/{plan.pk}/?dang=docx")
    assert answer.status_code == 302
    assert "dang-nhap" in answer["Location"]


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_files_bear_the_number_of_the_plan(
    form: str, begins: bytes, cast: dict[str, User], client: Client, plan: Plan
) -> None:
    client.force_login(cast["xa"])
    answer = client.get(f"/soan-thao/ke-hoach/{plan.pk}/?dang={form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="359-KH-UBND.{form}"'
    assert answer.content.startswith(begins)


@pytest.mark.parametrize(
    ("number", "stem"), [("12/QĐ-UBND", "12-QD-UBND"), ("", "ke-hoach-"), ('1"/../KH', "1-KH")]
)
def test_odd_numbers_give_names_that_every_machine_takes(
    number: str, stem: str, cast: dict[str, User], client: Client, plan: Plan
) -> None:
    Plan.objects.filter(pk=plan.pk).update(number=number)
    client.force_login(cast["sonoivu"])
    told = client.get(f"/soan-thao/ke-hoach/{plan.pk}/?dang=docx")["Content-Disposition"]
    assert re.search(r'filename="([^"]+)"', told)
    assert f'filename="{stem}' in told


def test_the_page_of_the_plan_leads_there(cast: dict[str, User], client: Client, plan: Plan) -> None:
    client.force_login(cast["xa"])
    page = client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    assert f"/soan-thao/ke-hoach/{plan.pk}/?dang=docx" in page
    assert "Tải văn bản (PDF)" in page


def test_a_plan_that_is_not_there_is_not_found(cast: dict[str, User], client: Client) -> None:
    client.force_login(cast["sonoivu"])
    assert client.get("/soan-thao/ke-hoach/99999/").status_code == 404


def test_the_page_asks_the_database_only_a_few_times(
    cast: dict[str, User],
    client: Client,
    plan: Plan,
    django_assert_max_num_queries: Callable[[int], DjangoAssertNumQueries],
) -> None:
    client.force_login(cast["sonoivu"])
    with django_assert_max_num_queries(24):
        client.get(f"/soan-thao/ke-hoach/{plan.pk}/")
