"""The tree that a person reviews: a reading in schema `namro.plan/1` whose parts carry keys.

Keys are given once, in document order, and never change: `r17` is the seventeenth row the reader
read, `c4` a criterion, `x2` an axis, `p1` an appendix, `k3` a clause, `g1` a target, `b1` a baseline,
`f2` a finding, `s1` a piece of the surroundings, `u1` an unaccounted line; `n5` is a row a person
added. Everything here is pure: it reads the tree and asks neither the database nor the clock.
"""

import copy
import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
Range = tuple[int, int]

DOUBT_BELOW = 0.8
DOCUMENT = "document"
_LISTS = (
    ("clauses", "k"),
    ("targets", "g"),
    ("baselines", "b"),
    ("findings", "f"),
    ("surroundings", "s"),
    ("unaccounted", "u"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row with the parts of the tree it hangs on."""

    appendix: Node
    axis: Node
    criterion: Node
    row: Node


def prepare(reading: Node) -> Node:
    """Give a copy of the reading with keys, and an empty list of rows that a person took out."""
    tree = copy.deepcopy(reading)
    axes = criteria = rows = 0
    for number, appendix in enumerate(tree.get("appendices", []), 1):
        appendix["key"] = f"p{number}"
        for axis in appendix["axes"]:
            axes += 1
            axis["key"] = f"x{axes}"
            for criterion in axis["criteria"]:
                criteria += 1
                criterion["key"] = f"c{criteria}"
                for row in criterion["tasks"]:
                    rows += 1
                    row["key"] = f"r{rows}"
    for name, letter in _LISTS:
        for number, node in enumerate(tree.setdefault(name, []), 1):
            node["key"] = f"{letter}{number}"
    tree["removed"] = []
    return tree


def places(tree: Node) -> Iterator[Place]:
    """Give every row in document order."""
    for appendix in tree["appendices"]:
        for axis in appendix["axes"]:
            for criterion in axis["criteria"]:
                for row in criterion["tasks"]:
                    yield Place(appendix, axis, criterion, row)


def criteria(tree: Node) -> Iterator[tuple[Node, Node, Node]]:
    """Give every criterion in document order with its appendix and its axis."""
    for appendix in tree["appendices"]:
        for axis in appendix["axes"]:
            for criterion in axis["criteria"]:
                yield appendix, axis, criterion


def find(tree: Node, key: str) -> Node | None:
    """Give the part of the tree with the key; None when there is none."""
    if key == DOCUMENT:
        document: Node = tree["document"]
        return document
    letter = key[:1]
    for name, own in _LISTS:
        if letter == own:
            return next((node for node in tree[name] if node["key"] == key), None)
    for appendix in tree["appendices"]:
        if appendix["key"] == key:
            return appendix  # type: ignore[no-any-return]
        for axis in appendix["axes"]:
            if axis["key"] == key:
                return axis  # type: ignore[no-any-return]
            for criterion in axis["criteria"]:
                if criterion["key"] == key:
                    return criterion  # type: ignore[no-any-return]
                for row in criterion["tasks"]:
                    if row["key"] == key:
                        return row  # type: ignore[no-any-return]
    return None


def place_of(tree: Node, key: str) -> Place | None:
    """Give the row with the key and where it hangs; None when no such row is in the tables."""
    return next((place for place in places(tree) if place.row["key"] == key), None)


def previous_row(tree: Node, key: str) -> Node | None:
    """Give the row before this one under the same criterion."""
    place = place_of(tree, key)
    if place is None:
        return None
    rows: list[Node] = place.criterion["tasks"]
    at = rows.index(place.row)
    return rows[at - 1] if at else None


def digest(node: Node) -> str:
    """Give a short mark of a part's content: a form filled against another content is noticed by it."""
    text = json.dumps(
        {k: v for k, v in node.items() if k not in ("axes", "criteria", "tasks")}, sort_keys=True
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def ranges(node: Node) -> list[Range]:
    """Give the stretches of lines a part was read from; a row added by hand has none."""
    found = []
    for source in [node.get("source"), *node.get("other_sources", [])]:
        if source and source["first_line"]:
            found.append((int(source["first_line"]), int(source["last_line"])))
    return found


def lines_in(stretches: Sequence[Range], numbers: Sequence[int]) -> list[int]:
    """Give the numbers that lie in the stretches, in order; `numbers` are sorted."""
    inside: set[int] = set()
    for first, last in stretches:
        inside.update(numbers[bisect_left(numbers, first) : bisect_right(numbers, last)])
    return sorted(inside)


def stretches_of(lines: Sequence[int], numbers: Sequence[int]) -> list[Range]:
    """Give the fewest stretches that hold exactly these lines among all `numbers`; both are sorted."""
    found: list[Range] = []
    previous_at = -2
    for line in lines:
        at = bisect_left(numbers, line)
        if at == previous_at + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
        previous_at = at
    return found


def accounted(tree: Node, numbers: Sequence[int]) -> set[int]:
    """Give the lines that stand anywhere in the tree, the unaccounted ones among them."""
    found: list[Range] = []
    waiting: list[Any] = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.extend(ranges(value))
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return set(lines_in(found, numbers)) | {int(item["line"]) for item in tree["unaccounted"]}


def findings_by_row(tree: Node) -> tuple[dict[str, list[Node]], list[Node]]:
    """Give the findings of each row and clause by its key, and those that belong to the document as a whole."""
    owners = [*(place.row for place in places(tree)), *tree["clauses"]]
    stretches = sorted((first, last, owner["key"]) for owner in owners for first, last in ranges(owner))
    starts = [first for first, _, _ in stretches]
    by_criterion = {
        (place.appendix["label"], str(place.axis.get("no")), str(place.criterion.get("no"))): place.row["key"]
        for place in reversed(list(places(tree)))
    }
    found: dict[str, list[Node]] = {}
    rest: list[Node] = []
    for finding in tree["findings"]:
        where = finding.get("where") or {}
        key = None
        line = where.get("line")
        if isinstance(line, int):
            at = bisect_right(starts, line) - 1
            if at >= 0 and stretches[at][1] >= line:
                key = stretches[at][2]
        elif where.get("criterion") is not None:
            key = by_criterion.get(
                (str(where.get("appendix")), str(where.get("axis")), str(where.get("criterion")))
            )
        if key is None:
            rest.append(finding)
        else:
            found.setdefault(key, []).append(finding)
    return found, rest


def is_doubtful(node: Node, findings: Sequence[Node] = ()) -> bool:
    """Say whether a person should look: read unsurely, another reading exists, or a finding warns."""
    if node.get("checked"):
        return False
    return (
        float(node.get("confidence", 1.0)) < DOUBT_BELOW
        or node.get("alternative") is not None
        or any(f["severity"] in ("error", "warning") and not f.get("checked") for f in findings)
    )


def split_points(text: str) -> list[int]:
    """Give the places at which a row's text may be cut: after line breaks and ends of sentences."""
    return sorted({m.end() for m in re.finditer(r"\n+|[.;] +(?=[^\W\d_])", text) if 0 < m.end() < len(text)})
