"""The whole source text, line by line, each with where it went: a row, a clause, a heading, or outside the plan."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from namro.web.imports.selectors.review_cards import Desk, label_of, place_label
from namro.web.imports.selectors.review_tree import Node, Range, lines_in, ranges
from namro.web.plans.models import Plan
from namro.web.plans.selectors.findings import TaskLines

LINES_PER_PAGE = 1_000
HEAD, OUTSIDE, LOOSE = "head", "outside", "loose"
_CARRIES = frozenset(("row", "clause"))  # parts that a task in force may have come from


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the document; `key` is the part of the review it went to, `task_id` the task in force."""

    number: int
    text: str
    kind: str  # row, clause, heading, head, outside, loose
    label: str
    key: str
    is_first: bool  # of the lines that went to the same part
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of the source, and how many lines went where."""

    lines: tuple[SourceLine, ...]
    page: int
    pages: int
    total: int
    loose: int

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


def source_page(desk: Desk, *, page: str = "", line: str = "", plan: Plan | None = None) -> SourcePage:
    """Give 1,000 lines: those of the page, or those around the line when one is asked for."""
    went = _went(desk)
    numbers = desk.numbers
    pages = max(1, -(-len(numbers) // LINES_PER_PAGE))
    wanted = int(page) if page.isdecimal() and len(page) < 7 else 1
    if line.isdecimal() and len(line) < 10:
        wanted = bisect_left(numbers, int(line)) // LINES_PER_PAGE + 1
    wanted = min(max(wanted, 1), pages)
    start = (wanted - 1) * LINES_PER_PAGE
    tasks = TaskLines.of(plan) if plan is not None else None
    shown = []
    for at in range(start, min(start + LINES_PER_PAGE, len(numbers))):
        number = numbers[at]
        kind, label, key = went.get(number, (LOOSE, "Chưa có chỗ", ""))
        before = went.get(numbers[at - 1], (LOOSE, "", "")) if at > start else None
        shown.append(
            SourceLine(
                number,
                desk.words[number],
                kind,
                label,
                key,
                is_first=before is None or (before[0], before[2]) != (kind, key),
                task_id=tasks.at(number) if tasks is not None and kind in _CARRIES else None,
            )
        )
    loose = sum(1 for number in numbers if went.get(number, (LOOSE, "", ""))[0] == LOOSE)
    return SourcePage(tuple(shown), wanted, pages, len(numbers), loose)


def _went(desk: Desk) -> dict[int, tuple[str, str, str]]:
    """Give kind, label and key of the part each line went to; a narrower part stands before a wider one."""
    found: dict[int, tuple[str, str, str]] = {}
    for kind, label, key, stretches in _parts(desk):
        for number in lines_in(stretches, desk.numbers):
            found[number] = (kind, label, key)
    for piece in desk.tree["unaccounted"]:
        found[int(piece["line"])] = (LOOSE, "Chưa có chỗ", "")
    return found


def _parts(desk: Desk) -> Iterator[tuple[str, str, str, Sequence[Range]]]:
    tree = desk.tree
    for appendix in tree["appendices"]:
        yield "heading", label_of(str(appendix["label"])), appendix["key"], ranges(appendix)
        for axis in appendix["axes"]:
            yield "heading", _heading("Trục", axis), axis["key"], ranges(axis)
            for criterion in axis["criteria"]:
                yield "heading", _heading("Tiêu chí", criterion), criterion["key"], ranges(criterion)
    for piece in tree["document"].get("lines") or ():
        yield HEAD, "Đầu văn bản, nơi nhận, người ký", "document", ranges(piece)
    for entry in tree.get("outline") or ():
        yield "heading", _heading("Đề mục", entry), "", ranges(entry)
    for clause in tree["clauses"]:
        yield (
            "clause",
            f"Khoản {clause['no']}" if clause.get("no") else "Khoản",
            clause["key"],
            ranges(clause),
        )
    for place in desk.places.values():
        yield "row", place_label(place), place.row["key"], ranges(place.row)
    for piece in tree["surroundings"]:
        yield OUTSIDE, "Ngoài kế hoạch", "", ranges(piece)


def _heading(kind: str, part: Node) -> str:
    return f"{kind} {part['no']}" if part.get("no") else kind
