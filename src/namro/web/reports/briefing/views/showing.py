"""A frozen briefing in words for its page: the same words as on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from namro.web.reports.briefing.drawing import (
    change_words,
    head_words,
    late_words,
    loss_words,
    moved_words,
    place_words,
    score_words,
    work_words,
)
from namro.web.reports.documents.writing import share

SHOWN_LATE = 15


@dataclass(frozen=True, slots=True)
class ShownIndex:
    """One index in words, with the way to its page."""

    name: str
    year: int
    result: str
    place: str
    change: str
    target: str
    loss: str
    verified: bool
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownLate:
    """One late unit in words."""

    unit: str
    key: str
    head: str
    late: str
    silent: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class ShownBriefing:
    """A briefing for its page."""

    title: str
    day: date
    source: str
    invented: bool
    indices: tuple[ShownIndex, ...]
    work: str
    moved: str
    moved_address: str
    late: str
    late_rows: tuple[ShownLate, ...]
    late_left: int
    decisions: tuple[Mapping[str, Any], ...]
    rule: str
    others: int


def shown_briefing(content: Mapping[str, Any]) -> ShownBriefing:
    """Give the words of the page."""
    head, late, decisions = content["head"], content["late"], content["decisions"]
    rows = late["rows"][:SHOWN_LATE]
    return ShownBriefing(
        title=head["title"],
        day=date.fromisoformat(head["day"]),
        source=head["source"],
        invented=head["invented"],
        indices=tuple(_index(one) for one in content["indices"]),
        work=work_words(content),
        moved=moved_words(content),
        moved_address=head["since_address"],
        late=late_words(content),
        late_rows=tuple(
            ShownLate(
                row["unit"],
                row["key"],
                head_words(row),
                share(row["late"], row["total"]),
                row["silent"],
                row["is_small"],
            )
            for row in rows
        ),
        late_left=late["units_late"] - len(rows),
        decisions=tuple(decisions["chosen"]),
        rule=decisions["rule"],
        others=max(0, decisions["candidates"] - len(decisions["chosen"])),
    )


def _index(one: Mapping[str, Any]) -> ShownIndex:
    return ShownIndex(
        one["index"],
        one["year"],
        score_words(one),
        place_words(one),
        change_words(one["rank_change"]),
        one["target"],
        loss_words(one),
        one["verified"],
        one["source"],
        one["address"],
    )
