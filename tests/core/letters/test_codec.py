"""A letter as JSON and back: the same letter; damaged JSON is refused in one sentence, never with another error."""

import copy
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers.letters import chart, sample
from makers.wordml import word_faults
from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.codec import from_tree, to_tree
from namro.core.letters.docx import docx
from namro.core.letters.model import (
    Appendix,
    Cell,
    Chart,
    Column,
    Depth,
    Kind,
    Letter,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Series,
    Signature,
    Table,
)
from namro.core.text import squeeze

words = st.text(st.characters(codec="utf-8"), max_size=12)
filled = words.filter(str.strip)
runs = st.builds(Run, words.filter(bool), st.booleans(), st.booleans(), words)
texts = st.lists(runs, max_size=3).map(tuple)
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
aligns = st.sampled_from(["justify", "left", "center", "right"])
values = st.one_of(words, st.integers(-(10**9), 10**9), numbers, st.dates(), st.none())
spans = st.integers(1, 3)
places = st.one_of(st.none(), st.integers(0, 4))
looks = {
    "columns": spans,
    "rows": spans,
    "bold": st.booleans(),
    "italic": st.booleans(),
    "align": st.just(""),
}
cells = st.one_of(
    st.builds(Cell, value=values, places=places, **looks),
    st.builds(Cell, text=texts.filter(bool), **looks),
)
rows = st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple)
columns = st.builds(Column, st.floats(0.1, 100), aligns)
tables = st.builds(
    Table, st.lists(columns, min_size=1, max_size=3).map(tuple), rows, rows, caption=words, name=words
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    labels = tuple(draw(st.lists(words, min_size=1, max_size=3)))
    known = st.one_of(st.none(), numbers)
    values = st.lists(known, min_size=len(labels), max_size=len(labels)).map(tuple)
    series = st.lists(st.builds(Series, words, values), min_size=1, max_size=2).map(tuple)
    kind = draw(st.sampled_from(["line", "bar", "stacked"]))
    return Chart(
        draw(words), kind, labels, draw(series), draw(words), draw(st.integers(0, 4)), draw(st.booleans())
    )


paragraphs = st.builds(Paragraph, texts, st.sampled_from(Depth), words, st.booleans(), aligns)
pictures = st.builds(Picture, st.binary(min_size=1, max_size=20), words, st.integers(1, 200))
blocks = st.lists(st.one_of(paragraphs, tables, charts(), pictures, st.just(PageBreak())), max_size=3).map(
    tuple
)
lines = st.lists(words, max_size=2).map(tuple)
signatures = st.builds(Signature, lines, words, st.one_of(st.none(), words.filter(bool)))
letters = st.builds(
    Letter,
    kind=st.sampled_from(Kind),
    issuer=filled,
    abstract=filled,
    issuer_name=words,
    superior=words,
    number=words,
    symbol=words,
    place=words,
    issued_on=st.one_of(st.none(), st.dates()),
    addressees=lines,
    grounds=lines,
    blocks=blocks,
    signature=signatures,
    second_signature=st.one_of(st.none(), signatures),
    recipients=lines,
    appendices=st.lists(st.builds(Appendix, words, words, blocks, st.booleans()), max_size=2).map(tuple),
    urgency=st.sampled_from(["", *layout.URGENCY_WIDTHS]),
    circulation=st.sampled_from(["", *layout.CIRCULATION_WORDS]),
    drafter=words,
    contact=words.map(squeeze),
    is_draft=st.booleans(),
)


@settings(deadline=None)
@given(letters)
def test_a_letter_comes_back_from_its_json_as_it_was(letter: Letter) -> None:
    assert from_tree(json.loads(json.dumps(to_tree(letter)))) == letter


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_comes_back_as_it_was(kind: Kind) -> None:
    assert from_tree(json.loads(json.dumps(to_tree(sample(kind))))) == sample(kind)


def _places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, one in inside:
        found += _places(one, (*path, key))
    return found


TREE = to_tree(sample(Kind.REPORT))
TREE["blocks"] = TREE["blocks"][:3] + [one for one in TREE["blocks"] if one["is"] in ("table", "picture")]
TREE["blocks"][3]["rows"] = TREE["blocks"][3]["rows"][-3:]
TREE["signature"]["authority"] = ["KT. CHỦ TỊCH"]
TREE["appendices"] = [to_tree(sample(Kind.PLAN))["appendices"][0] | {"blocks": [TREE["blocks"][0]]}]
CHART = to_tree(replace(sample(Kind.REPORT), blocks=(chart(),)))
PLACES = _places(TREE)
ODD: list[Any] = [
    None, "", "x", "\ud800", -1, 0, 10**30, 1.5, 1e300, float("nan"), True, [], [[]], {}, {"is": "table"}, [None],
    "1e999999", ["x"], {"x": 1}, "9" * 400,
]  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(ODD))
def test_a_damaged_letter_is_refused_in_one_sentence_or_drawn(path: tuple[Any, ...], odd: Any) -> None:
    tree = copy.deepcopy(TREE)
    at = tree
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = odd
    try:
        made = docx(from_tree(tree))
    except Refusal as refusal:
        _is_one_sentence(str(refusal))
    else:
        assert word_faults(made) == []


@settings(deadline=None)
@given(st.sampled_from(_places(CHART["blocks"])), st.sampled_from(ODD))
def test_a_damaged_chart_is_refused_in_one_sentence_or_read(path: tuple[Any, ...], odd: Any) -> None:
    tree = copy.deepcopy(CHART)
    at: Any = tree["blocks"]
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = odd
    try:
        read = from_tree(tree)
    except Refusal as refusal:
        _is_one_sentence(str(refusal))
    else:
        assert from_tree(to_tree(read)) == read


@given(
    st.recursive(
        st.sampled_from(ODD), lambda one: st.dictionaries(st.sampled_from(list(TREE)), one) | st.lists(one)
    )
)
def test_what_is_no_letter_at_all_is_refused_in_one_sentence(tree: Any) -> None:
    with pytest.raises(Refusal) as refused:
        from_tree(tree)
    _is_one_sentence(str(refused.value))


def _is_one_sentence(said: str) -> None:
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 300
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("schema", "namro.letter/2", "schema"),
        ("kind", "ZZ", "ZZ"),
        ("issuer", "  ", "issuer"),
        ("abstract", None, "abstract"),
        ("issued_on", "30/2/2022", "30/2/2022"),
        ("addressees", "Sở Nội vụ", "addressees"),
        ("blocks", [{"is": "poem"}], "poem"),
        ("is_draft", "có", "is_draft"),
        ("urgency", "HỎA TỘC", "HỎA TỐC, THƯỢNG KHẨN, KHẨN"),
        ("urgency", " tối  mật ", "bí mật nhà nước"),
        ("circulation", "TUYỆT MẬT", "bí mật nhà nước"),
        ("secrecy", "MẬT", "bí mật nhà nước"),
        ("circulation", "NỘI BỘ", "LƯU HÀNH NỘI BỘ"),
        ("contact", "Số 1 đường Nguyễn Tất Thành " * 12, "2 dòng"),
    ],
)
def test_the_refusal_names_what_is_wrong(field: str, value: Any, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        from_tree(TREE | {field: value})
    assert said in str(refused.value)


@pytest.mark.parametrize("written", ["Hỏa tốc", "HOẢ TỐC", "hỏa  tốc"])
def test_a_mark_of_urgency_is_known_however_it_is_written(written: str) -> None:
    assert from_tree(TREE | {"urgency": written}).urgency == "HỎA TỐC"


def test_an_unknown_number_stays_unknown() -> None:
    table = Table((Column(1), Column(1)), (), ((Cell(None), Cell(Decimal("0"), places=2)),))
    letter = Letter(Kind.REPORT, "SỞ NỘI VỤ", "Kết quả", blocks=(table,), issued_on=date(2022, 1, 5))
    back = from_tree(to_tree(letter)).blocks[0]
    assert isinstance(back, Table)
    assert [cell.value for cell in back.rows[0]] == [None, Decimal("0")]
