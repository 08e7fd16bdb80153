"""Results of all provinces: tables of parts by year, and what follows from them (dimensions, total, ranks)."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from namro.core.indices.ranking import Ranking, rank

_ZERO = Decimal(0)
TOTAL = ""  # the code of an index as a whole


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an index; `parent` is the code of its dimension, empty for a dimension and the total."""

    code: str
    name: str
    parent: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """How an index is built over all its years: parts in their order, where they come from, places of a sum."""

    index: str
    title: str
    source: str
    places: int
    dimensions: tuple[Part, ...]
    parts: tuple[Part, ...]
    sample: Mapping[str, Any]

    def part(self, code: str) -> Part:
        """Give the part, dimension or (empty code) the index as a whole; KeyError when there is none."""
        if code == TOTAL:
            return Part(TOTAL, self.index, "", True)
        for one in (*self.parts, *self.dimensions):
            if one.code == code:
                return one
        raise KeyError(code)


class YearTable:
    """The points of one index and year: one column per part, one place per province. Never changes.

    None is "no result". A part without any value that year is not in the frame of the year.
    """

    def __init__(
        self,
        frame: Frame,
        year: int,
        provinces: Sequence[str],
        columns: Mapping[str, Sequence[Decimal | None]],
    ) -> None:
        self.frame = frame
        self.year = year
        self.provinces = tuple(provinces)
        self.columns = {
            part.code: tuple(columns[part.code])
            for part in frame.parts
            if part.code in columns and any(value is not None for value in columns[part.code])
        }
        self._ranked: dict[str, Ranking] = {}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The parts of each dimension in this year's frame."""
        found: dict[str, tuple[str, ...]] = {}
        for part in self.frame.parts:
            if part.code in self.columns:
                found[part.parent] = (*found.get(part.parent, ()), part.code)
        return found

    @cached_property
    def dimensions(self) -> dict[str, tuple[Decimal | None, ...]]:
        """The points of each dimension: the sum of its parts, rounded half up; None while one is missing."""
        return {
            code: tuple(map(self._rounded, _sums([self.columns[part] for part in parts])))
            for code, parts in self.children.items()
        }

    @cached_property
    def totals(self) -> tuple[Decimal | None, ...]:
        """The index: the sum of all parts, rounded half up once; None while one is missing."""
        return tuple(map(self._rounded, _sums(list(self.columns.values()))))

    def _rounded(self, value: Decimal | None) -> Decimal | None:
        return None if value is None else value.quantize(self._step, ROUND_HALF_UP)

    @cached_property
    def _step(self) -> Decimal:
        return Decimal(1).scaleb(-self.frame.places)

    def values(self, code: str) -> tuple[Decimal | None, ...]:
        """Give the points of a part, a dimension or (empty code) the index; KeyError when not in this year."""
        if code == TOTAL:
            return self.totals
        return self.columns[code] if code in self.columns else self.dimensions[code]

    def has(self, code: str) -> bool:
        return code == TOTAL or code in self.columns or code in self.children

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes of the year: the index, dimensions, parts."""
        return (TOTAL, *self.children, *self.columns)

    def ranking(self, code: str = TOTAL) -> Ranking:
        """Rank the provinces by a part, a dimension or the index; kept after the first time."""
        if code not in self._ranked:
            self._ranked[code] = rank(self.values(code))
        return self._ranked[code]

    def bounds(self, code: str) -> tuple[Decimal, Decimal]:
        """Give the least and the most points possible: [1/k, 10/k] for a part, [1, 10] for a dimension."""
        if code == TOTAL:
            return Decimal(len(self.children)), Decimal(10 * len(self.children))
        if code in self.children:
            return Decimal(1), Decimal(10)
        count = len(self.children[self.frame.part(code).parent])
        return Decimal(1) / count, Decimal(10) / count

    @property
    def without_result(self) -> tuple[str, ...]:
        """The provinces that have no total and therefore no rank."""
        return tuple(key for key, total in zip(self.provinces, self.totals, strict=True) if total is None)

    def place(self, province: str) -> int:
        """Give the place of a province in every column; ValueError when the table does not know it."""
        return self.provinces.index(province)


def _sums(columns: Sequence[Sequence[Decimal | None]]) -> list[Decimal | None]:
    return [_sum(row) for row in zip(*columns, strict=True)]


def _sum(row: Sequence[Decimal | None]) -> Decimal | None:
    # Asking "None in row" would compare every Decimal with None, which costs more than adding them up.
    try:
        return sum(row, _ZERO)  # type: ignore[type-var]
    except TypeError:
        return None


@lru_cache(maxsize=1)
def load_papi() -> dict[int, YearTable]:
    """Load the points of PAPI that the program carries: 63 provinces, 2011 to 2024, by year."""
    return read_papi(_folder_text("papi.csv"))


def read_papi(text: str) -> dict[int, YearTable]:
    """Read the table of PAPI (columns year, province, then codes of parts), exact decimals, empty is no result."""
    frame = papi_frame()
    lines = csv.reader(text.splitlines())
    codes = next(lines)[2:]
    years: dict[int, list[list[str]]] = {}
    for row in lines:
        years.setdefault(int(row[0]), []).append(row)
    return {
        year: YearTable(
            frame,
            year,
            [row[1] for row in rows],
            {
                code: [Decimal(cell) if cell else None for cell in column]
                for code, column in zip(codes, zip(*(row[2:] for row in rows), strict=True), strict=True)
            },
        )
        for year, rows in sorted(years.items())
    }


@lru_cache(maxsize=1)
def papi_frame() -> Frame:
    """Load the frame of PAPI: names of dimensions and parts, source, sample."""
    tree = tomllib.loads(_folder_text("papi.toml"), parse_float=Decimal)
    dimensions = tree["dimension"]
    return Frame(
        index=tree["index"],
        title=tree["title"],
        source=tree["source"],
        places=tree["places"],
        dimensions=tuple(Part(one["code"], one["name"], "", one["verified"]) for one in dimensions),
        parts=tuple(
            Part(part["code"], part["name"], one["code"], part["verified"])
            for one in dimensions
            for part in one["parts"]
        ),
        sample=tree["sample"],
    )


def _folder_text(name: str) -> str:
    return (files("namro.registers") / "results" / name).read_text(encoding="utf-8")
