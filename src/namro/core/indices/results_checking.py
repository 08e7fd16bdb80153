"""Printed figures that do not follow from their parts: told, never repaired."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

from namro.core.indices.results import TOTAL, YearTable
from namro.core.indices.results_others import OtherResult
from namro.core.text import format_number


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One printed figure beside what its parts add up to, or beside the bound that it passes."""

    year: int
    province: str
    code: str
    printed: Decimal
    reckoned: Decimal
    sentence: str

    @property
    def difference(self) -> Decimal:
        return self.printed - self.reckoned


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """The sums that were printed for a province in a year, by code of the dimension; empty code is the total."""

    year: int
    province: str
    points: Mapping[str, Decimal]


def check_papi(tables: Mapping[int, YearTable], printed: str | None = None) -> tuple[Mismatch, ...]:
    """Compare the printed dimensions and totals of PAPI with the sums of the parts, as `check_printed`.

    `printed`: CSV of year, province, dimensions 1–8, total; None takes the carried one. Years and provinces
    that the tables lack are passed over.
    """
    text = printed if printed is not None else _carried()
    rows = [
        PrintedRow(
            int(row["year"]),
            row["province"],
            {
                TOTAL if column == "total" else column: Decimal(cell)
                for column, cell in row.items()
                if cell and column not in ("year", "province")
            },
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return check_printed(tables, rows)


def check_printed(tables: Mapping[int, YearTable], rows: Iterable[PrintedRow]) -> tuple[Mismatch, ...]:
    """Compare printed sums with the sums of the parts rounded half up, exact to the last place.

    The total is also compared with the sum of the printed dimensions when that is off by more than rounding
    can explain (half a unit of the last place for each dimension). Sums with a part missing are passed over.
    """
    found: list[Mismatch] = []
    for row in rows:
        table = tables.get(row.year)
        if table is None or row.province not in table.provinces:
            continue
        place = table.place(row.province)
        for code, printed in row.points.items():
            reckoned = table.values(code)[place] if table.has(code) else None
            if reckoned is not None and printed != reckoned:
                found.append(_mismatch(table, row.province, code, printed, reckoned))
        dimensions = [row.points[code] for code in table.children if code in row.points]
        total = row.points.get(TOTAL)
        if total is not None and len(dimensions) == len(table.children):
            slack = Decimal(len(dimensions) + 1).scaleb(-table.frame.places) / 2
            if abs(sum(dimensions) - total) > slack:
                found.append(_mismatch(table, row.province, TOTAL, total, sum(dimensions, Decimal(0))))
    return tuple(found)


def out_of_range(tables: Mapping[int, YearTable], places: int = 2) -> tuple[Mismatch, ...]:
    """Give the points of parts that lie outside the range of their year, rounded to `places`."""
    found = []
    for table in tables.values():
        for code, column in table.columns.items():
            low, high = (round(bound, places) for bound in table.bounds(code))
            for key, value in zip(table.provinces, column, strict=True):
                if value is not None and not low <= value <= high:
                    bound = low if value < low else high
                    sentence = (
                        f"{code} năm {table.year}: {format_number(value)} nằm ngoài khoảng "
                        f"{format_number(low)}–{format_number(high)}."
                    )
                    found.append(Mismatch(table.year, key, code, value, bound, sentence))
    return tuple(found)


def check_blocks(results: Iterable[OtherResult]) -> tuple[Mismatch, ...]:
    """Compare a printed total of PAR INDEX with the sum of its printed blocks, where all four are known."""
    blocks: dict[tuple[str, int, str], list[OtherResult]] = {}
    for one in results:
        blocks.setdefault((one.index, one.year, one.province), []).append(one)
    found = []
    for (index, year, province), rows in blocks.items():
        parts = [row.score for row in rows if row.code]
        totals = [row.score for row in rows if not row.code]
        if len(parts) != 4 or None in parts or not totals or totals[0] is None:
            continue
        reckoned = sum((part for part in parts if part is not None), Decimal(0))
        if reckoned != totals[0]:
            sentence = f"{index} năm {year}: tổng in {format_number(totals[0])}, cộng các khối được {format_number(reckoned)}."
            found.append(Mismatch(year, province, TOTAL, totals[0], reckoned, sentence))
    return tuple(found)


def _mismatch(table: YearTable, province: str, code: str, printed: Decimal, reckoned: Decimal) -> Mismatch:
    what = f"nội dung {code}" if code else "tổng điểm"
    sentence = (
        f"{table.frame.index} năm {table.year}, {what}: in {format_number(printed)}, "
        f"cộng các phần được {format_number(reckoned)}."
    )
    return Mismatch(table.year, province, code, printed, reckoned, sentence)


def _carried() -> str:
    return (files("namro.registers") / "results" / "papi_printed.csv").read_text(encoding="utf-8")
