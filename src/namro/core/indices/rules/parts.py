"""Sum of parts: a component that is scored in several printed parts, each by a rule of its own."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import Given, NotScored, Rule, Wanted
from namro.core.indices.rules.shares import ZERO
from namro.core.indices.rules.writing import write_points


@dataclass(frozen=True, slots=True)
class Part:
    """One printed part: its key, which stands before the names of its inputs (`2.a`), its words, its rule."""

    key: str
    name: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Sum(Rule):
    """The points of the parts added up."""

    parts: tuple[Part, ...]
    least: Decimal
    most: Decimal | None
    kind = "sum"

    @classmethod
    def of(cls, parts: tuple[Part, ...]) -> "Sum":
        """Build the sum; it is unlimited when one of its parts is."""
        most = ZERO
        for part in parts:
            if part.rule.most is None:
                return cls(parts, sum((p.rule.least for p in parts), ZERO), None)
            most += part.rule.most
        return cls(parts, sum((p.rule.least for p in parts), ZERO), most)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return tuple(wanted for part in self.parts for wanted in part.rule.wanted)

    def points(self, given: Given) -> Decimal | NotScored:
        total = ZERO
        reasons: list[str] = []
        missing: list[str] = []
        for part in self.parts:
            points = part.rule.points(given)
            if isinstance(points, NotScored):
                reasons.append(f"Phần {part.key}: {points.reason}")
                missing.extend(points.missing)
            else:
                total += points
        return NotScored(" ".join(reasons), tuple(missing)) if reasons else total

    def words(self, given: Given) -> str:
        told = "; ".join(f"phần {part.key}: {part.rule.words(given)}" for part in self.parts)
        points = [part.rule.points(given) for part in self.parts]
        known = [one for one in points if isinstance(one, Decimal)]
        if len(known) == 1:
            return told
        added = " + ".join(write_points(one) for one in known)
        return f"{told}; cộng {added} = {write_points(sum(known, ZERO))}"

    def span(self, given: Given) -> tuple[Decimal, Decimal | None]:
        spans = [part.rule.span(given) for part in self.parts]
        low = sum((span[0] for span in spans), ZERO)
        highs = [span[1] for span in spans]
        known = [high for high in highs if high is not None]
        return low, sum(known, ZERO) if len(known) == len(highs) else None
