"""Reads for the results of the province's own units: departments, districts, communes, each level ranked alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.agencies import Level, Register, load_register
from namro.core.indices.ranking import rank
from namro.core.indices.results_importing import OF_UNITS
from namro.core.text import fold
from namro.web.indices.models import Result
from namro.web.indices.selectors import announced_by, bare

_TODAY = date(2025, 7, 1)  # since then the register of two levels stands
_LEVELS = (
    (Level.PROVINCE, "Sở, ban, ngành cấp tỉnh"),
    (Level.DISTRICT, "Cấp huyện"),
    (Level.COMMUNE, "Cấp xã"),
)


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit with its points, the rank as printed and the rank that follows among those of its level."""

    name: str
    value: Decimal | None
    printed: int | None
    rank: int | None
    of: int
    source: str
    is_gone: bool  # it no longer exists today
    heirs: tuple[str, ...]  # the units that carry its area or its work today, as far as the register knows

    @property
    def differs(self) -> bool:
        return self.printed is not None and self.rank is not None and self.printed != self.rank


@dataclass(frozen=True, slots=True)
class LevelResults:
    label: str
    rows: tuple[UnitResult, ...]


@dataclass(frozen=True, slots=True)
class UnitYears:
    """The years that are known and the results of the year shown, level by level."""

    years: tuple[int, ...]
    year: int | None
    levels: tuple[LevelResults, ...]

    @property
    def has_gone(self) -> bool:
        return any(row.is_gone for level in self.levels for row in level.rows)


def unit_results(*, day: date, year: int | None = None) -> UnitYears:
    """Give the results of the units for a year, the newest when it is None or not known; two queries."""
    known = Result.objects.filter(announced_by(day), index=OF_UNITS, code="").exclude(unit="")
    years = tuple(known.order_by("-year").values_list("year", flat=True).distinct())
    shown = year if year in years else years[0] if years else None
    results = list(known.filter(year=shown)) if shown is not None else []
    register = load_register()
    levels = []
    for level, label in _LEVELS:
        here = [
            one for one in results if register.has_unit(one.unit) and register.unit(one.unit).level == level
        ]
        ranking = rank([one.score if one.percent is None else one.percent for one in here])
        rows = [
            UnitResult(
                register.unit(one.unit).name,
                None if value is None else bare(value),
                one.rank,
                place,
                ranking.of,
                one.source,
                not register.unit(one.unit).exists_on(_TODAY),
                _heirs(register, one.unit),
            )
            for one, value, place in zip(here, ranking.values, ranking.ranks, strict=True)
        ]
        if rows:
            levels.append(LevelResults(label, tuple(sorted(rows, key=_order))))
    return UnitYears(years, shown, tuple(levels))


def _heirs(register: Register, key: str) -> tuple[str, ...]:
    if register.unit(key).exists_on(_TODAY):
        return ()
    return tuple(unit.name for unit in register.successors_of(key, _TODAY))


def _order(row: UnitResult) -> tuple[int, str]:
    return (row.rank or 10_000, fold(row.name))
