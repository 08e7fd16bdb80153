"""A deck as PPTX, 16:9, with real titles, tables and charts that can be edited; the same deck gives the same bytes."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Mm, Pt

from namro.core.errors import Refusal
from namro.core.letters.deck import Deck, Figure, Figures, Part, Points, Slide
from namro.core.letters.layout import MM_PER_POINT
from namro.core.letters.model import Chart, Table
from namro.core.letters.packages import without_clock
from namro.core.letters.pptx_parts import (
    INK,
    QUIET,
    RED,
    Place,
    add_chart,
    add_table,
    rgb,
    rows_that_fit,
    write,
)
from namro.core.letters.widths import word_width
from namro.core.text import clean

WIDTH, HEIGHT = 338.67, 190.5  # mm, 16:9
LEFT, TOP, FOOT = 16.0, 34.0, 178.0
ROOM = WIDTH - 2 * LEFT
_FIGURES_HEIGHT, _GAP = 42.0, 8.0
_MOST_FIGURES, _MOST_PARTS = 5, 2
_SIZES = (26, 24, 22, 20, 18, 16)  # points of words, from the largest that fits
_LINE = 1.25


def pptx(deck: Deck) -> bytes:
    """Draw a deck as PPTX; a long table goes on over as many slides as it needs.

    Raises `Refusal` with one sentence for a slide that holds more than can be read, or cells that do not fit.
    """
    show: Any = Presentation()
    show.slide_width, show.slide_height = Mm(WIDTH), Mm(HEIGHT)
    _first(show, deck)
    for slide in deck.slides:
        for page in _pages(slide):
            _draw(show, page)
    core = show.core_properties
    core.title, core.author = clean(deck.title)[:250], clean(deck.author)[:250]
    core.language, core.last_modified_by = "vi-VN", ""
    core.created = core.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - one fixed day on every file
    out = io.BytesIO()
    show.save(out)
    return without_clock(out.getvalue())


def _first(show: Any, deck: Deck) -> None:
    slide = show.slides.add_slide(show.slide_layouts[5])
    _place(slide.shapes.title, LEFT, 58, ROOM, 44)
    write(slide.shapes.title.text_frame, [deck.title], 40, bold=True, color=RED, anchor=MSO_ANCHOR.BOTTOM)
    _rule(slide, 106)
    lines = [line for line in (deck.subtitle, deck.author) if line]
    if lines:
        write(_box(slide, LEFT, 112, ROOM, 34), lines, 22, color=QUIET)


def _pages(slide: Slide) -> Sequence[Slide]:
    """Give the slide as those that its table needs; only a slide with nothing but a table goes on over many."""
    table = slide.parts[0] if len(slide.parts) == 1 else None
    if not isinstance(table, Table):
        return (slide,)
    groups = rows_that_fit(table, ROOM, FOOT - TOP, slide.title)
    return tuple(
        Slide(
            slide.title if at == 0 else f"{slide.title} (tiếp)",
            (Table(table.columns, table.head, group, table.caption, table.name),),
            slide.source,
            slide.note if at == 0 else "",
        )
        for at, group in enumerate(groups)
    )


def _draw(show: Any, content: Slide) -> None:
    slide = show.slides.add_slide(show.slide_layouts[5])
    _place(slide.shapes.title, LEFT, 9, ROOM, 18)
    size = _fitting([content.title], ROOM, 18, (28, 24, 22, 20, 18), content.title)
    write(
        slide.shapes.title.text_frame, [content.title], size, bold=True, color=RED, anchor=MSO_ANCHOR.MIDDLE
    )
    _rule(slide, 28.5)
    top = TOP
    figures = [part for part in content.parts if isinstance(part, Figures)]
    others = [part for part in content.parts if not isinstance(part, Figures)]
    for row in figures:
        _figures(slide, row.items, top, content.title)
        top += _FIGURES_HEIGHT + _GAP
    if len(others) > _MOST_PARTS or len(figures) > _MOST_PARTS:
        raise Refusal(
            f"Trang chiếu «{content.title}» có quá nhiều phần; mỗi trang tối đa {_MOST_PARTS} phần."
        )
    width = (ROOM - _GAP * (len(others) - 1)) / max(1, len(others))
    for at, part in enumerate(others):
        _part(slide, part, (LEFT + at * (width + _GAP), top, width, FOOT - top), content.title)
    if content.source:
        write(_box(slide, LEFT, 180, ROOM, 7), [content.source], 12, color=QUIET)
    if content.note:
        slide.notes_slide.notes_text_frame.text = clean(content.note)


def _part(slide: Any, part: Part, place: Place, where: str) -> None:
    left, top, width, height = place
    match part:
        case Points():
            size = _fitting(part.lines, width - 8, height, _SIZES, where)
            write(_box(slide, left, top, width, height), part.lines, size, color=INK, marked=True)
        case Table():
            if len(rows_that_fit(part, width, height, where)) > 1:
                raise Refusal(
                    f"Trang chiếu «{where}»: bảng dài quá một trang; hãy để bảng đứng riêng một trang."
                )
            add_table(slide, part, place)
        case Chart():
            add_chart(slide, part, place)
        case Figures():
            raise AssertionError("figures stand across the top")


def _figures(slide: Any, items: Sequence[Figure], top: float, where: str) -> None:
    if not 1 <= len(items) <= _MOST_FIGURES:
        raise Refusal(f"Trang chiếu «{where}»: một hàng có từ 1 đến {_MOST_FIGURES} con số lớn.")
    width = (ROOM - _GAP * (len(items) - 1)) / len(items)
    for at, item in enumerate(items):
        left = LEFT + at * (width + _GAP)
        size = _fitting([item.value], width - 6, 18, (44, 40, 36, 32, 28, 24, 20, 16), where)
        write(_box(slide, left, top, width, 19), [item.value], size, bold=True, color=RED)
        write(_box(slide, left, top + 19, width, 12), [item.label], 16, color=INK)
        if item.detail:
            write(_box(slide, left, top + 31, width, 11), [item.detail], 13, color=QUIET)


def _fitting(lines: Sequence[str], width: float, height: float, sizes: Sequence[int], where: str) -> int:
    """Give the largest of the sizes at which the lines fit."""
    for size in sizes:
        used = sum(_lines(line, width, size) for line in lines) * size * _LINE * MM_PER_POINT
        used += (len(lines) - 1) * size * 0.4 * MM_PER_POINT
        if used <= height:
            return size
    raise Refusal(
        f"Trang chiếu «{where[:80]}» có nhiều chữ quá một trang; hãy rút gọn hoặc tách thành hai trang."
    )


def _lines(text: str, width: float, size: float) -> int:
    count, used = 1, 0.0
    for word in text.split():
        wide = word_width(f"{word} ", size) * 1.12
        if used and used + wide > width:
            count, used = count + 1, 0.0
        used += wide
        count, used = count + int(used // width), used % width
    return count


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Mm(left), Mm(top), Mm(width), Mm(height)
    shape.text_frame.margin_left = shape.text_frame.margin_right = Emu(0)


def _box(slide: Any, left: float, top: float, width: float, height: float) -> Any:
    frame = slide.shapes.add_textbox(Mm(left), Mm(top), Mm(width), Mm(height)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    return frame


def _rule(slide: Any, top: float) -> None:
    line = slide.shapes.add_connector(1, Mm(LEFT), Mm(top), Mm(WIDTH - LEFT), Mm(top))
    line.line.color.rgb = rgb(RED)
    line.line.width = Pt(1.5)
