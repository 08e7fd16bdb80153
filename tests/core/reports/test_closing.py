"""The closing day of a report: the last day of its data, or the day of reckoning while the period runs."""

import re
from datetime import date, timedelta
from pathlib import Path

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


PAGE = Path(__file__).parents[3] / "docs" / "calculations" / "reports.md"
DAY = r"(\d+/\d+/\d{4})"
EXAMPLES = re.findall(
    rf"^\| {DAY} \| {DAY} \| {DAY} \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("end", "made_on", "closed", "words"), EXAMPLES)
def test_every_example_of_the_page_holds(end: str, made_on: str, closed: str, words: str) -> None:
    days = [date(*map(int, reversed(one.split("/")))) for one in (end, made_on, closed)]
    assert closing_day(days[0], days[1]) == days[2]
    assert closing_words(days[0], days[1]) == words


def test_the_page_has_examples_of_every_case() -> None:
    assert {made_on == end for end, made_on, _, _ in EXAMPLES} == {True, False}
    assert len(EXAMPLES) == 4


def test_another_day_that_was_chosen_says_that_it_is_after_the_period() -> None:
    words = closing_words(END, date(2021, 11, 15), date(2021, 11, 15))
    assert words == "Số liệu đến hết ngày 15/11/2021, sau ngày cuối của kỳ (14/9/2021), lập ngày 15/11/2021."
