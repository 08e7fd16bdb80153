"""The register of a province: units and groups, who belongs to a group on a day, who took over from whom."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from namro.core.agencies.model import AgencyExpression, Group, Succession, Unit
from namro.core.agencies.speech import Speech


class Register:
    """Units and groups of one province over time; it never changes after loading."""

    def __init__(
        self,
        units: tuple[Unit, ...],
        groups: tuple[Group, ...],
        *,
        successions: tuple[Succession, ...] = (),
        province: str = "",
        sectors: dict[str, tuple[str, ...]] | None = None,
        vocabulary: tuple[str, ...] = (),
    ) -> None:
        self.units = units
        self.groups = groups
        self.successions = successions
        self.province = province
        self._units = {unit.key: unit for unit in units}
        self._groups = {group.key: group for group in groups}
        self._sectors = sectors or {}
        self._vocabulary = vocabulary
        self._read: dict[tuple[str, date | None], AgencyExpression] = {}
        self._likely: dict[str, float] = {}

    def unit(self, key: str) -> Unit:
        """Give the unit; KeyError when the register has none of that key."""
        return self._units[key]

    def group(self, key: str) -> Group:
        """Give the group; KeyError for an open group that only a document names."""
        return self._groups[key]

    def has_unit(self, key: str) -> bool:
        return key in self._units

    def has_group(self, key: str) -> bool:
        return key in self._groups

    def units_on(self, day: date) -> tuple[Unit, ...]:
        """Give the units that exist on the day, in the order of the register."""
        return tuple(unit for unit in self.units if unit.exists_on(day))

    def members(self, group_key: str, on: date) -> tuple[Unit, ...]:
        """Give the units of a group that exist on the day; none for an open group."""
        group = self._groups.get(group_key)
        if group is None or group.is_open:
            return ()
        return tuple(
            unit
            for unit in self.units
            if unit.exists_on(on)
            and (unit.key in group.members or (unit.level in group.levels and unit.kind in group.kinds))
        )

    def successors_of(self, key: str, on: date) -> tuple[Unit, ...]:
        """Give the units that carry on the work of a unit on the day: itself while it exists, none when unknown."""
        found: dict[str, Unit] = {}
        seen: set[str] = set()
        waiting = [key]
        while waiting:
            unit = self._units.get(waiting.pop(0))
            if unit is None or unit.key in seen:
                continue
            seen.add(unit.key)
            if unit.exists_on(on):
                found[unit.key] = unit
            elif unit.until is not None and unit.until < on:
                waiting += unit.successors
        return tuple(found.values())

    @cached_property
    def _speech(self) -> Speech:
        return Speech(self.units, self.groups, self.province, self._sectors, self._vocabulary)

    def read(self, text: str, *, on: date | None = None) -> AgencyExpression:
        """Read a cell of agencies as units and groups; the rules stand in docs/calculations/agencies.md.

        `on` chooses between units of one name that existed at different times.
        """
        place = (text, on)
        if place not in self._read:
            if len(self._read) > 20_000:
                self._read.clear()
            expression = self._speech.read(text, on=on)
            self._read[place] = replace(expression, likelihood=self.likelihood(text))
        return self._read[place]

    def likelihood(self, text: str) -> float:
        """Say in [0, 1] how much the whole text reads like a list of agencies."""
        if text not in self._likely:
            if len(self._likely) > 50_000:
                self._likely.clear()
            self._likely[text] = self._speech.likelihood(text)
        return self._likely[text]
