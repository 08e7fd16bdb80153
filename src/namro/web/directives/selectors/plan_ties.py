"""Which plan of the program a document may be, and who has received a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from namro.core.agencies import load_register
from namro.core.text import fold
from namro.web.directives.models import Directive, PlanReceipt
from namro.web.organisations.models import Group, Unit
from namro.web.organisations.selectors import register_on
from namro.web.plans.models import Obligation, Plan

HAS, HAS_NOT = "da", "chua"


def plan_choices(directive: Directive) -> list[Plan]:
    """Give the plans in the program with the document's own number that no other document is."""
    plans = Plan.objects.filter(number__iexact=directive.number).filter(
        Q(directive__isnull=True) | Q(directive=directive)
    )
    if directive.issued_on is not None:
        plans = plans.filter(Q(issued_on__isnull=True) | Q(issued_on=directive.issued_on))
    return list(plans.only("number", "issued_on", "title", "year").order_by("id"))


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of "Nơi nhận" as the document words it, and how many units of the register it stands for."""

    words: str
    units: int


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A unit to which the plan goes: by which line (empty: it owes something without being named), and when received."""

    unit: Unit
    line: str
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """To whom a plan goes and who has received it."""

    recipients: tuple[Recipient, ...]
    rows: tuple[ReceiptRow, ...]

    @property
    def received(self) -> int:
        return sum(row.at is not None for row in self.rows)


def distribution(plan: Plan, on: date) -> Distribution:
    """Read "Nơi nhận" of the plan as units of the day it was issued; eight queries.

    A line that names nobody of the register ("Bộ Nội vụ") stays in words. Units that owe something in the plan are
    in the list although no line names them. Units that are no more by `on` are left out unless they received it.
    """
    day = plan.issued_on or on
    register = register_on(day)
    by_key = {unit.key: unit for unit in register.units.values()}
    groups = {group.key: group for group in Group.objects.all()}
    lines: dict[int, str] = {}
    recipients: list[Recipient] = []
    for words in (plan.heading or {}).get("recipients", ()):
        units: dict[int, None] = {}
        for party in load_register().read(str(words), on=day).parties:
            if party.kind == "unit" and party.key in by_key:
                units[by_key[party.key].pk] = None
            elif party.kind == "group" and party.key in groups:
                units.update(dict.fromkeys(register.members(groups[party.key])))
        for unit in units:
            lines.setdefault(unit, str(words))
        recipients.append(Recipient(str(words), len(units)))
    owing = set(
        Obligation.objects.filter(task__plan=plan).order_by().values_list("unit_id", flat=True).distinct()
    )
    receipts = {one.unit_id: one for one in PlanReceipt.objects.filter(plan=plan)}
    units_by_id = Unit.objects.in_bulk({*lines, *owing, *receipts})
    rows = [
        ReceiptRow(
            unit,
            lines.get(unit.pk, ""),
            receipts[unit.pk].at if unit.pk in receipts else None,
            receipts[unit.pk].by_name if unit.pk in receipts else "",
        )
        for unit in units_by_id.values()
        if unit.pk in receipts or unit.valid_to is None or unit.valid_to >= on
    ]
    rows.sort(key=lambda row: (_LEVELS.get(row.unit.level, 9), row.unit.sort, row.unit.pk))
    return Distribution(tuple(recipients), tuple(rows))


_LEVELS = {"province": 0, "district": 1, "commune": 2}


def narrowed_receipts(rows: Sequence[ReceiptRow], *, text: str, answer: str) -> list[ReceiptRow]:
    """Keep what is asked for."""
    words = fold(text).split()
    return [
        row
        for row in rows
        if (answer != HAS or row.at is not None)
        and (answer != HAS_NOT or row.at is None)
        and all(word in row.unit.search for word in words)
    ]


def own_receipts(plan: Plan, unit_ids: frozenset[int]) -> set[int]:
    """Give which of the units have received the plan; one query."""
    return set(PlanReceipt.objects.filter(plan=plan, unit_id__in=unit_ids).values_list("unit_id", flat=True))
