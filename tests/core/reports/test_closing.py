"""The closing day of a report: the last day of its data, or the day of reckoning while the period runs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.reports.closing import closing_day, closing_words, is_over

END = date(2021, 9, 14)


def test_a_report_written_after_the_period_counts_until_its_last_day() -> None:
    made_on = date(2021, 9, 17)
    assert closing_day(END, made_on) == END
    assert closing_words(END, made_on) == "Số liệu chốt đến hết ngày 14/9/2021, lập ngày 17/9/2021."


@pytest.mark.parametrize("made_on", [date(2021, 9, 10), END])
def test_a_report_written_while_the_period_runs_says_that_it_is_not_over(made_on: date) -> None:
    assert closing_day(END, made_on) == made_on
    words = closing_words(END, made_on)
    assert words.startswith("Kỳ chưa kết thúc (ngày cuối 14/9/2021), số liệu đến hết ngày ")
    assert "chốt" not in words


@given(st.dates(), st.integers(-400, 400))
def test_the_closing_day_is_never_after_the_period_nor_after_the_day_of_reckoning(
    end: date, days: int
) -> None:
    made_on = date.fromordinal(max(1, min(end.toordinal() + days, date.max.toordinal())))
    day = closing_day(end, made_on)
    assert day <= end
    assert day <= made_on
    assert is_over(end, made_on) == (made_on >= end + timedelta(days=1) if end < date.max else False)
