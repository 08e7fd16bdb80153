"""Figures of units become one; every example of docs/calculations/reports.md holds."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.reports.aggregation import Gathered, Given, gather

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
        if "/" in said:
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
    assert rules == {"sum", "ratio_of_sums", "latest", "maximum"}


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
