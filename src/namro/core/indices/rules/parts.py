"""Sum of parts: a component that is scored in several printed parts, each by a rule of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import Given, NotScored, Rule, Wanted
from namro.core.indices.rules.ratios import Ratio, Weighted
from namro.core.indices.rules.shares import ZERO
from namro.core.indices.rules.surveys import Mean
from namro.core.indices.rules.writing import write_points

_CLEAN = Decimal(1).scaleb(-24)


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
    _reckonings: tuple[Callable[[Given], Decimal | NotScored], ...]
    _divides: bool
    kind = "sum"

    @classmethod
    def of(cls, parts: tuple[Part, ...]) -> "Sum":
        """Build the sum; it is unlimited when one of its parts is."""
        most: Decimal | None = ZERO
        for part in parts:
            most = None if most is None or part.rule.most is None else most + part.rule.most
        least = sum((part.rule.least for part in parts), ZERO)
        divides = any(_divides(part.rule) for part in parts)
        return cls(parts, least, most, tuple(part.rule.points for part in parts), divides)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return tuple(wanted for part in self.parts for wanted in part.rule.wanted)

    def points(self, given: Given) -> Decimal | NotScored:
        total = ZERO
        for reckon in self._reckonings:
            points = reckon(given)
            if points.__class__ is NotScored:
                return self._open(given)
            total += points  # type: ignore[operator]
        # Quotients cut at 28 digits can add up to 0.8749999… where the sum is 0.875: the noise goes before rounding.
        return total.quantize(_CLEAN).normalize() if self._divides else total

    def _open(self, given: Given) -> NotScored:
        reasons: list[str] = []
        missing: list[str] = []
        for part in self.parts:
            points = part.rule.points(given)
            if isinstance(points, NotScored):
                reasons.append(f"Phần {part.key}: {points.reason}")
                missing.extend(points.missing)
        return NotScored(" ".join(reasons), tuple(missing))

    def words(self, given: Given) -> str:
        told = "; ".join(f"phần {part.key}: {part.rule.words(given)}" for part in self.parts)
        points = [part.rule.points(given) for part in self.parts]
        known = [one for one in points if isinstance(one, Decimal)]
        total = self.points(given)
        if len(known) == 1 or not isinstance(total, Decimal):
            return told
        added = " + ".join(write_points(one) for one in known)
        return f"{told}; cộng {added} = {write_points(total)}"

    def span(self, given: Given) -> tuple[Decimal, Decimal | None]:
        spans = [part.rule.span(given) for part in self.parts]
        low = sum((span[0] for span in spans), ZERO)
        highs = [span[1] for span in spans]
        known = [high for high in highs if high is not None]
        return low, sum(known, ZERO) if len(known) == len(highs) else None


def _divides(rule: Rule) -> bool:
    """Whether points of this rule may be a quotient that does not end."""
    inner = getattr(rule, "of", None)
    if isinstance(inner, Rule):
        return _divides(inner)
    return rule._divides if isinstance(rule, Sum) else isinstance(rule, Ratio | Weighted | Mean)
