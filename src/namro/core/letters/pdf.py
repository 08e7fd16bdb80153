"""A letter as PDF/UA-1, and PDF/A-2a when its day is known: text layer, bookmarks, tags, language, fonts inside."""

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.charts import chart_size, chart_svg
from namro.core.letters.fonts import font_folder
from namro.core.letters.grid import Placed, align_of, check_size, heading_rows, lay, shown
from namro.core.letters.layout import motto_length, rule_length, text_height, text_width
from namro.core.letters.marks import circulation_of, urgency_of
from namro.core.letters.model import (
    Block,
    Cell,
    Chart,
    Depth,
    Letter,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    Text,
)
from namro.core.letters.pictures import check_picture, fitted, size_of
from namro.core.letters.widths import CELL_ROOM, balanced_width, breakable, check_head, column_widths, is_tall
from namro.core.letters.wording import (
    addressees_of,
    end_of,
    grounds_of,
    is_plain_letter,
    issuer_in_words,
    kind_name,
    number_line,
    place_line,
    recipients_of,
    reference_line,
)
from namro.core.text import clean, squeeze

Standards = Any  # a list of names; the library types it as a list of all names it knows
_LEVELS = {Depth.PART: 1, Depth.SECTION: 1, Depth.CLAUSE: 2, Depth.POINT: 3, Depth.DASH: 3, Depth.PLAIN: 3}


def pdf(letter: Letter) -> bytes:
    """Draw a letter as PDF in the layout of Decree 30/2020/NĐ-CP; the same letter gives the same bytes.

    Raises `Refusal` with one sentence for a table whose cells do not fit, a picture that is none, or when this
    machine lacks the font.
    """
    content = json.dumps(_tree(letter), ensure_ascii=False)
    # PDF/A wants a day, and takes the one printed; a document whose day is open is made for reading only.
    standards: Standards = ["ua-1", "a-2a"] if letter.issued_on else ["ua-1"]
    try:
        return _compile(content, standards)
    except typst.TypstError:
        # A sign that the font lacks breaks the promise of the standards, not the document.
        return _compile(content, [])


def _compile(content: str, standards: Standards) -> bytes:
    return typst.compile(
        _template(),
        font_paths=_fonts(font_folder()),
        sys_inputs={"letter": content},
        format="pdf",
        pdf_standards=standards,
    )


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (files("namro.core.letters") / "letter.typ").read_bytes()


@lru_cache(maxsize=1)
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _tree(letter: Letter) -> dict[str, Any]:
    """Give the content in the form that `letter.typ` reads."""
    plain_letter = is_plain_letter(letter)
    left = layout.LEFT_HALF
    issuer = _lines(letter.issuer.upper(), left, layout.ISSUER)
    abstract = _lines(letter.abstract, text_width(), layout.ABSTRACT)
    blocks = [_block(block, landscape=False) for block in letter.blocks]
    if end := end_of(letter.blocks):
        blocks[-1]["text"] = [*blocks[-1]["text"], [end, 0]]
    return {
        "title": _safe(" ".join(letter.abstract.split())) or kind_name(letter.kind) or "Công văn",
        "day": _day(letter),
        "author": _safe(issuer_in_words(letter)),
        "layout": _layout(),
        "nation": layout.NATION_WORDS,
        "motto": layout.MOTTO_WORDS,
        "motto_rule": motto_length(layout.MOTTO),
        "superior": _lines(letter.superior.upper(), left, layout.SUPERIOR),
        "issuer": issuer,
        "issuer_rule": rule_length(issuer[-1] if issuer else "", layout.ISSUER, upper=True),
        "number": _fit(number_line(letter), left, layout.NUMBER),
        "place": _fit(place_line(letter), layout.RIGHT_HALF, layout.PLACE),
        "letter_abstract": _fit(f"V/v {letter.abstract}", left, layout.LETTER_ABSTRACT)
        if plain_letter
        else "",
        "letter_abstract_width": balanced_width(
            f"V/v {letter.abstract}", layout.LEFT_HALF, layout.LETTER_ABSTRACT
        ),
        "kind": "" if plain_letter else kind_name(letter.kind),
        "abstract": abstract,
        "abstract_width": max(
            (balanced_width(line, text_width(), layout.ABSTRACT) for line in abstract), default=0
        ),
        "abstract_rule": rule_length(abstract[-1][:60] if abstract else "", layout.ABSTRACT, upper=False),
        "marks": _marks(letter),
        "contact": _safe(squeeze(letter.contact)),
        "draft": layout.DRAFT_WORD if letter.is_draft else "",
        "addressees": [
            _fit(line, text_width() - layout.ADDRESSEE_DASH, layout.ADDRESSEE)
            for line in addressees_of(letter)
        ],
        "grounds": [_fit(line, text_width() - layout.INDENT, layout.GROUND) for line in grounds_of(letter)],
        "blocks": blocks,
        "signature": _signature(letter.signature),
        "second": _signature(letter.second_signature) if letter.second_signature else None,
        "drafter": _safe(letter.drafter),
        "recipients_together": len(letter.recipients) <= layout.RECIPIENTS_TOGETHER,
        "recipients": [_fit(line, text_width() / 2, layout.RECIPIENT) for line in recipients_of(letter)],
        "appendices": [
            {
                "label": _fit(one.label, text_width(), layout.ANNEX_LABEL),
                "title": [
                    [line, balanced_width(line, text_width(landscape=one.landscape), layout.ANNEX_NAME)]
                    for line in _lines(one.title.upper(), text_width(), layout.ANNEX_NAME)
                ],
                "landscape": one.landscape,
                "reference": _fit(reference_line(letter), text_width(), layout.ANNEX_REFERENCE),
                "reference_width": balanced_width(
                    reference_line(letter), text_width(landscape=one.landscape), layout.ANNEX_REFERENCE
                ),
                "rule": rule_length(reference_line(letter)[:60], layout.ANNEX_REFERENCE, upper=False),
                "blocks": [_block(block, landscape=one.landscape) for block in one.blocks],
            }
            for one in letter.appendices
        ],
    }


def _layout() -> dict[str, Any]:
    return {
        "font": layout.STAND_IN,
        "body": layout.BODY,
        "table": layout.SMALL_TABLE,
        "line_spacing": float(layout.LINE_SPACING),
        "line_ems": layout.LINE_EMS,
        "space_after": layout.SPACE_AFTER,
        "indent": layout.INDENT,
        "page_width": layout.PAGE_WIDTH,
        "page_height": layout.PAGE_HEIGHT,
        "top": layout.MARGIN_TOP,
        "bottom": layout.MARGIN_BOTTOM,
        "left": layout.MARGIN_LEFT,
        "right": layout.MARGIN_RIGHT,
        "left_half": layout.LEFT_HALF,
        "right_half": layout.RIGHT_HALF,
        "number_from_top": layout.NUMBER_FROM_TOP,
        "page_number": layout.PAGE_NUMBER,
        "nation": layout.NATION,
        "motto": layout.MOTTO,
        "superior": layout.SUPERIOR,
        "issuer": layout.ISSUER,
        "number": layout.NUMBER,
        "place": layout.PLACE,
        "letter_abstract": layout.LETTER_ABSTRACT,
        "kind": layout.KIND,
        "abstract": layout.ABSTRACT,
        "heading": layout.HEADING,
        "authority": layout.AUTHORITY,
        "signer": layout.SIGNER,
        "recipients_word": layout.RECIPIENTS_WORD,
        "recipient": layout.RECIPIENT,
        "drafter": layout.DRAFTER,
        "addressee": layout.ADDRESSEE,
        "addressee_left": layout.ADDRESSEE_LEFT,
        "addressee_dash": layout.ADDRESSEE_DASH,
        "mark_height": layout.URGENCY_HEIGHT,
        "contact": layout.CONTACT,
        "contact_from_foot": layout.CONTACT_FROM_FOOT,
        "note": layout.NOTE,
        "tables_apart": layout.TABLES_APART,
        "annex_label": layout.ANNEX_LABEL,
        "annex_name": layout.ANNEX_NAME,
        "annex_reference": layout.ANNEX_REFERENCE,
    }


def _marks(letter: Letter) -> list[dict[str, Any]]:
    drawn = (
        (urgency_of(letter), layout.URGENCY, layout.BRIGHT_RED),
        (circulation_of(letter), layout.CIRCULATION, "000000"),
    )
    return [
        {"words": _safe(mark[0]), "width": mark[1], "size": size, "color": f"#{color}"}
        for mark, size, color in drawn
        if mark
    ]


def _day(letter: Letter) -> list[int] | None:
    day = letter.issued_on
    return [day.year, day.month, day.day] if day else None


def _signature(signature: Signature) -> dict[str, Any]:
    half = text_width() / 2
    lines = [
        _fit(line.upper(), half, layout.AUTHORITY)
        for line in (*signature.authority, signature.position)
        if line
    ]
    return {"lines": lines, "name": _fit(signature.name or " ", half, layout.SIGNER)}


def _block(block: Block, *, landscape: bool) -> dict[str, Any]:
    width = text_width(landscape=landscape)
    height = text_height(landscape=landscape) - layout.ROOM_OF_TITLE
    match block:
        case Paragraph():
            return {
                "is": "p",
                "number": _safe(block.number),
                "text": _runs(block.text, width=width - layout.INDENT, size=layout.BODY),
                "heading": block.heading,
                "level": _LEVELS[block.depth],
                "align": "center" if block.heading and block.depth is Depth.PART else block.align,
            }
        case Table():
            return _table(block, width, height)
        case Chart():
            return {
                "is": "i",
                "title": _safe(block.title),
                "words": _safe(block.title),
                "width": fitted(*chart_size(block), min(160, width), height)[0],
                "format": "svg",
                "data": chart_svg(block),
            }
        case Picture():
            check_picture(block)
            return {
                "is": "i",
                "title": "",
                "words": _safe(block.words),
                "width": size_of(block.content, min(block.width_mm, width), height)[0],
                "format": "png" if block.content[:4] == b"\x89PNG" else "jpg",
                "data": list(block.content),
            }
        case PageBreak():
            return {"is": "break"}
    raise Refusal("Văn bản có một phần mà chương trình không biết vẽ.")


def _table(table: Table, total: float, height: float) -> dict[str, Any]:
    check_size(table)
    where = f"Bảng «{table.caption or table.name or 'không tên'}»"
    aligns = [column.align for column in table.columns]
    width = len(table.columns)
    head = lay(table.head, width, where)
    rows = lay(table.rows, width, where)
    widths = column_widths(table, total, head, rows)
    check_head(head, widths, height, where)

    def drawn(row: Sequence[Placed], *, head: bool) -> list[dict[str, Any]]:
        starts = [one for one in row if one.is_start]
        rooms = [sum(widths[one.column : one.column + one.cell.columns]) - CELL_ROOM for one in starts]
        # One cell that may not be broken holds its whole row together.
        tall = any(is_tall(shown(one.cell), room) for one, room in zip(starts, rooms, strict=True))
        return [
            _cell(one.cell, "center" if head else aligns[one.column], room, head=head, tall=tall)
            for one, room in zip(starts, rooms, strict=True)
        ]

    return {
        "is": "t",
        "caption": _safe(table.caption),
        "widths": widths,
        "head": [cell for row in head for cell in drawn(row, head=True)],
        "rows": [drawn(row, head=False) for row in rows],
        "heads": sorted(heading_rows(rows)),
    }


def _cell(cell: Cell, align: str, room: float, *, head: bool, tall: bool) -> dict[str, Any]:
    bold, italic = cell.bold or head, cell.italic
    text = cell.text or (Run(shown(cell)),)
    made: dict[str, Any] = {
        "t": _runs(text, bold=bold, italic=italic, width=room, size=layout.SMALL_TABLE),
        "a": align_of(cell, align),
    }
    if cell.columns > 1:
        made["c"] = cell.columns
    if cell.rows > 1:
        made["r"] = cell.rows
    if head:
        made["h"] = True
    if tall:
        made["long"] = True
    return made


def _runs(
    text: Text, *, width: float, size: float, bold: bool = False, italic: bool = False
) -> list[list[Any]]:
    return [
        [
            breakable(_safe(run.text), width, size, bold=bold or run.bold),
            (1 if bold or run.bold else 0) + (2 if italic or run.italic else 0),
            *([_safe(run.note)] if run.note else []),
        ]
        for run in text
        if run.text or run.note
    ]


def _lines(text: str, width: float, size: float) -> Sequence[str]:
    return [_fit(line, width, size) for line in text.split("\n") if line.strip()]


def _fit(text: str, width: float, size: float) -> str:
    """Give words that a line of `width` mm holds: a longer one may be broken."""
    return breakable(_safe(text), width, size, bold=True)


def _safe(text: str) -> str:
    return clean(text).replace("\t", " ")
