"""Printed figures that do not follow from their parts, as far as they are known on a day; told, never repaired."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from namro.core.indices.falls import signed
from namro.core.indices.results import YearTable
from namro.core.indices.results_checking import (
    Mismatch,
    PrintedRow,
    check_blocks,
    check_papi,
    check_printed,
    out_of_range,
)
from namro.core.indices.results_others import load_others
from namro.core.indices.results_provinces import province
from namro.core.text import format_number
from namro.web.indices.models import Result
from namro.web.indices.ranking_selectors import own_key, years
from namro.web.indices.selectors import announced_by, bare
from namro.web.indices.tables import PAPI, province_key, year_tables

_EXACT = 4  # places to which a part is compared with its range


@dataclass(frozen=True, slots=True)
class Told:
    """One printed figure that does not follow, with the name of its province and what kind it is."""

    mismatch: Mismatch
    name: str
    kind: str

    @property
    def signed(self) -> str:
        return signed(self.mismatch.difference)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was compared and what did not follow."""

    told: tuple[Told, ...]
    years: tuple[int, ...]
    provinces: int


def checked(index: str, *, day: date) -> Checked:
    """Compare all printed figures of an index known on the day with what follows from their parts."""
    known = years(index, day=day)
    if index == PAPI:
        tables = year_tables(day=day)
        found = [(one, "Tổng không khớp các phần") for one in check_papi(tables)]
        found += [(one, "Số nạp vào không khớp các phần") for one in check_printed(tables, _taken_over(day))]
        found += [(one, "Ngoài khoảng điểm") for one in out_of_range(tables, _EXACT)]
        count = len({key for table in tables.values() for key in table.provinces})
    else:
        rows = [one for one in load_others() if one.index == index and one.year in known]
        found = [(one, "Tổng không khớp các khối") for one in check_blocks(rows)]
        count = len({one.province for one in rows})
    told = [Told(one, province(one.province).name, kind) for one, kind in found]
    told.sort(key=lambda one: (-one.mismatch.year, one.name, one.mismatch.code))
    return Checked(tuple(told), known, count)


_LEAST_PLACES = 2  # a total printed shorter than this would agree with too much


def totals_off(history: Iterable[Result], *, day: date) -> tuple[str, ...]:
    """Say for which years the printed total of the own province is not what its PAPI parts known on the day give.

    A total that was printed with fewer places agrees when the sum rounds to it. Both stay as they are: the page
    of the index shows the printed total, rankings and the book of points add up the parts.
    """
    tables = year_tables(day=day)
    told = []
    for result in history:
        table = tables.get(result.year) if result.index == PAPI else None
        if table is None or result.score is None or own_key() not in table.provinces:
            continue
        printed, reckoned = bare(result.score), table.totals[table.place(own_key())]
        places = max(_LEAST_PLACES, -int(printed.as_tuple().exponent))
        if reckoned is None or reckoned.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == printed:
            continue
        told.append(
            f"Năm {result.year}: tổng điểm in là {format_number(printed)}, các nội dung đã nạp cộng lại là "
            f"{format_number(reckoned)} (chênh {signed(printed - reckoned)})."
        )
    return tuple(told)


def _taken_over(day: date) -> list[PrintedRow]:
    """The sums that people took over from published tables, to be compared with the parts."""
    rows = Result.objects.filter(
        announced_by(day), index=PAPI, taken_from__isnull=False, score__isnull=False
    ).values_list("year", "province", "code", "score")
    found: dict[tuple[int, str], PrintedRow] = {}
    for year, name, code, score in rows:
        key = province_key(name, year)
        if key is not None and score is not None and not code.startswith("SC"):
            row = found.setdefault((year, key), PrintedRow(year, key, {}))
            found[year, key] = PrintedRow(year, key, {**row.points, code: bare(score)})
    return list(found.values())


def checked_import(
    tables: Mapping[int, YearTable], sums: Iterable[PrintedRow], given: Iterable[tuple[int, str, str]]
) -> tuple[str, ...]:
    """Say what does not follow in a table on its way in; `tables` already hold its parts.

    `given`: year, key of the province and code of the parts that the table gives; only these are compared
    with their range, and sums only of the provinces that it gives sums for.
    """
    spots = set(given)
    found = [*check_printed(tables, sums)]
    found += [one for one in out_of_range(tables, _EXACT) if (one.year, one.province, one.code) in spots]
    return tuple(f"{province(one.province).name}: {one.sentence}" for one in found)
