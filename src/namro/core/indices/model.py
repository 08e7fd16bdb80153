"""What the room speaks about: one published figure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """One figure of a province for an index (`code` empty) or one of its parts, in one assessment year.

    None is "not known". `new_method` names the decision with which the way of measuring changed in that year;
    a comparison with the year before is then not one. `verified` False: the figure or the name of the part
    has no published document behind it yet.
    """

    index: str
    year: int
    code: str
    name: str
    score: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    announced_on: date | None
    new_method: str
    verified: bool
    source: str
