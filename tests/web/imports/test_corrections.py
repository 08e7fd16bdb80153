"""Changes to the tree under review: nothing of the source is lost, and everything can be taken back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers.import_reading import lines, reading
from namro.core.errors import Refusal
from namro.web.imports.selectors.review_tree import accounted, find, places, prepare, ranges
from namro.web.imports.services.corrections import Change, apply, replay, stands_on

NUMBERS = [number for number, _ in lines()]
EVERY_LINE = set(NUMBERS)


def test_the_sample_accounts_for_every_line() -> None:
    assert accounted(prepare(reading()), NUMBERS) == EVERY_LINE


def test_keys_follow_the_order_of_the_document() -> None:
    tree = prepare(reading())
    assert [place.row["key"] for place in places(tree)] == ["r1", "r2", "r3", "r4", "r5"]
    assert [c["key"] for c in tree["clauses"]] == ["k1", "k2"]


def test_a_split_row_shares_its_lines_between_the_two() -> None:
    tree = prepare(reading())
    row = find(tree, "r4")
    assert row is not None
    first, second = row["text"].split("\n")
    apply(tree, split("r4", "n1", first, second, [68]), NUMBERS)
    new = find(tree, "n1")
    assert new is not None
    assert ranges(new) == [(68, 68)]
    assert ranges(row) == [(66, 66), (70, 72)]
    assert row["text"] == first
    assert new["lead"]["inherited"]
    assert accounted(tree, NUMBERS) == EVERY_LINE


def test_a_row_cut_inside_one_line_keeps_that_line_in_both() -> None:
    tree = prepare(reading())
    apply(tree, split("r5", "n1", "Hoàn thành 100%.", "Báo cáo.", []), NUMBERS)
    new = find(tree, "n1")
    assert new is not None
    assert ranges(new) == [(86, 90)]
    assert accounted(tree, NUMBERS) == EVERY_LINE


def test_merging_joins_neighbouring_lines_into_one_stretch() -> None:
    tree = prepare(reading())
    apply(tree, merge("r2", "r1"), NUMBERS)
    row = find(tree, "r1")
    assert row is not None
    assert ranges(row) == [(34, 48)]
    assert find(tree, "r2") is None


def test_only_the_row_just_before_can_take_a_row_in() -> None:
    tree = prepare(reading())
    with pytest.raises(Refusal):
        apply(tree, merge("r4", "r1"), NUMBERS)
    assert tree == prepare(reading())


def test_a_removed_row_stays_listed_with_its_lines() -> None:
    tree = prepare(reading())
    apply(tree, Change("r2", "remove", None), NUMBERS)
    assert [row["key"] for row in tree["removed"]] == ["r2"]
    assert accounted(tree, NUMBERS) == EVERY_LINE


def test_a_moved_row_stands_where_its_lines_put_it() -> None:
    tree = prepare(reading())
    apply(tree, Change("r3", "move", {"criterion": "c1"}), NUMBERS)
    apply(tree, Change("r1", "move", {"criterion": "c2"}), NUMBERS)
    assert [place.row["key"] for place in places(tree)] == ["r2", "r3", "r1", "r4", "r5"]


def test_a_loose_line_can_be_taken_only_once() -> None:
    tree = prepare(reading())
    change = Change("r5", "assign", {"items": ["u1"], "fields": {}})
    apply(tree, change, NUMBERS)
    assert tree["unaccounted"] == []
    with pytest.raises(Refusal):
        apply(tree, change, NUMBERS)


def test_a_field_nobody_may_correct_is_refused() -> None:
    tree = prepare(reading())
    with pytest.raises(Refusal):
        apply(tree, Change("r1", "confidence", 1.0), NUMBERS)
    with pytest.raises(Refusal):
        apply(tree, Change("r99", "text", "x"), NUMBERS)


def test_a_later_change_to_another_field_does_not_stand_on_an_earlier_one() -> None:
    text, lead = Change("r1", "text", "x"), Change("r1", "lead", {})
    assert not stands_on(lead, text)
    assert stands_on(Change("r1", "text", "y"), text)
    assert stands_on(merge("r2", "r1"), text)
    assert not stands_on(Change("r3", "remove", None), text)


def split(key: str, new: str, first: str, second: str, taken: list[int]) -> Change:
    return Change(
        key,
        "split",
        {
            "new": new,
            "first": first,
            "second": second,
            "first_measures": [],
            "second_measures": [],
            "lines": taken,
        },
    )


def merge(key: str, into: str) -> Change:
    return Change(key, "merge", {"into": into, "fields": {"text": f"{into}+{key}", "measures": []}})


def _blank_row() -> dict[str, Any]:
    cell = {"text": "", "units": [], "inherited": False}
    return {
        "text": "Thêm",
        "lead": cell,
        "cooperating": cell,
        "deadline": {"text": "", "kind": "none", "due": None, "dates": [], "inherited": False},
        "measures": [],
        "confidence": 1.0,
        "alternative": None,
    }


@st.composite
def sequences(draw: st.DrawFn) -> list[Change]:
    """Draw changes a person could make one after the other: each is possible on the tree as it then is."""
    tree = prepare(reading())
    made: list[Change] = []
    for number in range(draw(st.integers(0, 12))):
        rows = [place.row["key"] for place in places(tree)]
        if not rows:
            break
        key = draw(st.sampled_from(rows))
        row = find(tree, key)
        assert row is not None
        new = f"n{number + 1}"
        own = [n for first, last in ranges(row) for n in NUMBERS if first <= n <= last]
        taken = draw(st.lists(st.sampled_from(own), unique=True)) if own else []
        loose = [u["key"] for u in tree["unaccounted"]] + [s["key"] for s in tree["surroundings"]]
        items = draw(st.lists(st.sampled_from(loose), unique=True)) if loose else []
        criterion = draw(st.sampled_from(["c1", "c2", "c3", "c4"]))
        change = draw(
            st.sampled_from(
                [
                    Change(key, "text", f"sửa {number}"),
                    Change(key, "checked", draw(st.booleans())),
                    Change("document", "number", f"{number}/KH"),
                    Change(key, "remove", None),
                    split(key, new, "một", "hai", taken),
                    merge(key, draw(st.sampled_from(rows))),
                    Change(key, "move", {"criterion": criterion}),
                    Change(
                        new,
                        "add",
                        {
                            "new": new,
                            "criterion": criterion,
                            "after_row": None,
                            "row": _blank_row(),
                            "items": items,
                        },
                    ),
                    Change(key, "assign", {"items": items, "fields": {"text": "thêm chữ"}}),
                    Change("surroundings", "assign", {"items": [i for i in items if i[0] == "u"]}),
                ]
            )
        )
        try:
            apply(tree, change, NUMBERS)
        except Refusal:
            continue
        made.append(change)
    return made


@settings(max_examples=150, deadline=None)
@given(sequences())
def test_no_sequence_of_changes_loses_a_line_and_taking_all_back_gives_the_reading(
    made: list[Change],
) -> None:
    tree = replay(reading(), made, NUMBERS)
    assert accounted(tree, NUMBERS) == EVERY_LINE
    keys = [place.row["key"] for place in places(tree)]
    assert len(keys) == len(set(keys))
    while made:
        made.pop()
        tree = replay(reading(), made, NUMBERS)
        assert accounted(tree, NUMBERS) == EVERY_LINE
    assert tree == prepare(reading())


@settings(max_examples=150, deadline=None)
@given(sequences(), st.data())
def test_a_change_nothing_stands_on_can_be_taken_back_from_the_middle(
    made: list[Change], data: st.DataObject
) -> None:
    while made:
        at = data.draw(st.integers(0, len(made) - 1))
        if any(stands_on(later, made[at]) for later in made[at + 1 :]):
            at = len(made) - 1
        rest = made[:at] + made[at + 1 :]
        try:
            tree = replay(reading(), rest, NUMBERS)
        except Refusal:  # a neighbour is no longer where a merge found it: the service refuses this undo
            at = len(made) - 1
            rest = made[:at]
            tree = replay(reading(), rest, NUMBERS)
        made = rest
        assert accounted(tree, NUMBERS) == EVERY_LINE
    assert replay(reading(), made, NUMBERS) == prepare(reading())
