"""Who owes an instance that begins on a day: the leads of the task, or whoever has taken their place by then."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from namro.web.organisations.models import Succession
from namro.web.plans.models import TaskParty
from namro.web.plans.selectors.parties import RegisterOnDay, register_on


@dataclass
class Registers:
    """The register on the days that one piece of work asks for, each read once."""

    _known: dict[date, RegisterOnDay] = field(default_factory=dict)
    _heirs: dict[int, list[tuple[int, date]]] | None = None

    def on(self, day: date) -> RegisterOnDay:
        """Give the register as it stands on the day."""
        if day not in self._known:
            self._known[day] = register_on(day)
        return self._known[day]

    def standing_for(self, unit_id: int, day: date) -> tuple[int, ...]:
        """Give the unit itself while it exists, else those that wholly took its place by the day; nobody if unknown."""
        register, found, seen = self.on(day), dict[int, None](), set[int]()
        waiting = [unit_id]
        while waiting:
            current = waiting.pop(0)
            if current in seen:
                continue
            seen.add(current)
            if current in register.units:
                found[current] = None
            else:
                waiting += [heir for heir, since in self._successors().get(current, ()) if since <= day]
        return tuple(found)

    def owing(self, leads: Iterable[TaskParty], day: date) -> tuple[int, ...]:
        """Give the units that owe what the leads owe on the day, each once."""
        register, units = self.on(day), dict[int, None]()
        for party in leads:
            if party.unit_id is not None:
                units.update(dict.fromkeys(self.standing_for(party.unit_id, day)))
            elif party.group is not None:
                units.update(dict.fromkeys(register.members(party.group)))
        return tuple(units)

    def _successors(self) -> dict[int, list[tuple[int, date]]]:
        if self._heirs is None:
            self._heirs = {}
            whole = Succession.objects.filter(partial=False).order_by("on", "id")
            for predecessor, successor, on in whole.values_list("predecessor_id", "successor_id", "on"):
                self._heirs.setdefault(predecessor, []).append((successor, on))
        return self._heirs
