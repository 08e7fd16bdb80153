"""Kinds of reports and their periods: windows across the turn of the year, due days, what is open on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.reports.calendar import before, period_called, periods_of_year, to_open
from namro.core.reports.kinds import carried_kinds, kind_called, kinds_of
from namro.core.reports.model import ReportKind

CCHC = kind_called("cchc-bo-noi-vu")


def test_the_half_year_runs_from_15_december_to_14_june_and_is_due_on_20_june() -> None:
    half = period_called(CCHC, "2021-H1")
    assert (half.start, half.end, half.due) == (date(2020, 12, 15), date(2021, 6, 14), date(2021, 6, 20))
    assert half.label == "6 tháng đầu năm 2021"


def test_the_third_quarter_begins_in_june_and_the_others_in_december() -> None:
    starts = {period.key[-2:]: period.start for period in periods_of_year(CCHC, 2021)}
    assert starts == {
        "Q1": date(2020, 12, 15),
        "H1": date(2020, 12, 15),
        "Q3": date(2021, 6, 15),
        "-Y": date(2020, 12, 15),
    }


def test_a_day_that_no_source_names_stays_unknown() -> None:
    plan = kind_called("tien-do-ke-hoach")
    assert period_called(plan, "2021-M7").due is None
    assert period_called(plan, "2021-M7").end == date(2021, 7, 31)


def test_the_month_of_february_ends_on_its_last_day() -> None:
    monthly = kind_called("hai-long-hang-thang")
    assert period_called(monthly, "2021-M02").end == date(2021, 2, 28)
    assert period_called(monthly, "2024-M02").end == date(2024, 2, 29)


def test_a_period_that_has_not_begun_is_not_opened() -> None:
    opened = {period.key for period in to_open(CCHC, date(2021, 6, 1))}
    assert "2021-H1" in opened
    assert "2021-Q3" not in opened


@pytest.mark.parametrize("key", ["2021-Q9", "Q3", "2021", "", "2021-q3"])
def test_an_unknown_period_is_refused_with_the_ones_there_are(key: str) -> None:
    with pytest.raises(Refusal, match="2021-Q1"):
        period_called(CCHC, key)


def test_two_parts_of_one_key_are_refused() -> None:
    part = {"key": "a", "title": "Phần"}
    with pytest.raises(Refusal, match="cùng mã"):
        kinds_of({"outline": {"x": {"sections": [part, part]}}})


@given(st.sampled_from(carried_kinds()), st.integers(2011, 2040))
def test_the_period_before_always_ends_earlier(kind: ReportKind, year: int) -> None:

    for period in periods_of_year(kind, year):
        assert period.start <= period.end
        assert before(kind, period).end < period.end
        assert period.due is None or period.due > period.end
