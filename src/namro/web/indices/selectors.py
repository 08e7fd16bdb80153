"""Reads of published results as they were known on a day, and what they say about a plan's criteria."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from namro.core.indices import Fall, fall
from namro.core.text import fold
from namro.web.indices.models import PROVINCE, Result

INDICES = ("PAR INDEX", "SIPAS", "PAPI")
FULL_NAMES = {
    "PAR INDEX": "Chỉ số cải cách hành chính",
    "SIPAS": "Chỉ số hài lòng về sự phục vụ hành chính",
    "PAPI": "Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh",
}
SLUGS = {"PAR INDEX": "par-index", "SIPAS": "sipas", "PAPI": "papi"}
# PAPI says no day of announcement in our sources; its year is taken as known from the middle of the next.
_MONTH, _DAY = 6, 30


def index_of(slug: str) -> str | None:
    """Give the index an address names, or None."""
    return next((index for index, known in SLUGS.items() if known == slug), None)


def last_year_known(day: date) -> int:
    """Give the last assessment year taken as known on the day where no day of announcement is known."""
    return day.year - 1 if (day.month, day.day) >= (_MONTH, _DAY) else day.year - 2


def announced_by(day: date) -> Q:
    """Limit to results that had been announced by the day, of whatever province."""
    unknown = Q(announced_on__isnull=True, year__lte=last_year_known(day))
    return (Q(announced_on__lte=day) | unknown) & Q(year__lt=day.year)


def known_by(day: date) -> QuerySet[Result]:
    """Limit to the results of the own province that had been announced by the day."""
    return Result.objects.filter(announced_by(day), province=PROVINCE, unit="")


def bare(value: Decimal) -> Decimal:
    """Give the same number without the zeros that a database column adds: 45.1, not 45.100000, and 10, not 1E+1."""
    return Decimal(format(value.normalize(), "f"))


def totals(day: date) -> dict[str, tuple[Result, ...]]:
    """Give the results of each index as a whole known on the day, oldest first; one query."""
    found: dict[str, list[Result]] = {}
    for result in known_by(day).filter(code="").order_by("index", "year"):
        found.setdefault(result.index, []).append(result)
    return {index: tuple(rows) for index, rows in found.items()}


@dataclass(frozen=True, slots=True)
class PartFall:
    """A part of an index whose points of two years are known."""

    before: Result
    after: Result
    fall: Fall

    @property
    def name(self) -> str:
        return self.after.name

    @property
    def folded_name(self) -> str:
        return self.after.folded_name

    @property
    def slug(self) -> str:
        """The index in addresses."""
        return SLUGS[self.after.index]

    @property
    def points(self) -> Decimal:
        return self.fall.points

    @property
    def verified(self) -> bool:
        return self.before.verified and self.after.verified


def compared(index: str, year: int, *, day: date) -> tuple[PartFall, ...]:
    """Compare every part of the index in `year` with the year before, the greatest loss first; one query."""
    return compared_all({index: year}, day=day)[index]


def compared_all(years: Mapping[str, int], *, day: date) -> dict[str, tuple[PartFall, ...]]:
    """Compare the parts of several indices, each in its year; one query for all."""
    rows: dict[tuple[str, str], dict[int, Result]] = {}
    wanted = Q(pk__in=[])
    for index, year in years.items():
        wanted |= Q(index=index, year__in=[year - 1, year])
    for result in known_by(day).filter(wanted).exclude(code=""):
        rows.setdefault((result.index, result.code), {})[result.year] = result
    found: dict[str, list[PartFall]] = {index: [] for index in years}
    for (index, _), results in rows.items():
        before, after = results.get(years[index] - 1), results.get(years[index])
        if before is None or after is None or after.new_method:
            continue
        change = fall(after.year, _bare(before.score), _bare(after.score))
        if change is not None:
            found[index].append(PartFall(before, after, change))
    return {
        index: tuple(sorted(parts, key=lambda part: (part.points, part.after.code)))
        for index, parts in found.items()
    }


def _bare(value: Decimal | None) -> Decimal | None:
    return None if value is None else bare(value)


def fallen(index: str, year: int, *, day: date) -> tuple[PartFall, ...]:
    """Give the parts of the index that lost points in `year`, the greatest loss first."""
    return tuple(part for part in compared(index, year, day=day) if part.fall.is_loss)


def lost_points(index: str, criterion_names: Iterable[str], year: int, *, day: date) -> dict[str, PartFall]:
    """Give the loss behind each of a plan's criteria, by the criterion's own name.

    Names meet without diacritics and case. A criterion whose points are not known, or that did not fall, is
    missing: unknown is never 0.
    """
    by_name = {part.folded_name: part for part in fallen(index, year, day=day)}
    return {name: by_name[fold(name)] for name in criterion_names if fold(name) in by_name}


@dataclass(frozen=True, slots=True)
class Why:
    """Why a criterion has tasks: its lost points with their reckoning, or that these are not known."""

    index: str
    name: str
    year: int
    part: PartFall | None

    @property
    def slug(self) -> str:
        return SLUGS.get(self.index, "")


def why(index: str, criterion_name: str, year: int, *, day: date) -> Why:
    """Answer "vì sao?" for one criterion of a plan based on the results of `year`; at most one query."""
    parts = lost_points(index, [criterion_name], year, day=day) if index else {}
    return Why(index, criterion_name, year, parts.get(criterion_name))
