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
    stands: str  # "num" to the right, "mid" in the middle, "" to the left
    is_bold: bool
    label: str = ""  # of its column, said before the words on a phone


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A paragraph or heading (`words`), or a table with its first rows and how many more there are."""

    words: str = ""
    is_heading: bool = False
    caption: str = ""
    head: tuple[tuple[ShownCell, ...], ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    more: int = 0
    widths: tuple[str, ...] = ()  # of the columns, as on paper
    is_merged: bool = False  # cells over several rows or columns: cannot be laid out as cards


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
    drafter: str
    contact: str
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
        drafter=letter.drafter,
        contact=letter.contact,
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
            found.append(_table(block))
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


def _table(table: Table) -> ShownBlock:
    cut = _last_row(table.rows)
    whole = sum(one.share for one in table.columns) or 1
    stands = tuple(_stands(table, at) for at in range(len(table.columns)))
    merged = len(table.head) != 1 or any(
        cell.rows > 1 or cell.columns > 1 for row in (*table.head, *table.rows[:cut]) for cell in row
    )
    labels = () if merged else tuple(_words(cell) for cell in table.head[0])
    return ShownBlock(
        caption=table.caption,
        head=tuple(_row(row, stands) for row in table.head),
        rows=tuple(_row(row, stands, labels) for row in table.rows[:cut]),
        more=len(table.rows) - cut,
        widths=tuple(f"{100 * one.share / whole:.1f}%" for one in table.columns),
        is_merged=merged,
    )


def _stands(table: Table, at: int) -> str:
    """Give how a column stands; one that holds a number stands to the right although paper says nothing of it."""
    align = table.columns[at].align
    if align in ("right", "center"):
        return "num" if align == "right" else "mid"
    cells = [row[at] for row in table.rows if len(row) == len(table.columns)]
    return "num" if any(isinstance(cell.value, int | Decimal) and not cell.text for cell in cells) else ""


def _row(row: Iterable[Cell], stands: Sequence[str], labels: Sequence[str] = ()) -> tuple[ShownCell, ...]:
    cells = tuple(row)
    fits = len(cells) == len(stands)  # cells covered by others are left out, so places are not known
    return tuple(
        ShownCell(
            _words(cell),
            cell.columns,
            cell.rows,
            stands[at] if fits else "num" if isinstance(cell.value, int | Decimal) else "",
            cell.bold,
            labels[at] if fits and labels else "",
        )
        for at, cell in enumerate(cells)
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
