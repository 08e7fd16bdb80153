"""Typed figures that are totals of others: told when the sum is another, refused when the declaration cannot hold."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.reports.contradictions import of_unit, wrong_totals_within
from namro.core.reports.kinds import carried_kinds, kind_of_tree, outline_of, tree_of_kind
from namro.core.reports.model import TypedFigure

TYPED = (
    TypedFigure("tong", "Tổng số văn bản", "văn bản", parts=("qd", "kh")),
    TypedFigure("qd", "Quyết định", "văn bản"),
    TypedFigure("kh", "Kế hoạch", "văn bản"),
)


def _said(**values: int | None) -> list[str]:
    known = {key: None if value is None else Decimal(value) for key, value in values.items()}
    return [one.sentence for one in wrong_totals_within("a", TYPED, known)]


def test_a_total_that_its_parts_do_not_make_is_told_with_each_part() -> None:
    (said,) = _said(tong=12, qd=4, kh=6)
    assert said.startswith("“Tổng số văn bản” ghi 12 nhưng các số thành phần cộng lại là 10")
    assert "Quyết định 4 + Kế hoạch 6" in said
    assert _said(tong=10, qd=4, kh=6) == []


def test_a_part_that_is_not_known_is_not_0() -> None:
    assert _said(tong=12, qd=4) == []
    assert _said(tong=12, qd=4, kh=None) == []
    assert _said(tong=None, qd=4, kh=6) == []
    assert "riêng các số thành phần đã có là 14" in _said(tong=12, qd=14)[0]
    assert _said(tong=12, qd=-14) == []


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_it_is_told_exactly_when_the_sum_is_another(total: int, one: int, other: int) -> None:
    assert bool(_said(tong=total, qd=one, kh=other)) == (total != one + other)


def test_the_unit_is_named_in_front() -> None:
    (found,) = wrong_totals_within("a", TYPED, {"tong": Decimal(1), "qd": Decimal(1), "kh": Decimal(1)})
    assert of_unit(found, "Xã A").sentence.startswith("Xã A: “Tổng")
    assert (of_unit(found, "Xã A").units, found.figure) == (("Xã A",), "tong")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([{"key": "a", "label": "A", "parts": ["x"]}], "không có số liệu đó"),
        ([{"key": "a", "label": "A", "parts": ["a"]}], "vòng"),
        (
            [
                {"key": "a", "label": "A", "parts": ["b"]},
                {"key": "b", "label": "B", "parts": ["c"]},
                {"key": "c", "label": "C", "parts": ["a"]},
            ],
            "“A” → “B” → “C” → “A”|“B” → “C” → “A” → “B”|“C” → “A” → “B” → “C”",
        ),
        (
            [{"key": "a", "label": "A", "parts": ["b"]}, {"key": "b", "label": "B", "rule": "maximum"}],
            "cộng được",
        ),
        (
            [{"key": "a", "label": "A", "parts": ["b"]}, {"key": "b", "label": "B", "unit": "xã"}],
            "đơn vị tính",
        ),
        ([{"key": "a", "label": "A", "parts": ["b", "b"]}, {"key": "b", "label": "B"}], "hai lần"),
    ],
)
def test_parts_that_are_unknown_strange_or_loop_are_refused(
    typed: list[dict[str, Any]], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        outline_of("x", {"sections": [{"key": "a", "title": "A", "typed": typed}]})


def test_a_kind_with_parts_is_the_same_after_a_round_trip_and_one_without_has_no_new_field() -> None:
    tree = tree_of_kind(carried_kinds()[1])
    tree["outline"]["sections"][0]["typed"] = [
        {"key": "tong", "label": "Tổng", "unit": "", "rule": "sum", "places": 0, "parts": ["a"]},
        {"key": "a", "label": "A", "unit": "", "rule": "sum", "places": 0},
    ]
    assert tree_of_kind(kind_of_tree(tree)) == tree


PAGE = Path(__file__).parents[3] / "docs" / "calculations" / "reports.md"
ROW = re.compile(r"^\| (-?\d+) \| (-?\d+|chưa có); (-?\d+|chưa có) \| (.+) \|$", re.M)


def test_the_worked_examples_hold() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) == 5
    for total, one, other, told in rows:
        said = _said(tong=_number(total), qd=_number(one), kh=_number(other))
        assert (said == []) == (told == "không")
        assert told == "không" or told in said[0]


def _number(text: str) -> int | None:
    return None if text == "chưa có" else int(text)
