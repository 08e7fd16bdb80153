"""Words with named places: what is read, what is refused, and that nothing filled in is ever read again."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.letters.places import UNKNOWN, Place, check, fill, fill_lines, names_in, parse

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
LETTERS = st.text(st.characters(blacklist_characters="{}", blacklist_categories=("Cs",)), max_size=30)
SAFE_LETTERS = st.text(string.ascii_letters + " ,.;ạđệ", max_size=30)


def test_letters_and_places_are_read_in_their_order() -> None:
    assert parse("{don_vi} còn {so_qua_han} việc") == (Place("don_vi"), " còn ", Place("so_qua_han"), " việc")
    assert names_in("{a} {b} {a}") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gửi {% for x in y %}{don_vi}{% endfor %}", "{% for x in y %}"),
        ("Gửi {{ don_vi }}", "{{ don_vi }}"),
        ("{# ghi chú #}", "{# ghi chú #}"),
        ("Gửi {don_vi", "{don_vi"),
        ("Gửi {don_vi và {ky}", "{don_vi và"),
        ("Gửi don_vi}", "}"),
        ("Gửi {đơn vị}", "{đơn vị}"),
        ("Gửi {don vi}", "{don vi}"),
        ("Gửi {}", "{}"),
        ("{a.b}", "{a.b}"),
        ("{a!r:>10}", "{a!r:>10}"),
        ("{__class__}", "{__class__}"),
    ],
)
def test_what_is_no_place_is_refused_with_the_place_shown(text: str, shown: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text, "Lời mở đầu")
    assert refused.value.sentence.startswith("Lời mở đầu: ")
    assert shown in refused.value.sentence


def test_a_place_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(Refusal) as refused:
        check("{don_vi} {ten_linh_tinh}", ("don_vi", "ky"), "Trích yếu")
    assert "{ten_linh_tinh}" in refused.value.sentence
    assert "{don_vi}, {ky}" in refused.value.sentence


def test_a_value_with_braces_stays_as_it_is() -> None:
    assert fill("Gửi {a}", {"a": "{b} {% x %}", "b": "không"}) == "Gửi {b} {% x %}"


def test_what_is_not_known_is_left_open_and_a_line_of_nothing_else_is_left_out() -> None:
    assert fill("Người ký: {a}", {"a": None}) == f"Người ký: {UNKNOWN}"
    assert fill_lines(["{a}", "Lưu: VT", "Gửi {a}"], {"a": ""}) == ("Lưu: VT", f"Gửi {UNKNOWN}")


@given(st.lists(st.tuples(LETTERS.filter(lambda t: "%" not in t and "#" not in t), NAMES), max_size=8))
def test_every_text_of_letters_and_places_fills_to_its_parts(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{letters}{{{name}}}" for letters, name in parts)
    values = {name: f"<{name}>" for _, name in parts}
    assert fill(text, values) == "".join(f"{letters}<{name}>" for letters, name in parts)


@given(st.text(max_size=60))
def test_any_text_is_either_read_as_it_is_written_or_refused(text: str) -> None:
    try:
        pieces = parse(text)
    except Refusal:
        return
    written = "".join(piece if isinstance(piece, str) else f"{{{piece.name}}}" for piece in pieces)
    assert written == text


@given(NAMES, st.text(max_size=30), SAFE_LETTERS)
def test_a_value_is_never_read_again(name: str, value: str, letters: str) -> None:
    assert fill(f"{letters}{{{name}}}", {name: value}) == letters + (value or UNKNOWN)
