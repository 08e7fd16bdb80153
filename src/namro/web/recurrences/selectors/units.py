"""Who owes an instance that begins on a day: the leads of the task, or whoever has taken their place by then."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from namro.web.organisations.selectors.succession import Successions, successions
from namro.web.plans.models import TaskParty
from namro.web.plans.selectors.parties import RegisterOnDay, register_on


@dataclass
class Registers:
    """The register on the days that one piece of work asks for, each read once."""

    _known: dict[date, RegisterOnDay] = field(default_factory=dict)
    _links: Successions | None = None

    def on(self, day: date) -> RegisterOnDay:
        """Give the register as it stands on the day."""
        if day not in self._known:
            self._known[day] = register_on(day)
        return self._known[day]

    def standing_for(self, unit_id: int, day: date) -> int | None:
        """Give the unit itself while it exists, else the one that wholly took its place by the day; None if unclear."""
        register, current, seen = self.on(day), unit_id, set[int]()
        while current not in register.units:
            seen.add(current)
            heir = self._successors().heir(current, day)
            if heir is None or heir in seen:
                return None
            current = heir
        return current

    def owing(self, leads: Iterable[TaskParty], day: date) -> tuple[int, ...]:
        """Give the units that owe what the leads owe on the day, each once."""
        register, units = self.on(day), dict[int, None]()
        for party in leads:
            if party.unit_id is not None:
                standing = self.standing_for(party.unit_id, day)
                if standing is not None:
                    units[standing] = None
            elif party.group is not None:
                units.update(dict.fromkeys(register.members(party.group)))
        return tuple(units)

    def line_of(self, unit_id: int, day: date) -> frozenset[int]:
        """Give the unit and all whose place it has wholly taken by the day, through any number of mergers."""
        return self._successors().line_of([unit_id], day)

    def _successors(self) -> Successions:
        if self._links is None:
            self._links = successions()
        return self._links
