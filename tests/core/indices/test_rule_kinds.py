"""Every kind of rule by itself: points, words, range, and what a rulebook may not say."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.indices.rules import BadRule, ImpossibleValue, NotScored, Rule, Value, parse_rule
from namro.core.indices.rules.describing import describe

D = Decimal


def _rule(table: dict[str, Any], maximum: str = "1.00") -> Rule:
    return parse_rule(table, D(maximum))


def _given(**values: object) -> dict[str, Value]:
    return {name: value if isinstance(value, str) else D(str(value)) for name, value in values.items()}


CHOICE = {"kind": "choice", "options": [{"label": "Tốt", "points": D(1)}, {"label": "Kém", "points": D(0)}]}
RATIO = {"kind": "ratio", "a": "tất cả", "b": "đã xong", "unit": "việc"}
WEIGHTED = {
    "kind": "weighted",
    "a": "tất cả",
    "terms": [
        {"name": "b", "label": "đúng hạn", "points": D("1.5")},
        {"name": "c", "label": "muộn", "points": D(1)},
    ],
}
STEPS = [{"at_least": D("0.8"), "points": D(1)}, {"at_least": D("0.5"), "points": D("0.5")}]
RATIO_STEPS = {"kind": "ratio_steps", "a": "tất cả", "b": "đã xong", "steps": STEPS}
COUNT_STEPS = {"kind": "count_steps", "label": "sáng kiến", "steps": [{"at_least": D(3), "points": D(1)}]}
RATE_STEPS = {"kind": "rate_steps", "label": "tỷ lệ", "steps": [{"at_least": D(30), "points": D(1)}]}
AT_MOST = {"kind": "at_most", "label": "vụ", "at_most": D(0)}
CHANGE = {"kind": "change", "label": "vốn", "up": D(1), "equal": D("0.5"), "down": D(0)}
RANK = {
    "kind": "rank",
    "label": "hạng",
    "of": 34,
    "bands": [{"last": 10, "points": D(1)}, {"last": 34, "points": D("0.25")}],
}
DEDUCTION = {"kind": "deduction", "label": "vụ vi phạm", "each": D("0.3")}
RATE = {"kind": "rate", "label": "hài lòng"}
MEAN = {"kind": "mean", "label": "điểm", "low": 1, "high": 5}
GIVEN = {"kind": "given", "by": "Bộ Nội vụ"}


@pytest.mark.parametrize(
    ("table", "values", "points", "words"),
    [
        (CHOICE, {"chon": "1"}, "1", "“Tốt” → 1,00"),
        (RATIO, {"a": 4, "b": 3}, "0.75", "3/4 việc = 75% → 1,00 × 75% = 0,75"),
        ({**RATIO, "floor": D("0.8")}, {"a": 4, "b": 3}, "0", "3/4 việc = 75% < 80% → 0,00"),
        ({**RATIO, "full_from": D("0.7")}, {"a": 4, "b": 3}, "1", "3/4 việc = 75% ≥ 70% → điểm tối đa 1,00"),
        (
            {**RATIO, "full_from": D("0.8")},
            {"a": 4, "b": 3},
            "0.75",
            "3/4 việc = 75% < 80% → 1,00 × 75% = 0,75",
        ),
        (WEIGHTED, {"a": 4, "b": 2, "c": 1}, "1", "(2/4) × 1,50 + (1/4) × 1,00 = 1,00"),
        ({**WEIGHTED, "floor": D("0.8")}, {"a": 4, "b": 2, "c": 1}, "0", "(2 + 1)/4 = 75% < 80% → 0,00"),
        (RATIO_STEPS, {"a": 10, "b": 8}, "1", "8/10 = 80% ≥ 80% → 1,00"),
        (RATIO_STEPS, {"a": 10, "b": 7}, "0.5", "7/10 = 70% ≥ 50% và < 80% → 0,50"),
        (RATIO_STEPS, {"a": 10, "b": 4}, "0", "4/10 = 40% < 50% → 0,00"),
        (COUNT_STEPS, {"so": 2}, "0", "2 < 3 → 0,00"),
        (RATE_STEPS, {"a": 30}, "1", "30% ≥ 30% → 1,00"),
        (AT_MOST, {"so": 0}, "1", "0 ≤ 0 → 1,00"),
        (AT_MOST, {"so": 2}, "0", "2 > 0 → 0,00"),
        (CHANGE, {"nam_nay": 5, "nam_truoc": 4}, "1", "5 > 4: tăng so với năm trước → 1,00"),
        (CHANGE, {"nam_nay": 4, "nam_truoc": 4}, "0.5", "4 = 4: bằng so với năm trước → 0,50"),
        (CHANGE, {"nam_nay": 3, "nam_truoc": 4}, "0", "3 < 4: giảm so với năm trước → 0,00"),
        (RANK, {"hang": 10}, "1", "Hạng 10/34, trong nhóm 1–10 → 1,00"),
        (RANK, {"hang": 11}, "0.25", "Hạng 11/34, trong nhóm 11–34 → 0,25"),
        (DEDUCTION, {"so": 2}, "0.4", "1,00 − 2 × 0,30 = 0,40"),
        (DEDUCTION, {"so": 4}, "0", "1,00 − 4 × 0,30 = −0,20, không thấp hơn 0,00 → 0,00"),
        (
            {**DEDUCTION, "least": D("0.2")},
            {"so": 3},
            "0.2",
            "1,00 − 3 × 0,30 = 0,10, không thấp hơn 0,20 → 0,20",
        ),
        (RATE, {"a": "84.5"}, "0.845", "84,5 × 1,00 / 100 = 0,845"),
        ({**RATE, "floor": D(90)}, {"a": "84.5"}, "0", "84,5% < 90% → 0,00"),
        (MEAN, {"diem_tb": 4}, "0.75", "(4 − 1)/(5 − 1) × 1,00 = 0,75"),
        (GIVEN, {"diem": "0.66"}, "0.66", "Bộ Nội vụ cho 0,66/1,00"),
    ],
)
def test_points_and_words(table: dict[str, Any], values: dict[str, Any], points: str, words: str) -> None:
    rule = _rule(table)
    numbers = {n: v if n == "chon" else D(str(v)) for n, v in values.items()}
    assert rule.points(numbers) == D(points)
    assert rule.words(numbers) == words
    assert rule.span(numbers) == (D(points), D(points))


@pytest.mark.parametrize(
    "table",
    [
        CHOICE,
        RATIO,
        WEIGHTED,
        RATIO_STEPS,
        COUNT_STEPS,
        RATE_STEPS,
        AT_MOST,
        CHANGE,
        RANK,
        DEDUCTION,
        RATE,
        MEAN,
        GIVEN,
    ],
    ids=lambda table: table["kind"],
)
def test_without_inputs_there_are_no_points_but_the_whole_range(table: dict[str, Any]) -> None:
    rule = _rule(table)
    found = rule.points({})
    assert isinstance(found, NotScored)
    assert set(found.missing) == {wanted.name for wanted in rule.wanted}
    assert rule.span({}) == (rule.least, rule.most)
    assert describe(rule)["most"] == rule.most


def test_parts_have_inputs_of_their_own_and_may_nest() -> None:
    inner = {"kind": "sum", "parts": [{"name": "x", "max": D("0.25"), "rule": RATIO}]}
    rule = _rule(
        {
            "kind": "sum",
            "parts": [{"name": "một", "max": D("0.5"), "rule": RATIO}, {"name": "hai", "rule": inner}],
        }
    )
    assert [wanted.name for wanted in rule.wanted] == ["1.a", "1.b", "2.1.a", "2.1.b"]
    values = {"1.a": D(2), "1.b": D(1), "2.1.a": D(4), "2.1.b": D(4)}
    assert rule.points(values) == D("0.5")
    assert rule.most == D("0.75")
    assert rule.span({"1.a": D(2), "1.b": D(1)}) == (D("0.25"), D("0.5"))


def test_a_penalty_takes_per_cent_of_what_was_reached_and_bounds_the_range() -> None:
    rule = _rule({"kind": "penalty", "percent": 10, "condition": "Báo cáo không đạt", "of": RATIO})
    assert rule.points(_given(a=4, b=2, tru="co")) == D("0.45")
    assert rule.points(_given(a=4, b=2, tru="khong")) == D("0.5")
    assert rule.span(_given(a=4, b=2)) == (D("0.45"), D("0.5"))
    assert rule.span(_given(tru="co")) == (0, D("0.9"))
    assert "trừ 10% điểm đạt được → 0,50 × (100% − 10%) = 0,45" in rule.words(_given(a=4, b=2, tru="co"))


def test_no_cases_gives_all_points_only_where_the_rule_says_so() -> None:
    assert _rule({**RATIO, "no_cases": "full"}).points(_given(a=0, b=0)) == 1
    assert isinstance(_rule(RATIO).points(_given(a=0, b=0)), NotScored)
    with pytest.raises(ImpossibleValue):
        _rule({**RATIO, "no_cases": "full"}).points(_given(a=0, b=1))


def test_only_a_rule_that_allows_it_takes_a_part_larger_than_the_whole() -> None:
    with pytest.raises(ImpossibleValue):
        _rule(RATIO_STEPS).points(_given(a=10, b=11))
    assert _rule({**RATIO_STEPS, "may_exceed": True}).points(_given(a=10, b=11)) == 1


@pytest.mark.parametrize(
    "table",
    [
        {"kind": "magic"},
        {},
        {**RATIO, "flor": D("0.8")},
        {**RATIO, "floor": D(80)},
        {**RATIO, "floor": "80"},
        {**RATIO, "no_cases": "maybe"},
        {"kind": "ratio", "a": "tất cả"},
        {"kind": "choice", "options": []},
        {**RATIO_STEPS, "steps": list(reversed(STEPS))},
        {**RANK, "of": 63},
        {**MEAN, "high": 1},
        {"kind": "penalty", "percent": 110, "condition": "x", "of": RATIO},
        {"kind": "sum", "parts": [{"name": "một", "rule": 3}]},
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(BadRule) as bad:
        _rule(table)
    assert bad.value.sentence


def test_rules_that_nest_without_end_are_refused() -> None:
    table: dict[str, Any] = RATIO
    for _ in range(50):
        table = {"kind": "penalty", "percent": 1, "condition": "x", "of": table}
    with pytest.raises(BadRule, match="quá sâu"):
        _rule(table)


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_cases_of_deduction_never_give_more(some: int, more: int) -> None:
    rule = _rule(DEDUCTION)
    low, high = sorted((some, some + more))
    first, second = rule.points(_given(so=low)), rule.points(_given(so=high))
    assert isinstance(first, Decimal)
    assert isinstance(second, Decimal)
    assert 0 <= second <= first <= 1


@given(st.integers(1, 10**6), st.data())
def test_a_written_share_never_hides_on_which_side_of_the_limit_it_is(
    whole: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))
    words = _rule({**RATIO, "floor": D("0.95")}).words(_given(a=whole, b=part))
    share = words.split(" việc ")[1].lstrip("=≈ ").split("%")[0]
    written = D(share.replace(",", "."))
    assert (written < 95) == (" < 95%" in words) == (D(part) < D("0.95") * whole)
