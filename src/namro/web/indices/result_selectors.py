"""Reads for the pages on which published results come in: what is loaded, what a table would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404

from namro.core.agencies import load_register
from namro.core.indices.results import YearTable, papi_frame
from namro.core.indices.results_checking import PrintedRow
from namro.core.indices.results_importing import OF_UNITS
from namro.core.indices.results_provinces import province
from namro.core.indices.results_sheets import LABELS, Sheet, is_part
from namro.web.indices.models import Result, ResultImport
from namro.web.indices.result_checks import checked_import
from namro.web.indices.tables import PAPI, overlaid, year_tables

NEW, SAME, DIFFERENT, SKIPPED, UNSURE = "new", "same", "different", "skipped", "unsure"
SKIP = "-"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many figures of one index and year are loaded, of how many provinces, from which sources."""

    index: str
    year: int
    figures: int
    provinces: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The figure that stood before: a row that is loaded, or (no row) a figure that the program carries."""

    score: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    source: str
    result: Result | None


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a table beside the one loaded before."""

    row: Mapping[str, Any]
    key: str  # of the province or the unit; empty while not decided
    province: str  # as it is named, the unit's name for a unit
    state: str
    before: Before | None

    @property
    def score(self) -> Decimal | None:
        return number(self.row["score"])

    @property
    def percent(self) -> Decimal | None:
        return number(self.row["percent"])

    @property
    def is_carried(self) -> bool:
        """Whether the figure before comes from the carried tables and has no row of its own yet."""
        return self.before is not None and self.before.result is None

    @property
    def given_words(self) -> str:
        """The figures of the table in a few words."""
        return _words(self.score, self.percent, self.row["rank"])

    @property
    def loaded_words(self) -> str:
        """The figures loaded before in a few words."""
        before = self.before
        return "" if before is None else _words(before.score, before.percent, before.rank)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A name of a province that a person must decide on."""

    text: str
    sentence: str
    candidates: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a table over would do."""

    lines: tuple[Line, ...]
    unsure: tuple[Unsure, ...]
    problems: tuple[str, ...]
    told: tuple[str, ...]  # figures that do not follow from their parts, or lie outside their range

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def new(self) -> int:
        return self.count(NEW)

    @property
    def same(self) -> int:
        return self.count(SAME)

    @property
    def different(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == DIFFERENT)


def loaded() -> tuple[Loaded, ...]:
    """Give what is loaded by index and year, the newest first; two queries."""
    counts = (
        Result.objects.values("index", "year")
        .annotate(figures=Count("id"), provinces=Count("province", distinct=True))
        .order_by("index", "-year")
    )
    sources: dict[tuple[str, int], list[str]] = {}
    for index, year, source in (
        Result.objects.values_list("index", "year", "source").order_by("source").distinct()
    ):
        sources.setdefault((index, year), []).append(source)
    return tuple(
        Loaded(
            one["index"],
            one["year"],
            one["figures"],
            one["provinces"],
            tuple(sources[one["index"], one["year"]]),
        )
        for one in counts
    )


def imports() -> QuerySet[ResultImport]:
    """Give the tables that came in, the newest first, without their rows."""
    return ResultImport.objects.defer("rows", "cells").order_by("-id")[:50]


def result_import(pk: int) -> ResultImport:
    """Give one table; raises Http404."""
    found = ResultImport.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def preview(table: ResultImport, choices: Mapping[str, str] | None = None) -> Preview:
    """Compare the rows of a table with what is loaded or carried; `choices`: a key, or SKIP, by the name as written."""
    chosen = choices or {}
    known = _Known({row["year"] for row in table.rows if row["year"] is not None})
    lines: list[Line] = []
    unsure: dict[str, Unsure] = {}
    problems: list[str] = []
    for row in table.rows:
        problems += [f"{row['place']}: {problem}" for problem in row["problems"]]
        key = row["key"] or chosen.get(row["province"], "")
        if not row["key"]:
            if key not in {candidate for candidate, _ in row["candidates"]} | {SKIP}:
                key = ""
            candidates = tuple((one[0], one[1]) for one in row["candidates"])
            unsure[row["province"]] = Unsure(row["province"], row["sentence"], candidates, key)
        if key in ("", SKIP):
            lines.append(Line(row, "", row["province"], SKIPPED if key else UNSURE, None))
            continue
        before = known.before(row, key)
        state = NEW if before is None else _state(row, before)
        lines.append(Line(row, key, name_of(row["index"], key), state, before))
    return Preview(tuple(lines), tuple(unsure.values()), tuple(problems), _told(lines, known.tables))


def name_of(index: str, key: str) -> str:
    """Give the name of a province or, for the index of the province's own units, of a unit."""
    return load_register().unit(key).name if index == OF_UNITS else province(key).name


_EVER = date(9999, 12, 31)


class _Known:
    """What stands before a table comes in: loaded rows, and behind them the tables that the program carries."""

    def __init__(self, years: set[int]) -> None:
        self.tables = year_tables(day=_EVER)
        self._rows = {
            (one.index, one.year, one.unit or one.province, one.code): one
            for one in Result.objects.filter(year__in=years)
        }

    def before(self, row: Mapping[str, Any], key: str) -> Before | None:
        index, year, code = row["index"], row["year"], row["code"]
        who = key if index == OF_UNITS else province(key).name
        found = self._rows.get((index, year, who, code))
        carried = self._carried(row, key)
        if found is None:
            return None if carried is None else Before(carried, None, None, None, None, _SOURCE, None)
        # A loaded part that nobody took over is the carried one, kept with fewer places.
        score = carried if carried is not None and found.taken_from_id is None else found.score
        return Before(score, found.maximum, found.percent, found.rank, found.of, found.source, found)

    def _carried(self, row: Mapping[str, Any], key: str) -> Decimal | None:
        table = self.tables.get(row["year"]) if row["index"] == PAPI else None
        code = row["code"]
        if table is None or code not in table.columns or key not in table.provinces:
            return None
        return table.columns[code][table.place(key)]


_SOURCE = papi_frame().source


def _state(row: Mapping[str, Any], before: Before) -> str:
    """Compare what the table gives; what it leaves open, or what is not known before, does not differ."""
    given: list[tuple[object, object]] = [
        (number(row["score"]), before.score),
        (number(row["percent"]), before.percent),
        (row["rank"], before.rank),
        (row["of"], before.of),
        (number(row["maximum"]), before.maximum),
    ]
    if before.result is None:
        given = given[:1]
    return SAME if all(new is None or new == old for new, old in given) else DIFFERENT


def _told(lines: Iterable[Line], known: Mapping[int, YearTable]) -> tuple[str, ...]:
    """Reckon the table's own parts of PAPI and say what does not follow; rows that wait for a choice are left out."""
    cells: dict[int, dict[str, dict[str, Decimal | None]]] = {}
    sums: dict[tuple[int, str], dict[str, Decimal]] = {}
    for line in lines:
        year, code, score = line.row["year"], line.row["code"], line.score
        if line.row["index"] != PAPI or not line.key or year is None or score is None:
            continue
        if is_part(code):
            cells.setdefault(year, {}).setdefault(line.key, {})[code] = score
        else:
            sums.setdefault((year, line.key), {})[code] = score
    tables = {year: overlaid(known.get(year), year, given) for year, given in cells.items()}
    # A year of which only some parts came in has no frame yet, and without it no range.
    whole = max(known.values(), key=lambda table: table.year)
    framed = {
        year: table
        for year, table in tables.items()
        if year in known or set(whole.columns) <= set(table.columns)
    }
    given = [
        (year, key, code)
        for year, by_key in cells.items()
        for key, parts in by_key.items()
        for code in parts
        if year in framed
    ]
    printed = [PrintedRow(year, key, points) for (year, key), points in sums.items()]
    return checked_import({**known, **framed}, printed, given)


def sheet_of(table: ResultImport) -> Sheet:
    """Give the table as it came with the columns chosen so far."""
    columns = {int(at): what for at, what in table.columns.items()}
    return Sheet(tuple(map(tuple, table.cells)), table.heading, columns, is_sure=bool(columns))


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of a table that came in: heading, the first figures under it, what it was taken for."""

    place: int
    heading: str
    examples: tuple[str, ...]
    chosen: str


def column_choices(table: ResultImport) -> tuple[ColumnChoice, ...]:
    """Give the columns of a table for a person to say what each is."""
    sheet = sheet_of(table)
    below = sheet.rows[sheet.heading + 1 : sheet.heading + 4]
    width = max(len(row) for row in (sheet.headings, *below))
    found = []
    for at in range(width):
        heading = sheet.headings[at] if at < len(sheet.headings) else ""
        examples = tuple(row[at] for row in below if at < len(row) and row[at])
        if heading or examples:
            found.append(ColumnChoice(at, heading, examples, sheet.columns.get(at, "")))
    return tuple(found)


def with_choices(shown: Iterable[ColumnChoice], columns: Mapping[int, str]) -> tuple[ColumnChoice, ...]:
    """Put what was just chosen on the columns, so that nothing chosen is lost when the choice is refused."""
    return tuple(replace(one, chosen=columns.get(one.place, "")) for one in shown)


def unread_headings(table: ResultImport) -> tuple[str, ...]:
    """Give the headings of the columns that were not read; none for a table kept before its cells were."""
    return sheet_of(table).unread if table.cells else ()


def column_meanings() -> tuple[tuple[str, str], ...]:
    """Give what a column can be: the key as it is kept, and its name."""
    parts = tuple((part.code, f"{part.code} {part.name}") for part in papi_frame().parts)
    return (*LABELS.items(), *parts)


def number(text: str | None) -> Decimal | None:
    """Read a figure that was kept as text."""
    return Decimal(text) if text else None


def _words(score: Decimal | None, percent: Decimal | None, rank: int | None) -> str:
    """Write figures without the zeros that a database column adds: 8,92 điểm; 89,13%; hạng 11."""
    parts = [] if score is None else [f"{_short(score)} điểm"]
    parts += [] if percent is None else [f"{_short(percent)}%"]
    parts += [] if rank is None else [f"hạng {rank}"]
    return "; ".join(parts)


def _short(value: Decimal) -> str:
    return format(value.normalize(), "f").replace(".", ",")
