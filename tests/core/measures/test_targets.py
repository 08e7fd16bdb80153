"""Against the target, and from the baseline."""

from decimal import Decimal

import pytest

from namro.core.measures import Comparison, Direction, change_words, standing


@pytest.mark.parametrize(
    ("value", "comparison", "met"),
    [
        ("90", Comparison.AT_LEAST, True),
        ("89.999", Comparison.AT_LEAST, False),
        ("90", Comparison.MORE_THAN, False),
        ("90", Comparison.AT_MOST, True),
        ("90", Comparison.LESS_THAN, False),
        ("90", Comparison.EQUAL, True),
    ],
)
def test_a_value_is_compared_exactly(value: str, comparison: Comparison, met: bool) -> None:
    assert standing(Decimal(value), Decimal(90), comparison, unit="%").is_met is met


def test_without_value_or_target_nothing_is_claimed() -> None:
    assert standing(None, Decimal(90), Comparison.AT_LEAST, unit="%").is_met is None
    assert standing(Decimal(90), None, Comparison.AT_LEAST, unit="%").is_met is None


def test_what_is_left_is_told_in_points() -> None:
    told = standing(Decimal("87.5"), Decimal(100), Comparison.EQUAL, unit="%").sentence
    assert told == "Chưa đạt mục tiêu bằng 100%, còn cách 12,5 điểm phần trăm."


def test_a_fall_of_the_poor_is_good_and_a_fall_of_growth_is_not() -> None:
    better, told = change_words(Decimal("4.5"), Decimal("5.2"), Direction.DOWN, unit="%")
    assert better is True
    assert told == "Giảm 0,7 điểm phần trăm so với mốc xuất phát 5,2%: tốt lên."
    assert change_words(Decimal("4.5"), Decimal("5.2"), Direction.UP, unit="%")[0] is False
    assert change_words(None, Decimal(5), Direction.UP, unit="%") == (None, "")
    assert change_words(Decimal(5), Decimal(5), Direction.UP, unit="%")[0] is None
