"""Units merged inside a period: their stretches stand with the successor, and every stretch is counted once."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from namro.core.reports.aggregation import Given, gather
from namro.core.reports.mergers import (
    PARTLY,
    SPLIT,
    UNVERIFIED,
    Life,
    Link,
    Piece,
    Reported,
    counted_once,
    names,
    stretches_before,
)

START, END, ON = date(2025, 6, 15), date(2025, 9, 14), date(2025, 7, 1)
LAST = ON - timedelta(days=1)
A, B, C, D, H = range(1, 6)
LIVES = {A: Life(None, LAST), B: Life(None, LAST), C: Life(ON, None), D: Life(ON, None), H: Life(None, LAST)}
PAGE = Path(__file__).parents[3] / "docs" / "calculations" / "reports.md"
ROW = re.compile(r"^\| ([A-Z]), (?:từ|đến hết) \S+ \| (\d+) \| ([A-Z]?) \| (\d+) \|$", re.MULTILINE)


def _sum(parts: dict[int, Given]) -> Decimal | None:
    return gather("sum", list(parts.values())).value


def test_the_worked_example_holds() -> None:
    rows = {unit: (Decimal(value), total, Decimal(whole)) for unit, value, total, whole in ROW.findall(
        PAGE.read_text(encoding="utf-8"))}  # fmt: skip
    assert list(rows) == ["C", "D", "A", "B", "H"]
    pieces = {unit: Piece(at, Given(unit, LAST, rows[unit][0]), unit != "B") for at, unit in enumerate(rows)}
    totals = {
        unit: sum((value for value, total, _ in rows.values() if total == unit), Decimal(0)) for unit in "CD"
    }
    reports = (
        Reported(0, Given("C", END, totals["C"]), (pieces["C"], pieces["A"], pieces["B"])),
        Reported(1, Given("D", END, totals["D"]), (pieces["D"], pieces["B"])),
        Reported(4, pieces["H"].given),
    )
    assert (totals["C"], totals["D"], _sum(counted_once(reports))) == (7, 4, 15)
    assert sum(whole for _, _, whole in rows.values()) == 15
    said = PAGE.read_text(encoding="utf-8")
    assert "Số chung của C là 7, của D là 4; tổng hợp là 15." in said


def test_a_predecessor_stands_with_its_stretch_to_the_day_before() -> None:
    found = stretches_before(C, START, END, [Link(A, C, ON)], LIVES)
    assert [(one.unit, one.start, one.end, one.is_whole) for one in found] == [(A, START, LAST, True)]


def test_a_predecessor_founded_inside_the_period_begins_on_its_own_day() -> None:
    lives = LIVES | {A: Life(date(2025, 6, 20), LAST)}
    assert stretches_before(C, START, END, [Link(A, C, ON)], lives)[0].start == date(2025, 6, 20)


def test_nothing_stands_of_what_ended_before_or_still_exists_at_the_end() -> None:
    for life in (Life(None, date(2025, 6, 14)), Life(None, END), Life(None, None)):
        assert stretches_before(C, START, END, [Link(A, C, ON)], LIVES | {A: life}) == ()
    assert stretches_before(C, START, date(2025, 6, 30), [Link(A, C, ON)], LIVES) == ()


def test_what_a_living_unit_gives_away_is_no_succession() -> None:
    before, after = Link(A, D, date(2025, 6, 20), partial=True), Link(A, C, ON)
    assert stretches_before(D, START, END, [before, after], LIVES) == ()
    assert stretches_before(C, START, END, [before, after], LIVES)[0].is_whole


def test_a_split_a_part_and_an_unverified_succession_are_shown_and_not_divided() -> None:
    split = [Link(B, C, ON), Link(B, D, ON, partial=True)]
    for unit in (C, D):
        assert [(one.is_whole, one.why) for one in stretches_before(unit, START, END, split, LIVES)] == [
            (False, SPLIT)
        ]
    for link, why in ((Link(B, C, ON, partial=True), PARTLY), (Link(B, C, ON, verified=False), UNVERIFIED)):
        assert stretches_before(C, START, END, [link], LIVES)[0].why == why


def test_a_chain_gives_each_stretch_once_and_one_unclear_link_makes_the_rest_unclear() -> None:
    first = date(2025, 6, 22)
    lives = {A: Life(None, date(2025, 6, 21)), B: Life(first, LAST), C: Life(ON, None)}
    chain = [Link(A, B, first), Link(B, C, ON)]
    found = stretches_before(C, START, END, chain, lives)
    assert [(one.unit, one.start, one.end) for one in found] == [
        (A, START, date(2025, 6, 21)),
        (B, first, LAST),
    ]
    assert all(one.is_whole for one in found)
    unclear = stretches_before(C, START, END, [chain[0], Link(B, C, ON, partial=True)], lives)
    assert [one.is_whole for one in unclear] == [False, False]


def test_two_units_that_follow_each_other_in_a_damaged_register_end_the_search() -> None:
    lives = {A: Life(None, date(2025, 6, 20)), B: Life(None, LAST), C: Life(ON, None)}
    links = [Link(A, B, ON), Link(B, A, ON), Link(B, C, ON)]
    assert {one.unit for one in stretches_before(C, START, END, links, lives)} == {A, B}


def test_a_figure_by_hand_stands_for_all_that_is_whole_in_it() -> None:
    whole, part = Piece(A, Given("A", LAST, Decimal(2))), Piece(B, Given("B", LAST, Decimal(3)), False)
    mine = Piece(C, Given("C", END, Decimal(5)))
    by_hand = Reported(C, Given("C", END, Decimal(100)), (mine, whole, part), by_hand=True)
    assert _sum(counted_once([by_hand])) == 103
    assert _sum(counted_once([by_hand, Reported(A, Given("A", LAST, Decimal(50)))])) == 103


def test_a_unit_that_handed_in_before_it_ended_speaks_for_itself() -> None:
    merged = Reported(
        C,
        Given("C", END, Decimal(7)),
        (Piece(C, Given("C", END, Decimal(5))), Piece(A, Given("A", LAST, Decimal(2)))),
    )
    assert _sum(counted_once([Reported(A, Given("A", LAST, Decimal(9))), merged])) == 14


def test_a_long_list_of_names_ends_with_their_number() -> None:
    assert names(["A", "B", "C"], most=2) == "A; B và 1 đơn vị khác"
    assert names(["A", "B"], most=2) == "A; B"


@st.composite
def _register(draw: st.DrawFn) -> tuple[dict[int, Life], list[Link], dict[int, int]]:
    """Units that live on or end inside the period on some day, each ended one with up to three successors."""
    count = draw(st.integers(1, 9))
    ends = [draw(st.one_of(st.none(), st.integers(0, 90))) for _ in range(count)]
    lives = {
        at: Life(None, None if end is None else START + timedelta(days=end)) for at, end in enumerate(ends)
    }
    links = []
    for one, life in lives.items():
        if life.end is None or life.end >= END:
            continue
        later = [
            unit
            for unit, other in lives.items()
            if unit != one and (other.end is None or other.end > life.end)
        ]
        for heir in draw(st.lists(st.sampled_from(later), max_size=3, unique=True)) if later else []:
            links.append(
                Link(one, heir, life.end + timedelta(days=1), draw(st.booleans()), draw(st.booleans()))
            )
    return lives, links, {unit: draw(st.integers(0, 1000)) for unit in lives}


@given(_register())
def test_the_whole_is_the_sum_of_all_units_and_stretches(
    made: tuple[dict[int, Life], list[Link], dict[int, int]],
) -> None:
    lives, links, values = made
    writing = [unit for unit, life in lives.items() if life.end is None or life.end >= END]
    seen: set[int] = set(writing)
    reports = []
    for unit in writing:
        stretches = stretches_before(unit, START, END, links, lives)
        pieces = [Piece(unit, Given(str(unit), END, Decimal(values[unit])))]
        pieces += [
            Piece(one.unit, Given(str(one.unit), one.end, Decimal(values[one.unit])), one.is_whole)
            for one in stretches
        ]
        seen |= {one.unit for one in stretches}
        total = sum((piece.given.value or 0 for piece in pieces if piece.is_whole), Decimal(0))
        reports.append(Reported(unit, Given(str(unit), END, total), tuple(pieces) if stretches else ()))
    alone = [
        Reported(unit, Given(str(unit), END, Decimal(values[unit]))) for unit in lives if unit not in seen
    ]
    counted = counted_once([*reports, *alone])
    assert len(counted) == len(lives)
    assert sum((one.value or 0 for one in counted.values()), Decimal(0)) == sum(values.values())
    # No unit is whole in two totals.
    whole = [p.unit for one in reports for p in one.pieces if p.is_whole]
    assert len(whole) == len(set(whole))
