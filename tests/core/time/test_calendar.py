from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.time import load_calendar
from namro.core.time.lunar import lunar_date, lunar_new_year

CALENDAR = load_calendar()
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))

# Mùng 1 Tết as printed in Vietnamese calendars. 1985, 2007 and 2030 differ from the Chinese calendar.
NEW_YEARS = {
    1985: "1985-01-21", 2007: "2007-02-17", 2015: "2015-02-19", 2016: "2016-02-08", 2017: "2017-01-28",
    2018: "2018-02-16", 2019: "2019-02-05", 2020: "2020-01-25", 2021: "2021-02-12", 2022: "2022-02-01",
    2023: "2023-01-22", 2024: "2024-02-10", 2025: "2025-01-29", 2026: "2026-02-17", 2027: "2027-02-06",
    2028: "2028-01-26", 2029: "2029-02-13", 2030: "2030-02-02",
}  # fmt: skip
# Giỗ Tổ Hùng Vương, the tenth day of the third month.
KINGS_DAYS = {
    2015: "2015-04-28", 2016: "2016-04-16", 2017: "2017-04-06", 2018: "2018-04-25", 2019: "2019-04-14",
    2020: "2020-04-02", 2021: "2021-04-21", 2022: "2022-04-10", 2023: "2023-04-29", 2024: "2024-04-18",
    2025: "2025-04-07", 2026: "2026-04-26",
}  # fmt: skip
# Tết Trung thu, the fifteenth day of the eighth month: stands after the leap months of 2020, 2023 and 2025.
MID_AUTUMNS = {
    2020: "2020-10-01", 2021: "2021-09-21", 2022: "2022-09-10", 2023: "2023-09-29", 2024: "2024-09-17", 2025: "2025-10-06",
}  # fmt: skip


@pytest.mark.parametrize(("year", "day"), NEW_YEARS.items())
def test_tet_falls_on_the_day_of_the_printed_calendar(year: int, day: str):
    assert lunar_new_year(year).isoformat() == day


@pytest.mark.parametrize(("year", "day"), KINGS_DAYS.items())
def test_the_day_of_the_hung_kings_falls_on_the_day_of_the_printed_calendar(year: int, day: str):
    assert lunar_date(year, 3, 10).isoformat() == day


@pytest.mark.parametrize(("year", "day"), MID_AUTUMNS.items())
def test_a_leap_month_moves_the_months_after_it(year: int, day: str):
    assert lunar_date(year, 8, 15).isoformat() == day


def test_tet_always_lies_between_20_january_and_21_february():
    for year in range(1950, 2101):
        assert date(year, 1, 20) <= lunar_new_year(year) <= date(year, 2, 21)


@pytest.mark.parametrize(("year", "month", "day"), [(1900, 1, 1), (2021, 11, 1), (2021, 0, 1), (2021, 1, 31)])
def test_no_lunar_date_is_made_up_outside_the_range(year: int, month: int, day: int):
    with pytest.raises(ValueError, match="no lunar date"):
        lunar_date(year, month, day)


def test_a_holiday_on_a_weekend_is_made_up_on_the_next_working_day():
    off = CALENDAR.day_off(date(2021, 5, 3))
    assert off is not None
    assert off.name == "Ngày Quốc tế lao động (nghỉ bù)"


def test_two_holidays_on_one_weekend_take_the_next_two_working_days():
    assert [CALENDAR.is_working_day(date(2022, 5, d)) for d in (2, 3, 4)] == [False, False, True]


def test_national_day_2021_is_two_days():
    assert [CALENDAR.is_working_day(date(2021, 9, d)) for d in (1, 2, 3, 6)] == [True, False, False, True]


def test_a_swapped_saturday_is_worked_for_the_monday_off():
    assert CALENDAR.is_working_day(date(2024, 5, 4))
    assert not CALENDAR.is_working_day(date(2024, 4, 29))


def test_years_with_verified_announcements_are_known_and_others_not():
    assert CALENDAR.is_known(2021)
    assert CALENDAR.is_known(2022)
    assert not CALENDAR.is_known(2023)  # days from memory
    assert not CALENDAR.is_known(2024)  # the days of Tết only from a proposal
    assert not CALENDAR.is_known(2035)  # not announced
    assert not CALENDAR.is_known(2019)  # another law


def test_days_without_an_announcement_are_marked_unverified():
    off = CALENDAR.day_off(lunar_new_year(2035))
    assert off is not None
    assert not off.verified


def test_every_day_off_names_its_source():
    for year in range(2020, 2031):
        for off in CALENDAR.days_off(year):
            assert off.source
            assert off.day.year == year


def test_the_eve_of_a_long_holiday_is_followed_by_the_day_after_it():
    assert CALENDAR.add_working_days(date(2021, 2, 9), 1) == date(2021, 2, 17)


def test_a_calendar_reaches_beyond_the_lunar_table_without_failing():
    assert CALENDAR.is_working_day(date(1900, 6, 1))


@given(DAYS, st.integers(-40, 40))
def test_adding_working_days_and_counting_them_agree(day: date, count: int):
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, count)) == count or count < 0
    if count:
        assert CALENDAR.is_working_day(CALENDAR.add_working_days(day, count))


@given(DAYS, st.integers(0, 20), st.integers(1, 20))
def test_working_days_add_up(day: date, first: int, then: int):
    one_by_one = CALENDAR.add_working_days(CALENDAR.add_working_days(day, first), then)
    assert one_by_one == CALENDAR.add_working_days(day, first + then)


@given(DAYS, DAYS)
def test_counting_backwards_is_counting_forwards_with_the_other_sign(one: date, other: date):
    assert CALENDAR.working_days_between(one, other) == -CALENDAR.working_days_between(other, one)


@given(DAYS)
def test_a_weekend_is_worked_only_when_it_was_swapped(day: date):
    if day.weekday() >= 5 and CALENDAR.is_working_day(day):
        assert any(off.name.startswith("Nghỉ hoán đổi") for off in CALENDAR.days_off(day.year))


@given(DAYS)
def test_the_next_working_day_is_at_most_eleven_days_away(day: date):
    assert CALENDAR.add_working_days(day, 1) - day <= timedelta(days=11)
