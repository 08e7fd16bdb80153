"""Cut a document into its parts: surroundings, head, body, recipients and signature, appendices, footnotes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from namro.core.documents.model import Document, Line, Paragraph, Table
from namro.core.plans.columns import assign_roles, heading_scores, is_heading_cell, is_parent_heading
from namro.core.plans.evidence import Judge, NumberStyle, split_inline_number
from namro.core.plans.rows import Column, Role, RowKind, TableReading, paragraph_text
from namro.core.plans.tables import read_table
from namro.core.text import fold, squeeze

_OPENING_LENGTH = 80  # more than any of the marks below takes up
_OPENING = re.compile(
    r"^(uy ban nhan dan|ubnd|cong hoa xa hoi chu nghia viet nam|hoi dong nhan dan|tinh uy|thanh uy|huyen uy|"
    r"bo [a-z]+|so [a-z]+|van phong|thu tuong chinh phu|chinh phu|dang uy|dang cong san)\b"
)
_APPENDIX = re.compile(r"^(phu luc|phu bieu|bieu|mau)( so)?\s*:?\s*([ivxlc]{1,6}|\d{1,2}|[a-z])?\s*[.:]?$")
_APPENDIX_WITH_TITLE = re.compile(r"^phu luc( so)?\s+([ivxlc]{1,6}|\d{1,2}|[a-z])\s*[.:\-–]\s+\S")
_TAIL = re.compile(
    r"^(hieu luc van ban|tai van ban|tai ve|luoc do|van ban lien quan|thuoc tinh( van ban)?|ban quyen|copyright|"
    r"chia se|in van ban|quay lai|ve dau trang|lien he|xem them|tin lien quan|cac tin khac|dang nhap|binh luan|"
    r"gui phan hoi|luu van ban|so do lien ket|• so hieu|so hieu:|trang chu)\b"
)
_FOOTNOTE = re.compile(r"^\[(\d{1,3})\]\s*\S")
_RECIPIENTS = re.compile(r"^noi nhan\s*:?")
_SIGNATURE = re.compile(r"^(tm|kt|tl|tuq|q)\s*\.\s*\S|^(chu tich|pho chu tich|giam doc|pho giam doc)$")


@dataclass(slots=True)
class AppendixPart:
    """The blocks under one appendix heading (`label` empty when the table stands in the body)."""

    label: list[Paragraph]
    blocks: list[Paragraph | TableReading] = field(default_factory=list)
    headings: list[int] = field(
        default_factory=list
    )  # places in the body that its section headings come from


@dataclass(slots=True)
class Parts:
    """A document cut into its parts; every paragraph and table stands in exactly one of them."""

    before: list[Paragraph] = field(default_factory=list)
    head: list[Paragraph] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    closing: list[Paragraph] = field(default_factory=list)  # recipients, signature
    appendices: list[AppendixPart] = field(default_factory=list)
    footnotes: list[Paragraph] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)
    other_tables: int = 0


def _opening_words(text: str) -> str:
    """Fold only as much of a text as the marks at the beginning of a part can take up."""
    return fold(text[:_OPENING_LENGTH])


def is_appendix_heading(text: str) -> bool:
    """Say whether a paragraph is the heading of an appendix and not a mention of one."""
    if not _opening_words(text).startswith(("phu luc", "phu bieu")):
        return False
    folded = fold(text)
    first_line = fold(text.split("\n", maxsplit=1)[0])
    return bool(_APPENDIX.match(first_line) or _APPENDIX_WITH_TITLE.match(first_line)) and (
        len(folded) < 40 or text[:7].isupper() or "\n" in text or bool(_APPENDIX_WITH_TITLE.match(first_line))
    )


def blocks_of(document: Document, judge: Judge) -> tuple[list[Paragraph | TableReading], int]:
    """Give the blocks with each table of tasks read, and every other table as the paragraphs of its cells."""
    blocks: list[Paragraph | TableReading] = []
    known: tuple[Column, ...] | None = None
    others = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.append(block)
            if is_appendix_heading(block.text):
                known = None
            continue
        reading = read_table(block, judge, known)
        if reading is not None:
            known = reading.columns
            blocks.append(reading)
        else:
            others += _looks_like_data(block)
            blocks.extend(_cells_as_paragraphs(block))
    return blocks, others


def _looks_like_data(table: Table) -> bool:
    return table.row_count >= 3 and table.column_count >= 3


def _cells_as_paragraphs(table: Table) -> Iterable[Paragraph]:
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        for line in cell.lines:
            yield Paragraph(line.text, (line,))


def cut(document: Document, judge: Judge) -> Parts:
    """Cut the document by the marks that official documents carry."""
    blocks, others = blocks_of(document, judge)
    parts = Parts(other_tables=others)
    start = _opening(blocks)
    parts.before = [b for b in blocks[:start] if isinstance(b, Paragraph)]
    place = "head"
    current: AppendixPart | None = None
    for block in blocks[start:]:
        if isinstance(block, TableReading):
            if current is None:
                current = AppendixPart([])
                parts.appendices.append(current)
            if not current.label:
                _take_section_heading(parts, current)
            current.blocks.append(block)
            place = "appendix" if place != "closing" else place
            continue
        text = paragraph_text(block)
        folded = _opening_words(text)
        if block.is_blank_cell:
            if place == "appendix" and current is not None:
                current.blocks.append(block)
            elif place in ("head", "body", "closing"):
                getattr(parts, place).append(block)
            continue
        if place == "after" and not _FOOTNOTE.match(text):
            parts.after.append(block)
        elif is_appendix_heading(block.text):
            current = AppendixPart([block])
            parts.appendices.append(current)
            place = "appendix"
        elif _FOOTNOTE.match(text) and place != "head":
            parts.footnotes.append(block)
            place = "footnotes"
        elif place == "footnotes" or (_TAIL.match(folded) and place in ("appendix", "closing")):
            parts.after.append(block)
            place = "after"
        elif (
            (place != "head" and _RECIPIENTS.match(folded))
            or place == "closing"
            or (place in ("body", "appendix") and _is_signature(block, text))
        ):
            parts.closing.append(block)
            place = "closing"
        elif place == "appendix" and current is not None and current.label:
            current.blocks.append(block)
        elif place == "head" and not _starts_body(text):
            parts.head.append(block)
        else:
            place = "body"
            parts.body.append(block)
    _give_back_headings(parts)
    _find_tables_in_text(parts, judge)
    return parts


def _take_section_heading(parts: Parts, appendix: AppendixPart) -> None:
    """Take the short heading right above a table in the body: it may name the section of its tasks."""
    if not parts.body:
        return
    text = paragraph_text(parts.body[-1])
    if len(text.split()) <= 30 and not text.endswith((".", ";")):
        appendix.headings.append(len(parts.body) - 1)
        appendix.blocks.append(parts.body.pop())


def _give_back_headings(parts: Parts) -> None:
    """Return headings to the body where the tables have sections of their own, or where there is one table only."""
    for appendix in parts.appendices:
        tables = [b for b in appendix.blocks if isinstance(b, TableReading)]
        if appendix.label or (len(tables) >= 2 and not any(has_headings(t) for t in tables)):
            continue
        taken = [b for b in appendix.blocks if isinstance(b, Paragraph)]
        appendix.blocks = list(tables)
        for at, paragraph in zip(appendix.headings, taken, strict=True):
            parts.body.insert(at, paragraph)


def has_headings(table: TableReading) -> bool:
    """Say whether a table has section rows of its own."""
    return any(row.kind is RowKind.HEADING for row in table.rows)


def _is_signature(block: Paragraph, text: str) -> bool:
    first = squeeze(block.text.split("\n")[0])
    return first.isupper() and bool(_SIGNATURE.match(fold(first)))


def _opening(blocks: Sequence[Paragraph | TableReading]) -> int:
    """Find where the document itself begins; 0 when nothing marks its letterhead."""
    for position, block in enumerate(blocks[:400]):
        if isinstance(block, TableReading):
            return 0
        first = squeeze(block.text.split("\n")[0])
        if first.isupper() and _OPENING.match(fold(first)):
            return position
    return 0


_BODY = re.compile(r"^((phan (thu )?)?[ivx]{1,5}|1|a|dieu 1|muc 1)\s*[.)\-–:]\s*\S")


def _starts_body(text: str) -> bool:
    return bool(_BODY.match(_opening_words(text.split("\n", maxsplit=1)[0])))


def heading_run(paragraphs: Sequence[Paragraph], start: int = 0) -> tuple[int, int] | None:
    """Find the flattened heading row of a table: at least three paragraphs in a row that name columns."""
    for first in range(start, len(paragraphs)):
        if paragraphs[first].is_blank_cell or not is_heading_cell(paragraph_text(paragraphs[first])):
            continue
        end = first
        names = 0
        while end < len(paragraphs) and not paragraphs[end].is_blank_cell:
            text = paragraph_text(paragraphs[end])
            if is_heading_cell(text) or (is_parent_heading(text) and len(text) < 60):
                names += 1
            elif not (len(text) <= 30 and heading_scores(text)):
                break
            end += 1
        opening = _number_cell(paragraphs, first, end)
        if names >= 3 and end - opening >= 3:
            return opening, end
    return None


def _number_cell(paragraphs: Sequence[Paragraph], first: int, end: int) -> int:
    """Where a heading row has an "STT", it begins there: a title above it may read like a heading too."""
    for position in range(first, end):
        if Role.NUMBER in heading_scores(paragraph_text(paragraphs[position])):
            return position
    return first


def columns_of_run(run: Sequence[Paragraph], judge: Judge) -> tuple[Column, ...] | None:
    """Give the columns that a flattened heading row names; a two-row heading puts its lower words in place."""
    headings = [paragraph_text(paragraph) for paragraph in run]
    parents = [h for h in headings if is_parent_heading(h) and not re.search("chu tri|phoi hop", fold(h))]
    lower = [h for h in headings if re.search("chu tri|phoi hop", fold(h))]
    if parents and len(lower) >= 2 and headings.index(lower[0]) > headings.index(parents[0]):
        at = headings.index(parents[0])
        rest = [h for h in headings if h not in lower and h != parents[0]]
        headings = [*rest[:at], *lower, *rest[at:]]
    return assign_roles(headings, [[] for _ in headings], judge)


def _find_tables_in_text(parts: Parts, judge: Judge) -> None:
    """Where no appendix heading stands, take a flattened table out of the body."""
    if any(isinstance(b, TableReading) for a in parts.appendices for b in a.blocks):
        return
    if any(heading_run([b for b in a.blocks if isinstance(b, Paragraph)]) for a in parts.appendices):
        return
    run = heading_run(parts.closing)
    if run is not None and columns_of_run(parts.closing[run[0] : run[1]], judge) is not None:
        parts.appendices.insert(0, AppendixPart([], list(parts.closing[run[0] :])))
        parts.closing = parts.closing[: run[0]]
        return
    together = [*parts.head, *parts.body]
    run = heading_run(together)
    if run is None or columns_of_run(together[run[0] : run[1]], judge) is None:
        return
    first, end = run[0], _end_of_table(together, run[0], run[1])
    parts.appendices.insert(0, AppendixPart([], list(together[first:end])))
    split = min(len(parts.head), first)
    parts.head, parts.body = together[:split], [*together[split:first], *together[end:]]


def _end_of_table(paragraphs: Sequence[Paragraph], first: int, start: int) -> int:
    """Find where the body goes on after a flattened table: the next section, counted on from those before it."""
    before = [split_inline_number(paragraph_text(p)) for p in paragraphs[:first]]
    sections = [s[0].value for s in before if s and s[0].style is NumberStyle.ROMAN]
    for position in range(start, len(paragraphs)):
        text = paragraph_text(paragraphs[position])
        split = split_inline_number(text)
        if split and split[0].style is NumberStyle.ROMAN and text.isupper():
            is_next = bool(sections) and split[0].value == sections[-1] + 1
            if is_next or re.search(r"to chuc thuc hien|che do bao cao|kinh phi thuc hien", fold(text)):
                return position
    return len(paragraphs)


def lines_of(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """Give all non-blank lines of the paragraphs."""
    return [line for paragraph in paragraphs for line in paragraph.lines]
