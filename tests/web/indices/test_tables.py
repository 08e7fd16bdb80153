"""Tables of all provinces as known on a day, with figures taken over laid on top of the carried ones."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from namro.core.indices.results import load_papi
from namro.web.indices.models import Result, ResultImport
from namro.web.indices.tables import overlaid, province_key, year_tables

DAY = date(2021, 11, 15)


@pytest.fixture
def table(db: None, at: datetime) -> ResultImport:
    return ResultImport.objects.create(
        file_name="x.csv", sha256="0" * 64, source="x", rows=[], uploaded_by="x", uploaded_at=at,
        state="confirmed", decided_at=at,
    )  # fmt: skip


def _take(table: ResultImport, **given: Any) -> Result:
    return Result.objects.create(
        **({"index": "PAPI", "year": 2020, "code": "SC11", "source": "x", "taken_from": table} | given)
    )


@pytest.mark.parametrize(
    ("day", "last"),
    [(DAY, 2020), (date(2022, 6, 29), 2020), (date(2022, 6, 30), 2021), (date(2026, 1, 1), 2024)],
)
def test_only_years_known_on_the_day_are_given(db: None, day: date, last: int) -> None:
    assert list(year_tables(day=day)) == list(range(2011, last + 1))


def test_without_imports_the_tables_are_the_carried_ones(db: None) -> None:
    assert year_tables(day=DAY)[2020] is load_papi()[2020]


def test_a_figure_taken_over_stands_in_place_of_the_carried_one_and_moves_the_rank(
    table: ResultImport,
) -> None:
    before = year_tables(day=DAY)[2020]
    place = before.place("ha-tinh")
    _take(table, province="Hà Tĩnh", score=Decimal("0.5"))
    after = year_tables(day=DAY)[2020]
    assert after.values("SC11")[place] == Decimal("0.5")
    assert (before.values("")[place], before.ranking().ranks[place]) == (Decimal("45.0052"), 5)
    assert after.values("")[place] == Decimal("44.6296")
    assert (after.ranking().ranks[place] or 0) > 5
    assert after.values("SC12") == before.values("SC12")
    assert load_papi()[2020] is before


def test_a_second_import_is_seen_at_once(table: ResultImport) -> None:
    row = _take(table, province="Hà Tĩnh", score=Decimal("0.5"))
    year_tables(day=DAY)
    Result.objects.filter(pk=row.pk).update(score=Decimal("0.6"))
    found = year_tables(day=DAY)[2020]
    assert found.values("SC11")[found.place("ha-tinh")] == Decimal("0.6")


def test_a_year_that_is_not_carried_comes_from_the_import_alone(table: ResultImport) -> None:
    _take(table, year=2025, province="Tuyên Quang", score=Decimal(2))
    found = year_tables(day=date(2026, 8, 1))[2025]
    assert found.provinces == ("tuyen-quang-2025",)
    assert year_tables(day=date(2026, 5, 1)).get(2025) is None


def test_a_figure_announced_early_is_known_early(table: ResultImport) -> None:
    _take(table, year=2025, province="Hà Tĩnh", score=Decimal(2), announced_on=date(2026, 5, 7))
    assert 2025 in year_tables(day=date(2026, 5, 7))
    assert 2025 not in year_tables(day=date(2026, 5, 6))


def test_tables_cost_one_query(db: None, django_assert_max_num_queries: Any) -> None:
    year_tables(day=DAY)
    with django_assert_max_num_queries(1):
        year_tables(day=DAY)


def test_laying_nothing_over_changes_nothing() -> None:
    table = load_papi()[2020]
    assert overlaid(table, 2020, {}).columns == table.columns


def test_a_name_means_the_province_of_its_year() -> None:
    assert province_key("Tuyên Quang", 2020) == "tuyen-quang"
    assert province_key("Tuyên Quang", 2025) == "tuyen-quang-2025"
