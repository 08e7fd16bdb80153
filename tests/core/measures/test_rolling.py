"""What holds of every roll-up, whatever the values."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.measures import Aggregation, Measured, MeasureRule, UnitValue, roll_up

PERIODS = {"Quý I": date(2021, 3, 31), "Quý II": date(2021, 6, 30), "Quý III": date(2021, 9, 30)}
SHARE = MeasureRule(Aggregation.RATIO_OF_SUMS, Aggregation.RATIO_OF_SUMS, "%")
MEAN = MeasureRule(Aggregation.WEIGHTED_MEAN, Aggregation.WEIGHTED_MEAN)
RULES = [
    SHARE,
    MEAN,
    MeasureRule(Aggregation.LATEST, Aggregation.RATIO_OF_SUMS, "%"),
    MeasureRule(Aggregation.SUM, Aggregation.SUM),
    MeasureRule(Aggregation.MAXIMUM, Aggregation.MAXIMUM),
    MeasureRule(Aggregation.LATEST, Aggregation.SUM),
    MeasureRule(Aggregation.LATEST, Aggregation.LATEST),
    MeasureRule(Aggregation.LATEST, Aggregation.WEIGHTED_MEAN),
]
NUMBERS = st.decimals(-10_000, 10_000, places=2)
WEIGHTS = st.integers(1, 5_000).map(Decimal)


@st.composite
def shares(draw: st.DrawFn) -> Measured:
    under = draw(st.integers(1, 5_000))
    return Measured(draw(NUMBERS), Decimal(draw(st.integers(0, under))), Decimal(under))


@st.composite
def many(draw: st.DrawFn, *, known: bool = False) -> list[UnitValue]:
    """Several units, each once per period."""
    value = shares() if known else st.one_of(st.none(), shares())
    return [
        UnitValue(f"xã {place}", period, end, draw(value))
        for place in range(draw(st.integers(1, 5)))
        for period, end in PERIODS.items()
    ]


@pytest.mark.parametrize("rule", RULES, ids=str)
@given(data=st.data())
def test_the_order_of_the_values_means_nothing(rule: MeasureRule, data: st.DataObject) -> None:
    entries = data.draw(many())
    assert roll_up(rule, data.draw(st.permutations(entries))) == roll_up(rule, entries)


@pytest.mark.parametrize("rule", RULES, ids=str)
@given(entries=many())
def test_a_unit_that_gave_nothing_changes_no_number_and_is_counted(
    rule: MeasureRule, entries: list[UnitValue]
) -> None:
    before = roll_up(rule, entries)
    after = roll_up(rule, [*entries, *(UnitValue("xã im lặng", p, end, None) for p, end in PERIODS.items())])
    assert (after.value, after.numerator, after.denominator) == (
        before.value,
        before.numerator,
        before.denominator,
    )
    assert (after.given, after.expected) == (before.given, before.expected + 1)
    assert "xã im lặng" in after.missing
    assert "chưa có số" in after.reckoning.lower()


@given(entries=many(known=True), part=st.integers(1, 99))
def test_splitting_a_unit_leaves_the_ratio_of_sums(entries: list[UnitValue], part: int) -> None:
    split: list[UnitValue] = []
    for one in entries:
        if one.unit != "xã 0":
            split.append(one)
            continue
        assert one.value is not None
        over, under = one.value.numerator, one.value.denominator
        assert over is not None
        assert under is not None
        first = Measured(None, over * part / 100, under * part / 100)
        second = Measured(None, over - over * part / 100, under - under * part / 100)
        split += [
            UnitValue("xã 0 đông", one.period, one.end, first),
            UnitValue("xã 0 tây", one.period, one.end, second),
        ]
    before, after = roll_up(SHARE, entries), roll_up(SHARE, split)
    assert (before.numerator, before.denominator) == (after.numerator, after.denominator)
    assert before.value == after.value


@given(entries=many(known=True))
def test_merging_all_units_leaves_the_ratio_of_sums_and_the_weighted_mean(entries: list[UnitValue]) -> None:
    merged = [UnitValue("xã mới", f"{e.unit} {e.period}", e.end, e.value) for e in entries]
    for rule in (SHARE, MEAN):
        one, all_ = roll_up(rule, merged).value, roll_up(rule, entries).value
        assert one is not None
        assert all_ is not None
        assert abs(one - all_) < Decimal("1e-15") * max(1, abs(one))


@given(entries=many(known=True))
def test_means_and_ratios_lie_within_what_they_are_made_of(entries: list[UnitValue]) -> None:
    numbers = [e.value.number for e in entries if e.value is not None and e.value.number is not None]
    mean = roll_up(MEAN, entries).value
    assert mean is not None
    slack = Decimal("1e-15") * max(1, *(abs(n) for n in numbers))
    assert min(numbers) - slack <= mean <= max(numbers) + slack
    ratio = roll_up(SHARE, entries).value
    shares_of = [roll_up(SHARE, [e]).value for e in entries]
    known = [value for value in shares_of if value is not None]
    assert ratio is not None
    assert min(known) - Decimal("1e-15") <= ratio <= max(known) + Decimal("1e-15")


def test_a_share_is_not_the_mean_of_percentages() -> None:
    small = UnitValue("A", "Quý I", PERIODS["Quý I"], Measured(None, Decimal(1), Decimal(1)))
    large = UnitValue("B", "Quý I", PERIODS["Quý I"], Measured(None, Decimal(0), Decimal(99)))
    assert roll_up(SHARE, [small, large]).value == 1


@pytest.mark.parametrize("across", [Aggregation.SUM, Aggregation.MAXIMUM, Aggregation.WEIGHTED_MEAN])
def test_shares_cannot_be_summed_over_periods(across: Aggregation) -> None:
    with pytest.raises(ValueError, match="share"):
        MeasureRule(across, Aggregation.RATIO_OF_SUMS)


def test_a_value_without_its_weight_is_missing_and_not_weightless() -> None:
    found = roll_up(MEAN, [UnitValue("A", "Quý I", PERIODS["Quý I"], Measured(Decimal(5)))])
    assert (found.value, found.missing) == (None, ("A",))
