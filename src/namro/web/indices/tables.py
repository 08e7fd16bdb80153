"""The tables of all provinces as known on a day: what the program carries, with figures that a person took over.

The carried tables are read from their file and not copied into the database (docs/decisions): only what
people took over from published tables lies there, and it is laid over the carried figures here.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from namro.core.indices.matching import match_province
from namro.core.indices.results import YearTable, load_papi, papi_frame
from namro.web.indices.models import Result
from namro.web.indices.selectors import announced_by, bare, last_year_known

PAPI = "PAPI"
_Cells = Mapping[str, Mapping[str, Decimal | None]]  # by key of the province, then by code of the part
_Stamp = tuple[Any, ...]


def year_tables(*, day: date) -> dict[int, YearTable]:
    """Give the PAPI tables of all provinces known on the day, by year, oldest first; one query, or two after an import.

    Figures that a person took over from a published table stand in place of the carried ones. Tables never
    change and are kept, so that their sums and ranks are reckoned once.
    """
    taken = _taken_over(day)
    stamps: dict[int, list[_Stamp]] = {}
    for year, *mark in (
        taken.values("year", "taken_from", "taken_from__sha256", "taken_from__decided_at")
        .annotate(figures=Count("id"), points=Sum("score"), newest=Max("id"))
        .order_by("year", "taken_from")
        .values_list(
            "year",
            "taken_from",
            "taken_from__sha256",
            "taken_from__decided_at",
            "figures",
            "points",
            "newest",
        )
    ):
        stamps.setdefault(year, []).append(tuple(mark))
    last = last_year_known(day)
    tables = {year: table for year, table in load_papi().items() if year <= last}
    for year, marks in stamps.items():
        stamp = (year, *marks)
        table = _KEPT.get(stamp)
        if table is None:
            table = _laid_over(year, taken)
            if len(_KEPT) > _MOST_KEPT:
                _KEPT.clear()
            _KEPT[stamp] = table
        if table.columns:
            tables[year] = table
    return dict(sorted(tables.items()))


_KEPT: dict[_Stamp, YearTable] = {}
_MOST_KEPT = 60


def _taken_over(day: date) -> QuerySet[Result]:
    parts = [part.code for part in papi_frame().parts]
    return Result.objects.filter(announced_by(day), index=PAPI, code__in=parts, taken_from__isnull=False)


def _laid_over(year: int, taken: QuerySet[Result]) -> YearTable:
    cells: dict[str, dict[str, Decimal | None]] = {}
    for name, code, score in taken.filter(year=year).values_list("province", "code", "score"):
        key = province_key(name, year)
        if key is not None and score is not None:
            cells.setdefault(key, {})[code] = bare(score)
    return overlaid(load_papi().get(year), year, cells)


def overlaid(table: YearTable | None, year: int, cells: _Cells) -> YearTable:
    """Put figures over a table of the year (None: a year that is not carried); provinces it lacks come last."""
    frame = papi_frame() if table is None else table.frame
    known = () if table is None else table.provinces
    keys = (*known, *(key for key in cells if key not in known))
    columns: dict[str, list[Decimal | None]] = {}
    for part in frame.parts:
        before = () if table is None else table.columns.get(part.code, ())
        before = before or (None,) * len(known)
        column = [*before, *[None] * (len(keys) - len(known))]
        columns[part.code] = [
            cells.get(key, {}).get(part.code, old) for key, old in zip(keys, column, strict=True)
        ]
    return YearTable(frame, year, keys, columns)


@lru_cache(maxsize=2_000)
def province_key(name: str, year: int) -> str | None:
    """Give the key of the province that bore a name in the year; None when no register knows it."""
    return match_province(name, on=date(year, 12, 31)).key
