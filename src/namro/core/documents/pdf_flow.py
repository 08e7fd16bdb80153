"""Lines of text outside tables to paragraphs; page numbers and running heads left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from namro.core.documents.pdf_page import PageContent
from namro.core.documents.wrapping import ITEM, TextLine, breaks_on_purpose

_EDGE = 0.09  # share of the page's height at top and bottom where running heads stand
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–\s]*(trang\s*)?\d{1,4}(\s*/\s*\d{1,4})?[-–\s]*", re.I)


def drop_running_heads(pages: Sequence[PageContent]) -> None:
    """Take page numbers and lines that many pages repeat at their edges out of the pages, in place."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update(
            {_bare(item.text) for item in page.items if isinstance(item, TextLine) and _at_edge(item, page)}
        )
    many = max(3, len(pages) // 2)
    for page in pages:
        page.items = [
            item
            for item in page.items
            if not (
                isinstance(item, TextLine)
                and _at_edge(item, page)
                and (_PAGE_NUMBER.fullmatch(item.text) or seen[_bare(item.text)] >= many)
            )
        ]


def _bare(text: str) -> str:
    return _DIGITS.sub("#", text)


def _at_edge(line: TextLine, page: PageContent) -> bool:
    return line.bottom < page.height * _EDGE or line.top > page.height * (1 - _EDGE)


def paragraphs(lines: Sequence[TextLine], page_width: float) -> Iterator[tuple[list[TextLine], float]]:
    """Give runs of lines that form a paragraph, in reading order, with the room a line had in points."""
    # A stretch of short lines only does not show the margins; the text of a page is wider than half of it.
    width = max(*(line.x1 - line.x0 for line in lines), page_width * 0.6)
    for run, beside in _columns(lines):
        usual = median([after.top - before.top for before, after in pairwise(run)] or [0.0])
        current: list[TextLine] = []
        for line in run:
            if current and _begins(current[-1], line, width, usual if beside else None):
                yield current, width
                current = []
            current.append(line)
        if current:
            yield current, width


def _columns(lines: Sequence[TextLine]) -> Iterator[tuple[list[TextLine], bool]]:
    """Give runs of the whole width (False), and stretches printed side by side column by column (True)."""
    plain: list[TextLine] = []
    at = 0
    while at < len(lines):
        end, gutter = _side_by_side(lines, at)
        if end > at:
            if plain:
                yield plain, False
                plain = []
            yield [line for line in lines[at:end] if line.x0 < gutter], True
            yield [line for line in lines[at:end] if line.x0 >= gutter], True
            at = end
        else:
            plain.append(lines[at])
            at += 1
    if plain:
        yield plain, False


def _side_by_side(lines: Sequence[TextLine], at: int) -> tuple[int, float]:
    """Give the end of the stretch that begins at `at` with two lines side by side, and where it divides."""
    if at + 1 >= len(lines) or not _level(lines[at], lines[at + 1]):
        return at, 0.0
    left, right = lines[at].x1, lines[at + 1].x0
    if right <= left:
        return at, 0.0
    end = at + 2
    widest = 0.0  # gap within a block of the stretch so far
    while end < len(lines):
        line = lines[end]
        has_partner = end + 1 < len(lines) and _level(line, lines[end + 1])
        gap = line.top - lines[end - 1].bottom
        allowed = 3 * line.size if has_partner else max(1.2 * line.size, 1.3 * widest)
        if line.page != lines[at].page or gap > allowed:
            break
        if gap <= 1.5 * line.size:
            widest = max(widest, gap)
        if line.x0 < left and line.x1 > right:
            break
        middle = (left + right) / 2
        if line.x1 <= middle or (line.x1 < right and line.x0 < left):
            left = max(left, line.x1)
        elif line.x0 >= middle or (line.x0 > left and line.x1 > right):
            right = min(right, line.x0)
        else:
            break
        end += 1
    return end, (left + right) / 2


def _level(one: TextLine, other: TextLine) -> bool:
    return one.page == other.page and abs(one.top - other.top) < 0.5 * one.size


def _begins(before: TextLine, line: TextLine, width: float, beside: float | None) -> bool:
    """Tell whether a line begins a paragraph of its own.

    Halves of a letterhead part only at a gap; `beside` is then the usual distance of their lines.
    """
    if beside is not None:
        return line.top - before.top > max(2.2 * before.size, 1.5 * beside)
    if ITEM.match(line.text):
        return True
    if before.page != line.page:
        return breaks_on_purpose(before, line, width)
    if line.top - before.top > 2.2 * before.size or abs(line.size - before.size) > 0.2 * before.size:
        return True
    if not breaks_on_purpose(before, line, width):
        return False
    # Centred short lines set tightly are one heading, as in a letterhead.
    middle = (line.x0 + line.x1) / 2
    return abs(middle - (before.x0 + before.x1) / 2) > 3.0 or abs(line.x0 - before.x0) < 1.0
