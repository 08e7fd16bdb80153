"""Against others: comparison with the year before, and rank bands."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rules.base import Given, NotScored, Rule, Wanted, WantedKind
from namro.core.indices.rules.writing import write_plain, write_points


@dataclass(frozen=True, slots=True)
class Change(Rule):
    """Points by whether the figure of this year is above, equal to or below that of the year before."""

    now: Wanted
    before: Wanted
    up: Decimal
    equal: Decimal
    down: Decimal
    least: Decimal
    most: Decimal
    kind = "change"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.now, self.before)

    def points(self, given: Given) -> Decimal | NotScored:
        now, before = given.get(self.now.name), given.get(self.before.name)
        if now is None or before is None:
            return self.missing(given) or NotScored("")
        if now == before:
            return self.equal
        return self.up if now > before else self.down  # type: ignore[operator]  # both are numbers

    def words(self, given: Given) -> str:
        now, before = given[self.now.name], given[self.before.name]
        assert isinstance(now, Decimal)
        assert isinstance(before, Decimal)
        sign, word, points = "=", "bằng", self.equal
        if now != before:
            sign, word, points = (">", "tăng", self.up) if now > before else ("<", "giảm", self.down)
        unit = f" {self.now.unit}" if self.now.unit else ""
        return (
            f"{write_plain(now)}{unit} {sign} {write_plain(before)}{unit}: {word} so với năm trước → "
            f"{write_points(points)}"
        )


@dataclass(frozen=True, slots=True)
class RankBands(Rule):
    """Points by the band in which a rank lies; each band is (last rank of it, points), `of` units in all."""

    rank: Wanted
    of: int
    bands: tuple[tuple[int, Decimal], ...]
    least: Decimal
    most: Decimal
    kind = "rank"

    @classmethod
    def over(cls, name: str, label: str, of: int, bands: tuple[tuple[int, Decimal], ...]) -> "RankBands":
        """Build it for an input of this name; the last band ends at `of`."""
        wanted = Wanted(name, label, WantedKind.RANK, most=Decimal(of))
        points = [worth for _, worth in bands]
        return cls(wanted, of, bands, min(points), max(points))

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (self.rank,)

    def points(self, given: Given) -> Decimal | NotScored:
        rank = given.get(self.rank.name)
        if rank is None:
            return self.missing(given) or NotScored("")
        return next(points for last, points in self.bands if rank <= last)  # type: ignore[operator]

    def words(self, given: Given) -> str:
        rank = given[self.rank.name]
        assert isinstance(rank, Decimal)
        first = 1
        for last, points in self.bands:
            if rank <= last:
                return f"Hạng {rank}/{self.of}, trong nhóm {first}–{last} → {write_points(points)}"
            first = last + 1
        raise AssertionError("a rank lies in a band")
