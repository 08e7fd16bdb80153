"""Sums of points that people settled."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from namro.core.indices.rulebook_loading import load_shipped
from namro.core.indices.settled import add_up

BOOK = load_shipped("par-index-2025")


def test_with_every_component_at_its_maximum_the_total_is_that_of_the_rulebook() -> None:
    settled = add_up(BOOK, {line.code: line.maximum for line in BOOK.components})
    assert settled[""].points == BOOK.total
    assert settled["1"].points == BOOK.by_code["1"].maximum


@given(st.sets(st.sampled_from([line.code for line in BOOK.components]), min_size=1))
def test_what_is_missing_opens_a_range_as_wide_as_its_maximum(missing: set[str]) -> None:
    points = {line.code: Decimal(0) for line in BOOK.components if line.code not in missing}
    total = add_up(BOOK, points)[""]
    assert total.points is None
    assert total.low <= 0
    assert total.high == sum(BOOK.by_code[code].maximum or Decimal(0) for code in missing)
    assert total.open_count == len(missing)
