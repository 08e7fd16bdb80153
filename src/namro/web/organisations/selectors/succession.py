"""Who has taken the place of a unit that is no more: only one unit, wholly, and verified; anything else is for people."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from namro.web.organisations.models import Succession


@dataclass(frozen=True, slots=True)
class Successions:
    """The register of successions, read once; asked for any day."""

    _links: dict[int, tuple[Succession, ...]]

    def heir(self, unit_id: int, day: date) -> int | None:
        """Give the one unit that has wholly taken the place of the unit by the day; None when that is not clear."""
        links = [link for link in self._links.get(unit_id, ()) if link.on <= day]
        if len(links) != 1 or links[0].partial or not links[0].verified:
            return None
        return links[0].successor_id

    def line_of(self, unit_ids: Collection[int], day: date) -> frozenset[int]:
        """Give the units and all whose place they have taken by the day, through any number of mergers."""
        found, waiting = set(unit_ids), list(unit_ids)
        while waiting:
            current = waiting.pop()
            for predecessor in self._links:
                if predecessor not in found and self.heir(predecessor, day) == current:
                    found.add(predecessor)
                    waiting.append(predecessor)
        return frozenset(found)

    def standing_in(self, unit_ids: Collection[int], day: date) -> frozenset[int]:
        """Give the units and all that have taken their place by the day, through any number of mergers."""
        found = set(unit_ids)
        for unit in unit_ids:
            heir = self.heir(unit, day)
            while heir is not None and heir not in found:
                found.add(heir)
                heir = self.heir(heir, day)
        return frozenset(found)


def successions() -> Successions:
    """Read the register of successions; one query."""
    links: dict[int, list[Succession]] = defaultdict(list)
    for link in Succession.objects.order_by("on", "id"):
        links[link.predecessor_id].append(link)
    return Successions({unit: tuple(found) for unit, found in links.items()})
