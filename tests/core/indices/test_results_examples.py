"""The worked examples of docs/calculations/results.md come out as they are printed there."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from namro.core.indices.ledger import find_province, papi_ledger
from namro.core.indices.ledger_model import Basis
from namro.core.indices.results import load_papi
from namro.core.indices.results_years import areas_now

TEXT = (Path(__file__).parents[3] / "docs" / "calculations" / "results.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.split("## Worked examples")[1].split("## Worked rankings")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| province")
]
RANKINGS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.split("## Worked rankings")[1].splitlines()
    if line.startswith("| ") and not line.startswith("| province")
]


def _told(value: Decimal | bool | None) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value:.3f}"


def test_there_are_examples() -> None:
    assert len(ROWS) >= 7


@pytest.mark.parametrize("cells", ROWS, ids=lambda cells: "-".join(cells[1:4]))
def test_the_example_comes_out_as_printed(cells: list[str]) -> None:
    name, year, code, basis, *figures = cells
    ledger = papi_ledger(load_papi(), find_province(name, int(year)), int(year), Basis(basis))
    row = next(row for row in ledger.rows if row.code == code.replace("total", ""))
    assert figures == [
        _told(row.value),
        _told(row.reference),
        _told(row.lost),
        str(row.rank),
        str(row.of),
        _told(row.within_noise),
    ]


@pytest.mark.parametrize("cells", RANKINGS, ids=lambda cells: "-".join(cells[:2]))
def test_the_ranking_comes_out_as_printed(cells: list[str]) -> None:
    name, year, *figures = cells
    table = load_papi()[int(year)]
    key = find_province(name, int(year)).key
    at, ranking = table.place(key), table.ranking()
    area = next(one for one in areas_now(table, date(2025, 7, 1)) if key in one.members)
    found = (ranking.values[at], ranking.ranks[at], ranking.of, ranking.group(at), area.low, area.high)
    assert figures == ["null" if one is None else str(one) for one in found]


def test_there_are_rankings() -> None:
    assert len(RANKINGS) >= 5
