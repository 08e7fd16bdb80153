"""What a rulebook is: one index, the years it holds for, its tree of lines, and where every number comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from namro.core.indices.rules import Rule


class PointKind(StrEnum):
    """Where the points of a component come from."""

    DOCUMENTARY = "documentary"  # documents show whether something was done
    RATIO = "ratio"  # counted cases against all cases
    SURVEY = "survey"  # what people answered
    GIVEN = "given"  # a figure or points that another body sets


@dataclass(frozen=True, slots=True)
class Rounding:
    """Points of each component are rounded half away from zero to `places`; sums add rounded points."""

    places: int
    source: str

    @property
    def unit(self) -> Decimal:
        """The last place: 0.01 for two places."""
        return Decimal(1).scaleb(-self.places)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tree: a field, a criterion or a component.

    `maximum` None: no source gives it. A component (a line without children) has a `rule`, or `no_rule` says
    why not. `official` is the rule as printed. `discrepancy` says where the printed figures do not add up,
    `unsaid` what the printed rule leaves open. `name_verified` False: the Vietnamese name has no source yet.
    """

    code: str
    name: str
    parent: str
    depth: int
    maximum: Decimal | None
    point: PointKind | None
    rule: Rule | None
    no_rule: str = ""
    official: str = ""
    clause: str = ""
    discrepancy: str = ""
    unsaid: str = ""
    name_verified: bool = True
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A share of the total as published, such as what surveys give; `is_derived`: reckoned from other figures."""

    name: str
    points: Decimal
    source: str
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class ResultClass:
    """A class of results: from `at_least` points on; None: no source gives the lower bound."""

    label: str
    at_least: Decimal | None


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The whole rulebook; lines stand in the printed order, a parent before its children.

    `years` are the assessment years it holds for. `total` None: no source gives it. A rulebook in use is never
    changed: a new `version` says in `changes` what is different.
    """

    key: str
    index: str
    name: str
    years: tuple[int, ...]
    scope: str
    total: Decimal | None
    legal_source: str
    source: str
    rounding: Rounding
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...] = ()
    classes: tuple[ResultClass, ...] = ()
    expected: dict[str, Decimal] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    version: int = 1
    changes: str = ""

    @cached_property
    def by_code(self) -> dict[str, Line]:
        """Lines by their code."""
        return {line.code: line for line in self.lines}

    @cached_property
    def children(self) -> dict[str, tuple[Line, ...]]:
        """The children of every line by its code; "" gives the fields."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.parent, []).append(line)
        return {code: tuple(lines) for code, lines in found.items()}

    @cached_property
    def components(self) -> tuple[Line, ...]:
        """The lines that are scored themselves."""
        return tuple(line for line in self.lines if line.code not in self.children)

    def upwards(self, line: Line) -> Iterator[Line]:
        """Give the parents of a line, the nearest first."""
        while line.parent:
            line = self.by_code[line.parent]
            yield line
