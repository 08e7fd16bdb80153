"""Results of all provinces: what was published comes out, and what does not follow is told."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from namro.core.indices.published import load_results
from namro.core.indices.results import load_papi, papi_frame, read_papi
from namro.core.indices.results_checking import (
    PrintedRow,
    check_blocks,
    check_papi,
    check_printed,
    out_of_range,
)
from namro.core.indices.results_others import load_means, load_others
from namro.core.indices.results_provinces import as_now, as_then, load_provinces, province
from namro.core.indices.results_years import areas_now, method_changes

GOLDEN = Path(__file__).parents[2] / "golden" / "papi_ha_tinh.toml"
PUBLISHED: dict[str, dict[str, Any]] = tomllib.loads(GOLDEN.read_text(encoding="utf-8"), parse_float=Decimal)
BEFORE, AFTER = date(2024, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize("year", PUBLISHED)
def test_total_and_rank_of_ha_tinh_are_the_published_ones(year: str) -> None:
    table, wanted = load_papi()[int(year)], PUBLISHED[year]
    place = table.place("ha-tinh")
    ranking = table.ranking()
    assert (table.totals[place], ranking.ranks[place], ranking.of) == (
        wanted["total"],
        wanted["rank"],
        wanted["of"],
    )
    assert sorted(table.without_result) == sorted(wanted["without"])


def test_all_63_provinces_of_14_years_are_there() -> None:
    tables = load_papi()
    assert list(tables) == list(range(2011, 2025))
    then = [one.key for one in load_provinces() if one.exists_on(BEFORE)]
    assert all(list(table.provinces) == then for table in tables.values())
    assert len(then) == 63


def test_parts_come_and_go_with_the_years() -> None:
    counts = {year: len(table.columns) for year, table in load_papi().items()}
    assert [counts[year] for year in (2011, 2017, 2018, 2019, 2020, 2021, 2024)] == [
        22,
        22,
        28,
        29,
        29,
        28,
        28,
    ]


def test_a_part_lies_between_one_and_ten_shares_of_its_dimension() -> None:
    assert load_papi()[2020].bounds("SC43") == (Decimal("0.25"), Decimal("2.5"))
    assert load_papi()[2021].bounds("SC51")[1].quantize(Decimal("0.01")) == Decimal("3.33")
    assert load_papi()[2017].bounds("") == (Decimal(6), Decimal(60))
    assert out_of_range(load_papi()) == ()


def test_nine_printed_dimensions_do_not_follow_and_no_total() -> None:
    found = check_papi(load_papi())
    assert len(found) == 9
    assert {abs(one.difference) for one in found} == {Decimal("0.0001")}
    assert all(one.code for one in found)
    assert "in 6,7249, cộng các phần được 6,7250" in next(
        one.sentence for one in found if one.province == "ha-tinh"
    )


def test_a_printed_total_that_is_wrong_is_told() -> None:
    printed = "year,province,1,2,3,4,5,6,7,8,total\n2020,ha-tinh,5.6708,5.7738,5.4143,7.1954,7.5178,6.8389,3.5389,3.0555,45.1\n"
    assert [one.printed for one in check_papi(load_papi(), printed)] == [Decimal("45.1")] * 2


def test_three_of_ten_printed_totals_of_par_index_2020_are_one_hundredth_off() -> None:
    found = {one.province: one.difference for one in check_blocks(load_others())}
    assert found == {
        "quang-ninh": Decimal("-0.01"),
        "dong-thap": Decimal("0.01"),
        "phu-tho": Decimal("0.01"),
    }


def test_a_province_with_a_part_missing_has_no_total_but_keeps_its_parts() -> None:
    table = load_papi()[2018]
    place = table.place("dong-thap")
    assert table.totals[place] is None
    assert table.dimensions["2"][place] is None
    assert table.dimensions["1"][place] is not None
    assert table.ranking().ranks[place] is None


def test_decimals_are_read_exactly() -> None:
    table = read_papi("year,province,SC11\n2020,ha-tinh,0.1\n2020,nghe-an,\n")[2020]
    assert table.columns["SC11"] == (Decimal("0.1"), None)


def test_63_provinces_become_34_and_none_is_lost() -> None:
    now = {one.key for one in load_provinces() if one.exists_on(AFTER)}
    assert len(now) == 34
    then = [one for one in load_provinces() if one.exists_on(BEFORE)]
    assert {as_now(one.key, AFTER).key for one in then} == now


def test_a_merged_province_is_known_as_then_and_as_now() -> None:
    assert as_now("ha-giang", AFTER).name == "Tuyên Quang"
    assert as_now("ha-giang", BEFORE).name == "Hà Giang"
    assert {one.key for one in as_then("tuyen-quang-2025", BEFORE)} == {"tuyen-quang", "ha-giang"}
    assert as_now("ha-tinh", AFTER) == province("ha-tinh")
    assert as_then("hue", BEFORE) == (province("thua-thien-hue"),)


def test_names_that_no_document_confirms_are_marked() -> None:
    frame = papi_frame()
    assert frame.part("SC11").verified
    assert not frame.part("SC43").verified


def test_a_mean_that_is_derived_says_so() -> None:
    mean = next(one for one in load_means() if (one.index, one.year) == ("PAR INDEX", 2020))
    assert (mean.percent, mean.verified) == (Decimal("83.72"), False)
    assert all(one.source for one in load_means())
    assert all(one.source for one in load_others())


def test_the_results_of_ha_tinh_agree_with_the_tables_of_all_provinces() -> None:
    parts = [one for one in load_results("ha_tinh") if one.index == "PAPI" and one.code]
    assert {one.year for one in parts} == set(range(2019, 2025))
    for one in parts:
        table = load_papi()[one.year]
        place, ranking = table.place("ha-tinh"), table.ranking(one.code)
        value = ranking.values[place]
        assert value is not None
        assert (one.score, one.rank, one.of) == (round(value, 6), ranking.ranks[place], ranking.of)
        before = load_papi().get(one.year - 1)
        if one.year > 2019 and before is not None and before.has(one.code):
            assert bool(one.new_method) == (before.bounds(one.code) != table.bounds(one.code))


def test_what_changed_in_the_measuring_is_said_for_the_years_in_which_it_did() -> None:
    changes = method_changes(load_papi())
    assert sorted(changes) == [2018, 2019, 2021]
    assert changes[2018].startswith(
        "Từ năm 2018 đổi cách đo: 8 nội dung thay vì 6, thang điểm 80 thay vì 60; thêm "
    )
    assert changes[2019] == "Từ năm 2019 đổi cách đo: thêm SC83."
    assert changes[2021] == "Từ năm 2021 đổi cách đo: bỏ SC52."


def test_a_merged_province_is_only_bounded_and_an_old_one_stays_exact() -> None:
    table = load_papi()[2020]
    found = {one.province.key: one for one in areas_now(table, AFTER)}
    assert len(found) == 34
    assert found["ha-tinh"].is_exact
    assert found["ha-tinh"].low == Decimal("45.0052")
    merged = found["tuyen-quang-2025"]
    points = [table.totals[table.place(key)] for key in ("ha-giang", "tuyen-quang")]
    assert not merged.is_exact
    assert [merged.low, merged.high] == sorted(point for point in points if point is not None)
    assert set(merged.member_names) == {"Hà Giang", "Tuyên Quang"}


def test_an_area_with_a_member_that_has_no_result_is_not_known() -> None:
    found = {one.province.key: one for one in areas_now(load_papi()[2022], AFTER)}
    assert (found["bac-ninh-2025"].low, found["bac-ninh-2025"].high) == (None, None)


def test_every_change_of_a_province_says_what_stands_behind_it() -> None:
    for one in load_provinces():
        changed = bool(one.successor) or one.since is not None
        assert bool(one.doubt) is changed, one.key
    assert province("hue").change_mark == "memory"


def test_printed_years_that_the_tables_lack_are_passed_over() -> None:
    tables = {2020: load_papi()[2020]}
    assert check_papi(tables) == ()
    assert check_printed(tables, [PrintedRow(2020, "no-such", {"": Decimal(1)})]) == ()
    told = check_printed(tables, [PrintedRow(2020, "ha-tinh", {"1": Decimal("5.7")})])
    assert [(one.code, one.printed) for one in told] == [("1", Decimal("5.7"))]
