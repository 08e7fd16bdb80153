"""Reads for the pages of one province: why it has its rank in a year, and how it went over the years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.indices.ranking import GROUPS, why_group, why_rank
from namro.core.indices.results import TOTAL, YearTable
from namro.core.indices.results_provinces import Province, as_now, as_then, load_provinces
from namro.core.indices.results_years import method_changes
from namro.core.text import format_number
from namro.web.indices.chart import Chart, rank_chart
from namro.web.indices.ranking_selectors import mean_of, own_key, printed, ranking_list, years
from namro.web.indices.tables import PAPI, year_tables


@dataclass(frozen=True, slots=True)
class Figure:
    """A part, a dimension or the index of a province in a year, with rank, group and the middle of all."""

    code: str
    name: str
    level: int  # 0 the index, 1 a dimension, 2 a part
    value: Decimal | None
    maximum: Decimal
    rank: int | None
    of: int
    group: int | None
    median: Decimal | None
    verified: bool

    @property
    def group_name(self) -> str:
        return GROUPS[self.group - 1] if self.group else ""


@dataclass(frozen=True, slots=True)
class WhyRank:
    """Why a province has its rank: the sum, who stands before it, the group, and every figure below."""

    province: Province
    year: int
    total: Decimal | None
    rank: int | None
    of: int
    sum_words: str
    rank_words: str
    group_words: str
    better: tuple[tuple[str, Decimal], ...]
    figures: tuple[Figure, ...]
    missing: tuple[str, ...]
    source: str


def find(key: str) -> Province | None:
    """Give a province by its key, or None."""
    return next((one for one in load_provinces() if one.key == key), None)


def why_rank_of(place: Province, year: int, *, day: date) -> WhyRank | None:
    """Explain the PAPI rank of a province in a year; None when the year or the province is not there."""
    table = year_tables(day=day).get(year)
    if table is None or place.key not in table.provinces:
        return None
    at = table.place(place.key)
    ranking = table.ranking()
    own = ranking.values[at]
    better = sorted(
        (
            (value, key)
            for key, value in zip(table.provinces, ranking.values, strict=True)
            if own is not None and value is not None and value > own
        ),
        reverse=True,
    )
    return WhyRank(
        province=place,
        year=year,
        total=own,
        rank=ranking.ranks[at],
        of=ranking.of,
        sum_words=_sum_words(table, at),
        rank_words=why_rank(ranking, at),
        group_words=why_group(ranking, at),
        better=tuple((_name(key), value) for value, key in better),
        figures=tuple(_figures(table, at)),
        missing=tuple(code for code, column in table.columns.items() if column[at] is None),
        source=table.frame.source,
    )


def _name(key: str) -> str:
    found = find(key)
    return key if found is None else found.name


def _sum_words(table: YearTable, at: int) -> str:
    """Write the sum of the parts with its rounding; empty while a part is missing."""
    values = [column[at] for column in table.columns.values()]
    known = [value for value in values if value is not None]
    total = table.totals[at]
    if total is None or len(known) < len(values):
        return ""
    exact = sum(known, Decimal(0))
    terms = " + ".join(format_number(value) for value in known)
    end = "" if exact == total else f", làm tròn {format_number(total, table.frame.places)}"
    return f"{terms} = {format_number(exact)}{end}"


def _figures(table: YearTable, at: int) -> list[Figure]:
    found = [_figure(table, at, TOTAL, 0)]
    for code, parts in table.children.items():
        found.append(_figure(table, at, code, 1))
        found += [_figure(table, at, part, 2) for part in parts]
    return found


def _figure(table: YearTable, at: int, code: str, level: int) -> Figure:
    ranking, part = table.ranking(code), table.frame.part(code)
    return Figure(
        code,
        "Tổng điểm" if code == TOTAL else part.name,
        level,
        ranking.values[at],
        table.bounds(code)[1],
        ranking.ranks[at],
        ranking.of,
        ranking.group(at),
        ranking.median,
        part.verified,
    )


@dataclass(frozen=True, slots=True)
class YearOfProvince:
    """One year in the life of a province; `new_method` says what changed in the measuring, empty when nothing did."""

    year: int
    score: Decimal | None
    maximum: Decimal | None
    unit: str
    rank: int | None
    of: int | None
    group: int | None
    new_method: str
    mean: Decimal | None  # of all provinces, published
    median: Decimal | None
    verified: bool
    source: str

    @property
    def group_name(self) -> str:
        return GROUPS[self.group - 1] if self.group else ""


@dataclass(frozen=True, slots=True)
class Life:
    """A province over the years in one index, with its chart and what became of it."""

    province: Province
    is_own: bool
    years: tuple[YearOfProvince, ...]
    chart: Chart | None
    now: Province
    then: tuple[Province, ...]
    neighbours: tuple[Province, ...]

    @property
    def has_merged(self) -> bool:
        return self.now.key != self.province.key

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.source for one in self.years))

    @property
    def has_mean(self) -> bool:
        return any(one.mean is not None for one in self.years)

    @property
    def has_median(self) -> bool:
        return any(one.median is not None for one in self.years)


_AFTER_MERGERS, _BEFORE_MERGERS = date(2025, 7, 1), date(2024, 12, 31)


def life(index: str, place: Province, *, day: date) -> Life:
    """Give all years of a province in an index known on the day, oldest first."""
    found = _papi_years(place, day) if index == PAPI else _printed_years(index, place, day)
    now = as_now(place.key, _AFTER_MERGERS)
    then = as_then(now.key, _BEFORE_MERGERS)
    return Life(
        province=place,
        is_own=place.key == own_key(),
        years=found,
        chart=rank_chart(found),
        now=now,
        then=then,
        neighbours=tuple(one for one in then if one.key != place.key),
    )


def _papi_years(place: Province, day: date) -> tuple[YearOfProvince, ...]:
    tables = year_tables(day=day)
    changes = method_changes(tables)
    found = []
    for year, table in tables.items():
        if place.key not in table.provinces:
            continue
        at = table.place(place.key)
        ranking = table.ranking()
        found.append(
            YearOfProvince(
                year,
                ranking.values[at],
                table.bounds(TOTAL)[1],
                "điểm",
                ranking.ranks[at],
                ranking.of,
                ranking.group(at),
                changes.get(year, ""),
                None,
                ranking.median,
                True,
                table.frame.source,
            )
        )
    found += [
        one for year in years(PAPI, day=day) if year not in tables for one in _totals_only(place, year, day)
    ]
    return tuple(sorted(found, key=lambda one: one.year))


def _totals_only(place: Province, year: int, day: date) -> Iterator[YearOfProvince]:
    """Give a PAPI year of which only totals were taken over; nothing when the province has none."""
    shown = ranking_list(PAPI, year, day=day)
    row = next((row for row in shown.rows if row.key == place.key), None) if shown else None
    if shown is not None and row is not None:
        yield YearOfProvince(
            year, row.value, None, "điểm", row.rank, shown.of, None, "", None, None, row.verified, row.source
        )


def _printed_years(index: str, place: Province, day: date) -> tuple[YearOfProvince, ...]:
    found = []
    for one in sorted(printed(index, day=day), key=lambda one: one.year):
        if one.key != place.key:
            continue
        mean = mean_of(index, one.year)
        found.append(
            YearOfProvince(
                one.year,
                one.value,
                Decimal(100) if one.is_percent else None,
                "%" if one.is_percent else "điểm",
                one.rank,
                one.of,
                None,
                f"Từ năm {one.year} đổi cách đo theo Quyết định {one.new_method}." if one.new_method else "",
                mean.percent if mean and one.is_percent else None,
                None,
                one.verified,
                one.source,
            )
        )
    return tuple(found)
