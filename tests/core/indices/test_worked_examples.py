"""The worked examples of docs/calculations/indices.md come out as they are printed there."""

import re
from pathlib import Path

import pytest

from namro.core.indices.inputs import RawInput, take_inputs
from namro.core.indices.rulebook_loading import load_shipped, shipped_names
from namro.core.indices.rules.parsing import KINDS
from namro.core.indices.scoring import score

TEXT = (Path(__file__).parents[3] / "docs" / "calculations" / "indices.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.split("## Worked examples")[1].splitlines()
    if line.startswith("| ") and not line.startswith("| rulebook")
]


def test_there_are_examples() -> None:
    assert len(ROWS) > 8


@pytest.mark.parametrize(("name", "code", "inputs", "words"), ROWS)
def test_the_example_comes_out_as_printed(name: str, code: str, inputs: str, words: str) -> None:
    rulebook = load_shipped(name)
    raws = [RawInput(code, *(side.strip() for side in one.split("="))) for one in inputs.split(";")]
    sentence = score(rulebook, take_inputs(rulebook, raws)).sentence(code)
    assert sentence.replace("\u202f", " ") == words


def test_every_kind_of_rule_and_every_rulebook_is_described() -> None:
    kinds = set(re.findall(r"`([a-z_]+)`", TEXT.split("## Kinds of rule")[1].split("## Points")[0]))
    assert set(KINDS) <= kinds
    shortened = {name for name in shipped_names() if name.startswith("papi-")} - {"papi-2011", "papi-2021"}
    assert all(f"`{name}`" in TEXT for name in set(shipped_names()) - shortened)
