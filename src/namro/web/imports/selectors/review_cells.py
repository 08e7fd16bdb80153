"""Cells of a row as a reviewer sees them: agencies as chips with their members, a deadline with its meaning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from namro.core.text import fold, format_date
from namro.core.time import Deadline, DeadlineKind, Period, periods
from namro.web.imports.selectors.imports import issued_on_of, year_of
from namro.web.imports.selectors.review_tree import Node
from namro.web.organisations.models import Group
from namro.web.plans.selectors.parties import RegisterOnDay, register_on

AGENCY_LABELS = {"lead": "Chủ trì", "cooperating": "Phối hợp", "owners": "Thực hiện"}
DEADLINE_KINDS = {
    "by_date": "",
    "yearly": "Hàng năm",
    "monthly": "Hàng tháng",
    "quarterly": "Hàng quý",
    "continuous": "Thường xuyên",
    "on_event": "Khi phát sinh",
    "roadmap": "Theo lộ trình",
    "none": "Chưa rõ thời hạn",
}
_RHYTHMS = ("yearly", "monthly", "quarterly")


@dataclass(frozen=True, slots=True)
class Chip:
    """A unit or group; `members` is None where nobody can count them, `is_known` False when no register knows it."""

    name: str
    is_group: bool
    members: int | None
    is_open: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of agencies."""

    name: str
    label: str
    text: str
    inherited: bool
    chips: tuple[Chip, ...]
    says_more: bool  # the words of the cell say more than its chips


@dataclass(frozen=True, slots=True)
class DeadlineCell:
    """A cell of deadline: the words, and what they mean ("" when they say nothing more)."""

    text: str
    meaning: str
    is_clear: bool
    inherited: bool


@dataclass(frozen=True)
class Counter:
    """Counts the members of groups on one day."""

    register: RegisterOnDay
    groups: dict[str, Group]
    units: frozenset[str]

    @classmethod
    def on(cls, day: date, keys: Iterable[str]) -> "Counter":
        wanted = set(keys)
        register = register_on(day)
        groups = {group.key: group for group in Group.objects.filter(key__in=wanted)} if wanted else {}
        return cls(register, groups, frozenset(unit.key for unit in register.units.values()))

    def chip(self, unit: Node) -> Chip:
        if unit["kind"] != "group":
            return Chip(unit["name"], False, None, False, unit["key"] in self.units)
        group = self.groups.get(unit["key"])
        is_open = group.is_open if group is not None else True
        members = len(self.register.members(group)) if group is not None else 0
        return Chip(unit["name"], True, members or None, is_open, group is not None)


def cell_of(name: str, cell: Node, counter: Counter) -> Cell:
    """Give a cell of agencies as chips."""
    text = cell.get("text") or ""
    chips = tuple(counter.chip(unit) for unit in cell.get("units") or ())
    says_more = fold(text).rstrip(".") not in (
        fold(", ".join(c.name for c in chips)),
        fold("; ".join(c.name for c in chips)),
    )
    return Cell(name, AGENCY_LABELS[name], text, bool(cell.get("inherited")), chips, says_more)


def deadline_of(cell: Node, tree: Node) -> DeadlineCell:
    """Give a cell of deadline with its meaning in words: a kind, and the days it falls on in the plan's year."""
    kind = cell.get("kind") or "none"
    text = cell.get("text") or ""
    label = DEADLINE_KINDS.get(kind, "")
    parts = [label] if fold(label) not in fold(text) else []
    days = falls_on(cell, year=year_of(tree), issued_on=issued_on_of(tree))
    if kind in _RHYTHMS and len(days) > 2:
        parts.append(f"{len(days)} kỳ, kỳ đầu {format_date(days[0])}")
    elif days:
        parts.append(", ".join(format_date(day) for day in days))
    return DeadlineCell(
        text, "; ".join(part for part in parts if part), kind != "none", bool(cell.get("inherited"))
    )


def falls_on(cell: Node, *, year: int, issued_on: date | None) -> list[date]:
    """Give the days on which something falls due in a year by a cell of deadline; none for "always" and the like."""
    return [period.due for period in periods_of(cell, year=year, issued_on=issued_on) if period.due]


def periods_of(cell: Node, *, year: int, issued_on: date | None) -> tuple[Period, ...]:
    """Give the periods of a year for which a cell of deadline asks for a result."""
    deadline = Deadline(
        text=cell.get("text") or "",
        kind=DeadlineKind(cell.get("kind") or "none"),
        due=date.fromisoformat(cell["due"]) if cell.get("due") else None,
        dates=tuple(date.fromisoformat(day) for day in cell.get("dates") or ()),
    )
    return periods(deadline, year=year, issued_on=issued_on)
