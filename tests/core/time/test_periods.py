from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.time import Deadline, DeadlineKind, periods, read_deadline

ISSUED = date(2021, 9, 27)


def _owed(text: str, *, year: int = 2021, issued_on: date | None = ISSUED) -> list[tuple[str, date | None]]:
    return [(p.label, p.due) for p in periods(read_deadline(text, year=2021), year=year, issued_on=issued_on)]


def test_a_quarter_is_one_period_due_on_its_last_day():
    (period,) = periods(read_deadline("Quý IV/2021", year=2021), year=2021, issued_on=ISSUED)
    assert (period.label, period.start, period.end) == ("Quý IV/2021", date(2021, 10, 1), date(2021, 12, 31))


def test_a_day_is_one_period_from_the_issue_of_the_plan():
    (period,) = periods(read_deadline("15/12/2021", year=2021), year=2021, issued_on=ISSUED)
    assert (period.label, period.start, period.due) == ("15/12/2021", ISSUED, date(2021, 12, 15))


def test_several_dates_are_several_periods():
    assert _owed("30/6/2026; 31/12/2026") == [
        ("30/6/2026", date(2026, 6, 30)),
        ("31/12/2026", date(2026, 12, 31)),
    ]


def test_a_year_owes_one_result_by_its_last_day():
    assert _owed("Hàng năm") == [("Năm 2021", date(2021, 12, 31))]


def test_a_year_with_its_own_day_owes_by_that_day_in_every_year():
    assert _owed("Hàng năm (trước 15/12)", year=2022, issued_on=None) == [("Năm 2022", date(2022, 12, 15))]


def test_the_day_29_february_falls_on_the_28th_in_other_years():
    deadline = Deadline("29/2 hàng năm", DeadlineKind.YEARLY, date(2024, 2, 29), (date(2024, 2, 29),))
    assert [p.due for p in periods(deadline, year=2025, issued_on=None)] == [date(2025, 2, 28)]


def test_of_two_days_a_year_only_those_after_the_issue_are_owed():
    assert _owed("30/6 và 30/11 hàng năm") == [("30/11/2021", date(2021, 11, 30))]


def test_months_that_ended_before_the_issue_are_not_owed():
    assert [label for label, _ in _owed("Hàng tháng")] == [
        "Tháng 9/2021",
        "Tháng 10/2021",
        "Tháng 11/2021",
        "Tháng 12/2021",
    ]


def test_a_plan_of_the_year_before_owes_all_four_quarters():
    assert [due for _, due in _owed("Hàng quý", year=2022)] == [
        date(2022, 3, 31),
        date(2022, 6, 30),
        date(2022, 9, 30),
        date(2022, 12, 31),
    ]


def test_a_day_named_within_the_month_is_when_the_month_falls_due():
    assert _owed("Trước ngày 25 hàng tháng")[0] == ("Tháng 9/2021", date(2021, 9, 25))


def test_a_day_named_within_the_quarter_counts_in_its_last_month():
    assert _owed("Ngày 20 tháng cuối quý")[-1] == ("Quý IV/2021", date(2021, 12, 20))


@pytest.mark.parametrize("text", ["Thường xuyên", "Khi có yêu cầu", "Theo lộ trình Đề án", ""])
def test_without_a_date_the_year_is_owed_without_a_due_date(text: str):
    assert _owed(text) == [("Năm 2021", None)]


@given(
    st.sampled_from(
        [
            "Hàng tháng",
            "Hàng quý",
            "Hàng năm",
            "30/6 và 30/11 hàng năm",
            "Định kỳ 6 tháng, năm",
            "Thường xuyên",
        ]
    ),
    st.integers(2015, 2035),
    st.one_of(st.none(), st.dates(date(2014, 1, 1), date(2036, 1, 1))),
)
def test_periods_of_a_year_lie_in_it_follow_each_other_and_end_after_the_issue(
    text: str, year: int, issued_on: date | None
):
    found = periods(read_deadline(text, year=year), year=year, issued_on=issued_on)
    for period in found:
        assert date(year, 1, 1) <= period.start <= period.end <= date(year, 12, 31)
        assert period.due is None or period.start <= period.due <= period.end
        if issued_on is not None and period.due is not None:
            assert period.end >= issued_on
    assert all(a.end < b.start for a, b in pairwise(found))
    assert len({p.label for p in found}) == len(found)


@given(st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1, max_size=5, unique=True))
def test_every_date_of_a_deadline_is_one_period_due_on_it(days: list[date]):
    text = "; ".join(f"{d.day}/{d.month}/{d.year}" for d in days)
    found = periods(read_deadline(text, year=2021), year=2021, issued_on=None)
    assert [p.due for p in found] == sorted(days)
    assert all(p.start <= p.end for p in found)
