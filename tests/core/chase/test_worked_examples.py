"""The worked examples of docs/calculations/chase.md come out as they are printed there."""

import re
from datetime import date
from pathlib import Path

import pytest

from namro.core.chase import Caller, Owed, shipped_rules, standing
from namro.core.time import load_calendar

TEXT = (Path(__file__).parents[3] / "docs" / "calculations" / "chase.md").read_text(encoding="utf-8")


def _day(text: str) -> date | None:
    if text == "none":
        return None
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def _known(text: str) -> date:
    day = _day(text)
    assert day is not None
    return day


def _rows(head: str) -> list[list[str]]:
    table = re.search(re.escape(head) + r"\n\|[-|]+\|\n((?:\|.*\n)+)", TEXT)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


STANDINGS = _rows("| due | heard | open | day | stands | days left | silent |")
OCCURRENCES = _rows("| step | due | heard | day | occurrence |")


@pytest.mark.parametrize("row", STANDINGS, ids=" ".join)
def test_an_obligation_stands_as_the_table_says(row: list[str]) -> None:
    due, heard, is_open, day, condition, left, silent = row
    found = standing(Owed(_day(due), _known(heard), is_open == "yes"), _known(day), shipped_rules())
    assert found.condition == condition
    assert found.days == (None if left == "none" else int(left))
    assert found.silent == int(silent)


@pytest.mark.parametrize("row", OCCURRENCES, ids=" ".join)
def test_a_step_falls_where_the_table_says(row: list[str]) -> None:
    step, due, heard, day, occurrence = row
    caller = Caller(shipped_rules(), load_calendar(), _known(day))
    found = {r.step.key: r.occurrence for r in caller.reminders(Owed(_day(due), _known(heard), True))}
    assert found.get(step) == _day(occurrence)
