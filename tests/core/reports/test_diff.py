"""Two frozen contents: what differs is said at its place, and nothing else."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.reports.claims import Claim, duplicates
from namro.core.reports.contradictions import wrong_total
from namro.core.reports.diff import Difference, differences, table
from namro.core.reports.freezing import SCHEMA, canonical, digest, thawed

_WORDS = st.text("abcđê 1", max_size=8)
_NUMBERS = st.one_of(st.none(), st.integers(0, 999).map(str))
_FIGURES = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["x.a", "x.b", "x.c"]),
            "label": st.just("Số"),
            "value": _NUMBERS,
            "unit": st.just("việc"),
            "numerator": st.none(),
            "denominator": st.none(),
            "places": st.just(0),
            "definition": _WORDS,
            "reason": _WORDS,
        }
    ),
    max_size=3,
    unique_by=lambda one: one["name"],
)
_CONTENTS = st.builds(
    lambda sections: {"schema": SCHEMA, "head": {"unit": "A"}, "sections": sections},
    st.lists(
        st.fixed_dictionaries(
            {"key": st.sampled_from("abcd"), "title": _WORDS, "text": _WORDS, "figures": _FIGURES}
        ),
        max_size=4,
        unique_by=lambda one: one["key"],
    ),
)
Tree = dict[str, Any]


def _one() -> Tree:
    figure = {
        "name": "x.a", "label": "Tỷ lệ", "value": "75", "unit": "%", "numerator": "3", "denominator": "4",
        "places": 2, "definition": "d", "reason": "",
    }  # fmt: skip
    section = {"key": "a", "title": "Kết quả", "text": "Lời", "figures": [figure]}
    return {"schema": SCHEMA, "head": {"unit": "A"}, "sections": [section]}


@given(_CONTENTS)
def test_a_content_does_not_differ_from_itself(content: Tree) -> None:
    assert differences(content, copy.deepcopy(content)) == ()


@given(_CONTENTS, _CONTENTS)
def test_the_places_are_the_same_from_either_side_and_before_and_after_change_sides(
    old: Tree, new: Tree
) -> None:
    there = {
        (one.place, one.before, one.after) for one in differences(old, new) if not one.place.startswith("Tên")
    }
    back = {
        (one.place, one.after, one.before) for one in differences(new, old) if not one.place.startswith("Tên")
    }
    titles = {section["key"]: section["title"] for section in old["sections"]}
    if all(titles.get(section["key"], section["title"]) == section["title"] for section in new["sections"]):
        assert there == back


@given(_CONTENTS)
def test_canonical_bytes_do_not_depend_on_the_order_of_names(content: Tree) -> None:
    turned = json.loads(json.dumps(dict(reversed(list(content.items())))))
    assert digest(canonical(content)) == digest(canonical(turned))
    assert thawed(canonical(content)) == content


def test_a_changed_number_text_and_definition_are_told_each_at_its_place() -> None:
    old, new = _one(), _one()
    new["sections"][0]["text"] = "Lời khác"
    new["sections"][0]["figures"][0] |= {"value": "50", "numerator": "2", "definition": "đ"}
    assert differences(old, new) == (
        Difference("Kết quả: lời", "Lời", "Lời khác"),
        Difference("Kết quả: Tỷ lệ", "75,00 % (3/4)", "50,00 % (2/4)"),
        Difference("Kết quả: Tỷ lệ, định nghĩa", "d", "đ"),
    )


def test_what_is_not_known_is_said_and_never_0() -> None:
    old, new = _one(), _one()
    new["sections"][0]["figures"][0]["value"] = None
    assert differences(old, new)[0].after == "chưa có"
    assert "chưa có" in table(differences(old, new))
    assert table(()) == "Hai bản giống nhau."


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema":"namro.report/1"}', '{"schema":"namro.report/1","head":{},"sections":[1]}', "[" * 9000,
     '{"schema":"namro.report/1","head":{},"sections":[{"key":"a","title":"b","text":"c","figures":[{}]}]}'],
)  # fmt: skip
def test_anything_else_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Refusal) as told:
        thawed(text, name="x.json")
    assert "x.json" in told.value.sentence
    assert "\n" not in told.value.sentence


def _claims(*texts: str, section: str = "a") -> list[Claim]:
    return [Claim(f"Xã {at}", section, text) for at, text in enumerate(texts)]


def test_two_units_that_claim_one_result_are_told() -> None:
    near = duplicates(
        _claims("Đã rà soát 12 thủ tục hành chính cấp xã.", "Đã rà soát 12 thủ tục hành chính của cấp xã.")
    )
    assert "gần giống" in near[0].sentence
    assert near[0].units == ("Xã 0", "Xã 1")


def test_one_unit_may_repeat_itself_and_short_or_other_sentences_are_not_told() -> None:
    assert duplicates([Claim("Xã 1", "a", "Đã rà soát 12 thủ tục hành chính cấp xã. " * 2)]) == ()
    assert duplicates(_claims("Không có.", "Không có.")) == ()
    assert (
        duplicates(
            _claims("Đã mở lớp tập huấn cho cán bộ một cửa.", "Chưa bố trí kinh phí mua máy tính mới.")
        )
        == ()
    )


def test_one_document_number_named_by_two_is_told_once() -> None:
    found = duplicates(_claims("Ban hành Kế hoạch số 15/KH-UBND.", "Theo số 15/KH-UBND đã ban hành."))
    assert [one.sentence for one in found if "15/KH-UBND" in one.sentence and "cùng nêu" in one.sentence]


def test_a_total_that_its_parts_do_not_make_names_who_is_missing() -> None:
    from decimal import Decimal

    assert wrong_total("Số", "a", Decimal(5), {"A": Decimal(2), "B": Decimal(3)}) is None
    assert wrong_total("Số", "a", None, {"A": Decimal(2)}) is None
    told = wrong_total("Số", "a", Decimal(6), {"A": Decimal(2), "B": None})
    assert told is not None
    assert "cộng lại là 2" in told.sentence
    assert "chưa có số của B" in told.sentence
