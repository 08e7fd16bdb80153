"""The examples of docs/calculations/scorecards.md, read from the document and reckoned again."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from namro.core.scorecards import ABSENT, Facts, Kind, Taken, compare, kind_of, ranked, rebuild, staleness
from namro.core.scorecards.facts import OPEN
from namro.core.text import format_share

DOCUMENT = Path(__file__).parents[3] / "docs" / "calculations" / "scorecards.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
DAY = date(2021, 11, 15)


def table(heading: str) -> list[list[str]]:
    """Give the rows of the table whose first column is called so."""
    lines = TEXT.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_every_kind_is_told() -> None:
    assert {name for row in table("kind") for name in re.findall(r"`(\w+)`", row[0])} == set(Kind)


def test_the_ranks() -> None:
    rows = table("unit")
    parts = [(int(a), int(b)) for a, b in (row[1].split("/") for row in rows)]
    found = ranked(parts)
    assert [str(rank) if rank else "none: below 5" for rank in found.ranks] == [row[3] for row in rows]
    assert [format_share(a, b) for a, b in parts] == [f"{row[1]} ({row[2]})" for row in rows]


def test_the_staleness() -> None:
    found = re.search(
        r"Reports (\d+), (\d+) and (\d+) days ago and two never reported: middle (\d+), worst (\d+), never (\d)",
        TEXT,
    )
    assert found is not None
    *days, middle, worst, never = map(int, found.groups())
    facts = [Facts("in_progress", None, DAY - timedelta(days=n)) for n in days] + [Facts("not_started")] * 2
    got = staleness(facts, DAY)
    assert (got.median, got.worst, got.never) == (Decimal(middle), worst, never)


def test_the_past_of_one_obligation() -> None:
    steps = {
        "progress": ("start", "in_progress"),
        "handed in": ("submit", "submitted"),
        "given back": ("return", "returned"),
        "handed in again": ("submit", "submitted"),
        "accepted": ("accept", "accepted"),
    }
    rows = [(_day(row[0]), row[1], row[2]) for row in table("day")]
    taken = [Taken(day, *steps[step]) for day, step, _ in rows if step in steps]
    for day, _, kind in rows:
        assert kind_of(rebuild(taken, due=date(2021, 10, 31), day=day), day) == kind


def test_completeness() -> None:
    found = re.search(
        r"(\d+) reported in time, (\d+) late, (\d+) missing and (\d+) not due yet:\ncomplete (.+?\)), timely (.+?\))",
        TEXT,
    )
    assert found is not None
    in_time, late, missing, coming = (int(found[n]) for n in range(1, 5))
    expected = in_time + late + missing
    assert expected + coming == 12
    assert (found[5], found[6]) == (format_share(in_time + late, expected), format_share(in_time, expected))


def test_the_difference() -> None:
    rows = table("obligation")
    before, after = ({int(row[0]): row[n] for row in rows if row[n] != "(not there)"} for n in (1, 2))
    found = compare(before, after)
    for row in rows:
        assert found.of(row[3]) == (int(row[0]),)
    assert found.net(ABSENT) == -1


def test_what_is_open_here_is_what_the_table_of_states_calls_open() -> None:
    assert {"not_started", "in_progress", "returned"} == OPEN


def _day(text: str) -> date:
    day, month = text.split("/")
    return date(2021, int(month), int(day))
