"""Which years of an index may be read on a day, and the figures of PAR INDEX and SIPAS as the database has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from namro.core.indices.results import YearTable
from namro.core.indices.results_others import OtherResult, load_others
from namro.web.indices.models import PROVINCE, Result
from namro.web.indices.selectors import totals
from namro.web.indices.tables import PAPI, province_key, year_tables

_FAR = date(9000, 1, 1)  # every result there is has been published by then


@dataclass(frozen=True, slots=True)
class YearMark:
    """One year of the switcher."""

    year: int
    rank: int | None
    of: int | None
    is_later: bool


@dataclass(frozen=True, slots=True)
class Years:
    """The years of an index with a result of the own province: `known` on the day, `all` there is."""

    known: tuple[int, ...]
    all: tuple[int, ...]
    ranks: Mapping[int, tuple[int | None, int | None]]
    tables: Mapping[int, YearTable] = field(default_factory=dict)

    def readable(self, *, later: bool) -> tuple[int, ...]:
        return self.all if later else self.known

    def marks(self, *, later: bool) -> tuple[YearMark, ...]:
        """The years to switch between, the latest last."""
        return tuple(
            YearMark(year, *self.ranks.get(year, (None, None)), year not in self.known)
            for year in self.readable(later=later)
        )

    def before(self, year: int, *, later: bool) -> int | None:
        return max((one for one in self.readable(later=later) if one < year), default=None)

    def after(self, year: int, *, later: bool) -> int | None:
        return min((one for one in self.readable(later=later) if one > year), default=None)

    @property
    def has_later(self) -> bool:
        return self.known != self.all


def years_of(index: str, day: date) -> Years:
    """Read which years of the index there are; two queries for PAPI, one for the others."""
    if index == PAPI:
        return _papi(day)
    found = totals(_FAR).get(index, ())
    known = {one.pk for one in totals(day).get(index, ())}
    return Years(
        known=tuple(one.year for one in found if one.pk in known),
        all=tuple(one.year for one in found),
        ranks={one.year: (one.rank, one.of) for one in found},
    )


def _papi(day: date) -> Years:
    tables, on_the_day = year_tables(day=_FAR), year_tables(day=day)
    ranks: dict[int, tuple[int | None, int | None]] = {}
    for year, table in tables.items():
        key = province_key(PROVINCE, year)
        if key in table.provinces and key is not None:
            ranking = table.ranking()
            at = table.place(key)
            if any(column[at] is not None for column in table.columns.values()):
                ranks[year] = (ranking.ranks[at], ranking.of)
    years = tuple(ranks)
    return Years(
        known=tuple(year for year in years if year in on_the_day),
        all=years,
        ranks=ranks,
        tables=tables | on_the_day,
    )


def other_results(index: str, years: Iterable[int]) -> tuple[OtherResult, ...]:
    """Give the single figures of an index: those of the database, and the carried ones of other provinces.

    A figure of the database stands in place of a carried one of the same province, year and code; one query.
    """
    found = {
        (one.year, one.province, one.code): one
        for one in load_others()
        if one.index == index and one.province != province_key(PROVINCE, one.year)
    }
    for row in Result.objects.filter(index=index, year__in=list(years), unit="").order_by("id"):
        key = province_key(row.province, row.year)
        if key is not None:
            found[row.year, key, row.code] = OtherResult(
                index, row.year, key, row.code, row.name, _short(row.score), _short(row.maximum), _short(row.percent),
                row.rank, row.of, row.verified, row.source, row.new_method,
            )  # fmt: skip
    return tuple(found.values())


def _short(value: Decimal | None) -> Decimal | None:
    """Take off the zeros that a column adds; a whole hundred stays 100."""
    return None if value is None else value.normalize() + 0
