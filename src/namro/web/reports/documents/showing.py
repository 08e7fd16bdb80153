"""A letter as a page shows it before it is downloaded: the same words and cells, long tables cut after some rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.letters.marks import circulation_of, urgency_of
from namro.core.letters.model import Block, Cell, Chart, Letter, Paragraph, Table, Text
from namro.core.letters.wording import (
    addressees_of,
    grounds_of,
    kind_name,
    number_line,
    place_line,
    recipients_of,
)
from namro.core.text import format_date
from namro.web.reports.documents.writing import number

MOST_ROWS = 12  # of a table on the page; the file has all of them


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell with its words and spans."""

    words: str
    columns: int
    rows: int
    is_number: bool
    is_bold: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A paragraph or heading (`words`), or a table with its first rows and how many more there are."""

    words: str = ""
    is_heading: bool = False
    caption: str = ""
    head: tuple[tuple[ShownCell, ...], ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class ShownAppendix:
    """An appendix with its blocks."""

    label: str
    title: str
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter as a page shows it."""

    superior: str
    issuer: str
    number: str
    place: str
    kind: str
    abstract: str
    addressees: tuple[str, ...]
    grounds: tuple[str, ...]
    blocks: tuple[ShownBlock, ...]
    signature: tuple[str, ...]
    recipients: tuple[str, ...]
    marks: tuple[str, ...]  # of urgency and circulation
    appendices: tuple[ShownAppendix, ...]


def shown(letter: Letter) -> ShownLetter:
    """Give the letter for the page."""
    return ShownLetter(
        superior=letter.superior,
        issuer=letter.issuer,
        number=number_line(letter),
        place=place_line(letter),
        kind=kind_name(letter.kind),
        abstract=letter.abstract,
        addressees=addressees_of(letter),
        grounds=grounds_of(letter),
        blocks=_blocks(letter.blocks),
        signature=(*letter.signature.authority, letter.signature.position),
        recipients=recipients_of(letter),
        marks=tuple(mark[0] for mark in (urgency_of(letter), circulation_of(letter)) if mark),
        appendices=tuple(
            ShownAppendix(one.label, one.title, _blocks(one.blocks)) for one in letter.appendices
        ),
    )


def has_tables(letter: Letter) -> bool:
    """Say whether there is anything for a spreadsheet."""
    every = (*letter.blocks, *(block for one in letter.appendices for block in one.blocks))
    return any(isinstance(block, Table) for block in every)


def _blocks(blocks: Iterable[Block]) -> tuple[ShownBlock, ...]:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words = " ".join(part for part in (block.number, _said(block.text)) if part)
            found.append(ShownBlock(words=words, is_heading=block.heading))
        elif isinstance(block, Table):
            cut = _last_row(block.rows)
            found.append(
                ShownBlock(
                    caption=block.caption,
                    head=tuple(_row(row) for row in block.head),
                    rows=tuple(_row(row) for row in block.rows[:cut]),
                    more=len(block.rows) - cut,
                )
            )
        elif isinstance(block, Chart):
            found.append(ShownBlock(words=f"[Biểu đồ: {block.title}]"))
    return tuple(found)


def _last_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Give after which row a table may be cut: never inside merged cells."""
    reach = 0
    for at, row in enumerate(rows):
        if at >= MOST_ROWS and at >= reach:
            return at
        reach = max([reach, *(at + cell.rows for cell in row)])
    return len(rows)


def _row(row: Iterable[Cell]) -> tuple[ShownCell, ...]:
    return tuple(
        ShownCell(_words(cell), cell.columns, cell.rows, isinstance(cell.value, int | Decimal), cell.bold)
        for cell in row
    )


def _said(text: Text) -> str:
    return "".join(f"{run.text} [chú thích: {run.note}]" if run.note else run.text for run in text)


def _words(cell: Cell) -> str:
    if cell.text:
        return _said(cell.text)
    if isinstance(cell.value, date):
        return format_date(cell.value)
    if isinstance(cell.value, int | Decimal):
        return number(cell.value, cell.places)
    return "chưa có" if cell.value is None else cell.value
