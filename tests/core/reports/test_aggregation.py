"""Figures of units become one; every example of docs/calculations/reports.md holds."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.measures import Aggregation
from namro.core.reports.aggregation import OWN, Gathered, Given, gather
from namro.core.reports.kinds import RULES

PAGE = Path(__file__).parents[3] / "docs" / "calculations" / "reports.md"
DAY = date(2021, 9, 30)
EXAMPLE = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.*?) \|$", re.MULTILINE)


def _given(text: str) -> list[Given]:
    found = []
    for part in text.split("; "):
        unit, _, said = part.partition(": ")
        if said == "chưa gửi":
            found.append(Given(unit, DAY))
            continue
        day = DAY
        if " ngày " in said:
            said, _, written = said.partition(" ngày ")
            found_day, month = written.split("/")
            day = date(2021, int(month), int(found_day))
        if "×" in said:
            value, weight = (Decimal(one) for one in said.split("×"))
            found.append(Given(unit, day, value, None, weight))
        elif "/" in said:
            over, under = (Decimal(one) for one in said.split("/"))
            found.append(Given(unit, day, over / under * 100, over, under))
        else:
            found.append(Given(unit, day, Decimal(said.replace(",", "."))))
    return found


@pytest.mark.parametrize("example", EXAMPLE.findall(PAGE.read_text(encoding="utf-8")))
def test_the_worked_examples_hold(example: tuple[str, str, str, str]) -> None:
    rule, units, wanted, missing = example
    whole = gather(rule, _given(units))
    value = None if wanted == "chưa có" else Decimal(wanted.replace(",", "."))
    assert (None if whole.value is None else round(whole.value, 2)) == value
    assert ", ".join(whole.missing) == missing


def test_there_are_examples_of_every_rule() -> None:
    rules = {example[0] for example in EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))}
    assert rules == {one.value for one in Aggregation} == set(RULES)


_COUNTS = st.integers(0, 10**6)
_PARTS = st.lists(st.one_of(st.none(), st.tuples(_COUNTS, st.integers(1, 10**6))), min_size=1, max_size=12)


def _shares(parts: list[tuple[int, int] | None]) -> list[Given]:
    return [
        Given(f"Đơn vị {at}", DAY)
        if part is None
        else Given(f"Đơn vị {at}", DAY, None, Decimal(part[0]), Decimal(part[1]))
        for at, part in enumerate(parts)
    ]


@given(_PARTS)
def test_a_share_is_the_ratio_of_the_sums_and_everybody_is_counted_or_missing(
    parts: list[tuple[int, int] | None],
) -> None:
    whole = gather("ratio_of_sums", _shares(parts))
    known = [part for part in parts if part is not None]
    assert whole.counted == len(known)
    assert len(whole.missing) == len(parts) - len(known)
    if not known:
        assert whole.value is None
        return
    over, under = sum(part[0] for part in known), sum(part[1] for part in known)
    assert (whole.numerator, whole.denominator) == (over, under)
    assert whole.value == Decimal(over) / Decimal(under) * 100


@given(_PARTS, st.randoms(use_true_random=False))
def test_the_order_of_units_means_nothing(parts: list[tuple[int, int] | None], chance: object) -> None:
    entries = _shares(parts)
    mixed = list(entries)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert gather("ratio_of_sums", mixed) == gather("ratio_of_sums", entries)


@given(st.lists(st.one_of(st.none(), _COUNTS), min_size=1, max_size=12))
def test_a_unit_without_a_figure_never_changes_sum_or_maximum(values: list[int | None]) -> None:
    def made(rule: str, wanted: list[int | None]) -> Gathered:
        return gather(
            rule,
            [
                Given(f"Đơn vị {at}", DAY, None if one is None else Decimal(one))
                for at, one in enumerate(wanted)
            ],
        )

    known = [one for one in values if one is not None]
    assert made("sum", values).value == (sum(known) if known else None)
    assert made("maximum", values).value == (max(known) if known else None)
    assert made("sum", [*values, None]).value == made("sum", values).value


def test_a_percentage_without_its_parts_is_missing_and_named() -> None:
    whole = gather(
        "ratio_of_sums", [Given("A", DAY, Decimal(50)), Given("B", DAY, None, Decimal(1), Decimal(4))]
    )
    assert (whole.value, whole.missing) == (25, ("A",))
    assert "A" in whole.reckoning


_VALUES = st.decimals(0, 10**6, places=2)
_WEIGHTS = st.one_of(st.none(), st.integers(0, 10**4).map(Decimal))
_WEIGHED = st.lists(st.tuples(st.one_of(st.none(), _VALUES), _WEIGHTS), min_size=1, max_size=12)


def _weighed(parts: list[tuple[Decimal | None, Decimal | None]]) -> list[Given]:
    return [Given(f"Đơn vị {at}", DAY, value, None, weight) for at, (value, weight) in enumerate(parts)]


@given(_WEIGHED, st.integers(0, 12))
def test_weighted_figures_gathered_in_two_steps_or_at_once_come_to_the_same(
    parts: list[tuple[Decimal | None, Decimal | None]], cut: int
) -> None:
    entries = _weighed(parts)
    steps = [gather("weighted_mean", some) for some in (entries[:cut], entries[cut:]) if some]
    groups = [
        Given(f"Nhóm {at}", DAY, one.value, one.numerator, one.denominator) for at, one in enumerate(steps)
    ]
    once, twice = gather("weighted_mean", entries), gather("weighted_mean", groups)
    assert (twice.value, twice.numerator, twice.denominator) == (once.value, once.numerator, once.denominator)


@given(_WEIGHED)
def test_a_weighted_mean_lies_between_its_numbers_and_who_has_no_weight_is_missing(
    parts: list[tuple[Decimal | None, Decimal | None]],
) -> None:
    whole = gather("weighted_mean", _weighed(parts))
    known = [(value, weight) for value, weight in parts if value is not None and weight is not None]
    assert whole.counted == len(known)
    assert len(whole.missing) == len(parts) - len(known)
    heavy = [value for value, weight in known if weight]
    if not heavy:
        assert whole.value is None
        return
    assert whole.value is not None
    assert min(heavy) <= whole.value <= max(heavy)
    assert whole.denominator == sum(weight for _, weight in known)


@given(_WEIGHED)
def test_an_unknown_figure_or_weight_never_moves_a_weighted_mean(
    parts: list[tuple[Decimal | None, Decimal | None]],
) -> None:
    whole = gather("weighted_mean", _weighed(parts))
    more = gather("weighted_mean", _weighed([*parts, (None, Decimal(7)), (Decimal(7), None)]))
    assert (more.value, more.numerator, more.denominator) == (
        whole.value,
        whole.numerator,
        whole.denominator,
    )


def test_a_weighted_mean_names_its_weights_and_who_is_missing() -> None:
    whole = gather(
        "weighted_mean",
        [Given("A", DAY, Decimal(80), None, Decimal(100)), Given("B", DAY, Decimal(90))],
        unit="điểm",
    )
    assert (whole.numerator, whole.denominator, whole.missing) == (8000, 100, ("B",))
    assert "tổng quyền số 100" in whole.reckoning
    assert whole.reckoning.endswith(": B.")


@pytest.mark.parametrize("rule", ["", "mean", "SUM"])
def test_a_rule_that_nobody_knows_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Aggregation"):
        gather(rule, [Given("A", DAY, Decimal(1))])


def test_what_is_one_units_only_is_never_made_of_many() -> None:
    first, second = Given("Xã A", DAY, Decimal(1)), Given("Xã B", DAY, Decimal(1))
    assert gather(OWN, [first]).value == 1
    both = gather(OWN, [first, second])
    assert (both.value, both.counted) == (None, 2)
    assert both.reckoning == "Số của riêng từng đơn vị nên không gộp."
