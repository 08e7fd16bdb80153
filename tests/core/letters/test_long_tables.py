"""Long tables over many pages: headings of rows with their rows, high rows that break, titles in even lines; charts."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import docx as package
import pytest
from docx.oxml.ns import qn

from makers.letters import WORDS, png, sample
from makers.pages import Pages
from namro.core.letters import layout
from namro.core.letters.charts import chart_size, chart_svg, spec
from namro.core.letters.docx import docx
from namro.core.letters.grid import heading_rows, lay
from namro.core.letters.model import (
    Appendix,
    Cell,
    Chart,
    Column,
    Kind,
    Letter,
    Paragraph,
    Picture,
    Series,
    Table,
    plain,
)
from namro.core.letters.pictures import fitted
from namro.core.letters.widths import TALLEST, balanced_width, is_tall

COLUMNS = (Column(1, "center"), Column(4), Column(5))
HEAD = ((Cell("STT"), Cell("Tiêu chí"), Cell("Nhiệm vụ")),)


def grouped(groups: int, rows: int) -> Table:
    """Give a table whose rows stand in groups, each under a row in bold."""
    made: list[tuple[Cell, ...]] = []
    for group in range(groups):
        made.append((Cell(f"G{group}", bold=True), Cell(f"Nhóm {group}", bold=True), Cell("")))
        made += [(Cell(str(at)), Cell("Tiêu chí"), Cell(WORDS)) for at in range(rows)]
    return Table(COLUMNS, HEAD, (*made, (Cell("Cộng", columns=2, bold=True), Cell(9, bold=True))))


def test_a_row_in_bold_heads_the_rows_under_it_and_a_total_heads_nothing() -> None:
    table = grouped(2, 2)
    assert heading_rows(lay(table.rows, 3, "Bảng")) == {0, 3}
    merged = ((Cell("A", bold=True, rows=2), Cell("b", bold=True)), (Cell("c"),))
    assert heading_rows(lay(merged, 2, "Bảng")) == frozenset()
    nested = ((Cell("I", bold=True),), (Cell("1", bold=True),), (Cell("x"),), (Cell(""),), (Cell("y"),))
    assert heading_rows(lay(nested, 1, "Bảng")) == {0, 1}


@pytest.mark.parametrize("fill", range(6))
def test_no_heading_of_rows_stands_alone_at_the_foot_of_a_page(fill: int) -> None:
    above = tuple(Paragraph(plain("Dòng")) for _ in range(fill))
    pages = Pages(replace(sample(Kind.NOTICE), grounds=(), blocks=(*above, grouped(14, 3))))
    assert len(pages.pages) > 3
    for number in range(len(pages.pages)):
        last = [line.words for line in pages.lines(number) if line.top < 297 - layout.MARGIN_BOTTOM][-1]
        assert not re.match(r"G\d+ Nhóm", last), last


def test_in_word_a_heading_of_rows_is_kept_with_the_next_row() -> None:
    body = package.Document(
        io.BytesIO(docx(replace(sample(Kind.NOTICE), blocks=(grouped(2, 2),))))
    ).element.body
    rows = [
        row
        for row in body.iter(qn("w:tr"))
        if row.find(f".//{qn('w:pStyle')}[@{qn('w:val')}='Bang']") is not None
    ]
    kept = [row.find(f".//{qn('w:keepNext')}") is not None for row in rows]
    assert kept == [True, True, False, False, True, False, False, False]  # the head of the table too


def test_a_high_row_breaks_over_pages_and_leaves_none_half_empty() -> None:
    rows = tuple((Cell(str(at)), Cell("Tiêu chí"), Cell(WORDS * 6)) for at in range(9))
    table = Table((Column(1), Column(3), Column(6)), HEAD, rows)
    letter = replace(sample(Kind.NOTICE), appendices=(Appendix("Phụ lục", "Biểu", (table,), landscape=True),))
    pages = Pages(letter)
    wide = [number for number, page in enumerate(pages.pages) if page.width > page.height]
    assert len(wide) > 2
    for number in wide[:-1]:
        assert pages.lines(number)[-1].base > 210 - layout.MARGIN_BOTTOM - 25


def test_a_cell_is_high_when_its_words_take_more_lines_than_stand_well_on_one_page() -> None:
    assert not is_tall("Sở Nội vụ", 30)
    assert not is_tall(WORDS, 90)
    assert is_tall(WORDS, 12)
    assert is_tall("\n".join("dòng chữ" for _ in range(TALLEST + 1)), 90)


@pytest.mark.parametrize("width", [165.0, 252.0])
def test_words_in_the_middle_stand_in_lines_of_like_length(width: float) -> None:
    short = "Kết quả năm 2021"
    assert balanced_width(short, width, layout.ABSTRACT) == width
    long = "Khắc phục, cải thiện các chỉ số PAR INDEX, SIPAS, PAPI tỉnh Hà Tĩnh năm 2022 và những năm tiếp theo của tỉnh"
    assert width / 2 < balanced_width(long, width, layout.ABSTRACT) < width * 0.95
    assert balanced_width("x" * 400, width, layout.ABSTRACT) >= width


def test_no_title_leaves_one_word_alone_on_its_last_line() -> None:
    title = "Khắc phục, cải thiện các chỉ số PAR INDEX, SIPAS, PAPI tỉnh Hà Tĩnh năm 2022"
    pages = Pages(replace(sample(Kind.PLAN), abstract=title))
    first, second = pages.line("Khắc phục"), pages.lines(0)
    last = next(line for line in second if line.words.endswith("2022") and line.top > first.top)
    assert last.right - last.left > (first.right - first.left) / 2
    assert f"{first.words} {last.words}" == title


def test_the_abstract_of_a_letter_leaves_no_word_alone() -> None:
    pages = Pages(replace(sample(Kind.LETTER), abstract="đôn đốc thực hiện nhiệm vụ quá hạn"))
    lines = [line for line in pages.lines(0, right=95.5) if line.size == layout.LETTER_ABSTRACT]
    assert len(lines) == 2
    assert lines[1].right - lines[1].left > (lines[0].right - lines[0].left) / 2


def _chart(values: tuple[Decimal | None, ...], kind: str = "bar", places: int = 0) -> Chart:
    return Chart(
        "Phần việc",
        kind,
        tuple(f"Sở số {at}" for at in range(len(values))),
        (Series("Số", values),),
        places=places,
    )


def test_a_chart_of_nothing_but_zeros_begins_at_zero() -> None:
    chart = _chart((Decimal(0), Decimal(0), None))
    assert spec(chart)["layer"][0]["encoding"]["y"]["scale"] == {"domain": [0, 1]}
    assert spec(_chart((Decimal(0), Decimal(3))))["layer"][0]["encoding"]["y"]["scale"] == {"zero": True}


def test_an_axis_of_counts_has_no_halves() -> None:
    svg = chart_svg(_chart((Decimal(1), Decimal(2))))
    assert "0,5" not in re.findall(r">([^<]+)</text>", svg)
    halves = chart_svg(_chart((Decimal(1), Decimal(2)), places=1))
    assert {"0,5", "1,5"} & set(re.findall(r">([^<]+)</text>", halves))


@pytest.mark.parametrize("many", [3, 80])
def test_a_chart_or_picture_is_never_higher_than_its_page(many: int) -> None:
    chart = _chart(tuple(Decimal(at) for at in range(many)))
    picture = Picture(png(3, 900), "cao", 100)
    letter = replace(sample(Kind.NOTICE), grounds=(), blocks=(chart, picture, Paragraph(plain("Hết"))))
    pages = Pages(letter)
    for page in pages.pages:
        for image in page.images:
            assert image["bottom"] <= page.height - layout.MARGIN_BOTTOM * 72 / 25.4 + 1
    width, height = fitted(*chart_size(chart), 160, 239)
    assert width <= 160
    assert height <= 239.01
    extents = [
        (int(one.get("cx")) / 36_000, int(one.get("cy")) / 36_000)
        for one in package.Document(io.BytesIO(docx(letter))).element.body.iter(qn("wp:extent"))
    ]
    assert extents[0] == pytest.approx((width, height), abs=0.5)
    assert extents[1][1] <= layout.text_height()


def test_a_letter_of_many_long_titles_is_drawn() -> None:
    assert docx(Letter(Kind.PLAN, "SỞ", "x " * 3_000))
