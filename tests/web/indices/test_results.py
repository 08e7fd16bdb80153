from datetime import date, datetime
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from namro.web.audit.models import Entry
from namro.web.indices.chart import rank_chart
from namro.web.indices.models import Result
from namro.web.indices.selectors import compared, fallen, lost_points, totals, why
from namro.web.indices.services import load_results

DAY = date(2021, 11, 15)


@pytest.fixture
def results(db: None, at: datetime) -> int:
    return load_results(at=at)


def test_loading_twice_changes_nothing_and_is_recorded_once(results: int, at: datetime) -> None:
    assert results == Result.objects.count() == 188
    assert load_results(at=at) == 0
    assert Entry.objects.filter(subject_type="results").count() == 1


def test_a_corrected_figure_is_brought_back_to_the_published_one(results: int, at: datetime) -> None:
    Result.objects.filter(index="SIPAS", year=2020).update(percent=99)
    assert load_results(at=at) == 1
    assert Result.objects.get(index="SIPAS", year=2020).percent == Decimal("89.13")


def test_on_the_working_date_the_results_of_its_own_year_are_not_known(results: int) -> None:
    known = totals(DAY)
    assert {index: rows[-1].year for index, rows in known.items()} == {
        "PAR INDEX": 2020,
        "SIPAS": 2020,
        "PAPI": 2020,
    }


@pytest.mark.parametrize(
    ("day", "index", "last"),
    [
        (date(2022, 5, 24), "PAR INDEX", 2020),  # announced on 25/5/2022
        (date(2022, 5, 25), "PAR INDEX", 2021),
        (date(2022, 1, 1), "PAPI", 2020),
        (date(2022, 6, 30), "PAPI", 2021),
        (date(2021, 6, 23), "SIPAS", 2019),
    ],
)
def test_a_result_is_known_from_its_announcement(results: int, day: date, index: str, last: int) -> None:
    assert totals(day)[index][-1].year == last


def test_before_any_announcement_nothing_is_known(results: int) -> None:
    assert totals(date(2019, 1, 1)) == {}


def test_the_twelve_falls_come_with_the_greatest_first(results: int) -> None:
    parts = fallen("PAPI", 2020, day=DAY)
    assert len(parts) == 12
    assert parts[0].name == "Dịch vụ giáo dục tiểu học công lập"
    assert parts[0].fall.signed == "−0,362"
    assert (parts[0].after.rank, parts[0].after.of) == (26, 63)
    assert [part.points for part in parts] == sorted(part.points for part in parts)
    assert len(compared("PAPI", 2020, day=DAY)) == 29


def test_criteria_are_met_whatever_their_case_and_marks(results: int) -> None:
    found = lost_points("PAPI", ["Tiếp cận dịch vụ Tư pháp", "TRI THUC CONG DAN", "Không có"], 2020, day=DAY)
    assert {name: part.after.code for name, part in found.items()} == {
        "Tiếp cận dịch vụ Tư pháp": "SC33",
        "TRI THUC CONG DAN": "SC11",
    }


def test_a_criterion_without_known_points_is_told_as_such_and_never_as_zero(results: int) -> None:
    reason = why("PAR INDEX", "Tỷ lệ doanh nghiệp thành lập mới trong năm", 2020, day=DAY)
    assert reason.part is None
    page = render_to_string("indices/_why.html", {"why": reason})
    assert "chưa có số liệu điểm" in page
    assert "0,000" not in page


def test_the_fragment_shows_the_rule_with_its_inputs(results: int) -> None:
    page = render_to_string(
        "indices/_why.html", {"why": why("PAPI", "Dịch vụ giáo dục tiểu học công lập", 2020, day=DAY)}
    )
    assert "Mất điểm = điểm 2020 − điểm 2019 = 1,422 − 1,784 = −0,362" in page
    assert "hạng 26/63" in page
    assert "Nguồn: " in page


def test_the_fragment_is_empty_without_a_reason() -> None:
    assert render_to_string("indices/_why.html", {}).strip() == ""


def test_the_chart_puts_a_better_rank_higher_and_breaks_where_the_method_changed(results: int) -> None:
    rows = totals(date(2025, 1, 1))["PAR INDEX"]
    chart = rank_chart(rows, limit=15)
    assert chart is not None
    heights = {point.year: float(point.y) for point in chart.points}
    assert heights[2021] < heights[2020]  # rank 8 stands above rank 16
    assert len(chart.lines) == 2
    assert chart.words == (
        "năm 2019 hạng 12/63, năm 2020 hạng 16/63, năm 2021 hạng 8/63, năm 2022 hạng 28/63, năm 2023 hạng 18/63"
    )


def test_one_year_alone_makes_no_chart(results: int) -> None:
    assert rank_chart(totals(DAY)["PAPI"][:1]) is None


def test_a_reckoning_shows_no_zeros_that_the_database_added(results: int) -> None:
    told = " ".join(part.fall.reckoning for part in compared("PAPI", 2020, day=DAY))
    assert "0000 " not in told
    assert "," in told
