"""The official tree of 2025: what it adds up to, and every worked case."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from namro.core.indices.inputs import raw_from_tree, take_inputs
from namro.core.indices.rulebook_checking import check_rulebook, count_lines, sum_of_survey
from namro.core.indices.rulebook_loading import load_shipped
from namro.core.indices.rules import NotScored
from namro.core.indices.scoring import score

GOLDEN = Path(__file__).parents[2] / "golden" / "par_index_2025.toml"
TABLES: dict[str, dict[str, Any]] = tomllib.loads(GOLDEN.read_text(encoding="utf-8"), parse_float=Decimal)
CASES = [(code, case) for code, table in TABLES.items() for case in table["cases"]]
RULEBOOK = load_shipped("par-index-2025")


def test_the_tree_is_the_official_one() -> None:
    counts = count_lines(RULEBOOK)
    assert (counts["fields"], counts["lines"], counts["components"]) == (8, 134, 102)
    assert sum(line.maximum or 0 for line in RULEBOOK.children[""]) == RULEBOOK.total == 100
    assert sum_of_survey(RULEBOOK) == 32


def test_the_rulebook_holds_together() -> None:
    assert not [finding for finding in check_rulebook(RULEBOOK) if finding.is_error]


def test_every_component_can_be_computed() -> None:
    assert all(line.rule is not None for line in RULEBOOK.components)


def test_every_component_has_a_worked_case() -> None:
    assert set(TABLES) == {line.code for line in RULEBOOK.components}
    assert all(any("points" in case for case in table["cases"]) for table in TABLES.values())


def test_only_two_components_do_not_add_up_as_printed() -> None:
    uneven = {line.code for line in RULEBOOK.components if line.rule and line.rule.most != line.maximum}
    assert uneven == {"3.1", "3.2.3"} == {line.code for line in RULEBOOK.components if line.discrepancy}


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}-{n}" for n, (code, _) in enumerate(CASES)])
def test_worked_case(code: str, case: dict[str, Any]) -> None:
    scored = score(RULEBOOK, take_inputs(RULEBOOK, raw_from_tree({code: case["given"]})))
    line = scored.by_code[code]
    if "points" not in case:
        assert isinstance(line.points, NotScored)
        assert "không nói" in line.points.reason
        return
    assert line.points == case["points"]
    sentence = scored.sentence(code)
    assert sentence
    if "says" in case:
        assert sentence == case["says"]
