"""What a person may do to the tree under review, as changes that can be applied again in order.

A change names the part it is made to (`key`), what is done (`field`: a field of the part, or a step
such as `split`) and what it needs (`after`). The reviewed tree is always the prepared reading with
the changes that stand applied in order, so taking one back needs no inverse. Pure: no database.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from namro.core.errors import Refusal
from namro.web.imports.selectors.review_tree import (
    DOCUMENT,
    Node,
    Place,
    find,
    lines_in,
    place_of,
    prepare,
    previous_row,
    ranges,
    stretches_of,
)

ALTERNATIVE, REMOVE, SPLIT, MERGE, MOVE, ADD, ASSIGN = (
    "alternative",
    "remove",
    "split",
    "merge",
    "move",
    "add",
    "assign",
)
STEPS = frozenset({ALTERNATIVE, REMOVE, SPLIT, MERGE, MOVE, ADD, ASSIGN})
SURROUNDINGS = "surroundings"
CHECKED = "checked"
_ROW = frozenset({"text", "lead", "cooperating", "deadline", "measures", CHECKED})
FIELDS: dict[str, frozenset[str]] = {
    "r": _ROW,
    "n": _ROW,
    "k": frozenset({"text", "owners", "deadline", "measures", "is_duty", "kind", CHECKED}),
    "c": frozenset({"no", "name"}),
    "x": frozenset({"no", "name"}),
    "p": frozenset({"label", "title", "index"}),
    "g": frozenset({"index", "kind", "value", "text"}),
    "b": frozenset({"index", "year", "score", "max", "percent", "rank", "of", "rank_change"}),
    "f": frozenset({CHECKED}),
    DOCUMENT: frozenset(
        {"number", "issued_on", "place", "issuer", "title", "signer", "legal_bases", "recipients"}
    ),
}
GONE = "Dòng này không còn trong bản đang rà soát; có thể người khác vừa xóa hoặc gộp nó. Hãy tải lại trang."


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the part `key`."""

    key: str
    field: str
    after: Any


def fields_of(key: str) -> frozenset[str]:
    """Give the fields of the part that a person may correct."""
    return FIELDS.get(key if key == DOCUMENT else key[:1], frozenset())


def touched(change: Change) -> frozenset[str]:
    """Give the keys of everything that the change reads or writes."""
    keys = {change.key}
    if change.field in STEPS and isinstance(change.after, dict):
        keys.update(
            str(change.after[name]) for name in ("new", "into", "after_row") if change.after.get(name)
        )
        keys.update(change.after.get("items", []))
    return frozenset(keys - {SURROUNDINGS})


def stands_on(later: Change, earlier: Change) -> bool:
    """Say whether the later change would not be what it was without the earlier one."""
    if not touched(later) & touched(earlier):
        return False
    return later.field in STEPS or earlier.field in STEPS or later.field == earlier.field


def replay(reading: Node, changes: Iterable[Change], numbers: Sequence[int]) -> Node:
    """Give the tree that the reading becomes by these changes."""
    tree = prepare(reading)
    for change in changes:
        apply(tree, change, numbers)
    return tree


def apply(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    """Change the tree in place; `numbers` are the sorted numbers of all lines of the source.

    Raises Refusal when the part is not there or cannot be changed so; the tree is then as it was.
    """
    step = _STEPS.get(change.field)
    if step is not None:
        step(tree, change, numbers)
        return
    if change.field not in fields_of(change.key):
        raise Refusal("Phần này không có mục đó để sửa. Hãy tải lại trang.")
    node = find(tree, change.key)
    if node is None:
        raise Refusal(GONE)
    node[change.field] = change.after
    if change.field == "deadline":
        _keep_dates(node)


def _keep_dates(node: Node) -> None:
    """Keep `dates`, which stands beside the deadline when a cell names several days, as the deadline has it."""
    days = node["deadline"].get("dates") or []
    node.pop("dates", None)
    if len(days) > 1:
        node["dates"] = list(days)


def _place(tree: Node, key: str) -> Place:
    place = place_of(tree, key)
    if place is None:
        raise Refusal(GONE)
    return place


def _set_lines(row: Node, lines: Iterable[int], numbers: Sequence[int]) -> None:
    """Write the lines of a row into `source` (the first stretch) and `other_sources` (the rest)."""
    sources = [
        {"first_line": first, "last_line": last} for first, last in stretches_of(sorted(set(lines)), numbers)
    ]
    row["source"] = sources[0] if sources else {"first_line": 0, "last_line": 0}
    row.pop("other_sources", None)
    if len(sources) > 1:
        row["other_sources"] = sources[1:]


def _alternative(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    row = _place(tree, change.key).row
    row.update(change.after)
    _keep_dates(row)


def _remove(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    place = _place(tree, change.key)
    place.criterion["tasks"].remove(place.row)
    tree["removed"].append({**place.row, "criterion_key": place.criterion["key"]})


def _split(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    place = _place(tree, change.key)
    row, after = place.row, change.after
    own = lines_in(ranges(row), numbers)
    second_lines = [line for line in own if line in set(after["lines"])]
    first_lines = [line for line in own if line not in set(second_lines)]
    second = {
        **row,
        "key": after["new"],
        "text": after["second"],
        "measures": after["second_measures"],
        "lead": {**row["lead"], "inherited": True},
        "cooperating": {**row["cooperating"], "inherited": True},
        "deadline": {**row["deadline"], "inherited": True},
        "alternative": None,
    }
    # A row is one stretch of the source cut inside a line when its text is a single line: both keep it.
    _set_lines(second, second_lines if first_lines and second_lines else own, numbers)
    row.update(text=after["first"], measures=after["first_measures"], alternative=None)
    if first_lines and second_lines:
        _set_lines(row, first_lines, numbers)
    rows = place.criterion["tasks"]
    rows.insert(rows.index(row) + 1, second)


def _merge(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    place = _place(tree, change.key)
    into = previous_row(tree, change.key)
    if into is None or into["key"] != change.after["into"]:
        raise Refusal("Dòng đứng trước đã thay đổi nên không gộp được. Hãy tải lại trang.")
    lines = lines_in(ranges(into) + ranges(place.row), numbers)
    into.update(change.after["fields"])
    _keep_dates(into)
    into["alternative"] = None
    _set_lines(into, lines, numbers)
    place.criterion["tasks"].remove(place.row)


def _insert_in_order(rows: list[Node], row: Node) -> None:
    first = row["source"]["first_line"]
    at = next((i for i, other in enumerate(rows) if other["source"]["first_line"] > first), len(rows))
    rows.insert(at, row)


def _move(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    place = _place(tree, change.key)
    criterion = find(tree, change.after["criterion"])
    if criterion is None or "tasks" not in criterion:
        raise Refusal("Tiêu chí được chọn không còn trong bản đang rà soát. Hãy tải lại trang.")
    place.criterion["tasks"].remove(place.row)
    _insert_in_order(criterion["tasks"], place.row)


def _take(tree: Node, keys: Iterable[str]) -> list[int]:
    """Take loose pieces out of `unaccounted` and `surroundings`; give the lines they stand on."""
    lines: list[int] = []
    for key in keys:
        piece = find(tree, key)
        if piece is None or key[:1] not in "us":
            raise Refusal("Dòng này đã được xếp chỗ khác. Hãy tải lại trang.")
        if key[:1] == "u":
            tree["unaccounted"].remove(piece)
            lines.append(int(piece["line"]))
        else:
            tree["surroundings"].remove(piece)
            source = piece["source"]
            lines.extend(range(source["first_line"], source["last_line"] + 1))
    return lines


def _add(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    after = change.after
    criterion = find(tree, after["criterion"])
    if criterion is None or "tasks" not in criterion:
        raise Refusal("Tiêu chí được chọn không còn trong bản đang rà soát. Hãy tải lại trang.")
    rows = criterion["tasks"]
    anchor = next((row for row in rows if row["key"] == after.get("after_row")), None)
    if after.get("after_row") and anchor is None:
        raise Refusal(GONE)
    row = {**after["row"], "key": after["new"]}
    lines = set(_take(tree, after.get("items", []))) & set(numbers)
    _set_lines(row, lines, numbers)
    if anchor is not None:
        rows.insert(rows.index(anchor) + 1, row)
    elif lines:
        _insert_in_order(rows, row)
    else:
        rows.append(row)


def _assign(tree: Node, change: Change, numbers: Sequence[int]) -> None:
    after = change.after
    if change.key == SURROUNDINGS:
        pieces = [find(tree, key) for key in after["items"]]
        _take(tree, after["items"])
        for piece in pieces:
            assert piece is not None
            line = int(piece["line"])
            tree["surroundings"].append(
                {
                    "text": piece["text"],
                    "source": {"first_line": line, "last_line": line},
                    "key": f"s-{piece['key']}",
                }
            )
        return
    row = _place(tree, change.key).row
    lines = set(_take(tree, after["items"])) & set(numbers)
    _set_lines(row, [*lines_in(ranges(row), numbers), *lines], numbers)
    row.update(after["fields"])
    _keep_dates(row)


_STEPS: dict[str, Callable[[Node, Change, Sequence[int]], None]] = {
    ALTERNATIVE: _alternative,
    REMOVE: _remove,
    SPLIT: _split,
    MERGE: _merge,
    MOVE: _move,
    ADD: _add,
    ASSIGN: _assign,
}
