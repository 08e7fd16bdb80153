"""Lost points of a part of an index: the fall against the year before.

That Plan 359 means this by "bị trừ điểm" is inferred: its Phụ lục 1 lists 11 of the 12 parts of PAPI that
fell from 2019 to 2020 and none that rose.
"""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.text import format_number

PLACES = 3  # as PAPI prints its points


@dataclass(frozen=True, slots=True)
class Fall:
    """Points of two years and their difference; negative when points were lost."""

    year: int
    before: Decimal
    after: Decimal

    @property
    def points(self) -> Decimal:
        return self.after - self.before

    @property
    def is_loss(self) -> bool:
        return self.points < 0

    @property
    def signed(self) -> str:
        """The difference with its sign, rounded for reading: −0,362."""
        return signed(self.points, PLACES)

    @property
    def reckoning(self) -> str:
        """The rule with its inputs; where rounding hides the sum, every digit is given and rounded at the end."""
        year, before = self.year, self.year - 1
        rule = f"Mất điểm = điểm {year} − điểm {before}"
        short = tuple(round(value, PLACES) for value in (self.after, self.before, self.points))
        if short[0] - short[1] == short[2]:
            return f"{rule} = {format_number(short[0])} − {format_number(short[1])} = {self.signed}"
        full = f"{format_number(self.after)} − {format_number(self.before)} = {signed(self.points)}"
        return f"{rule} = {full}, làm tròn {self.signed}"


def fall(year: int, before: Decimal | None, after: Decimal | None) -> Fall | None:
    """Compare the points of `year` with those of the year before; None while either is not known."""
    if before is None or after is None:
        return None
    return Fall(year, before, after)


def signed(value: Decimal, places: int | None = None) -> str:
    """Write a difference with a true minus sign or a plus sign; zero bare."""
    text = format_number(abs(value), places)
    if value == 0 or not text.strip("0,"):
        return text
    return f"{'−' if value < 0 else '+'}{text}"
