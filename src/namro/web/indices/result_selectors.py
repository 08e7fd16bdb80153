"""Reads for the pages on which published results come in: what is loaded, what a table would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404

from namro.core.indices.results_provinces import province
from namro.web.indices.models import Result, ResultImport

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
class Line:
    """One figure of a table beside the one loaded before."""

    row: Mapping[str, Any]
    province: str
    state: str
    before: Result | None

    @property
    def score(self) -> Decimal | None:
        return number(self.row["score"])

    @property
    def percent(self) -> Decimal | None:
        return number(self.row["percent"])

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
    return ResultImport.objects.defer("rows").order_by("-id")[:50]


def result_import(pk: int) -> ResultImport:
    """Give one table; raises Http404."""
    found = ResultImport.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def preview(table: ResultImport, choices: Mapping[str, str] | None = None) -> Preview:
    """Compare the rows of a table with what is loaded; `choices`: key of a province, or SKIP, by the name as written."""
    chosen = choices or {}
    years = {row["year"] for row in table.rows if row["year"] is not None}
    known = {(r.index, r.year, r.province, r.code): r for r in Result.objects.filter(year__in=years)}
    lines, unsure, problems = [], {}, []
    for row in table.rows:
        problems += [f"{row['place']}: {problem}" for problem in row["problems"]]
        key = row["key"] or chosen.get(row["province"], "")
        allowed = {candidate for candidate, _ in row["candidates"]} | {SKIP}
        if not row["key"] and key not in allowed:
            key = ""
        if not row["key"]:
            unsure[row["province"]] = Unsure(
                row["province"], row["sentence"], tuple((one[0], one[1]) for one in row["candidates"]), key
            )
        name = province(key).name if key and key != SKIP else row["province"]
        before = known.get((row["index"], row["year"], name, row["code"])) if key and key != SKIP else None
        state = (
            UNSURE if not key else SKIPPED if key == SKIP else NEW if before is None else _state(row, before)
        )
        lines.append(Line(row, name, state, before))
    return Preview(tuple(lines), tuple(unsure.values()), tuple(problems))


def _state(row: Mapping[str, Any], before: Result) -> str:
    """Compare what the table gives; what it leaves open does not differ."""
    given = (
        (number(row["score"]), before.score),
        (number(row["percent"]), before.percent),
        (row["rank"], before.rank),
        (row["of"], before.of),
        (number(row["maximum"]), before.maximum),
    )
    return SAME if all(new is None or new == old for new, old in given) else DIFFERENT


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
