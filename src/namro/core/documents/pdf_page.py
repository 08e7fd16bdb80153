"""One page of a PDF: printed lines, and tables by their ruled borders with merged cells."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfplumber.utils.text import extract_words

from namro.core.documents.limits import MAX_TABLE_PLACES, TOO_MUCH_TEXT, TOO_WIDE
from namro.core.documents.wrapping import TextLine
from namro.core.errors import Refusal

_SNAP = 3.0  # points within which two rules are the same border
_MAX_CHARACTERS = 60_000
_MAX_RULES = 20_000
_GUTTER = 18.0  # points between two columns of a letterhead; wider than any blank of justified text
_BLANK = 0.13  # share of a letter's height that parts two words where no blank is printed
_SMALL = 0.75  # a superscript is printed smaller than this share of its neighbour


@dataclass(slots=True)
class PageCell:
    """A cell of a page's table; `width` is the room of its lines in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    width: float
    lines: list[TextLine] = field(default_factory=list)
    open_top: bool = False  # no border above it: the page's end may have cut the cell
    open_bottom: bool = False


@dataclass(slots=True)
class PageTable:
    """A ruled table on one page; `xs` are its vertical borders from left to right."""

    xs: list[float]
    row_count: int
    cells: list[PageCell]
    top: float
    bottom: float
    page: int


@dataclass(slots=True)
class PageContent:
    """What one page shows; `items` stand in reading order."""

    number: int
    width: float
    height: float
    items: list[TextLine | PageTable]
    has_picture: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def read_page(page: Any, number: int) -> PageContent:
    """Read a pdfplumber page; refuses pages with absurdly many letters or rules."""
    if len(page.chars) > _MAX_CHARACTERS:
        raise Refusal(TOO_MUCH_TEXT)
    tables: list[PageTable] = []
    chars = page.chars
    if 0 < len(page.edges) <= _MAX_RULES:
        settings = {"explicit_horizontal_lines": _open_ends(page.edges)}
        for found in page.find_tables(settings):
            table, chars = _table(found.cells, chars, number)
            if table is not None:
                _mark_open_cells(table, page.edges)
                tables.append(table)
    words = _words(chars)
    lines = [line for group in _lines(words) for line in _split_at_gutters(group, number)]
    items: list[TextLine | PageTable] = [*lines, *tables]
    items.sort(key=lambda item: (item.top, item.x0 if isinstance(item, TextLine) else 0.0))
    return PageContent(number, float(page.width), float(page.height), items, bool(page.images))


def _words(chars: list[dict[str, Any]]) -> list[_Word]:
    return [
        _Word(w["text"], w["x0"], w["x1"], w["top"], w["bottom"], float(w["size"]))
        for w in extract_words(chars, x_tolerance_ratio=_BLANK, y_tolerance=2, extra_attrs=["size"])
    ]


def _open_ends(edges: Sequence[dict[str, Any]]) -> list[float]:
    """Give the heights at which cells cut by the page's end lack their border: browsers do not draw it."""
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > _SNAP]
    if not upright:
        return []
    ends: list[float] = []
    for side, end in (
        ("top", min(edge["top"] for edge in upright)),
        ("bottom", max(edge["bottom"] for edge in upright)),
    ):
        there = [edge["x0"] for edge in upright if abs(edge[side] - end) <= _SNAP]
        covered = {
            (round(edge["x0"]), round(edge["x1"]))
            for edge in edges
            if edge["orientation"] == "h" and edge["width"] > _SNAP and abs(edge["top"] - end) <= _SNAP
        }
        if sum(x1 - x0 for x0, x1 in covered) < 0.9 * (max(there) - min(there)):
            ends.append(end)
    return ends


def _mark_open_cells(table: PageTable, edges: Sequence[dict[str, Any]]) -> None:
    """Note which cells at the top and the bottom of a page's table have no border drawn there."""
    level = [edge for edge in edges if edge["orientation"] == "h"]
    above = [edge for edge in level if abs(edge["top"] - table.top) <= _SNAP]
    below = [edge for edge in level if abs(edge["top"] - table.bottom) <= _SNAP]
    for cell in table.cells:
        middle = (table.xs[cell.column] + table.xs[cell.column + cell.column_span]) / 2
        if cell.row == 0:
            cell.open_top = not any(edge["x0"] < middle < edge["x1"] for edge in above)
        if cell.row + cell.row_span == table.row_count:
            cell.open_bottom = not any(edge["x0"] < middle < edge["x1"] for edge in below)


def _table(
    boxes: Iterable[tuple[float, float, float, float]], chars: list[dict[str, Any]], page: int
) -> tuple[PageTable | None, list[dict[str, Any]]]:
    """Give the table that the boxes form, and the letters outside of it; None when it is no table."""
    boxes = sorted(boxes, key=lambda box: (box[1], box[0]))
    xs = _borders([x for box in boxes for x in (box[0], box[2])])
    ys = _borders([y for box in boxes for y in (box[1], box[3])])
    if len(boxes) < 2 or len(xs) < 3:
        return None, chars
    if (len(xs) - 1) * (len(ys) - 1) > MAX_TABLE_PLACES:
        raise Refusal(TOO_WIDE)
    cells: list[PageCell] = []
    owner: dict[tuple[int, int], int] = {}
    for x0, top, x1, bottom in boxes:
        row, last_row = _nearest(ys, top), _nearest(ys, bottom)
        column, last_column = _nearest(xs, x0), _nearest(xs, x1)
        if last_row <= row or last_column <= column or (row, column) in owner:
            continue
        for r in range(row, last_row):
            for c in range(column, last_column):
                owner.setdefault((r, c), len(cells))
        cells.append(PageCell(row, column, last_row - row, last_column - column, x1 - x0))
    inside: dict[int, list[dict[str, Any]]] = {}
    outside: list[dict[str, Any]] = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        at = owner.get((bisect_left(ys, y) - 1, bisect_left(xs, x) - 1))
        if at is None:
            outside.append(char)
        else:
            inside.setdefault(at, []).append(char)
    words = {at: _words(held) for at, held in inside.items()}
    if not any(words.values()):
        return None, chars
    for at, held in words.items():
        if not held:
            continue
        cells[at].lines = [_line(group, page) for group in _lines(held)]
        pad = max(min(line.x0 for line in cells[at].lines) - xs[cells[at].column], 1.0)
        cells[at].width -= 2 * min(pad, 6.0)
    return PageTable(xs, len(ys) - 1, cells, ys[0], ys[-1], page), outside


def _borders(values: Iterable[float]) -> list[float]:
    borders: list[float] = []
    for value in sorted(values):
        if not borders or value - borders[-1] > _SNAP:
            borders.append(value)
    return borders


def _nearest(borders: Sequence[float], value: float) -> int:
    at = bisect_left(borders, value)
    if at > 0 and (at == len(borders) or value - borders[at - 1] <= borders[at] - value):
        at -= 1
    return at


def _lines(words: Iterable[_Word]) -> list[list[_Word]]:
    """Group words that stand on one line, each line from left to right, from top to bottom."""
    groups: list[list[_Word]] = []
    for word in sorted(words, key=lambda w: ((w.top + w.bottom) / 2, w.x0)):
        middle = (word.top + word.bottom) / 2
        last = groups[-1] if groups else None
        if last is not None and any(_on_one_line(one, word, middle) for one in last[-6:]):
            last.append(word)
        else:
            groups.append([word])
    for group in groups:
        group.sort(key=lambda w: w.x0)
    return groups


def _on_one_line(one: _Word, word: _Word, middle: float) -> bool:
    return one.top < middle < one.bottom or word.top < (one.top + one.bottom) / 2 < word.bottom


def _line(words: Sequence[_Word], page: int) -> TextLine:
    size = max(word.size for word in words)
    text = ""
    for at, word in enumerate(words):
        piece = word.text
        if word.size < _SMALL * size and piece.isdigit() and word.bottom < _lowest(words, size) - 0.1 * size:
            # A raised small number is the mark of a note; it belongs to the word before it.
            text += f"[{piece}]"
            continue
        near = at > 0 and word.x0 - words[at - 1].x1 < 0.08 * size
        text += piece if near or not text else " " + piece
    top = min(word.top for word in words)
    bottom = max(word.bottom for word in words)
    first = words[0].x1 - words[0].x0
    return TextLine(text, words[0].x0, words[-1].x1, top, bottom, page, first, size)


def _lowest(words: Sequence[_Word], size: float) -> float:
    return max(word.bottom for word in words if word.size >= _SMALL * size)


def _split_at_gutters(words: Sequence[_Word], page: int) -> list[TextLine]:
    """Give one line, or several where a gap as wide as between two columns stands in it."""
    parts: list[list[_Word]] = [[words[0]]]
    for before, word in pairwise(words):
        if word.x0 - before.x1 > max(_GUTTER, 2.0 * max(word.size, before.size)):
            parts.append([])
        parts[-1].append(word)
    return [_line(part, page) for part in parts]
