from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.text import format_date, format_number, format_share, read_number, read_roman, write_roman


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("85,31", "85.31"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("03", "3"),
        ("45,005", "45.005"),
        (" 10\u00a0000 ", "10000"),
        ("-2,5", "-2.5"),
    ],
)
def test_numbers_are_read_as_officials_write_them(text: str, value: str):
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "không", "1/2", "NaN", "Infinity", "12 tháng", "1,2,3"])
def test_what_is_not_one_number_is_none(text: str):
    assert read_number(text) is None


def test_numbers_are_written_with_a_decimal_comma_and_thin_spaces():
    assert format_number(Decimal("1234567.5")) == "1\u202f234\u202f567,5"


def test_a_half_is_rounded_away_from_zero():
    assert (format_number(Decimal("0.25"), 1), format_number(Decimal("-0.25"), 1)) == ("0,3", "-0,3")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_written_number_reads_back(value: Decimal):
    assert read_number(format_number(value)) == value


def test_a_share_names_its_denominator():
    assert format_share(45, 52) == "45/52 (86,5%)"


def test_a_share_of_nothing_has_no_percentage():
    assert format_share(0, 0) == "0/0"


def test_a_date_is_written_without_leading_zeros():
    assert format_date(date(2021, 9, 7)) == "7/9/2021"


@given(st.integers(1, 399))
def test_a_roman_numeral_reads_back(value: int):
    assert read_roman(write_roman(value)) == value


@pytest.mark.parametrize("text", ["", "iv", "IIII", "VX", "IC", "XIVI", "A"])
def test_what_is_no_roman_numeral_is_none(text: str):
    assert read_roman(text) is None


@pytest.mark.parametrize("value", [0, -1, 400])
def test_there_is_no_roman_numeral_outside_1_to_399(value: int):
    with pytest.raises(ValueError, match="no Roman numeral"):
        write_roman(value)
