"""The worked examples of docs/calculations/measures.md come out as they are printed there."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from namro.core.measures import Aggregation, Measured, MeasureRule, UnitValue, roll_up

TEXT = (Path(__file__).parents[3] / "docs" / "calculations" / "measures.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.split("## Worked examples")[1].splitlines()
    if line.startswith("| ") and not line.startswith("| periods")
]
ENDS = {"QI": date(2021, 3, 31), "QII": date(2021, 6, 30)}


def _measured(text: str) -> Measured | None:
    if text == "?":
        return None
    if "/" in text:
        over, under = text.split("/")
        return Measured(None, Decimal(over), Decimal(under))
    number, _, weight = text.partition("×")
    return Measured(Decimal(number), None, Decimal(weight) if weight else None)


def _entries(text: str) -> list[UnitValue]:
    found = []
    for one in text.split("; "):
        unit, period, value = one.split(" ")
        found.append(UnitValue(unit, period, ENDS[period], _measured(value)))
    return found


def test_there_are_examples() -> None:
    assert len(ROWS) >= 10


@pytest.mark.parametrize("cells", ROWS, ids=lambda cells: cells[3])
def test_the_example_comes_out_as_printed(cells: list[str]) -> None:
    periods, units, unit, values, value, sentence = cells
    found = roll_up(MeasureRule(Aggregation(periods), Aggregation(units), unit), _entries(values))
    assert found.reckoning.replace("\u202f", " ") == sentence
    if value:
        assert found.value is not None
        assert round(found.value, 2) == Decimal(value)
    else:
        assert found.value is None
