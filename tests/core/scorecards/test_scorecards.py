"""Kinds, counts, ranks and differences, tried out with every state there is."""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from namro.core.scorecards import (
    ABSENT,
    CHANGES,
    FEWEST,
    Facts,
    Kind,
    Taken,
    compare,
    count,
    kind_of,
    ranked,
    rebuild,
    shown_of,
    staleness,
)

DAY = date(2021, 11, 15)
STATES = ["not_started", "in_progress", "submitted", "returned", "accepted"]
SHOWN = [*STATES, "overdue", "silent"]
near = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
facts = st.builds(Facts, st.sampled_from(STATES), st.none() | near, st.none() | near)
standing = st.dictionaries(st.integers(1, 30), st.sampled_from(SHOWN), max_size=20)


def test_what_was_handed_in_on_the_due_day_is_in_time_and_a_day_later_is_not() -> None:
    assert kind_of(Facts("accepted", DAY, DAY), DAY) == Kind.DONE_ON_TIME
    assert kind_of(Facts("submitted", DAY, DAY + timedelta(days=1)), DAY) == Kind.WAITING_LATE
    assert kind_of(Facts("accepted", None, DAY), DAY) == Kind.DONE_UNDATED


def test_the_due_day_itself_is_not_late_yet() -> None:
    assert kind_of(Facts("in_progress", DAY, DAY), DAY) == Kind.OPEN
    assert kind_of(Facts("returned", DAY, DAY), DAY + timedelta(days=1)) == Kind.OVERDUE
    assert kind_of(Facts("not_started", DAY), DAY + timedelta(days=1)) == Kind.SILENT


@given(st.lists(facts))
def test_every_obligation_counts_once_and_the_parts_add_up(many: list[Facts]) -> None:
    counts = count(many, DAY)
    assert counts.total == len(many) == counts.done + counts.waiting + counts.late + counts.of(Kind.OPEN)
    assert counts.on_time <= counts.judged <= counts.total
    assert counts.total - counts.judged == counts.of(Kind.OPEN, Kind.DONE_UNDATED, Kind.WAITING_UNDATED)


@given(st.lists(facts), st.lists(facts))
def test_the_count_of_two_heaps_is_the_sum_of_their_counts(one: list[Facts], two: list[Facts]) -> None:
    assert (count(one, DAY) + count(two, DAY)).by_kind == count(one + two, DAY).by_kind


@given(st.lists(facts))
def test_staleness_never_invents_a_day_for_what_was_never_reported(many: list[Facts]) -> None:
    found = staleness(many, DAY)
    assert found.known + found.never == sum(one.state in [*STATES[:2], "returned"] for one in many)
    assert (found.median is None) == (found.worst is None) == (found.known == 0)
    if found.median is not None and found.worst is not None:
        assert found.median <= found.worst


def test_nobody_is_ranked_on_fewer_than_five_and_ties_share_the_better_rank() -> None:
    found = ranked([(9, 10), (4, 4), (18, 20), (5, 10), (0, 0)])
    assert FEWEST == 5
    assert (found.ranks, found.of) == ((1, None, 1, 3, None), 3)


def test_an_obligation_is_rebuilt_as_of_the_end_of_a_day() -> None:
    steps = [
        Taken(date(2021, 10, 5), "start", "in_progress", 30),
        Taken(date(2021, 10, 20), "submit", "submitted", 100),
        Taken(date(2021, 10, 25), "return", "returned"),
        Taken(date(2021, 11, 2), "submit", "submitted", 100),
        Taken(date(2021, 11, 4), "accept", "accepted"),
    ]
    due = date(2021, 10, 31)
    assert rebuild(steps, due=due, day=date(2021, 10, 4)) == Facts("not_started", due)
    assert rebuild(steps, due=due, day=date(2021, 10, 20)) == Facts("submitted", due, date(2021, 10, 20), 100)
    assert rebuild(steps, due=due, day=date(2021, 10, 31)) == Facts(
        "returned", due, date(2021, 10, 20), 100, 1
    )
    assert kind_of(rebuild(steps, due=due, day=DAY), DAY) == Kind.DONE_LATE


@given(standing, standing)
def test_the_difference_back_is_the_difference_turned_round(
    before: Mapping[int, str], after: Mapping[int, str]
) -> None:
    there, back = compare(before, after), compare(after, before)
    assert {(b, a): ids for (a, b), ids in there.moves.items()} == dict(back.moves)
    assert all(there.net(state) == -back.net(state) for state in SHOWN)


@given(standing, standing, standing)
def test_differences_add_up(one: Mapping[int, str], two: Mapping[int, str], three: Mapping[int, str]) -> None:
    for state in SHOWN:
        whole = compare(one, three).net(state)
        assert compare(one, two).net(state) + compare(two, three).net(state) == whole
        assert whole == sum(s == state for s in three.values()) - sum(s == state for s in one.values())


@given(standing, standing)
def test_every_obligation_stands_under_one_heading(
    before: Mapping[int, str], after: Mapping[int, str]
) -> None:
    found = compare(before, after)
    told = [pk for change in CHANGES for pk in found.of(change.code)]
    assert sorted(told) == sorted(before.keys() | after.keys())
    assert found.total == len(told)
    assert compare(before, before).of("giu-nguyen") == tuple(sorted(before))
    assert found.net(ABSENT) == len(before) - len(after)


@given(facts)
def test_shown_state_and_kind_tell_the_same(one: Facts) -> None:
    shown, kind = shown_of(one, DAY), kind_of(one, DAY)
    assert (shown in {"overdue", "silent"}) == (kind in {Kind.OVERDUE, Kind.SILENT})
    assert (shown == "accepted") == kind.startswith("done")
