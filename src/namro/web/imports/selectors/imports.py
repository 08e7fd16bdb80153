"""Reads of documents on their way in: the list, one document, its progress, who had it before."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from namro.web.imports.selectors.review_tree import Node
from namro.web.plans.models import Plan, PlanImport

State = PlanImport.State
SILENT_AFTER = timedelta(seconds=45)  # a reading that lives shows it three times a second
PER_PAGE = 50
_HEAVY = ("reading", "reviewed", "source_lines")


def document_of(tree: Node) -> tuple[str, str]:
    """Give number and title of the document as they stand, cut to what the columns of lists hold."""
    document = tree.get("document") or {}
    return (document.get("number") or "")[:80], document.get("title") or ""


def issued_on_of(tree: Node) -> date | None:
    """Give the day of issue; None while nobody knows it."""
    try:
        return date.fromisoformat(str((tree.get("document") or {}).get("issued_on")))
    except ValueError:
        return None


def year_of(tree: Node) -> int:
    """Give the year that stands where a deadline names none: that of the issue, or of the working day."""
    issued_on = issued_on_of(tree)
    return issued_on.year if issued_on else timezone.localdate().year


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is; `is_silent` when its run has shown no life for a while."""

    plan_import: PlanImport
    is_under_way: bool
    is_silent: bool

    @property
    def percent(self) -> int | None:
        row = self.plan_import
        return min(100 * row.progress_done // row.progress_total, 100) if row.progress_total else None


def listed(*, page: str | None) -> "Page[PlanImport]":
    """Give one page of the documents, newest first, without their contents."""
    rows: QuerySet[PlanImport] = (
        PlanImport.objects.defer(*_HEAVY).select_related("uploaded_by", "plan").order_by("-id")
    )
    return Paginator(rows, PER_PAGE).get_page(page)


def light(import_id: int) -> PlanImport:
    """Give one document without its contents; 404 when there is none."""
    row = PlanImport.objects.defer(*_HEAVY).select_related("uploaded_by", "plan").filter(pk=import_id).first()
    if row is None:
        raise Http404
    return row


def whole(import_id: int) -> PlanImport:
    """Give one document with its reviewed tree and its lines; 404 when there is none."""
    row = (
        PlanImport.objects.defer("reading").select_related("uploaded_by", "plan").filter(pk=import_id).first()
    )
    if row is None:
        raise Http404
    return row


def progress_of(row: PlanImport) -> Progress:
    under_way = row.state in (State.WAITING, State.READING)
    silent = under_way and row.heard_at is not None and row.heard_at < timezone.now() - SILENT_AFTER
    return Progress(row, under_way, silent)


def twin_of(row: PlanImport) -> PlanImport | None:
    """Give the newest other document with the same words; None when this one is the only one."""
    if not row.text_digest:
        return None
    return (
        PlanImport.objects.defer(*_HEAVY)
        .select_related("uploaded_by", "plan")
        .filter(text_digest=row.text_digest)
        .exclude(pk=row.pk)
        .exclude(state=State.DISCARDED)
        .order_by("-id")
        .first()
    )


def in_force(row: PlanImport) -> Plan | None:
    """Give the plan in force under the same number; None when the number is free."""
    if not row.number:
        return None
    return Plan.objects.filter(number=row.number).order_by("-id").first()
