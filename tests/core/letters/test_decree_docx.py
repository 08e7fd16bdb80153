"""The DOCX measured in its own language, and opened in LibreOffice: the same words, the same places."""

import io
import re
from dataclasses import replace
from typing import Any

import docx as package
import pdfplumber
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from makers.letters import sample
from makers.office import convert, needs_office
from namro.core.letters import layout
from namro.core.letters.docx import docx
from namro.core.letters.model import Chart, Kind, Letter
from namro.core.letters.pdf import pdf

EMU_MM = 36_000
MM = 72 / 25.4


@pytest.fixture(scope="module")
def plan() -> Document:
    return package.Document(io.BytesIO(docx(sample(Kind.PLAN))))


@pytest.mark.parametrize(
    ("name", "size", "bold"),
    [
        ("Normal", layout.BODY, False),
        ("Title", layout.KIND, True),
        ("Heading 1", layout.HEADING, True),
        ("Heading 2", layout.HEADING, True),
        ("Heading 3", layout.HEADING, True),
    ],
)
def test_styles_have_the_sizes_of_the_decree_in_black_times_new_roman(
    plan: Document, name: str, size: int, bold: bool
) -> None:
    style: Any = plan.styles[name]
    assert style.font.name == layout.FONT
    assert style.font.size.pt == size
    assert bool(style.font.bold) is bold
    fonts = style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{one}")) for one in ("ascii", "hAnsi", "eastAsia", "cs")} == {layout.FONT}
    assert style.font.color.rgb is None or str(style.font.color.rgb) == "000000"


def test_headings_stay_with_what_follows_and_paragraphs_stand_apart(plan: Document) -> None:
    styles: Any = plan.styles
    assert all(styles[f"Heading {level}"].paragraph_format.keep_with_next for level in (1, 2, 3))
    normal = styles["Normal"].paragraph_format
    assert normal.space_after.pt >= 6
    assert 1 <= normal.line_spacing <= 1.5


def test_every_section_has_the_margins_of_the_decree_and_numbers_of_its_own(plan: Document) -> None:
    assert len(plan.sections) == 3
    for section in plan.sections:
        margins = [
            round(length / EMU_MM, 1)
            for length in (
                section.top_margin,
                section.bottom_margin,
                section.left_margin,
                section.right_margin,
            )
            if length is not None
        ]
        assert margins == [20, 20, 30, 15]
        marks: Any = section._sectPr
        assert marks.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert marks.find(qn("w:titlePg")) is not None
    sides = [section.orientation for section in plan.sections]
    assert [side == sides[0] for side in sides] == [True, False, True]


def test_the_page_number_is_a_field_in_the_middle_of_the_header(plan: Document) -> None:
    header: Any = plan.sections[0].header._element
    assert "PAGE" in "".join(header.itertext())
    assert header.find(f".//{qn('w:jc')}").get(qn("w:val")) == "center"
    assert header.find(f".//{qn('w:sz')}").get(qn("w:val")) == str(layout.PAGE_NUMBER * 2)


def test_headings_are_real_and_heads_of_tables_repeat(plan: Document) -> None:
    styles = [paragraph.style.name for paragraph in plan.paragraphs if paragraph.style]
    assert "Heading 1" in styles
    assert "Heading 2" in styles
    assert "Title" in styles
    tables = [table._tbl for table in plan.tables if table._tbl.findall(f".//{qn('w:tblBorders')}")]
    assert len(tables) == 2
    for table in tables:
        rows = table.findall(qn("w:tr"))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert rows[-1].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_the_language_is_vietnamese_and_pictures_have_words(plan: Document) -> None:
    language = plan.styles.element.find(f".//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "vi-VN"
    report = package.Document(io.BytesIO(docx(sample(Kind.REPORT))))
    described = [shape.get("descr") for shape in report.element.body.iter(qn("wp:docPr"))]
    assert described == ["Chỉ số cải cách hành chính qua các năm", "Ô màu đỏ"]


Opened = dict[str, Any]


def _without_charts(letter: Letter) -> Letter:
    """Give the letter without its charts, whose words are part of a picture in one form and not in the other."""
    return replace(letter, blocks=tuple(block for block in letter.blocks if not isinstance(block, Chart)))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Every kind as DOCX, opened in LibreOffice and printed as PDF."""
    files = {f"{kind.name}.docx": docx(sample(kind)) for kind in Kind}
    files["WORDS.docx"] = docx(_without_charts(sample(Kind.REPORT)))
    made = convert(files, "pdf", tmp_path_factory.mktemp("office"))
    return {name: pdfplumber.open(io.BytesIO(content)) for name, content in made.items()}


def _words(file: Any) -> list[str]:
    """Give the words of a PDF in order of the alphabet: where lines and pages break is the program's own affair."""
    words = " ".join(page.extract_text() for page in file.pages)
    return sorted(word for word in re.findall(r"[^\s]+", words) if not word.isdigit())


@needs_office
@pytest.mark.parametrize("kind", Kind)
def test_libreoffice_opens_every_kind_and_prints_the_same_words_as_our_pdf(
    kind: Kind, opened: Opened
) -> None:
    ours = pdfplumber.open(io.BytesIO(pdf(_without_charts(sample(kind)))))
    theirs = _words(opened["WORDS" if kind is Kind.REPORT else kind.name])
    head = ("STT", "Tiêu", "chí", "bị", "trừ", "điểm", "Nhiệm", "vụ/giải", "pháp", "Đơn", "vị", "chủ", "trì")
    repeated = {*head, "phối", "hợp", "Thời", "hạn", "Hồ", "sơ", "Tiếp", "nhận", "Đúng", "Tỷ", "lệ", "(%)"}

    def once(words: list[str]) -> list[str]:
        # Heads repeat on every page, and the number of pages differs by one or two.
        return [word for word in words if word not in repeated]

    assert once(theirs) == once(_words(ours))


@needs_office
def test_in_libreoffice_the_elements_stand_where_the_decree_wants_them(opened: Opened) -> None:
    page = opened[Kind.PLAN.name].pages[0]
    lines = {}
    for left, right in ((0.0, 95.5), (95.5, 210.0)):
        for line in page.crop((left * MM, 0, right * MM, page.height)).extract_text_lines():
            lines.setdefault(line["text"], line)

    def line(start: str) -> Any:
        return next(one for text, one in lines.items() if text.startswith(start))

    def middle(one: Any) -> float:
        return float(one["x0"] + one["x1"]) / 2 / MM

    def size(one: Any) -> float:
        return float(round(one["chars"][0]["size"], 1))

    sizes = [size(line(start)) for start in ("ỦY BAN", "CỘNG HÒA", "Độc lập", "Số: ", "Đường Mới, ngày")]
    assert sizes == [layout.ISSUER, layout.NATION, layout.MOTTO, layout.NUMBER, layout.PLACE]
    assert middle(line("Số: ")) == pytest.approx(middle(line("ỦY BAN")), abs=0.5)
    assert middle(line("Độc lập")) == pytest.approx(middle(line("CỘNG HÒA")), abs=0.5)
    assert middle(line("Đường Mới, ngày")) == pytest.approx(middle(line("CỘNG HÒA")), abs=0.5)
    assert line("Số: ")["bottom"] == pytest.approx(line("Đường Mới, ngày")["bottom"], abs=2)
    assert {char["fontname"].split("+")[-1].split("-")[0].split(",")[0] for char in page.chars} == {"Tinos"}
    letters = [char for char in page.chars if char["text"].strip()]
    assert min(char["x0"] for char in letters) / MM == pytest.approx(layout.MARGIN_LEFT, abs=0.3)
    assert max(char["x1"] for char in letters) / MM <= 210 - layout.MARGIN_RIGHT + 0.3


@needs_office
@pytest.mark.parametrize("kind", [Kind.PLAN, Kind.REPORT])
def test_in_libreoffice_pages_are_numbered_from_the_second_and_anew_in_each_appendix(
    kind: Kind, opened: Opened
) -> None:
    numbers = []
    for page in opened[kind.name].pages:
        head = page.crop((0, 0, page.width, (layout.MARGIN_TOP - 2) * MM)).extract_text_lines()
        numbers.append(head[0]["text"] if head else "")
        for line in head:
            middle = (layout.MARGIN_LEFT + page.width / MM - layout.MARGIN_RIGHT) / 2
            assert (line["x0"] + line["x1"]) / 2 / MM == pytest.approx(middle, abs=0.6)
    expected: list[str] = []
    for number in numbers:
        expected.append(str(int(expected[-1] or 1) + 1) if number else "")
    assert numbers == expected
    assert numbers.count("") == 1 + len(sample(kind).appendices)


@pytest.mark.parametrize("kind", Kind)
def test_a_paragraph_stands_after_every_table_as_word_wants_it(kind: Kind) -> None:
    body = package.Document(io.BytesIO(docx(sample(kind)))).element.body
    assert all(one.getnext().tag == qn("w:p") for one in body.iter(qn("w:tbl")))
    assert body[-1].tag == qn("w:sectPr")
    assert all(cell[-1].tag == qn("w:p") for cell in body.iter(qn("w:tc")))
