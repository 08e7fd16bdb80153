"""The lines of the book: an index, its fields and criteria in their order, each beside what it is compared with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.ledger import find_province, papi_ledger
from namro.core.indices.ledger_model import Basis, Caution, Ledger, LedgerRow
from namro.core.indices.ledger_others import others_ledger
from namro.core.indices.regained import Regained, regained
from namro.core.indices.results import TOTAL, YearTable
from namro.core.indices.results_others import OtherResult
from namro.core.indices.rulebook import PointKind, Rulebook
from namro.core.indices.rulebook_loading import load_shipped, shipped_names
from namro.web.indices.models import PROVINCE

# PAPI and SIPAS ask people and nothing else, whatever a rulebook of ours already holds of them.
PERCEPTION = frozenset({"PAPI", "SIPAS"})
KIND_WORDS = {
    PointKind.DOCUMENTARY: "tài liệu",
    PointKind.RATIO: "tỷ lệ",
    PointKind.SURVEY: "cảm nhận",
    PointKind.GIVEN: "nơi khác cấp",
}
UNKNOWN_KIND = "chưa rõ loại điểm"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `depth` 0 the index, 1 a field or axis, 2 and deeper criteria.

    `row` None: no points of it are known. `is_leaf`: it has no lines below, so points are lost here and not
    in a sum. `back` says what came back the year after, None where nothing was lost or no later year is read.
    """

    code: str
    name: str
    depth: int
    parent: str
    is_leaf: bool
    maximum: Decimal | None
    kind: str
    name_verified: bool
    row: LedgerRow | None
    back: Regained | None
    remark: str = ""

    @property
    def lost(self) -> Decimal | None:
        return None if self.row is None else self.row.lost

    @property
    def is_criterion(self) -> bool:
        """Not the index and not a field: what a plan may answer and a cause may be written for."""
        return self.depth > 1 or self.is_leaf

    @property
    def is_lost(self) -> bool:
        """Points were lost on this very line."""
        return self.is_leaf and bool(self.lost)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        return () if self.row is None else self.row.warnings


@dataclass(frozen=True, slots=True)
class Pages:
    """All lines of one index and year, with the sentences that hold for all of them."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    source: str
    unit: str = "điểm"  # of the index as a whole: "%" where a share was published


def papi_pages(tables: Mapping[int, YearTable], year: int, basis: Basis, *, following: int | None) -> Pages:
    """Give the lines of PAPI; `following` is the year after, when it may be read. Raises `Refusal`."""
    place = find_province(PROVINCE, year)
    ledger = papi_ledger(tables, place, year, basis)
    later = _by_code(papi_ledger(tables, place, following)) if following else {}
    rows, table = _by_code(ledger), tables[year]
    frame = table.frame

    def line(code: str, depth: int, parent: str) -> Line:
        row = rows.get(code)
        part = frame.part(code)
        return Line(
            code=code,
            name=part.name,
            depth=depth,
            parent=parent,
            is_leaf=code in table.columns,
            maximum=table.bounds(code)[1],
            kind=KIND_WORDS[PointKind.SURVEY],
            name_verified=part.verified,
            row=row,
            back=regained(row, later.get(code), following) if row and following else None,
        )

    made = [line(TOTAL, 0, "")]
    for dimension in frame.dimensions:
        if dimension.code in table.children:
            made.append(line(dimension.code, 1, TOTAL))
            made += [line(code, 2, dimension.code) for code in table.children[dimension.code]]
    return Pages(tuple(made), ledger.notes, frame.source)


def other_pages(
    results: Sequence[OtherResult], index: str, year: int, basis: Basis, *, following: int | None
) -> Pages:
    """Give the lines of PAR INDEX or SIPAS: the tree of its rulebook, with points where they were published.

    Raises `Refusal` when nothing of the province is known for the year.
    """
    place = find_province(PROVINCE, year)
    ledger = others_ledger(results, index, place, year, basis)
    later: dict[str, LedgerRow] = {}
    if following:
        later = _by_code(others_ledger(results, index, place, following, Basis.YEAR_ON_YEAR))
    rows = _by_code(ledger)

    def back(row: LedgerRow | None) -> Regained | None:
        return regained(row, later.get(row.code or ""), following) if row and following else None

    root = rows.pop(TOTAL, None)
    made = [
        Line(
            code=TOTAL,
            name=index,
            depth=0,
            parent="",
            is_leaf=False,
            maximum=None if root is None else root.maximum,
            kind=KIND_WORDS[PointKind.SURVEY] if index in PERCEPTION else "",
            name_verified=True,
            row=root,
            back=back(root),
        )
    ]
    book = rulebook_of(index, year)
    for one in book.lines if book else ():
        row = rows.pop(one.code, None)
        is_leaf = one.code not in book.children if book else True
        made.append(
            Line(
                code=one.code,
                name=one.name,
                depth=one.depth,
                parent=one.parent,
                is_leaf=is_leaf and bool(one.parent),
                maximum=row.maximum if row and row.maximum is not None else one.maximum,
                kind=_kind(index, one.point, is_leaf=is_leaf),
                name_verified=one.name_verified,
                row=row,
                back=back(row),
                remark=one.counts or (one.no_rule if is_leaf else ""),
            )
        )
    made += _without_rulebook(index, rows, back)
    notes = (*ledger.notes, *(book.notes if book else (_no_rulebook(index, year),)))
    is_share = any(
        one.percent is not None
        for one in results
        if (one.year, one.province, one.code) == (year, place.key, TOTAL)
    )
    source = next((row.source for row in ledger.rows), "")
    return Pages(tuple(made), notes, source, "%" if is_share else "điểm")


def _without_rulebook(index: str, rows: Mapping[str, LedgerRow], back: object) -> Iterator[Line]:
    """Give the lines of published points that no rulebook of the year has a place for."""
    assert callable(back)
    for code, row in sorted(rows.items()):
        yield Line(
            code=code,
            name=row.name,
            depth=1,
            parent=TOTAL,
            is_leaf=True,
            maximum=row.maximum,
            kind=_kind(index, None, is_leaf=True),
            name_verified=row.verified,
            row=row,
            back=back(row),
        )


def _kind(index: str, point: PointKind | None, *, is_leaf: bool) -> str:
    if index in PERCEPTION:
        return KIND_WORDS[PointKind.SURVEY]
    if point is not None:
        return KIND_WORDS[point]
    return UNKNOWN_KIND if is_leaf else ""


def _no_rulebook(index: str, year: int) -> str:
    return (
        f"Chương trình chưa có bộ tiêu chí {index} năm {year}, nên chưa xếp được theo lĩnh vực và tiêu chí."
    )


def _by_code(ledger: Ledger) -> dict[str, LedgerRow]:
    return {row.code: row for row in ledger.rows if row.code is not None}


def rulebook_of(index: str, year: int) -> Rulebook | None:
    """Give the carried rulebook of an index that holds for the year; None when there is none."""
    stem = index.lower().replace(" ", "-")
    for name in shipped_names():
        if name.startswith(stem):
            book = load_shipped(name)
            if book.index == index and year in book.years and book.scope == "province":
                return book
    return None
