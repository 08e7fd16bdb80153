"""Corrections to what was read of one part, and taking corrections back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.imports.selectors.review_tree import Node
from namro.web.imports.services import corrections as steps
from namro.web.imports.services.corrections import Change
from namro.web.imports.services.review_bench import NOT_IN_REVIEW, Overtaken, open_bench, store, value_of
from namro.web.plans.models import Correction, PlanImport
from namro.web.plans.services import rereading


@transaction.atomic
def correct(
    *, plan_import: PlanImport, key: str, typed: dict[str, Any], seen: str, by: User, at: datetime
) -> int:
    """Write what a person typed into the fields of one part; give the number of fields that changed.

    Agencies and deadlines come as text and are read again; measures follow the text. `seen` is the
    `review_tree.digest` of the part when the form was opened ("" skips the question).
    Raises Overtaken when somebody else changed the part since, Refusal when it cannot be corrected.
    """
    bench = open_bench(plan_import, by=by, at=at)
    node = bench.part(key, seen)
    changes: list[tuple[Change, Any]] = []
    for field, value in typed.items():
        if field not in steps.fields_of(key):
            raise Refusal("Phần này không có mục đó để sửa. Hãy tải lại trang.")
        before = node.get(field)
        after = value_of(bench.tree, field, value, before)
        if after == before or (field == steps.CHECKED and bool(after) == bool(before)):
            continue
        changes.append((Change(key, field, after), before))
        if field == "text" and "measures" in steps.fields_of(key):
            found = rereading.measures(after)
            if found != node.get("measures"):
                changes.append((Change(key, "measures", found), node.get("measures")))
    if changes:
        bench.write(changes)
    return len(changes)


def check(*, plan_import: PlanImport, key: str, checked: bool, by: User, at: datetime) -> None:
    """Mark a row, clause or finding as looked at and right, or take the mark away."""
    correct(plan_import=plan_import, key=key, typed={steps.CHECKED: checked}, seen="", by=by, at=at)


@transaction.atomic
def choose_alternative(*, plan_import: PlanImport, key: str, seen: str, by: User, at: datetime) -> None:
    """Take the other reading of a row; what stood there becomes the other reading."""
    bench = open_bench(plan_import, by=by, at=at)
    row = bench.part(key, seen)
    other = row.get("alternative")
    if not other:
        raise Refusal("Dòng này không có cách đọc khác để chọn. Hãy tải lại trang.")
    after: dict[str, Any] = {"checked": True}
    for field in ("text", "lead", "cooperating", "deadline"):
        if field in other:
            after[field] = _whole(bench.tree, field, other[field], row[field])
    if "text" in after:
        after["measures"] = rereading.measures(after["text"])
    before = {field: row.get(field) for field in after}
    after["alternative"] = {
        **{field: row[field] for field in ("text", "lead", "cooperating", "deadline") if field in other},
        "confidence": row.get("confidence"),
        "reason": "Cách đọc ban đầu",
    }
    before["alternative"] = other
    bench.write([(Change(key, steps.ALTERNATIVE, after), before)])


def _whole(tree: Node, field: str, value: Any, before: Any) -> Any:
    """Give the field of an alternative in full: the reader may state only its words."""
    if isinstance(value, dict) and (field == "text" or "units" in value or "kind" in value):
        return value
    words = value.get("text", "") if isinstance(value, dict) else value
    return value_of(tree, field, words or "", before)


@transaction.atomic
def undo(*, plan_import: PlanImport, correction: Correction, by: User, at: datetime) -> None:
    """Take one correction back; the tree becomes what the other corrections make of the reading.

    Raises Refusal when a later correction stands on this one: that one has to go first.
    """
    row = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
    if row.state != PlanImport.State.REVIEW:
        raise Refusal(NOT_IN_REVIEW)
    standing = list(Correction.objects.filter(plan_import=row, undone_at=None).order_by("id"))
    mine = next((c for c in standing if c.pk == correction.pk), None)
    if mine is None:
        raise Refusal("Sửa đổi này đã được hoàn tác; hãy tải lại trang.")
    own = Change(mine.path, mine.field, mine.after)
    for later in standing:
        if later.pk > mine.pk and steps.stands_on(Change(later.path, later.field, later.after), own):
            raise Refusal(
                f"Chỗ này còn được {later.by} sửa sau đó; hãy hoàn tác sửa đổi sau trước, rồi đến sửa đổi này."
            )
    numbers = [int(number) for number, _ in row.source_lines]
    kept = [Change(c.path, c.field, c.after) for c in standing if c.pk != mine.pk]
    try:
        tree = steps.replay(row.reading or {}, kept, numbers)
    except Refusal:
        raise Refusal(
            "Các sửa đổi sau dựa trên sửa đổi này; hãy hoàn tác các sửa đổi sau trước, rồi đến sửa đổi này."
        ) from None
    Correction.objects.filter(pk=mine.pk).update(undone_at=at)
    store(row, tree)
    audit.record(
        by=by,
        at=at,
        action="Hoàn tác một sửa đổi của bản đọc",
        subject=row.file_name,
        subject_type="plan_import",
        subject_id=row.pk,
        before={f"{mine.path} {mine.field}": mine.after},
        after={f"{mine.path} {mine.field}": mine.before},
    )


__all__ = ["Overtaken", "check", "choose_alternative", "correct", "undo"]
