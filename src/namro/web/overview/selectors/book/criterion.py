"""The page of one criterion of the book: every basis, every year, who does what, what was proved and said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from namro.core.errors import Refusal
from namro.core.indices.ledger_model import BASIS_NAMES, Basis
from namro.web.campaigns.models import SheetLine
from namro.web.campaigns.permissions import may_see_sheet
from namro.web.campaigns.selectors.campaigns import visible_campaigns
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.evidence.models import Evidence
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.book.book import Book, BookEntry
from namro.web.overview.selectors.book.lines import papi_pages
from namro.web.overview.selectors.book.work import TaskLine, accepted_proof
from namro.web.overview.selectors.counting import tallies_by
from namro.web.plans.models import Obligation, Task
from namro.web.plans.selectors.standing import EMPTY

MOST_PROOF = 30
MOST_REMARKS = 20


@dataclass(frozen=True, slots=True)
class Against:
    """The loss on one basis."""

    name: str
    reference: Decimal | None
    lost: Decimal | None
    reckoning: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class YearRow:
    """The figures of one year; `is_later`: published after the working date."""

    year: int
    value: Decimal | None
    maximum: Decimal | None
    rank: int | None
    of: int | None
    is_later: bool
    is_this: bool


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A piece of accepted proof with the obligation it stands under, which the person may open."""

    piece: Evidence
    obligation_id: int
    unit: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What an appraiser said of a unit at the criterion, in a campaign."""

    unit: str
    campaign: str
    entrant_id: int
    claimed: Decimal | None
    points: Decimal | None
    reasons: tuple[str, ...]


def against_all(book: Book, code: str) -> tuple[Against, ...]:
    """Give the loss of a PAPI criterion on every basis; empty for the others, of which single figures are known."""
    if book.index != "PAPI":
        return ()
    found = []
    for basis in Basis:
        pages = papi_pages(book.years.tables, book.year, basis, following=None)
        row = next((line.row for line in pages.lines if line.code == code), None)
        if row is not None:
            name = f"so với năm {book.year - 1}" if basis is Basis.YEAR_ON_YEAR else BASIS_NAMES[basis]
            found.append(Against(name, row.reference, row.lost, row.reckoning, basis is book.basis))
    return tuple(found)


def history(book: Book, code: str) -> tuple[YearRow, ...]:
    """Give the figures of a PAPI criterion over the readable years, oldest first."""
    rows = []
    for year in book.years.readable(later=book.wish.later) if book.index == "PAPI" else ():
        try:
            pages = papi_pages(book.years.tables, year, Basis.TO_MAXIMUM, following=None)
        except Refusal:
            continue
        row = next((line.row for line in pages.lines if line.code == code), None)
        if row is not None and row.value is not None:
            later = year not in book.years.known
            rows.append(YearRow(year, row.value, row.maximum, row.rank, row.of, later, year == book.year))
    return tuple(rows)


def tasks_of(entry: BookEntry, day: date) -> tuple[TaskLine, ...]:
    """Give the tasks that answer the criterion, each with the tally of all its obligations; two queries."""
    tasks = list(
        Task.objects.filter(criterion__in=_carriers(entry), is_reference=False)
        .select_related("plan")
        .defer("search", "dates", "measures", "extra", "plan__heading", "plan__findings")
        .order_by("plan_id", "position")
    )
    owed = Obligation.objects.filter(task__in=[task.pk for task in tasks])
    tallies = tallies_by("task_id", owed, day) if tasks else {}
    return tuple(TaskLine(task, tallies.get(task.pk, EMPTY)) for task in tasks)


def proof_of(entry: BookEntry, posts: Posts) -> tuple[ProofRow, ...]:
    """Give the latest accepted proof of the criterion that the person may open, each piece once; two queries."""
    carriers = _carriers(entry)
    if not entry.work.proofs:
        return ()
    pairs = (
        accepted_proof(carriers, posts)
        .order_by("-report__at", "-id")
        .values_list("evidence_id", "report__obligation_id", "report__obligation__unit__name")
    )
    first: dict[int, tuple[int, str]] = {}
    for evidence_id, obligation_id, unit in pairs[: MOST_PROOF * 4]:
        first.setdefault(evidence_id, (obligation_id, unit))
    pieces = Evidence.objects.in_bulk(list(first)[:MOST_PROOF])
    return tuple(ProofRow(pieces[pk], *first[pk]) for pk in first if pk in pieces)


def remarks_of(book: Book, code: str, posts: Posts) -> tuple[Remark, ...]:
    """Give what appraisers said at the criterion in campaigns of the same index and year that the person may see."""
    campaigns = visible_campaigns(posts).filter(index__icontains=book.index, year=book.year)
    found: list[Remark] = []
    for campaign in campaigns.select_related("appraiser")[:3]:
        duties = duties_of(campaign)
        lines = (
            SheetLine.objects.filter(entrant__campaign=campaign, code=code)
            .exclude(first_reason="", second_reason="")
            .select_related("entrant__unit")
            .order_by("entrant__unit__sort", "id")
        )
        for line in lines[: MOST_REMARKS * 2]:
            entrant: Any = line.entrant
            entrant.campaign = campaign  # already read; asking again would be one query per line
            if may_see_sheet(posts, entrant, duties):
                reasons = tuple(reason for reason in (line.first_reason, line.second_reason) if reason)
                found.append(
                    Remark(
                        entrant.unit.name,
                        campaign.name,
                        entrant.pk,
                        line.self_points,
                        line.final_points,
                        reasons,
                    )
                )
    return tuple(found[:MOST_REMARKS])


def _carriers(entry: BookEntry) -> Collection[int]:
    return {criterion.shared_with_id or criterion.pk for criterion in entry.work.criteria}
