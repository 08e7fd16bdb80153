"""Who hears a reminder: the people of every rung on a day, read once for all obligations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from namro.core.chase import Rung
from namro.web.chase.selectors.charges import Charges, charges_on
from namro.web.organisations.models import Post, Role, Unit

_REPORTS = (Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.PLAN_OFFICER)
UserIds = tuple[int, ...]


@dataclass(frozen=True)
class People:
    """Who holds which post on a day; only open accounts, valid posts and units that exist."""

    officers: Mapping[int, UserIds]  # unit: those who report for it beside its head
    heads: Mapping[int, UserIds]  # unit
    division_heads: Mapping[int, UserIds]  # division
    divisions: Mapping[tuple[int, int], int]  # (user, unit): the division in which the person works
    members: frozenset[tuple[int, int]]  # (user, unit)
    plan_officers: UserIds
    leaders: UserIds
    everybody: frozenset[int]
    charges: Charges
    levels: Mapping[int, str]  # of every unit there ever was
    living: frozenset[int]  # units
    _of_unit: dict[tuple[Rung, int], UserIds] = field(default_factory=dict)  # nobody holds the obligation

    def hearers(self, rung: Rung, unit_id: int, holders: Sequence[int]) -> UserIds:
        """Give the people of the rung for an obligation of the unit; see docs/calculations/chase.md, section 3."""
        if not holders:
            known = self._of_unit.get((rung, unit_id))
            if known is None:
                known = self._of_unit[rung, unit_id] = self._hearers(rung, unit_id, ())
            return known
        return self._hearers(rung, unit_id, holders)

    def _hearers(self, rung: Rung, unit_id: int, holders: Sequence[int]) -> UserIds:
        if rung is Rung.PLAN_OFFICER:
            return self.plan_officers
        if rung is Rung.PROVINCE_LEADER:
            return self.leaders or self.plan_officers
        inside = tuple(user for user in holders if (user, unit_id) in self.members)
        officers = self.officers.get(unit_id, ())
        heads = self.heads.get(unit_id, ())
        if rung is Rung.OFFICIAL:
            return inside or officers or heads or self.plan_officers
        if rung is Rung.DIVISION_HEAD:
            found = self._division_heads(inside, unit_id)
            if found:
                return found
        return heads or officers or inside or self.plan_officers

    def in_charge(self, unit_id: int, plan_id: int, index: str) -> UserIds:
        """Give who hears the last rung: the leaders in charge, else every leader, else Sở Nội vụ."""
        found = self.charges.leaders(unit_id, plan_id, index)
        return found or self.leaders or self.plan_officers

    def is_unmanned(self, unit_id: int, holders: Sequence[int]) -> bool:
        """Say whether nobody in the unit can be told, so that everything about it goes to those above."""
        if unit_id in self.officers or unit_id in self.heads:
            return False
        return not any((user, unit_id) in self.members for user in holders)

    def reports(self, user_id: int, unit_id: int) -> bool:
        """Say whether the person reports for the unit."""
        return user_id in self.officers.get(unit_id, ()) or user_id in self.heads.get(unit_id, ())

    def _division_heads(self, holders: UserIds, unit_id: int) -> UserIds:
        divisions = {self.divisions[user, unit_id] for user in holders if (user, unit_id) in self.divisions}
        return tuple(dict.fromkeys(u for d in sorted(divisions) for u in self.division_heads.get(d, ())))


def people_on(day: date) -> People:
    """Read everybody's posts and charges on the day; three queries."""
    levels: dict[int, str] = {}
    parents: dict[int, int | None] = {}
    living: set[int] = set()
    for unit_id, parent, level, since, until in Unit.objects.order_by().values_list(
        "id", "parent_id", "level", "valid_from", "valid_to"
    ):
        levels[unit_id], parents[unit_id] = level, parent
        if (since is None or since <= day) and (until is None or day <= until):
            living.add(unit_id)
    rows = (
        Post.objects.filter(user__is_active=True)
        .filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))
        .order_by("id")
        .values_list("user_id", "unit_id", "division_id", "role")
    )
    officers: dict[int, list[int]] = {}
    heads: dict[int, list[int]] = {}
    division_heads: dict[int, list[int]] = {}
    divisions: dict[tuple[int, int], int] = {}
    members: set[tuple[int, int]] = set()
    plan_officers: list[int] = []
    leaders: list[int] = []
    for user, unit, division, role in rows:
        if unit not in living:
            continue
        members.add((user, unit))
        if division is not None:
            divisions.setdefault((user, unit), division)
        if role == Role.UNIT_HEAD:
            heads.setdefault(unit, []).append(user)
        elif role in _REPORTS:
            officers.setdefault(unit, []).append(user)
        elif role == Role.DIVISION_HEAD and division is not None:
            division_heads.setdefault(division, []).append(user)
        if role == Role.PLAN_OFFICER:
            plan_officers.append(user)
        elif role == Role.PROVINCE_LEADER:
            leaders.append(user)
    return People(
        officers=_frozen(officers),
        heads=_frozen(heads),
        division_heads=_frozen(division_heads),
        divisions=divisions,
        members=frozenset(members),
        plan_officers=tuple(dict.fromkeys(plan_officers)),
        leaders=tuple(dict.fromkeys(leaders)),
        everybody=frozenset(user for user, _ in members),
        charges=charges_on(day, leaders=frozenset(leaders), parents=parents),
        levels=levels,
        living=frozenset(living),
    )


def _frozen(lists: Mapping[int, list[int]]) -> dict[int, UserIds]:
    return {key: tuple(dict.fromkeys(users)) for key, users in lists.items()}
