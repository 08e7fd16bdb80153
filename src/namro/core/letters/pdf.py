"""A letter as PDF with a text layer, bookmarks, tags, its language and embedded fonts, set by Typst."""

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.charts import chart_svg
from namro.core.letters.fonts import font_folder
from namro.core.letters.grid import align_of, check_size, lay, shown
from namro.core.letters.layout import motto_length, rule_length
from namro.core.letters.model import (
    Block,
    Cell,
    Chart,
    Depth,
    Letter,
    PageBreak,
    Paragraph,
    Picture,
    Signature,
    Table,
    Text,
)
from namro.core.letters.pictures import check_picture
from namro.core.letters.wording import (
    addressees_of,
    grounds_of,
    is_plain_letter,
    issuer_in_words,
    kind_name,
    number_line,
    place_line,
    recipients_of,
    reference_line,
    takes_end,
)
from namro.core.text import clean

_LONG = 900  # letters; a row with a longer cell may break over two pages
_LEVELS = {Depth.PART: 1, Depth.SECTION: 1, Depth.CLAUSE: 2, Depth.POINT: 3, Depth.DASH: 3, Depth.PLAIN: 3}


def pdf(letter: Letter) -> bytes:
    """Draw a letter as PDF in the layout of Decree 30/2020/NĐ-CP; the same letter gives the same bytes.

    Raises `Refusal` with one sentence for a table whose cells do not fit, a picture that is none, or when this
    machine lacks the font.
    """
    content = json.dumps(_tree(letter), ensure_ascii=False)
    return typst.compile(
        _template(), font_paths=_fonts(font_folder()), sys_inputs={"letter": content}, format="pdf"
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
    issuer = _lines(letter.issuer.upper())
    abstract = _lines(letter.abstract)
    blocks = [_block(block) for block in letter.blocks]
    if takes_end(letter.blocks):
        blocks[-1]["text"] = [*blocks[-1]["text"], [layout.END, 0]]
    return {
        "title": clean(" ".join(letter.abstract.split())),
        "author": clean(issuer_in_words(letter)),
        "layout": _layout(),
        "nation": layout.NATION_WORDS,
        "motto": layout.MOTTO_WORDS,
        "motto_rule": motto_length(layout.MOTTO),
        "superior": _lines(letter.superior.upper()),
        "issuer": issuer,
        "issuer_rule": rule_length(issuer[-1] if issuer else "", layout.ISSUER, upper=True),
        "number": number_line(letter),
        "place": clean(place_line(letter)),
        "letter_abstract": clean(f"V/v {letter.abstract}") if plain_letter else "",
        "kind": "" if plain_letter else kind_name(letter.kind),
        "abstract": abstract,
        "abstract_rule": rule_length(abstract[-1][:60] if abstract else "", layout.ABSTRACT, upper=False),
        "urgency": letter.urgency.upper(),
        "draft": layout.DRAFT_WORD if letter.is_draft else "",
        "addressees": [clean(line) for line in addressees_of(letter)],
        "grounds": [clean(line) for line in grounds_of(letter)],
        "blocks": blocks,
        "signature": _signature(letter.signature),
        "second": _signature(letter.second_signature) if letter.second_signature else None,
        "recipients": [clean(line) for line in recipients_of(letter)],
        "appendices": [
            {
                "label": clean(one.label),
                "title": _lines(one.title.upper()),
                "landscape": one.landscape,
                "reference": clean(reference_line(letter)),
                "rule": rule_length(reference_line(letter)[:60], layout.ANNEX_REFERENCE, upper=False),
                "blocks": [_block(block) for block in one.blocks],
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
        "annex_name": layout.ANNEX_NAME,
        "annex_reference": layout.ANNEX_REFERENCE,
    }


def _signature(signature: Signature) -> dict[str, Any]:
    lines = [clean(line.upper()) for line in (*signature.authority, signature.position) if line]
    return {"lines": lines, "name": clean(signature.name or " ")}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {
                "is": "p",
                "number": clean(block.number),
                "text": _runs(block.text),
                "heading": block.heading,
                "level": _LEVELS[block.depth],
                "align": "center" if block.heading and block.depth is Depth.PART else block.align,
            }
        case Table():
            return _table(block)
        case Chart():
            return {
                "is": "i",
                "title": clean(block.title),
                "words": clean(block.title),
                "width": 160,
                "format": "svg",
                "data": chart_svg(block),
            }
        case Picture():
            check_picture(block)
            return {
                "is": "i",
                "title": "",
                "words": clean(block.words),
                "width": block.width_mm,
                "format": "png" if block.content[:4] == b"\x89PNG" else "jpg",
                "data": list(block.content),
            }
        case PageBreak():
            return {"is": "break"}
    raise Refusal("Văn bản có một phần mà chương trình không biết vẽ.")


def _table(table: Table) -> dict[str, Any]:
    check_size(table)
    where = f"Bảng «{table.caption or table.name or 'không tên'}»"
    aligns = [column.align for column in table.columns]
    width = len(table.columns)
    head = lay(table.head, width, where)
    rows = lay(table.rows, width, where)
    return {
        "is": "t",
        "caption": clean(table.caption),
        "shares": [column.share for column in table.columns],
        "head": [_cell(one.cell, "center", head=True) for row in head for one in row if one.is_start],
        "rows": [
            _cell(one.cell, aligns[one.column], head=False) for row in rows for one in row if one.is_start
        ],
    }


def _cell(cell: Cell, align: str, *, head: bool) -> dict[str, Any]:
    words = clean(shown(cell)) if not cell.text else ""
    bold, italic = cell.bold or head, cell.italic
    look = (1 if bold else 0) + (2 if italic else 0)
    made: dict[str, Any] = {
        "t": _runs(cell.text, bold=bold, italic=italic) if cell.text else [[words, look]],
        "a": align_of(cell, align),
    }
    if cell.columns > 1:
        made["c"] = cell.columns
    if cell.rows > 1:
        made["r"] = cell.rows
    if head:
        made["h"] = True
    if len(words) > _LONG or sum(len(run.text) for run in cell.text) > _LONG:
        made["long"] = True
    return made


def _runs(text: Text, *, bold: bool = False, italic: bool = False) -> list[list[Any]]:
    return [
        [clean(run.text), (1 if bold or run.bold else 0) + (2 if italic or run.italic else 0)]
        for run in text
        if run.text
    ]


def _lines(text: str) -> Sequence[str]:
    return [clean(line) for line in text.split("\n") if line.strip()]
