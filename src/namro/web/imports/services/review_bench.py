"""The bench on which a reading is corrected: one import, locked, with its tree and a signature.

`PlanImport.reading` never changes. `reviewed` is the reading with the corrections that stand applied
in order (`corrections.replay`); it is kept so that pages need not compute it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import clean, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.imports.selectors.imports import document_of, issued_on_of, year_of
from namro.web.imports.selectors.review_tree import Node, digest, find
from namro.web.imports.services import corrections as steps
from namro.web.imports.services.corrections import Change
from namro.web.plans.models import Correction, PlanImport
from namro.web.plans.services import rereading

NOT_IN_REVIEW = (
    "Văn bản này không còn ở bước rà soát (đã xác nhận, đã bỏ hoặc đang đọc lại) nên không sửa được nữa."
)
_AGENCIES = frozenset({"lead", "cooperating", "owners"})
_NOTHING: dict[str, Any] = {"text": "", "units": [], "inherited": False}


class Overtaken(Exception):
    """Somebody else changed the same part after the form was opened; nothing was written."""

    def __init__(self, node: Node, by: str, at: datetime | None) -> None:
        super().__init__(by)
        self.node, self.by, self.at = node, by, at


@dataclass(frozen=True, slots=True)
class Bench:
    """An import locked for one change, with its tree and the numbers of its lines."""

    row: PlanImport
    tree: Node
    numbers: list[int]
    by: User
    at: datetime

    def part(self, key: str, seen: str) -> Node:
        """Give the part; refuse when it is gone or no longer what the person saw."""
        node = find(self.tree, key)
        if node is None:
            raise Refusal(steps.GONE)
        if seen and digest(node) != seen:
            last = (
                Correction.objects.filter(plan_import=self.row, path=key, undone_at=None)
                .order_by("-id")
                .first()
            )
            raise Overtaken(node, last.by if last else "Người khác", last.at if last else None)
        return node

    def new_key(self) -> str:
        """Give a key no part ever had: corrections are never deleted, so their number only grows."""
        return f"n{Correction.objects.filter(plan_import=self.row).count() + 1}"

    def write(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """Apply the changes, each with what stood there before, and keep them."""
        for change, _ in changes:
            steps.apply(self.tree, change, self.numbers)
        Correction.objects.bulk_create(
            Correction(
                plan_import=self.row,
                path=change.key,
                field=change.field,
                before=before,
                after=change.after,
                by=self.by.get_full_name(),
                at=self.at,
            )
            for change, before in changes
        )
        store(self.row, self.tree)
        audit.record(
            by=self.by,
            at=self.at,
            action="Sửa bản đọc văn bản",
            subject=self.row.file_name,
            subject_type="plan_import",
            subject_id=self.row.pk,
            before={f"{change.key} {change.field}": before for change, before in changes},
            after={f"{change.key} {change.field}": change.after for change, _ in changes},
        )


def store(row: PlanImport, tree: Node) -> None:
    number, title = document_of(tree)
    PlanImport.objects.filter(pk=row.pk).update(
        reviewed=tree, version=F("version") + 1, number=number, title=title
    )


def open_bench(plan_import: PlanImport, *, by: User, at: datetime) -> Bench:
    row = PlanImport.objects.select_for_update().defer("reading").get(pk=plan_import.pk)
    if row.state != PlanImport.State.REVIEW or row.reviewed is None:
        raise Refusal(NOT_IN_REVIEW)
    return Bench(row, row.reviewed, [int(number) for number, _ in row.source_lines], by, at)


def value_of(tree: Node, field: str, value: Any, before: Any) -> Any:
    if field in _AGENCIES:
        cell = before or _NOTHING
        own = squeeze(clean(value))
        return (
            cell
            if own == squeeze(cell.get("text") or "")
            else {**cell, **rereading.agencies(own, on=issued_on_of(tree))}
        )
    if field == "deadline":
        cell = before or {}
        own = squeeze(clean(value))
        if own == squeeze(cell.get("text") or ""):
            return cell
        return {**cell, **rereading.deadline(own, year=year_of(tree))}
    if isinstance(value, str):
        own = "\n".join(squeeze(line) for line in clean(value).split("\n") if line.strip())
        return own if own or isinstance(before, str) else None
    return value
