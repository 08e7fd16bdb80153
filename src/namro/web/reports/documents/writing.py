"""Numbers and closing notes as official documents write them: a point between thousands, a comma before decimals."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from namro.core.letters.model import Block, Cell, Column, Depth, Paragraph, Table, plain
from namro.core.text import format_date, format_number
from namro.core.text.numbers import THIN_SPACE

Day = date
_MARK_OF_NOTE = re.compile(r"\s*\[\d{1,2}\]")
NOT_KNOWN = "chưa có"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number(value: Decimal | int | None, places: int | None = None) -> str:
    """Write a number as in an official document, "1.234,5"; None is "chưa có"."""
    return NOT_KNOWN if value is None else format_number(value, places).replace(THIN_SPACE, ".")


def without_marks(text: str) -> str:
    """Give the words of a plan without the marks of its footnotes, which stay behind in the plan."""
    return _MARK_OF_NOTE.sub("", text)


def bare(value: Decimal | None) -> str:
    """Write a number without the zeros that a column adds."""
    if value is None:
        return NOT_KNOWN
    short = value.normalize()
    return number(short.quantize(Decimal(1)) if short == short.to_integral_value() else short)


def share(part: int, whole: int) -> str:
    """Write a share with its denominator, "45/52 (86,5%)"; without cases only "0/0"."""
    if whole == 0:
        return f"{part}/{whole}"
    return f"{number(part)}/{number(whole)} ({number(Decimal(100 * part) / whole, 1)}%)"


def in_sentence(label: str) -> str:
    """Write a label inside a sentence: "Quý III/2021" becomes "quý III/2021"."""
    return label[:1].lower() + label[1:]


def said(text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """Give a plain paragraph."""
    return Paragraph(plain(text, bold=bold, italic=italic))


def section(position: int, title: str) -> Paragraph:
    """Give the heading "I. …" of a section by its position from 0."""
    mark = ROMAN[position] if position < len(ROMAN) else str(position + 1)
    return Paragraph(plain(title), Depth.SECTION, f"{mark}.", heading=True)


def dash(text: str) -> Paragraph:
    """Give a point after a dash."""
    return Paragraph(plain(text), Depth.DASH, "-")


def table(
    heads: Sequence[tuple[str, float, str]],
    rows: Iterable[Sequence[Cell | str | int | Decimal | date | None]],
    *,
    name: str,
    caption: str = "",
) -> Table:
    """Give a table; each head is its words, its share of the width and how its cells stand."""
    return Table(
        columns=tuple(Column(width, align) for _, width, align in heads),
        head=(tuple(Cell(words, bold=True) for words, _, _ in heads),),
        rows=tuple(tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in rows),
        caption=caption,
        name=name,
    )


def source_note(day: date, source: str, *, invented: bool = False, closing: str = "") -> tuple[Block, ...]:
    """Give the note that ends the figures: their day and where they come from; invented ones say so.

    `closing` says the day at more length, where the figures are not those of today.
    """
    words = f"{closing.rstrip('.') or f'Số liệu đến ngày {format_date(day)}'}; nguồn: {source}."
    note: tuple[Block, ...] = (said(words, italic=True),)
    if invented:
        note += (said("Tiến độ trong văn bản này là số liệu minh họa, không phải số liệu thật.", bold=True),)
    return note
