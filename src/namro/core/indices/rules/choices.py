"""Choice: yes or no, or one of several printed levels."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import Given, NotScored, Option, Rule, Wanted, WantedKind
from namro.core.indices.rules.writing import write_points

YES, NO = "co", "khong"


@dataclass(frozen=True, slots=True)
class Choice(Rule):
    """The points of the option that was chosen."""

    name: str
    label: str
    options: tuple[Option, ...]
    least: Decimal
    most: Decimal
    _points: dict[str, Decimal]
    kind = "choice"

    @classmethod
    def of(cls, name: str, label: str, options: tuple[Option, ...]) -> "Choice":
        """Build the choice; there is at least one option and keys differ."""
        points = {option.key: option.points for option in options}
        return cls(name, label, options, min(points.values()), max(points.values()), points)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (Wanted(self.name, self.label, WantedKind.CHOICE, options=self.options),)

    def points(self, given: Given) -> Decimal | NotScored:
        chosen = given.get(self.name)
        if chosen is None:
            return self.missing(given) or NotScored("")
        return self._points[chosen]  # type: ignore[index]  # a choice is kept by its key

    def words(self, given: Given) -> str:
        option = next(option for option in self.options if option.key == given[self.name])
        return f"“{option.label}” → {write_points(option.points)}"
