"""Corrections to the shape of a reading: rows taken out, cut, joined, moved, added; loose lines given a place."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.imports.selectors.imports import issued_on_of, year_of
from namro.web.imports.selectors.review_tree import (
    Node,
    find,
    lines_in,
    place_of,
    previous_row,
    ranges,
    split_points,
)
from namro.web.imports.services import corrections as steps
from namro.web.imports.services.corrections import Change
from namro.web.imports.services.review_bench import Bench, open_bench, value_of
from namro.web.plans.models import PlanImport
from namro.web.plans.services import rereading


@transaction.atomic
def remove_row(*, plan_import: PlanImport, key: str, seen: str, by: User, at: datetime) -> None:
    """Take a row out of the plan; its lines stay listed among those left out."""
    bench = open_bench(plan_import, by=by, at=at)
    row = bench.part(key, seen)
    bench.write([(Change(key, steps.REMOVE, None), {"text": row["text"]})])


@transaction.atomic
def split_row(*, plan_import: PlanImport, key: str, point: int, seen: str, by: User, at: datetime) -> str:
    """Cut a row's text at `point` (an offset of `split_points`); give the key of the new row.

    The new row has the same agencies and deadline, marked as inherited, and takes the lines of its words.
    """
    bench = open_bench(plan_import, by=by, at=at)
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


def _lines_of(second: str, first: str, row: Node, bench: Bench) -> list[int]:
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
    bench = open_bench(plan_import, by=by, at=at)
    row = bench.part(key, seen)
    into = previous_row(bench.tree, key)
    if into is None:
        raise Refusal(
            "Dòng này đứng đầu tiêu chí nên không có dòng trước để gộp; có thể chuyển nó sang tiêu chí khác."
        )
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
def move_row(*, plan_import: PlanImport, key: str, criterion: str, seen: str, by: User, at: datetime) -> None:
    """Hang a row on another criterion, where its lines put it."""
    bench = open_bench(plan_import, by=by, at=at)
    bench.part(key, seen)
    place = place_of(bench.tree, key)
    if place is None or place.criterion["key"] == criterion:
        raise Refusal("Dòng này đã ở tiêu chí đó; hãy chọn tiêu chí khác.")
    bench.write([(Change(key, steps.MOVE, {"criterion": criterion}), {"criterion": place.criterion["key"]})])


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
    bench = open_bench(plan_import, by=by, at=at)
    text = value_of(bench.tree, "text", typed.get("text", ""), "")
    if not text:
        raise Refusal("Dòng mới chưa có nội dung nhiệm vụ; hãy gõ việc phải làm.")
    new = bench.new_key()
    row = {
        "text": text,
        "lead": rereading.agencies(typed.get("lead", ""), on=issued_on_of(bench.tree)),
        "cooperating": rereading.agencies(typed.get("cooperating", ""), on=issued_on_of(bench.tree)),
        "deadline": rereading.deadline(typed.get("deadline", ""), year=year_of(bench.tree)),
        "measures": rereading.measures(text),
        "confidence": 1.0,
        "alternative": None,
        "added": True,
    }
    after = {
        "new": new,
        "criterion": criterion,
        "after_row": after_row or None,
        "row": row,
        "items": list(pieces),
    }
    bench.write([(Change(new, steps.ADD, after), None)])
    return new


@transaction.atomic
def assign(
    *, plan_import: PlanImport, pieces: Sequence[str], to: str, field: str, by: User, at: datetime
) -> None:
    """Give loose lines a place: `to` is the key of a row or "surroundings".

    `field` says where the words go in the row: text, lead, cooperating, deadline, or "" for nowhere.
    """
    bench = open_bench(plan_import, by=by, at=at)
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
        return {field: _joined_agencies(row[field], rereading.agencies(words, on=issued_on_of(tree)))}
    if field == "deadline":
        return {
            "deadline": _joined_deadline(tree, row["deadline"], rereading.deadline(words, year=year_of(tree)))
        }
    raise Refusal("Hãy chọn các dòng này thuộc ô nào của nhiệm vụ.")
