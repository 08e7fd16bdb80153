from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.indices import distance, fall, load_results

POINTS = st.decimals(min_value=0, max_value=10, places=6)


def test_a_fall_says_how_it_was_reckoned() -> None:
    lost = fall(2020, Decimal("1.783569"), Decimal("1.421774"))
    assert lost is not None
    assert lost.is_loss
    assert lost.reckoning == "Mất điểm = điểm 2020 − điểm 2019 = 1,422 − 1,784 = −0,362"


def test_where_rounded_figures_would_not_add_up_every_digit_is_shown() -> None:
    lost = fall(2020, Decimal("1.793671"), Decimal("1.667491"))
    assert lost is not None
    assert lost.reckoning == (
        "Mất điểm = điểm 2020 − điểm 2019 = 1,667491 − 1,793671 = −0,126180, làm tròn −0,126"
    )


def test_unknown_points_give_no_fall_and_never_a_zero() -> None:
    assert fall(2020, None, Decimal(1)) is None
    assert fall(2020, Decimal(1), None) is None


@given(POINTS, POINTS)
def test_the_figures_of_a_reckoning_add_up_as_they_are_printed(before: Decimal, after: Decimal) -> None:
    compared = fall(2020, before, after)
    assert compared is not None
    sum_ = compared.reckoning.split(" = ")
    left, right = (_read(part) for part in sum_[2].split(" − "))
    assert left - right == _read(sum_[3].split(", làm tròn")[0])


def _read(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").replace("−", "-").replace("+", ""))


def test_the_carried_results_are_those_of_the_plan() -> None:
    totals = {(r.index, r.year): r for r in load_results() if not r.code}
    assert totals["PAR INDEX", 2020].score == Decimal("85.31")
    assert (totals["SIPAS", 2020].percent, totals["SIPAS", 2020].rank) == (Decimal("89.13"), 11)
    assert (totals["PAPI", 2020].score, totals["PAPI", 2020].rank) == (Decimal("45.005"), 5)
    assert totals["PAR INDEX", 2019].score is None  # the plan gives only the rank


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_parts_of_papi_add_up_to_its_total(year: int) -> None:
    results = [r for r in load_results() if r.index == "PAPI" and r.year == year]
    parts = [r.score for r in results if r.code and r.score is not None]
    total = next(r.score for r in results if not r.code)
    assert len(parts) == 29
    assert total is not None
    assert abs(sum(parts) - total) < Decimal("0.0005")


def test_twelve_parts_of_papi_fell_in_2020() -> None:
    points = {(r.code, r.year): r.score for r in load_results() if r.code and r.index == "PAPI"}
    codes = {code for code, _ in points}
    fell = {c for c in codes if (f := fall(2020, points[c, 2019], points[c, 2020])) and f.is_loss}
    assert len(fell) == 12
    assert "SC43" in fell


def test_names_without_a_document_are_marked_unverified() -> None:
    unverified = {r.code for r in load_results() if r.code and not r.verified}
    assert len(unverified) == 29 - 11
    assert "SC43" in unverified


def test_every_result_names_its_source() -> None:
    assert all(r.source and "not found" not in r.source for r in load_results())


@pytest.mark.parametrize(
    ("kind", "value", "rank", "percent", "words", "is_reached"),
    [
        ("rank_band", [10, 15], 16, None, "còn 1 bậc", False),
        ("rank_band", [10, 15], 15, None, "vừa đạt", True),
        ("rank_at_most", 10, 5, None, "đã đạt, hơn 5 bậc", True),
        ("share_above", 90, 11, Decimal("89.13"), "còn 0,87 điểm phần trăm", False),
        ("share_above", 90, 11, Decimal("89.1300"), "còn 0,87 điểm phần trăm", False),
        ("share_above", 90, 11, Decimal(90), "vừa bằng, cần cao hơn", False),
        ("share_above", 90, 11, None, "chưa đủ số liệu để so", None),
        ("rank_at_most", 10, None, None, "chưa đủ số liệu để so", None),
    ],
)
def test_distance_to_a_target(
    *,
    kind: str,
    value: object,
    rank: int | None,
    percent: Decimal | None,
    words: str,
    is_reached: bool | None,
) -> None:
    found = distance(kind, value, rank=rank, percent=percent)
    assert found is not None
    assert (found.words, found.is_reached) == (words, is_reached)


def test_a_target_of_an_unknown_kind_is_not_judged() -> None:
    assert distance("something_new", 3, rank=1, percent=None) is None
