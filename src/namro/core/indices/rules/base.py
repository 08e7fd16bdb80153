"""What every kind of rule has in common: the inputs it wants, points or the reason why there are none, words."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Value = Decimal | str
Given = Mapping[str, Value]  # of one component: name of the input ─▶ number, or key of an option


class WantedKind(StrEnum):
    """What an input is: this decides what may be typed."""

    COUNT = "count"  # a whole number from 0
    AMOUNT = "amount"  # a number from 0, such as money
    NUMBER = "number"  # any number, such as a growth rate
    PERCENT = "percent"  # a number from 0 to 100
    CHOICE = "choice"  # the key of one of `options`
    RANK = "rank"  # a whole number from 1 to `most`
    POINTS = "points"  # points that another body gives, from `least` to `most`
    SCORE = "score"  # a mean of answers, from `least` to `most`


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen, by its key, with the points that it gives."""

    key: str
    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """One input of a rule: its name inside the component (`a`, `2.b`), what it is, its unit and its limits."""

    name: str
    label: str
    kind: WantedKind
    unit: str = ""
    options: tuple[Option, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def letter(self) -> str:
        """What the printed formula calls it (`b` for `2.b`); "" for an input that no formula names."""
        last = self.name.rpartition(".")[2]
        return last if len(last) == 1 else ""


@dataclass(frozen=True, slots=True)
class NotScored:
    """There are no points yet, and why: inputs are missing, or the printed rule does not say."""

    reason: str
    missing: tuple[str, ...] = ()


class ImpossibleValue(Exception):
    """Inputs that cannot be true together; the sentence says which and why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Rule(ABC):
    """How inputs become points.

    `least` and `most` are the lowest and highest points that the rule can give (`most` None: no source gives
    it). Points are exact, or cut at 28 digits where a division does not end; rounding is the rulebook's.
    """

    __slots__ = ()
    kind: str = ""
    least: Decimal
    most: Decimal | None

    @property
    @abstractmethod
    def wanted(self) -> tuple[Wanted, ...]:
        """Give the inputs in the order in which a person fills them."""

    @abstractmethod
    def points(self, given: Given) -> Decimal | NotScored:
        """Reckon the exact points; raises `ImpossibleValue`. A missing input gives `NotScored`, never 0."""

    @abstractmethod
    def words(self, given: Given) -> str:
        """Say the reckoning so that a person can check it by hand; only for inputs that have points."""

    def span(self, given: Given) -> tuple[Decimal, Decimal | None]:
        """Give the lowest and the highest points that are still possible with what is known."""
        points = self.points(given)
        return (self.least, self.most) if isinstance(points, NotScored) else (points, points)

    def missing(self, given: Given) -> NotScored | None:
        """Name the inputs that are not there yet; None when all are."""
        absent = tuple(one for one in self.wanted if one.name not in given)
        if not absent:
            return None
        # A formula calls its inputs by letters (a, b); the other names are ours and say nothing to a person.
        listed = ", ".join(f"{one.letter} ({one.label})" if one.letter else one.label for one in absent)
        return NotScored(f"Chưa có số liệu: {listed}.", tuple(one.name for one in absent))
