"""What Word asks of a file, asked of every document the program makes; each question shown to be able to say no."""

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pptx as slides_package
import pytest

from makers.letters import chart, png, results_table, sample, tasks_table
from makers.ooxml import package_faults, packed, parts_of
from makers.wordml import ORDERS, word_faults
from namro.core.letters.deck import Deck, Figure, Figures, Points, Slide
from namro.core.letters.docx import docx
from namro.core.letters.model import (
    Appendix,
    Cell,
    Column,
    Kind,
    Letter,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    plain,
)
from namro.core.letters.pptx import pptx
from namro.core.letters.xlsx import xlsx

NOTED = Paragraph((Run("Thực hiện Nghị quyết", note="Nghị quyết số 76/NQ-CP."), Run(" của Chính phủ")))


def whole() -> Letter:
    """Give a letter with everything a letter may have, twice where two could get into each other's way."""
    cell = Cell(text=(Run("ô có chú thích", note="Chú thích & <trong> ô"),))
    table = Table((Column(1), Column(2)), ((Cell("A", columns=2),),), ((cell, Cell("hai\ndòng", rows=1)),))
    merged = Table(
        (Column(1), Column(1), Column(1)),
        ((Cell("Đầu", rows=2), Cell("Hai", columns=2)), (Cell("a"), Cell("b"))),
        ((Cell("x", columns=2, rows=2), Cell(1)), (Cell(Decimal("2.5")),), (Cell(""), Cell(None), Cell("z"))),
    )
    blocks = (
        NOTED, *sample(Kind.REPORT).blocks, table, merged, chart(), Picture(png(), 'Ảnh "họp" <1>\ndòng', 30), NOTED,
        PageBreak(), Paragraph(plain("")), results_table(3), Paragraph(plain("  hai  dấu cách  ")),
    )  # fmt: skip
    return replace(
        sample(Kind.LETTER),
        blocks=blocks,
        appendices=(
            Appendix("Phụ lục I", "Ngang", (tasks_table(4), NOTED), landscape=True),
            Appendix("Phụ lục II", "Đứng", (chart(), table)),
            Appendix("Phụ lục III", "Trống", ()),
        ),
        second_signature=sample(Kind.MINUTES).second_signature,
        is_draft=True,
    )


@pytest.mark.parametrize("kind", Kind)
def test_word_finds_nothing_wrong_in_any_kind(kind: Kind) -> None:
    assert word_faults(docx(sample(kind))) == []
    assert word_faults(docx(Letter(kind, "", ""))) == []


def test_word_finds_nothing_wrong_in_a_letter_with_everything() -> None:
    content = docx(whole())
    assert word_faults(content) == []
    assert parts_of(content)["word/footnotes.xml"].count(b"<w:footnote ") == 2 + 5
    assert "Chú thích &amp; &lt;trong&gt; ô" in parts_of(content)["word/footnotes.xml"].decode()


def test_the_package_holds_only_what_is_ours() -> None:
    parts = parts_of(docx(sample(Kind.NOTICE)))
    assert sorted(parts) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
        "word/_rels/document.xml.rels", "word/document.xml", "word/fontTable.xml", "word/footer1.xml",
        "word/footer2.xml", "word/header1.xml", "word/header2.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip
    assert "Năm Rõ" in parts["docProps/app.xml"].decode()


def _swap(name: str, old: str, new: str, times: int = 1) -> Callable[[dict[str, bytes]], None]:
    def broken(parts: dict[str, bytes]) -> None:
        text = parts[name].decode()
        assert old in text, old
        parts[name] = text.replace(old, new, times).encode()

    return broken


def _drop(name: str) -> Callable[[dict[str, bytes]], None]:
    def broken(parts: dict[str, bytes]) -> None:
        del parts[name]

    return broken


def _add(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: content})


TEXT, STYLES, NOTES = "word/document.xml", "word/styles.xml", "word/footnotes.xml"
SETTINGS, RELATIONS, TYPES = "word/settings.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
GRID = '<w:tbl><w:tblPr><w:tblW w:w="20" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="10"/><w:gridCol w:w="10"/></w:tblGrid>'
CELL = '<w:tc><w:tcPr><w:tcW w:w="10" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
BARE = CELL.replace("<w:p/>", "")
BROKEN = [
    (_swap(TEXT, '<w:pStyle w:val="Tenbang"/><w:keepNext/>', '<w:keepNext/><w:pStyle w:val="Tenbang"/>'), "<pPr>"),
    (_swap(TEXT, "<w:b/><w:sz ", "<w:sz w:val='2'/><w:b/><w:szx "), "<rPr>"),
    (_swap(TEXT, "<w:b/>", "<w:b/><w:b/>"), "2 <b>"),
    (_swap(TEXT, '<w:tblLayout w:type="fixed"/>', '<w:tblLayout w:type="fixed"/><w:jc w:val="center"/>'), "<tblPr>"),
    (_swap(TEXT, '<w:tblHeader/>', '<w:tblHead/>'), "<trPr>"),
    (_swap(TEXT, '<w:vAlign w:val="center"/></w:tcPr>', '<w:vAlign w:val="center"/><w:gridSpan w:val="1"/></w:tcPr>'), "<tcPr>"),
    (_swap(TEXT, '<w:titlePg/>', '<w:titlePg/><w:cols/>'), "<sectPr>"),
    (_swap(TEXT, ' w:orient="landscape"', ""), "hướng giấy"),
    (_swap(STYLES, '<w:qFormat/><w:pPr>', '<w:pPr><w:keepNext/></w:pPr><w:qFormat/><w:pPr>'), "<style>"),
    (_swap(STYLES, 'w:styleId="Bang"', 'w:styleId="Bang2"'), "kiểu 'Bang'"),
    (_swap(STYLES, 'w:styleId="Tenbang"', 'w:styleId="Bang"'), "Bang có hai lần"),
    (_swap(STYLES, '<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Khong"/>'), "'Khong'"),
    (_swap(SETTINGS, '<w:listSeparator w:val=";"/>', '<w:listSeparator w:val=";"/><w:zoom w:percent="1"/>'), "<settings>"),
    (_swap(SETTINGS, '<w:footnote w:id="0"/>', ""), "hai đường ngăn"),
    (_swap(NOTES, 'w:type="separator" ', ""), "cước chú"),
    (_swap(TEXT, '<w:footnoteReference w:id="2"/>', '<w:footnoteReference w:id="1"/>'), "gọi hai lần"),
    (_swap(NOTES, 'w:id="2"', 'w:id="1"'), "cước chú 1 có hai lần"),
    (_swap(TEXT, 'docPr id="2"', 'docPr id="1"'), "mã hình 1"),
    (_swap(TEXT, 'r:embed="rIdPicture2"', 'r:embed="rId99"'), "rId99"),
    (_drop("word/media/image1.png"), "image1.png, phần không có"),
    (_drop("word/footnotes.xml"), "footnotes.xml"),
    (_add("word/la.xml", b"<a/>"), "word/la.xml không ai trỏ tới"),
    (_add("word/media/la.bin", b""), "la.bin không có kiểu nội dung"),
    (_swap(TYPES, '<Override PartName="/word/styles.xml"', '<Override PartName="/word/style.xml"'), "/word/style.xml"),
    (_swap(TYPES, '<Default Extension="png" ContentType="image/png"/>', ""), "image1.png không có kiểu"),
    (_swap(RELATIONS, 'Id="rIdstyles"', 'Id="rIdsettings"'), "rIdsettings có hai lần"),
    (_swap("docProps/core.xml", "2000-01-01T00:00:00Z", "2022-02-05T08:00:00Z"), "ghi created"),
    (_swap(TEXT, ' xml:space="preserve"', "", 999), "mất dấu cách"),
    (_swap(TEXT, "Kính gửi:", "Kính\u007f gửi:"), "ký tự điều khiển"),
    (_swap(TEXT, "Kính gửi:", "Kính &#9;gửi:"), "tab trong <t>"),
    (_swap(TEXT, "<w:body>", "<w:body>lạc"), "chữ ngoài <t>"),
    (_swap(TEXT, "<w:body>", f"<w:body>{GRID}<w:tr>{CELL}</w:tr></w:tbl><w:p/>"), "1 cột, lưới có 2"),
    (_swap(TEXT, "<w:tbl>", f"{GRID}<w:tr>{CELL * 2}</w:tr></w:tbl><w:tbl>"), "dính liền bảng sau"),
    (_swap(TEXT, "<w:body>", f"<w:body>{GRID}</w:tbl><w:p/>"), "không có hàng nào"),
    (_swap(TEXT, "<w:body>", f"<w:body>{GRID}<w:tr>{CELL}<w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"), "không ghi bề rộng"),
    (_swap(TEXT, "<w:vMerge w:val=\"restart\"/>", "", 99), "không có ô đầu"),
    (_swap(TEXT, "<w:body>", f"<w:body>{GRID}<w:tr>{BARE}{CELL}</w:tr></w:tbl><w:p/>"), "kết thúc bằng đoạn văn"),
    (_swap(TEXT, "</w:sectPr></w:body>", "</w:sectPr><w:p/></w:body>"), "sectPr"),
    (_swap("word/header1.xml", '<w:fldChar w:fldCharType="end"/>', ""), "trường mở và đóng"),
    (_swap(TEXT, '<w:jc w:val="both"/>', '<w:jc w:val="justify"/>'), "<jc>"),
    (_swap(TEXT, 'w:after="0"', 'w:after="0.5"'), "số nguyên"),
    (_swap(TEXT, "</w:document>", ""), "không phải XML"),
]  # fmt: skip


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return parts_of(docx(whole()))


@pytest.mark.parametrize(("harm", "said"), BROKEN)
def test_a_file_broken_on_purpose_is_found_out(
    parts: dict[str, bytes], harm: Callable[[dict[str, bytes]], None], said: str
) -> None:
    harmed = dict(parts)
    harm(harmed)
    content = packed(harmed)
    try:
        found = word_faults(content)
    except SyntaxError as error:  # not XML at all: the package says so before anything is asked of its words
        found = [*package_faults(content), str(error)]
    assert any(said in fault for fault in found), found


def test_the_orders_name_no_child_twice() -> None:
    for name, order in ORDERS.items():
        names = [one for group in order for one in group.split("+")]
        assert len(names) == len(set(names)), name


def test_slides_and_spreadsheets_are_whole_packages_without_a_clock() -> None:
    deck = Deck(
        "Họp tháng",
        slides=(
            Slide("Số", (Figures((Figure("85,31", "PAR INDEX"),)), Points(("Một", "Hai"))), note="Nói chậm"),
            Slide("Biểu", (chart(),)),
            Slide("Bảng", (results_table(4),)),
        ),
    )
    made = pptx(deck)
    book = xlsx(sample(Kind.PLAN))
    assert package_faults(made) == []
    assert package_faults(book) == []
    assert len(slides_package.Presentation(io.BytesIO(made)).slides) == 4
    assert len(openpyxl.load_workbook(io.BytesIO(book)).worksheets) == 2
