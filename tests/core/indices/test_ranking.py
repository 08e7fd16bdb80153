"""Official ranking: ties, missing results, quartile groups."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.indices.ranking import quartile_group, rank, why_group, why_rank
from namro.core.indices.results import load_papi

values = st.lists(st.one_of(st.none(), st.decimals(0, 80, places=1)), max_size=70)


def test_who_ties_shares_the_better_rank_and_the_next_is_skipped() -> None:
    assert rank([Decimal(x) for x in (5, 7, 7, 3)]).ranks == (3, 1, 1, 4)


def test_equal_numbers_written_differently_tie() -> None:
    assert rank([Decimal("1.50"), Decimal("1.5")]).ranks == (1, 1)


def test_who_has_no_result_has_no_rank_and_is_not_counted() -> None:
    ranking = rank([Decimal(1), None, Decimal(2)])
    assert (ranking.ranks, ranking.of) == ((2, None, 1), 2)
    assert ranking.group(1) is None


def test_nobody_to_rank() -> None:
    ranking = rank([None, None])
    assert (ranking.of, ranking.median, ranking.top_quarter) == (0, None, None)


@pytest.mark.parametrize(
    ("year", "sizes"), [(2019, [16, 16, 15, 16]), (2022, [16, 15, 15, 15]), (2021, [15, 15, 15, 15])]
)
def test_sizes_of_the_four_groups(year: int, sizes: list[int]) -> None:
    ranking = load_papi()[year].ranking()
    groups = [ranking.group(place) for place in range(63)]
    assert [groups.count(number) for number in (1, 2, 3, 4)] == sizes


@pytest.mark.parametrize(("place", "of"), [(0, 63), (64, 63), (1, 0)])
def test_a_rank_outside_is_refused(place: int, of: int) -> None:
    with pytest.raises(ValueError, match="no rank"):
        quartile_group(place, of)


def test_sc83_of_2019_has_fifteen_provinces_on_rank_49() -> None:
    table = load_papi()[2019]
    ranking, place = table.ranking("SC83"), table.place("ha-tinh")
    assert (ranking.ranks[place], ranking.tied(place)) == (49, 14)


def test_the_median_of_an_even_number_is_the_mean_of_the_middle() -> None:
    assert rank([Decimal(1), Decimal(4), None, Decimal(2), Decimal(9)]).median == 3


def test_the_best_quarter_ends_with_rank_16_of_63() -> None:
    ranking = load_papi()[2019].ranking()
    assert ranking.top_quarter == ranking.values[ranking.ranks.index(16)]


@given(values)
def test_a_rank_is_one_more_than_the_number_of_better_ones(given_values: list[Decimal | None]) -> None:
    ranking = rank(given_values)
    known = [value for value in given_values if value is not None]
    assert ranking.of == len(known)
    assert ranking.groups == tuple(ranking.group(place) for place in range(len(given_values)))
    for value, place in zip(given_values, ranking.ranks, strict=True):
        wanted = None if value is None else 1 + sum(other > value for other in known)
        assert place == wanted


@given(st.integers(1, 300), st.data())
def test_a_group_begins_where_the_quartile_lies(of: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(1, of))
    wanted = next((group for group in (1, 2, 3) if 4 * (position - 1) <= group * (of - 1)), 4)
    assert quartile_group(position, of) == wanted


@given(st.integers(1, 300), st.data())
def test_groups_never_go_up_again_and_a_tie_stands_in_one(of: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, of))
    second = data.draw(st.integers(first, of))
    assert 1 <= quartile_group(first, of) <= quartile_group(second, of) <= 4
    assert quartile_group(1, of) == 1


def test_a_rank_and_its_group_say_how_they_come_about() -> None:
    ranking = rank([Decimal(value) for value in (9, 7, 7, 5, 3)])
    assert why_rank(ranking, 1) == (
        "1 tỉnh có điểm cao hơn, 1 tỉnh bằng điểm cùng nhận hạng này: hạng = 1 + 1 = 2, trong 5 tỉnh có kết quả."
    )
    assert why_group(ranking, 1) == (
        "Chia 5 tỉnh theo tứ phân vị: hạng 1 đến 2 là nhóm cao nhất; hạng 2 thuộc nhóm này."
    )
    assert why_rank(rank([None]), 0) == why_group(rank([None]), 0) == ""
