"""Reads of groups: which units a group stands for on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from namro.web.organisations.models import Group, GroupMember, Unit
from namro.web.organisations.selectors.units import existing, from_the_top


@dataclass(frozen=True)
class RegisterOnDay:
    """The units that exist on a day and what people filled into open groups: read once, asked often."""

    units: dict[int, Unit]
    filled: dict[int, frozenset[int]]

    def members(self, group: Group) -> tuple[int, ...]:
        """Give the unit ids of the group in the order of the register.

        An open group has the units a person filled in and no others. A rule needs a level or a kind to
        select by; explicit members are added to what it selects.
        """
        filled = self.filled.get(group.pk, frozenset())
        if group.is_open:
            return tuple(pk for pk in self.units if pk in filled)
        rule = group.rule or {}
        levels, kinds, keys = (frozenset(rule.get(name) or ()) for name in ("levels", "kinds", "members"))
        return tuple(
            pk
            for pk, unit in self.units.items()
            if pk in filled
            or unit.key in keys
            or (
                (levels or kinds)
                and (not levels or unit.level in levels)
                and (not kinds or unit.kind in kinds)
            )
        )


def register_on(day: date) -> RegisterOnDay:
    """Read the register as it stands on the day, in two queries."""
    units = {unit.pk: unit for unit in from_the_top(existing(Unit.objects.all(), on=day))}
    filled: dict[int, set[int]] = {}
    for group_id, unit_id in GroupMember.objects.values_list("group_id", "unit_id"):
        filled.setdefault(group_id, set()).add(unit_id)
    return RegisterOnDay(units, {group: frozenset(ids) for group, ids in filled.items()})


def members(group: Group, on: date) -> tuple[Unit, ...]:
    """Give the units of the group that exist on the day, from the province down."""
    register = register_on(on)
    return tuple(register.units[pk] for pk in register.members(group))


def expand(parties: Iterable[Unit | Group], on: date) -> tuple[Unit, ...]:
    """Give every unit that the units and groups stand for on the day, each once, in the order named.

    A named unit that does not exist on the day is left out: nothing is handed to a successor silently.
    """
    register = register_on(on)
    found: dict[int, Unit] = {}
    for party in parties:
        ids = (party.pk,) if isinstance(party, Unit) else register.members(party)
        found.update((pk, register.units[pk]) for pk in ids if pk in register.units)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One line of the list of groups; `count` is the number of members on the day."""

    group: Group
    count: int
    needs_filling: bool


def groups_with_counts(on: date) -> tuple[GroupRow, ...]:
    """Give every group with its size on the day; open groups that nobody filled first."""
    register = register_on(on)
    rows = [
        GroupRow(group, size := len(register.members(group)), group.is_open and not size)
        for group in Group.objects.order_by("id")
    ]
    return tuple(sorted(rows, key=lambda row: (not row.needs_filling, not row.group.is_open)))


def filled_by_hand(group: Group) -> frozenset[int]:
    """Give the ids of the units a person put into the group."""
    return frozenset(GroupMember.objects.filter(group=group).values_list("unit_id", flat=True))
