"""Every change a person makes while reviewing a reading: kept, signed, and possible to take back.

`PlanImport.reading` never changes. `reviewed` is the reading with the corrections that stand applied
in order (`corrections.replay`); it is kept so that pages need not compute it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import clean, fold, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.plans.models import Correction, PlanImport
from namro.web.plans.selectors.imports import document_of, year_of
from namro.web.plans.selectors.review_tree import (
    DOCUMENT,
    Node,
    digest,
    find,
    lines_in,
    place_of,
    places,
    previous_row,
    ranges,
)
from namro.web.plans.services import corrections as steps
from namro.web.plans.services import rereading
from namro.web.plans.services.corrections import Change

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
class _Bench:
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
                Correction.objects.filter(plan_import=self.row, path=key, undone_at=None).order_by("-id").first()
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
        _store(self.row, self.tree)
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


def _store(row: PlanImport, tree: Node) -> None:
    number, title = document_of(tree)
    PlanImport.objects.filter(pk=row.pk).update(
        reviewed=tree, version=F("version") + 1, number=number, title=title
    )


def _bench(plan_import: PlanImport, *, by: User, at: datetime) -> _Bench:
    row = PlanImport.objects.select_for_update().defer("reading").get(pk=plan_import.pk)
    if row.state != PlanImport.State.REVIEW or row.reviewed is None:
        raise Refusal(NOT_IN_REVIEW)
    return _Bench(row, row.reviewed, [int(number) for number, _ in row.source_lines], by, at)


@transaction.atomic
def correct(
    *, plan_import: PlanImport, key: str, typed: dict[str, Any], seen: str, by: User, at: datetime
) -> int:
    """Write what a person typed into the fields of one part; give the number of fields that changed.

    Agencies and deadlines come as text and are read again; measures follow the text. `seen` is the
    `review_tree.digest` of the part when the form was opened ("" skips the question).
    Raises Overtaken when somebody else changed the part since, Refusal when it cannot be corrected.
    """
    bench = _bench(plan_import, by=by, at=at)
    node = bench.part(key, seen)
    changes: list[tuple[Change, Any]] = []
    for field, value in typed.items():
        if field not in steps.fields_of(key):
            raise Refusal("Phần này không có mục đó để sửa. Hãy tải lại trang.")
        before = node.get(field)
        after = _value(bench.tree, field, value, before)
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


def _value(tree: Node, field: str, value: Any, before: Any) -> Any:
    if field in _AGENCIES:
        cell = before or _NOTHING
        own = squeeze(clean(value))
        return cell if own == squeeze(cell.get("text") or "") else {**cell, **rereading.agencies(own)}
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


def check(*, plan_import: PlanImport, key: str, checked: bool, by: User, at: datetime) -> None:
    """Mark a row, clause or finding as looked at and right, or take the mark away."""
    correct(plan_import=plan_import, key=key, typed={steps.CHECKED: checked}, seen="", by=by, at=at)


@transaction.atomic
def choose_alternative(*, plan_import: PlanImport, key: str, seen: str, by: User, at: datetime) -> None:
    """Take the other reading of a row; what stood there becomes the other reading."""
    bench = _bench(plan_import, by=by, at=at)
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
    return _value(tree, field, words or "", before)


@transaction.atomic
def remove_row(*, plan_import: PlanImport, key: str, seen: str, by: User, at: datetime) -> None:
    """Take a row out of the plan; its lines stay listed among those left out."""
    bench = _bench(plan_import, by=by, at=at)
    row = bench.part(key, seen)
    bench.write([(Change(key, steps.REMOVE, None), {"text": row["text"]})])


def split_points(text: str) -> list[int]:
    """Give the places at which a row's text may be cut: after line breaks and ends of sentences."""
    return sorted({m.end() for m in re.finditer(r"\n+|[.;] +(?=[^\W\d_])", text) if 0 < m.end() < len(text)})


@transaction.atomic
def split_row(
    *, plan_import: PlanImport, key: str, point: int, seen: str, by: User, at: datetime
) -> str:
    """Cut a row's text at `point` (an offset of `split_points`); give the key of the new row.

    The new row has the same agencies and deadline, marked as inherited, and takes the lines of its words.
    """
    bench = _bench(plan_import, by=by, at=at)
    row = bench.part(key, seen)
    text = row["text"]
    if point not in split_points(text):
        raise Refusal("Hãy chọn chỗ tách trong danh sách; nếu nội dung vừa đổi, hãy tải lại trang.")
    first, second = text[:point].strip(), text[point:].strip()
    new = bench.new_key()
    after = {
        "new": new,
        "first": first,
        "second": second,
        "first_measures": rereading.measures(first),
        "second_measures": rereading.measures(second),
        "lines": _lines_of(second, first, row, bench),
    }
    bench.write([(Change(key, steps.SPLIT, after), {"text": text})])
    return new


def _lines_of(second: str, first: str, row: Node, bench: _Bench) -> list[int]:
    words = dict(bench.row.source_lines)
    in_first, in_second = fold(first), fold(second)
    found = []
    for line in lines_in(ranges(row), bench.numbers):
        own = fold(str(words[line])).strip("-+•* ")
        if own and own in in_second and own not in in_first:
            found.append(line)
    return found


@transaction.atomic
def merge_row(*, plan_import: PlanImport, key: str, seen: str, by: User, at: datetime) -> str:
    """Join a row to the one before it under the same criterion; give the key of the row that stays.

    Agencies and a deadline that the joined row has of its own are added to those of the row that stays.
    """
    bench = _bench(plan_import, by=by, at=at)
    row = bench.part(key, seen)
    into = previous_row(bench.tree, key)
    if into is None:
        raise Refusal("Dòng này đứng đầu tiêu chí nên không có dòng trước để gộp; có thể chuyển nó sang tiêu chí khác.")
    text = f"{into['text']}\n{row['text']}".strip()
    fields: dict[str, Any] = {"text": text, "measures": rereading.measures(text), "checked": False}
    for name in ("lead", "cooperating"):
        fields[name] = _joined_agencies(into[name], row[name])
    fields["deadline"] = _joined_deadline(bench.tree, into["deadline"], row["deadline"])
    after = {"into": into["key"], "fields": fields}
    bench.write([(Change(key, steps.MERGE, after), {"text": row["text"], "into": into["text"]})])
    return str(into["key"])


def _adds(cell: Node, other: Node) -> bool:
    own = fold(other.get("text") or "")
    return bool(own) and not other.get("inherited") and own != fold(cell.get("text") or "")


def _joined_agencies(cell: Node, other: Node) -> Node:
    if not _adds(cell, other):
        return cell
    units = list(cell["units"])
    known = {unit["key"] for unit in units}
    units += [unit for unit in other["units"] if unit["key"] not in known]
    text = "; ".join(part for part in (cell.get("text"), other.get("text")) if part)
    return {**cell, "text": text, "units": units, "inherited": False}


def _joined_deadline(tree: Node, cell: Node, other: Node) -> Node:
    if not _adds(cell, other):
        return cell
    text = "; ".join(part for part in (cell.get("text"), other.get("text")) if part)
    return {**cell, **rereading.deadline(text, year=year_of(tree))}


@transaction.atomic
def move_row(
    *, plan_import: PlanImport, key: str, criterion: str, seen: str, by: User, at: datetime
) -> None:
    """Hang a row on another criterion, where its lines put it."""
    bench = _bench(plan_import, by=by, at=at)
    bench.part(key, seen)
    place = place_of(bench.tree, key)
    if place is None or place.criterion["key"] == criterion:
        raise Refusal("Dòng này đã ở tiêu chí đó; hãy chọn tiêu chí khác.")
    bench.write(
        [(Change(key, steps.MOVE, {"criterion": criterion}), {"criterion": place.criterion["key"]})]
    )


@transaction.atomic
def add_row(
    *,
    plan_import: PlanImport,
    criterion: str,
    after_row: str,
    typed: dict[str, str],
    pieces: Iterable[str] = (),
    by: User,
    at: datetime,
) -> str:
    """Add a row under a criterion, from loose lines (`pieces`) or from nothing; give its key."""
    bench = _bench(plan_import, by=by, at=at)
    text = _value(bench.tree, "text", typed.get("text", ""), "")
    if not text:
        raise Refusal("Dòng mới chưa có nội dung nhiệm vụ; hãy gõ việc phải làm.")
    new = bench.new_key()
    row = {
        "text": text,
        "lead": rereading.agencies(typed.get("lead", "")),
        "cooperating": rereading.agencies(typed.get("cooperating", "")),
        "deadline": rereading.deadline(typed.get("deadline", ""), year=year_of(bench.tree)),
        "measures": rereading.measures(text),
        "confidence": 1.0,
        "alternative": None,
        "added": True,
    }
    after = {"new": new, "criterion": criterion, "after_row": after_row or None, "row": row, "items": list(pieces)}
    bench.write([(Change(new, steps.ADD, after), None)])
    return new


@transaction.atomic
def assign(
    *, plan_import: PlanImport, pieces: Sequence[str], to: str, field: str, by: User, at: datetime
) -> None:
    """Give loose lines a place: `to` is the key of a row or "surroundings".

    `field` says where the words go in the row: text, lead, cooperating, deadline, or "" for nowhere.
    """
    bench = _bench(plan_import, by=by, at=at)
    if not pieces:
        raise Refusal("Chưa chọn dòng nào; hãy đánh dấu các dòng cần xếp chỗ.")
    found = [piece for piece in (find(bench.tree, key) for key in pieces) if piece is not None]
    words = " ".join(str(piece["text"]) for piece in found)
    after: dict[str, Any] = {"items": list(pieces)}
    if to != steps.SURROUNDINGS:
        row = bench.part(to, "")
        after["fields"] = _with_words(bench.tree, row, field, words)
    elif any(key[:1] != "u" for key in pieces):
        raise Refusal("Dòng này đã ở phần ngoài kế hoạch; hãy tải lại trang.")
    bench.write([(Change(to, steps.ASSIGN, after), {"text": words})])


def _with_words(tree: Node, row: Node, field: str, words: str) -> dict[str, Any]:
    if not field:
        return {}
    if field == "text":
        text = f"{row['text']}\n{words}".strip()
        return {"text": text, "measures": rereading.measures(text)}
    if field in ("lead", "cooperating"):
        return {field: _joined_agencies(row[field], rereading.agencies(words))}
    if field == "deadline":
        return {"deadline": _joined_deadline(tree, row["deadline"], rereading.deadline(words, year=year_of(tree)))}
    raise Refusal("Hãy chọn các dòng này thuộc ô nào của nhiệm vụ.")


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
    Correction.objects.filter(pk=mine.pk).update(undone_at=at)
    _store(row, steps.replay(row.reading, kept, numbers))
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


@transaction.atomic
def check_all(*, plan_import: PlanImport, by: User, at: datetime) -> int:
    """Mark every row as looked at; give how many had not been."""
    bench = _bench(plan_import, by=by, at=at)
    open_rows = [place.row for place in places(bench.tree) if not place.row.get(steps.CHECKED)]
    if open_rows:
        bench.write([(Change(row["key"], steps.CHECKED, True), None) for row in open_rows])
    return len(open_rows)


__all__ = [
    "DOCUMENT",
    "Overtaken",
    "add_row",
    "assign",
    "check",
    "check_all",
    "choose_alternative",
    "correct",
    "merge_row",
    "move_row",
    "remove_row",
    "split_points",
    "split_row",
    "undo",
]
