"""The head's board: what is still with nobody, what is with whom, what is late; and the same for the province."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from namro.web.cascade.models import Acknowledgement
from namro.web.cascade.selectors.holders import PieceRow, manned, standing_pieces, top_pieces
from namro.web.cascade.states import OPEN, State
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.obligations import HEAVY, Row, row_of
from namro.web.plans.states import WAITS_FOR_UNIT

ROWS_PER_PAGE = 50
NOBODY, UNKNOWN, HELD, LATE, REPORTED = "chua-giao", "chua-nhan", "dang-giao", "cham", "bao-xong"
KINDS = (
    (NOBODY, "Chưa có người làm"),
    (UNKNOWN, "Chưa nhận"),
    (HELD, "Đang có người làm"),
    (LATE, "Việc giao đang chậm"),
    (REPORTED, "Chờ nghiệm thu"),
)


def open_obligations(unit_ids: Collection[int] | None, today: date) -> QuerySet[Obligation]:
    """Give what waits for the units (None: for all), told apart by who has it."""
    obligations = Obligation.objects.filter(state__in=[state.value for state in WAITS_FOR_UNIT])
    if unit_ids is not None:
        obligations = obligations.filter(unit_id__in=unit_ids)
    pieces = standing_pieces().filter(obligation=OuterRef("pk"))
    return obligations.annotate(
        is_known=Exists(Acknowledgement.objects.filter(obligation=OuterRef("pk"), unit=OuterRef("unit"))),
        is_held=Exists(pieces.filter(manned(today), passed_from__isnull=True)),
        has_late=Exists(pieces.filter(state__in=OPEN, due__lt=today)),
        has_reported=Exists(pieces.filter(state=State.DONE)),
    )


_OF_KIND = {
    NOBODY: Q(is_held=False),
    UNKNOWN: Q(is_known=False),
    HELD: Q(is_held=True),
    LATE: Q(has_late=True),
    REPORTED: Q(has_reported=True),
}


@dataclass(frozen=True, slots=True)
class KindCount:
    """One of the five questions a head asks, with how many obligations answer it."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An obligation of the unit with the pieces it was handed on in."""

    row: Row
    is_known: bool
    pieces: tuple[PieceRow, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The board of the person's units: counts, one page of obligations, and what each person holds."""

    total: int
    kinds: tuple[KindCount, ...]
    rows: tuple[BoardRow, ...]
    page: "Page[int]"


@dataclass(frozen=True, slots=True)
class Load:
    """What one division or official holds."""

    name: str
    is_division: bool
    is_manned: bool
    open: int
    late: int
    reported: int


def counts_of(unit_ids: Collection[int] | None, today: date) -> dict[str, int]:
    """Count the open obligations by the five questions, `total` beside them; one query."""
    columns: dict[str, Any] = {code: Count("id", filter=asked) for code, asked in _OF_KIND.items()}
    return open_obligations(unit_ids, today).aggregate(total=Count("id"), **columns)


def board(unit_ids: Collection[int], *, kind: str, page: str | None, today: date) -> Board:
    """Read the board; six queries, however many obligations."""
    counts = counts_of(unit_ids, today)
    kind = kind if kind in _OF_KIND else ""
    listed = open_obligations(unit_ids, today)
    if kind:
        listed = listed.filter(_OF_KIND[kind])
    chosen = Paginator(
        listed.order_by("sort_due", "id").values_list("id", flat=True), ROWS_PER_PAGE
    ).get_page(page)
    ids = list(chosen.object_list)
    obligations = Obligation.objects.select_related("unit", "task").defer(*HEAVY).in_bulk(ids)
    known = set(_known(ids))
    pieces = top_pieces(ids, today)
    return Board(
        total=counts["total"],
        kinds=tuple(KindCount(code, label, counts[code], code == kind) for code, label in KINDS),
        rows=tuple(
            BoardRow(row_of(obligations[pk], today), pk in known, tuple(pieces.get(pk, ())))
            for pk in ids
            if pk in obligations
        ),
        page=chosen,
    )


def _known(ids: Collection[int]) -> QuerySet[Acknowledgement, int]:
    return Acknowledgement.objects.filter(obligation__in=ids, unit=F("obligation__unit")).values_list(
        "obligation_id", flat=True
    )


def loads_of(unit_ids: Collection[int], today: date) -> tuple[Load, ...]:
    """Say what each division and official of the units holds; one query."""
    rows = (
        standing_pieces()
        .filter(unit_id__in=unit_ids, state__in=[*OPEN, State.DONE])
        .annotate(is_manned=Q(manned(today)))
        .values("official__full_name", "official_id", "division__name", "division_id", "is_manned")
        .annotate(
            open=Count("id", filter=Q(state__in=OPEN)),
            late=Count("id", filter=Q(state__in=OPEN, due__lt=today)),
            reported=Count("id", filter=Q(state=State.DONE)),
        )
    )
    found: dict[tuple[int | None, int | None], Load] = {}
    for row in rows:
        key = row["official_id"], row["division_id"]
        # What is reported done counts as manned; who left shows by what is still open.
        before = found.get(key)
        found[key] = Load(
            name=row["official__full_name"] or row["division__name"],
            is_division=row["division_id"] is not None,
            is_manned=row["is_manned"] and (before is None or before.is_manned),
            open=row["open"] + (before.open if before else 0),
            late=row["late"] + (before.late if before else 0),
            reported=row["reported"] + (before.reported if before else 0),
        )
    return tuple(sorted(found.values(), key=lambda load: (load.is_manned, -load.late, -load.open, load.name)))


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """How far a unit has acknowledged and handed on what it owes."""

    unit: Unit
    total: int
    unknown: int
    nobody: int
    late: int


def units_standing(today: date, *, plan_id: int | None = None) -> tuple[UnitStanding, ...]:
    """Say per unit what is not acknowledged and what is with nobody; those with most first; two queries."""
    obligations = open_obligations(None, today)
    if plan_id is not None:
        obligations = obligations.filter(task__plan_id=plan_id)
    rows = (
        obligations.order_by()
        .values("unit_id")
        .annotate(
            total=Count("id"),
            unknown=Count("id", filter=_OF_KIND[UNKNOWN]),
            nobody=Count("id", filter=_OF_KIND[NOBODY]),
            late=Count("id", filter=_OF_KIND[LATE]),
        )
    )
    found = list(rows)
    units = Unit.objects.in_bulk([row["unit_id"] for row in found])
    return tuple(
        sorted(
            (
                UnitStanding(units[row["unit_id"]], row["total"], row["unknown"], row["nobody"], row["late"])
                for row in found
            ),
            key=lambda one: (-one.unknown, -one.nobody, one.unit.sort),
        )
    )


_LEVELS = {"province": 0, "district": 1, "commune": 2}
# Words of the address and what is sorted by; numbers from the most down.
SORTS: dict[str, Callable[[UnitStanding], tuple[Any, ...]]] = {
    "don-vi": lambda one: (_LEVELS.get(one.unit.level, 9), one.unit.sort, one.unit.pk),
    "chua-xong": lambda one: (-one.total, one.unit.sort),
    "chua-nhan": lambda one: (-one.unknown, -one.nobody, one.unit.sort),
    "chua-co-nguoi": lambda one: (-one.nobody, -one.unknown, one.unit.sort),
    "cham": lambda one: (-one.late, one.unit.sort),
}


def sorted_standing(rows: Iterable[UnitStanding], order: str) -> list[UnitStanding]:
    """Sort by one of `SORTS`; anything else leaves those with most first."""
    return sorted(rows, key=SORTS.get(order, SORTS["chua-nhan"]))


def everything_open(unit_ids: Collection[int], *, kind: str, today: date, most: int) -> list[BoardRow]:
    """Give the whole board, or one kind of it, for a table; four queries."""
    listed = open_obligations(unit_ids, today)
    if kind in _OF_KIND:
        listed = listed.filter(_OF_KIND[kind])
    found = list(listed.select_related("unit", "task").defer(*HEAVY).order_by("sort_due", "id")[:most])
    ids = [one.pk for one in found]
    known, pieces = set(_known(ids)), top_pieces(ids, today)
    return [BoardRow(row_of(one, today), one.pk in known, tuple(pieces.get(one.pk, ()))) for one in found]


def unacknowledged(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Limit to the open ones that their unit has not acknowledged."""
    return obligations.filter(state__in=[state.value for state in WAITS_FOR_UNIT]).exclude(
        Exists(Acknowledgement.objects.filter(obligation=OuterRef("pk"), unit=OuterRef("unit")))
    )
