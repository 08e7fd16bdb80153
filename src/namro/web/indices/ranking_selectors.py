"""Reads for the rankings of the provinces: tables reckoned from parts (PAPI), or figures as they were printed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from namro.core.indices.matching import spelled
from namro.core.indices.ranking import GROUPS, Ranking, rank
from namro.core.indices.results import TOTAL, YearTable
from namro.core.indices.results_others import NationalMean, load_means, load_others
from namro.core.indices.results_provinces import province
from namro.core.indices.results_years import AreaNow, areas_now, method_changes
from namro.core.text import fold
from namro.web.indices.models import PROVINCE, Result
from namro.web.indices.selectors import announced_by, bare, last_year_known
from namro.web.indices.tables import PAPI, province_key, year_tables

TOP = "tong"  # in an address: the index as a whole


@dataclass(frozen=True, slots=True)
class Column:
    """A dimension (or block) beside the figure by which the list is ranked."""

    code: str
    name: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One province in the list; `value` is what the list ranks by, None never stands here."""

    key: str
    name: str
    value: Decimal
    rank: int | None
    group: int | None
    tied: int
    cells: tuple[Decimal | None, ...]
    before: int | None
    is_own: bool
    is_chosen: bool
    verified: bool
    source: str

    @property
    def change(self) -> int | None:
        """Places won since the year before, negative when lost; None while either rank is not known."""
        return None if self.before is None or self.rank is None else self.before - self.rank

    @property
    def group_name(self) -> str:
        return GROUPS[self.group - 1] if self.group else ""


@dataclass(frozen=True, slots=True)
class RankingList:
    """The provinces of one year by one figure. `of` counts those ranked; `is_reckoned` False: ranks as printed."""

    index: str
    year: int
    code: str
    label: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    of: int | None
    is_reckoned: bool
    source: str
    mean: NationalMean | None
    median: Decimal | None
    is_ranked_here: bool = False  # totals only, without printed ranks: ranked by the totals that are known

    @property
    def own(self) -> Row | None:
        return next((row for row in self.rows if row.is_own), None)

    @property
    def beside(self) -> tuple[Row, ...]:
        """The own province and the chosen ones, in the order of their ranks; empty when none is chosen."""
        found = tuple(sorted((row for row in self.rows if row.is_own or row.is_chosen), key=_by_rank))
        return found if any(row.is_chosen for row in found) else ()


def _by_rank(row: Row) -> tuple[int, str]:
    return (row.rank or 10_000, fold(row.name))


@lru_cache(maxsize=1)
def own_key() -> str:
    """Give the key of the province whose pages these are."""
    key = province_key(PROVINCE, 2021)
    assert key is not None
    return key


def years(index: str, *, day: date) -> tuple[int, ...]:
    """Give the years of an index with results of provinces known on the day, newest first."""
    if index == PAPI:
        return tuple(sorted({*year_tables(day=day), *_years_of_totals(day)}, reverse=True))
    return tuple(sorted({figure.year for figure in printed(index, day=day)}, reverse=True))


def _years_of_totals(day: date) -> Iterator[int]:
    """Give the years of which totals of several provinces were taken over: one alone cannot be ranked."""
    counts = Counter(figure.year for figure in printed(PAPI, day=day) if figure.value is not None)
    return (year for year, count in counts.items() if count > 1)


def ranking_list(
    index: str, year: int, *, day: date, code: str = TOTAL, chosen: Iterable[str] = ()
) -> RankingList | None:
    """Give the list of a year; None when the index has no such year or the year no such code."""
    keys = frozenset(chosen)
    if index == PAPI:
        tables = year_tables(day=day)
        if year in tables or year not in _years_of_totals(day):
            return _reckoned(tables, year, code, keys)
    return _printed_list(index, year, keys, day=day) if code == TOTAL else None


@dataclass(frozen=True, slots=True)
class Option:
    """A figure that the provinces can be ranked by; `code` as it stands in an address."""

    code: str
    label: str


def options(index: str, year: int, *, day: date) -> tuple[Option, ...]:
    """Give the figures of a year to rank by: the whole, dimensions and their parts; one where only the whole is known."""
    table = year_tables(day=day).get(year) if index == PAPI else None
    if table is None:
        return ()
    found = [Option(TOP, "Tổng điểm")]
    for code, parts in table.children.items():
        found.append(Option(code, f"{code}. {table.frame.part(code).name}"))
        found += [Option(part.lower(), f"{part} {table.frame.part(part).name}") for part in parts]
    return tuple(found)


def change_words(index: str, year: int, *, day: date) -> str:
    """Say how the way of measuring changed from the year before; empty when nothing is known to have changed."""
    if index == PAPI:
        return method_changes(year_tables(day=day)).get(year, "")
    found = {one.new_method for one in printed(index, day=day) if one.year == year and one.new_method}
    return f"Từ năm {year} đổi cách đo theo Quyết định {min(found)}." if found else ""


_MERGERS_KNOWN = date(2025, 7, 1)


def as_now(index: str, year: int, *, day: date) -> tuple[AreaNow, ...] | None:
    """Give the provinces of today with the points of a year as far as they follow; None without a table of parts."""
    table = year_tables(day=day).get(year) if index == PAPI else None
    if table is None:
        return None
    return tuple(sorted(areas_now(table, _MERGERS_KNOWN), key=lambda one: fold(one.province.name)))


def _reckoned(
    tables: Mapping[int, YearTable], year: int, code: str, chosen: frozenset[str]
) -> RankingList | None:
    table = tables.get(year)
    if table is None or not table.has(code):
        return None
    ranking = table.ranking(code)
    groups, before = ranking.groups, _ranks(tables.get(year - 1), code)
    columns = tuple(_column(table, one) for one in _beside(table, code))
    values = [table.values(column.code) for column in columns]
    ties = _ties(ranking)
    rows = [
        Row(
            key=key,
            name=province(key).name,
            value=value,
            rank=ranking.ranks[at],
            group=groups[at],
            tied=ties.get(ranking.ranks[at], 1) - 1,
            cells=tuple(column[at] for column in values),
            before=before.get(key),
            is_own=key == own_key(),
            is_chosen=key in chosen,
            verified=True,
            source=table.frame.source,
        )
        for at, (key, value) in enumerate(zip(table.provinces, ranking.values, strict=True))
        if value is not None
    ]
    left_out = tuple(
        province(key).name
        for key, value in zip(table.provinces, ranking.values, strict=True)
        if value is None
    )
    part = table.frame.part(code)
    return RankingList(
        index=PAPI,
        year=year,
        code=code,
        label="Tổng điểm" if code == TOTAL else part.name,
        unit="điểm",
        columns=columns,
        rows=tuple(sorted(rows, key=_by_rank)),
        left_out=left_out,
        of=ranking.of,
        is_reckoned=True,
        source=table.frame.source,
        mean=None,
        median=ranking.median,
    )


def _ties(ranking: Ranking) -> dict[int | None, int]:
    found: dict[int | None, int] = {}
    for place in ranking.ranks:
        found[place] = found.get(place, 0) + 1
    return found


def _beside(table: YearTable, code: str) -> tuple[str, ...]:
    """The columns beside a figure: its parts; a part itself stands alone."""
    if code == TOTAL:
        return tuple(table.children)
    return table.children.get(code, ())


def _column(table: YearTable, code: str) -> Column:
    part = table.frame.part(code)
    return Column(code, part.name, part.verified)


def _ranks(table: YearTable | None, code: str) -> dict[str, int]:
    if table is None or not table.has(code):
        return {}
    ranks = table.ranking(code).ranks
    return {key: rank for key, rank in zip(table.provinces, ranks, strict=True) if rank is not None}


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure of the whole index as printed for a province; `value` in per cent where that was printed."""

    year: int
    key: str
    name: str
    value: Decimal | None
    is_percent: bool
    rank: int | None
    of: int | None
    new_method: str
    verified: bool
    source: str


def printed(index: str, *, day: date) -> tuple[Printed, ...]:
    """Give the printed figures of an index known on the day: carried ones and those taken over; one query."""
    found = {
        (one.year, one.province): Printed(
            one.year, one.province, province(one.province).name, one.value, one.percent is not None,
            one.rank, one.of, one.new_method, one.verified, one.source,
        )
        for one in load_others()
        if one.index == index and not one.code and _was_announced(index, one.year, day)
    }  # fmt: skip
    for row in Result.objects.filter(announced_by(day), index=index, code=""):
        key = province_key(row.province, row.year)
        if key is not None:
            value = row.score if row.percent is None else row.percent
            found[row.year, key] = Printed(
                row.year, key, row.province, None if value is None else bare(value),
                row.percent is not None, row.rank, row.of, row.new_method, row.verified, row.source,
            )  # fmt: skip
    return tuple(found.values())


def _was_announced(index: str, year: int, day: date) -> bool:
    known = mean_of(index, year)
    if known is None or known.announced_on is None:
        return year <= last_year_known(day)
    return known.announced_on <= day


def mean_of(index: str, year: int) -> NationalMean | None:
    """Give the mean of all provinces of a year, as far as a source gives it."""
    return next((one for one in load_means() if (one.index, one.year) == (index, year)), None)


def _printed_list(index: str, year: int, chosen: frozenset[str], *, day: date) -> RankingList | None:
    known = printed(index, day=day)
    before: Mapping[str, int | None] = {one.key: one.rank for one in known if one.year == year - 1}
    figures = [one for one in known if one.year == year]
    if not figures:
        return None
    if index == PAPI:
        before = _ranks(year_tables(day=day).get(year - 1), TOTAL)
    is_ranked_here = index == PAPI and not any(one.rank for one in figures)
    placed = rank([one.value for one in figures]) if is_ranked_here else None
    ranks = placed.ranks if placed else tuple(one.rank for one in figures)
    ties = _ties(placed) if placed else {}
    counts = [placed.of] if placed else [one.of for one in figures if one.of is not None]
    rows = [
        Row(
            key=one.key,
            name=one.name,
            value=one.value,
            rank=place,
            group=None,
            tied=ties.get(place, 1) - 1,
            cells=(),
            before=before.get(one.key),
            is_own=one.key == own_key(),
            is_chosen=one.key in chosen,
            verified=one.verified,
            source=one.source,
        )
        for one, place in zip(figures, ranks, strict=True)
        if one.value is not None
    ]
    is_percent = any(one.is_percent for one in figures)
    return RankingList(
        index=index,
        year=year,
        code=TOTAL,
        label="Kết quả chung",
        unit="%" if is_percent else "điểm",
        columns=(),
        rows=tuple(sorted(rows, key=_by_rank)),
        left_out=tuple(one.name for one in figures if one.value is None),
        of=max(counts, default=None),
        is_reckoned=False,
        is_ranked_here=is_ranked_here,
        source="",
        mean=mean_of(index, year),
        median=None,
    )


def ordered(rows: Iterable[Row], order: str) -> tuple[Row, ...]:
    """Sort rows by `hang`, `ten`, `diem`, `doi` or `c0` … (a column); a minus before it turns it round.

    Rows without the figure come last either way.
    """
    code, is_back = order.removeprefix("-"), order.startswith("-")
    rows = sorted(rows, key=lambda row: spelled(row.name))
    keyed: list[tuple[Decimal | str | int, Row]] = []
    without: list[Row] = []
    for row in rows:
        value = _order_value(row, code)
        if value is None:
            without.append(row)
        else:
            keyed.append((value, row))
    keyed.sort(key=lambda pair: pair[0], reverse=is_back)
    return (*(row for _, row in keyed), *without)


def _order_value(row: Row, code: str) -> Decimal | str | int | None:
    if code == "ten":
        return fold(row.name)
    if code == "diem":
        return row.value
    if code == "doi":
        return row.change
    if code.startswith("c") and code[1:].isdigit() and int(code[1:]) < len(row.cells):
        return row.cells[int(code[1:])]
    return row.rank
