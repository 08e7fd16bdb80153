"""Damaged rulebooks and nonsense inputs end in one sentence, never in a fault."""

import re
import tomllib
from contextlib import suppress
from decimal import Decimal
from importlib.resources import files
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_input_file
from namro.core.indices.inputs import RawInput, raw_from_tree, take_inputs, wanted_of
from namro.core.indices.rulebook_checking import check_rulebook
from namro.core.indices.rulebook_loading import load_shipped, read_rulebook
from namro.core.indices.rulebook_writing import write_toml
from namro.core.indices.score_json import inputs_to_json, score_to_json
from namro.core.indices.scoring import score
from namro.core.indices.template import write_template_csv


def _one_of_each_kind() -> list[str]:
    """Give the rulebook of 2025 cut down to the first component of every kind, with its parents."""
    text = (files("namro.rulebooks") / "par-index-2025.toml").read_text(encoding="utf-8")
    tree = tomllib.loads(text, parse_float=Decimal)
    first = {line["rule"]["kind"]: line["code"] for line in reversed(tree["line"]) if "rule" in line}
    kept = {code[:end] for code in first.values() for end in range(1, len(code) + 1)}
    tree["line"] = [line for line in tree["line"] if line["code"] in kept]
    return write_toml(tree).splitlines()


LINES = _one_of_each_kind()
NUMBERS = [place for place, text in enumerate(LINES) if re.match(r"\w+ = [\d.]+$", text)]
RULEBOOK = load_shipped("par-index-2025")
CODES = [line.code for line in RULEBOOK.lines]
NAMES = sorted({wanted.name for line in RULEBOOK.components for wanted in wanted_of(line)})
JUNK = st.one_of(
    st.sampled_from(
        [
            "nan",
            "inf",
            "-1",
            "1e400",
            "1e-400",
            '"1/0"',
            '"10/3"',
            "true",
            "[]",
            "{}",
            '""',
            "0",
            "9" * 60,
            "[[1]]",
        ]
    ),
    st.text(max_size=5).map(repr),
)
ANYTHING: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 200),
    st.floats(),
    st.decimals(allow_nan=True),
    st.text(max_size=8),
    st.sampled_from(
        ["co", "1", "1.234", "−5", "5%", "1e9", "٣", "1/2", "0x10", "1_000", " 7 ", "NaN", "sNaN"]
    ),
    st.lists(st.integers(), max_size=2),
)


@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1) | st.sampled_from(NUMBERS), JUNK), min_size=1, max_size=3
    )
)
@settings(deadline=None, max_examples=150)
def test_a_rulebook_with_damaged_values_is_refused_or_still_works(damage: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for place, junk in damage:
        left, mark, _ = lines[place].partition(" = ")
        lines[place] = f"{left} = {junk}" if mark else junk
    with suppress(Refusal):
        rulebook = read_rulebook("\n".join(lines).encode("utf-8", "replace"))
        check_rulebook(rulebook)
        score_to_json(score(rulebook, take_inputs(rulebook, [])))
        inputs_to_json(rulebook)
        write_template_csv(rulebook)


@given(st.lists(st.integers(0, len(LINES) - 1), min_size=1, max_size=40, unique=True))
@settings(deadline=None, max_examples=60)
def test_a_rulebook_with_lost_lines_is_refused_or_still_works(lost: list[int]) -> None:
    gone = set(lost)
    with suppress(Refusal):
        rulebook = read_rulebook("\n".join(t for n, t in enumerate(LINES) if n not in gone).encode())
        check_rulebook(rulebook)
        score_to_json(score(rulebook, take_inputs(rulebook, [])))


@given(
    st.lists(
        st.tuples(st.sampled_from([*CODES, "", "9.9"]), st.sampled_from([*NAMES, "", "z"]), ANYTHING),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=300)
def test_nonsense_inputs_are_refused_or_scored(rows: list[tuple[str, str, object]]) -> None:
    with suppress(Refusal):
        scored = score(RULEBOOK, take_inputs(RULEBOOK, [RawInput(*row) for row in rows]))
        for line in score_to_json(scored)["lines"]:
            assert line["points"] is None or 0 <= Decimal(str(line["points"])) <= Decimal(
                str(line["maximum"])
            )


@given(
    st.dictionaries(
        st.sampled_from(CODES), st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=3), max_size=3
    )
)
@settings(deadline=None, max_examples=100)
def test_nonsense_trees_are_refused_or_taken(tree: dict[str, object]) -> None:
    with suppress(Refusal):
        take_inputs(RULEBOOK, raw_from_tree(tree))


@given(st.sampled_from(["a.csv", "a.json", "a.xlsx", "a"]), st.binary(max_size=200))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_refused_or_read(name: str, data: bytes) -> None:
    with suppress(Refusal):
        read_input_file(name, data)
