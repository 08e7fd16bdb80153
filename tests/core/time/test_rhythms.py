"""Rhythms: which periods a dated rule asks for, and the clock that an event starts."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.time import (
    Rhythm,
    event_due,
    event_term_words,
    is_boundary,
    load_calendar,
    next_boundary,
    rhythm_periods,
)
from namro.core.time.rhythms import LENGTHS

ISSUED = date(2021, 9, 27)
DAYS = st.dates(date(2018, 1, 1), date(2028, 12, 31))


def _labels(rhythm: Rhythm, year: int) -> list[str]:
    return [period.label for period in rhythm_periods(rhythm, year=year)]


def test_a_monthly_duty_of_a_plan_of_27_september_owes_september() -> None:
    assert _labels(Rhythm(1, ISSUED), 2021) == [f"Tháng {m}/2021" for m in (9, 10, 11, 12)]


def test_with_the_first_whole_period_it_owes_from_october() -> None:
    assert _labels(Rhythm(1, ISSUED, first_whole=True), 2021) == [f"Tháng {m}/2021" for m in (10, 11, 12)]


def test_a_yearly_rule_goes_on_in_the_years_after() -> None:
    assert _labels(Rhythm(12, ISSUED), 2022) == ["Năm 2022"]
    assert _labels(Rhythm(12, ISSUED, until=date(2021, 12, 31)), 2022) == []


def test_every_length_has_its_own_names() -> None:
    year = Rhythm(3, date(2021, 1, 1))
    assert _labels(year, 2021) == ["Quý I/2021", "Quý II/2021", "Quý III/2021", "Quý IV/2021"]
    assert _labels(Rhythm(6, date(2021, 1, 1)), 2021) == ["6 tháng đầu năm 2021", "6 tháng cuối năm 2021"]


def test_the_due_day_is_in_the_last_month_and_never_beyond_its_end() -> None:
    monthly = rhythm_periods(Rhythm(1, date(2022, 1, 1), due_day=31), year=2022)
    assert [p.due for p in monthly][:2] == [date(2022, 1, 31), date(2022, 2, 28)]
    (year,) = rhythm_periods(Rhythm(12, date(2022, 1, 1), due_month=11, due_day=15), year=2022)
    assert year.due == date(2022, 11, 15)


@given(st.sampled_from(LENGTHS), DAYS, st.booleans(), st.integers(2018, 2028))
def test_periods_follow_each_other_without_gap_or_overlap(
    months: int, since: date, first_whole: bool, year: int
) -> None:
    rhythm = Rhythm(months, since, first_whole=first_whole)
    found = [p for y in (year, year + 1) for p in rhythm_periods(rhythm, year=y)]
    for before, after in itertools.pairwise(found):
        assert after.start == before.end + timedelta(days=1)
    assert len({p.label for p in found}) == len(found)
    assert all(p.due is not None and p.start <= p.due <= p.end for p in found)


@given(st.sampled_from(LENGTHS), st.sampled_from(LENGTHS), DAYS)
def test_a_change_of_rule_on_a_boundary_leaves_every_day_in_exactly_one_period(
    old: int, new: int, day: date
) -> None:
    change = next_boundary(max(old, new), day)
    first = Rhythm(old, date(2017, 1, 1), until=change - timedelta(days=1))
    second = Rhythm(new, change)
    found = [p for rule in (first, second) for y in range(2017, 2031) for p in rhythm_periods(rule, year=y)]
    found.sort(key=lambda p: p.start)
    for before, after in itertools.pairwise(found):
        assert after.start == before.end + timedelta(days=1)


@given(st.sampled_from(LENGTHS), DAYS)
def test_the_next_boundary_is_a_boundary_and_not_before(months: int, day: date) -> None:
    found = next_boundary(months, day)
    assert is_boundary(months, found)
    assert day <= found < day + timedelta(days=31 * months + 1)


def test_the_clock_of_an_event_counts_working_days() -> None:
    # 15/11/2021 is a Monday; the day itself is not counted.
    assert event_due(date(2021, 11, 15), 10, working=True, calendar=load_calendar()) == date(2021, 11, 29)


def test_a_term_of_plain_days_that_ends_on_a_day_off_ends_with_the_next_working_day() -> None:
    # 15/11 + 5 days is Saturday 20/11; + 18 days with 2/9: 1/9/2021 falls before the holiday of 2 and 3/9.
    calendar = load_calendar()
    assert event_due(date(2021, 11, 15), 5, working=False, calendar=calendar) == date(2021, 11, 22)
    words = event_term_words(date(2021, 11, 15), 5, working=False, calendar=calendar)
    assert "22/11/2021" in words
    assert "ngày làm việc tiếp theo" in words


def test_a_term_of_no_days_is_refused() -> None:
    with pytest.raises(Refusal):
        event_due(ISSUED, 0, working=True, calendar=load_calendar())


@given(DAYS, st.integers(1, 60), st.booleans())
def test_a_term_ends_after_its_event_on_a_working_day(day: date, days: int, working: bool) -> None:
    calendar = load_calendar()
    due = event_due(day, days, working=working, calendar=calendar)
    assert due > day
    assert calendar.is_working_day(due)
