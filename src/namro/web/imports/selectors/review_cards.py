"""What a reviewer sees of one row or clause: the source beside what was read from it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from namro.core.text import format_number, read_roman
from namro.web.imports.selectors.review_cells import (
    AGENCY_LABELS,
    Cell,
    Counter,
    DeadlineCell,
    cell_of,
    deadline_of,
)
from namro.web.imports.selectors.review_tree import (
    Node,
    Place,
    digest,
    findings_by_row,
    is_doubtful,
    lines_in,
    places,
    ranges,
)
from namro.web.plans.models import Correction

FIELD_LABELS = {
    "text": "Nhiệm vụ",
    **AGENCY_LABELS,
    "deadline": "Thời hạn",
    "measures": "Số lượng, mức phải đạt",
    "checked": "Đã xem",
    "is_duty": "Là việc phải làm",
    "kind": "Loại",
    "no": "Số",
    "name": "Tên",
    "label": "Nhãn",
    "title": "Tên văn bản",
    "index": "Chỉ số",
    "value": "Giá trị",
    "year": "Năm",
    "score": "Điểm",
    "max": "Điểm tối đa",
    "percent": "Tỷ lệ (%)",
    "rank": "Thứ hạng",
    "of": "Trên tổng số",
    "rank_change": "Thay đổi bậc",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "place": "Nơi ban hành",
    "issuer": "Cơ quan ban hành",
    "signer": "Người ký",
    "legal_bases": "Căn cứ",
    "recipients": "Nơi nhận",
    "alternative": "Chọn cách đọc khác",
    "remove": "Xóa dòng",
    "split": "Tách dòng",
    "merge": "Gộp với dòng trước",
    "move": "Chuyển tiêu chí",
    "add": "Thêm dòng",
    "assign": "Xếp chỗ cho dòng của văn bản",
}
AROUND = 3
CLAUSE_KINDS = {
    "goal": "Mục tiêu",
    "requirement": "Yêu cầu",
    "task": "Nhiệm vụ",
    "organisation": "Tổ chức thực hiện",
    "closing": "Kết thúc",
    "footnote": "Chú thích",
}
_RELATIONS = {
    "at_least": "ít nhất",
    "at_most": "nhiều nhất",
    "equal": "đúng",
    "more_than": "trên",
    "less_than": "dưới",
}


_PLACE = re.compile(r"(^|, )[Dd]òng \d+$")


@dataclass(frozen=True, slots=True)
class Note:
    """A finding beside its row."""

    key: str
    severity: str
    message: str
    checked: bool
    line: int | None = None  # where it is to be looked up, for one that stands beside no row


@dataclass(frozen=True, slots=True)
class Step:
    """A correction as the history shows it."""

    id: int
    key: str
    label: str
    before: str
    after: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One row or clause."""

    key: str
    is_clause: bool
    place: str
    group: str  # heading above the card: axis and criterion
    criterion_key: str
    text: str
    lines: tuple[tuple[int, str], ...]
    before: tuple[tuple[int, str], ...]  # lines of the source just above and below, for the eye
    after: tuple[tuple[int, str], ...]
    cells: tuple[Cell, ...]
    deadline: DeadlineCell
    measures: tuple[str, ...]
    notes: tuple[Note, ...]
    other: tuple[tuple[str, str], ...]
    other_reason: str
    confidence: str
    is_doubtful: bool
    checked: bool
    added: bool
    seen: str
    extra: tuple[tuple[str, str], ...]
    refers_to: str
    can_merge: bool
    is_duty: bool
    kind: str
    steps: tuple[Step, ...]

    @property
    def wants_answers(self) -> bool:
        """Who and when have to be known here: not in a goal, not in a row that only points elsewhere."""
        return self.is_duty if self.is_clause else not self.refers_to


@dataclass(frozen=True)
class Desk:
    """Everything about one tree that cards are made from, gathered once."""

    tree: Node
    words: dict[int, str]
    numbers: list[int]
    findings: dict[str, list[Node]]
    general: list[Node]
    standing: dict[str, list[Correction]]
    places: dict[str, Place] = field(default_factory=dict)

    def doubtful(self, node: Node) -> bool:
        return is_doubtful(node, self.findings.get(node["key"], ()))


def desk_of(tree: Node, source_lines: Sequence[Sequence[Any]], standing: Iterable[Correction]) -> Desk:
    """Lay out a tree with its lines and the corrections that stand."""
    words = {int(number): str(text) for number, text in source_lines}
    findings, general = findings_by_row(tree)
    by_key: dict[str, list[Correction]] = {}
    for correction in standing:
        by_key.setdefault(correction.path, []).append(correction)
    return Desk(
        tree,
        words,
        sorted(words),
        findings,
        general,
        by_key,
        {place.row["key"]: place for place in places(tree)},
    )


def cards_of(desk: Desk, nodes: Sequence[Node], *, on: date) -> list[Card]:
    """Give the cards of rows and clauses; the register is asked once, for all of them."""
    keys = {
        unit["key"]
        for node in nodes
        for cell in _agency_cells(node)
        for unit in (cell.get("units") or ())
        if unit["kind"] == "group"
    }
    counter = Counter.on(on, keys)
    return [_card(desk, node, counter) for node in nodes]


def _agency_cells(node: Node) -> list[Node]:
    return [node[name] for name in ("lead", "cooperating", "owners") if node.get(name)]


def _card(desk: Desk, node: Node, counter: Counter) -> Card:
    place = desk.places.get(node["key"])
    is_clause = place is None
    names = ("owners",) if is_clause else ("lead", "cooperating")
    found = desk.findings.get(node["key"], ())
    # Another reading as a heading has no cells to take; the finding beside the row says so.
    other = node.get("alternative") or {}
    if other.get("kind", "task") != "task":
        other = {}
    lines = lines_in(ranges(node), desk.numbers)
    first = bisect_left(desk.numbers, lines[0]) if lines else 0
    last = bisect_left(desk.numbers, lines[-1]) + 1 if lines else 0
    steps = tuple(step_of(correction) for correction in reversed(desk.standing.get(node["key"], [])))
    return Card(
        key=node["key"],
        is_clause=is_clause,
        place=place_label(place) if place else f"Điều khoản {node.get('no') or ''}".strip(),
        group=group_label(place) if place else "",
        criterion_key=place.criterion["key"] if place else "",
        text=node.get("text") or "",
        lines=tuple((line, desk.words[line]) for line in lines),
        before=tuple((line, desk.words[line]) for line in desk.numbers[max(0, first - AROUND) : first]),
        after=tuple((line, desk.words[line]) for line in desk.numbers[last : last + AROUND] if lines),
        cells=tuple(cell_of(name, node.get(name) or {}, counter) for name in names),
        deadline=deadline_of(node.get("deadline") or {}, desk.tree),
        measures=tuple(_measure(measure) for measure in node.get("measures") or ()),
        notes=tuple(
            Note(
                f["key"],
                f["severity"],
                _at_its_row(f["message"]),
                bool(f.get("checked") or node.get("checked")),
            )
            for f in found
        ),
        other=tuple(
            (FIELD_LABELS[name], words_of(other[name]) or "(trống)")
            for name in ("text", "lead", "cooperating", "deadline")
            if name in other and words_of(other[name]) != words_of(node.get(name))
        ),
        other_reason=str(other.get("reason") or "Cách đọc khác"),
        confidence=format_number(Decimal(str(node.get("confidence", 1))), 2),
        is_doubtful=desk.doubtful(node),
        checked=bool(node.get("checked")),
        added=bool(node.get("added")),
        seen=digest(node),
        extra=tuple((node.get("extra") or {}).items()),
        refers_to=node.get("refers_to") or "",
        can_merge=bool(place and place.criterion["tasks"][0] is not place.row),
        is_duty=bool(node.get("is_duty")),
        kind=CLAUSE_KINDS.get(node.get("kind") or "", "") if is_clause else "",
        steps=steps,
    )


def _at_its_row(message: str) -> str:
    """Leave out where a finding is when it stands beside its row."""
    place, colon, rest = message.partition(": ")
    if not colon or not _PLACE.search(place):
        return message
    return rest[:1].upper() + rest[1:]


def label_of(label: str) -> str:
    """Write the label of an appendix the quiet way: "PHỤ LỤC II" as "Phụ lục II"."""
    if not label.isupper():
        return label
    words = [word if read_roman(word) is not None else word.lower() for word in label.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def place_label(place: Place) -> str:
    """Say where a row stands: "Phụ lục 1 · III.1 · dòng 2/4"."""
    rows = place.criterion["tasks"]
    number = ".".join(str(part["no"]) for part in (place.axis, place.criterion) if part.get("no"))
    row = f"dòng {rows.index(place.row) + 1}/{len(rows)}" if len(rows) > 1 else ""
    return " · ".join(part for part in (label_of(str(place.appendix["label"])), number, row) if part)


def group_label(place: Place) -> str:
    """Name axis and criterion of a row."""
    parts = [
        " ".join(str(part[name]).strip() for name in ("no", "name") if part.get(name)).replace(" ", ". ", 1)
        if part.get("no")
        else str(part.get("name") or "")
        for part in (place.axis, place.criterion)
    ]
    return " › ".join(part for part in parts if part)


def _measure(measure: Node) -> str:
    try:
        quantity = format_number(Decimal(str(measure["quantity"])))
    except InvalidOperation:
        quantity = str(measure["quantity"])
    unit = measure.get("unit") or ""
    joined = f"{quantity}{unit}" if unit == "%" else f"{quantity} {unit}".strip()
    return f"{_RELATIONS.get(measure.get('relation') or '', '')} {joined}".strip()


def step_of(correction: Correction) -> Step:
    """Give a correction in words."""
    return Step(
        correction.pk,
        correction.path,
        FIELD_LABELS.get(correction.field, correction.field),
        words_of(correction.before),
        "" if correction.field in ("split", "merge", "move", "add", "assign") else words_of(correction.after),
        correction.by,
        correction.at,
    )


def words_of(value: Any) -> str:
    """Give any value of the tree as words a person can read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dict):
        if "text" in value:
            return str(value["text"])
        if "name" in value:
            return ", ".join(str(value[name]) for name in ("name", "role") if value.get(name))
        return ""
    if isinstance(value, list):
        return "; ".join(words_of(item) for item in value)
    return str(value)
