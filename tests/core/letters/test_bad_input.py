"""What people and files throw at documents: each gives one clear sentence or a correct document, in every form."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx as package
import openpyxl
import pdfplumber
import pytest
from lxml import etree

from makers.letters import body, png, sample
from makers.wordml import word_faults
from namro.core.errors import Refusal
from namro.core.letters.docx import docx
from namro.core.letters.model import (
    Appendix,
    Cell,
    Column,
    Kind,
    Letter,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    plain,
)
from namro.core.letters.pdf import pdf
from namro.core.letters.xlsx import xlsx

MARKUP = "<b>Sở & Nội</b> vụ #strong[x] $a$ \\u{41} *đậm* _nghiêng_ `mã` @nhãn <w:p/> ]] {{ten}} // /*"
CONTROL = "Sở\x00\x07\x0b Nội\u200b\ufeff\ud800\uffff vụ"


def _letter(words: str) -> Letter:
    table = Table(
        (Column(1), Column(3)), ((Cell(words), Cell("B")),), ((Cell(words), Cell(words)),), caption=words
    )
    return replace(
        sample(Kind.PLAN),
        issuer=words,
        issuer_name=words,
        superior=words,
        abstract=words,
        place=words,
        symbol=words,
        drafter=words,
        urgency=words,
        addressees=(words, words),
        grounds=(words,),
        recipients=(words,),
        blocks=(Paragraph(plain(words), number=words), table),
        signature=Signature((words,), words, words),
        appendices=(Appendix(words, words, (table,)),),
    )


def _pdf_words(letter: Letter) -> str:
    with pdfplumber.open(io.BytesIO(pdf(letter))) as file:
        return "\n".join(page.extract_text() for page in file.pages)


def _docx_words(letter: Letter) -> str:
    with zipfile.ZipFile(io.BytesIO(docx(letter))) as file:
        return "".join(etree.fromstring(file.read("word/document.xml")).itertext())


def test_markup_in_names_is_words_and_nothing_else() -> None:
    assert MARKUP in _docx_words(_letter(MARKUP))
    squeezed = _pdf_words(_letter(MARKUP)).replace("\n", "").replace(" ", "")
    assert MARKUP.replace(" ", "") in squeezed
    book = openpyxl.load_workbook(io.BytesIO(xlsx(_letter(MARKUP))))
    assert book.worksheets[0]["A3"].value == MARKUP


def test_control_signs_and_half_characters_are_left_out() -> None:
    assert "Sở Nội vụ" in _docx_words(_letter(CONTROL))
    assert "Sở Nội vụ" in _pdf_words(_letter(CONTROL))
    book = openpyxl.load_workbook(io.BytesIO(xlsx(_letter(CONTROL))))
    assert book.worksheets[0]["A3"].value == "Sở Nội vụ"


def test_words_that_look_like_formulas_stay_words_in_a_spreadsheet() -> None:
    told = ["=1+1", "+84 912", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "https://vidu.vn", "{=1}", "00123"]
    table = Table((Column(1),), (), tuple((Cell(words),) for words in told), name="[bảng]: /1/?")
    book = openpyxl.load_workbook(io.BytesIO(xlsx(replace(sample(Kind.REPORT), blocks=(table,)))))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet["A"]] == told
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert all(cell.hyperlink is None for cell in sheet["A"])


def test_a_table_of_five_thousand_rows_is_whole_in_every_form() -> None:
    rows = tuple((Cell(at), Cell(f"UBND xã số {at}"), Cell(Decimal(at) / 7, places=2)) for at in range(5_000))
    head = ((Cell("STT"), Cell("Đơn vị"), Cell("Tỷ lệ")),)
    letter = replace(sample(Kind.REPORT), blocks=(Table((Column(1), Column(5), Column(2)), head, rows),))
    assert "UBND xã số 4999" in _docx_words(letter)
    book = openpyxl.load_workbook(io.BytesIO(xlsx(letter)), read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows()) == 5_001
    with pdfplumber.open(io.BytesIO(pdf(letter))) as file:
        assert "STT Đơn vị" in file.pages[-2].extract_text()
        assert "UBND xã số 4999" in file.pages[-2].extract_text() + file.pages[-1].extract_text()


def test_a_cell_of_twenty_thousand_letters_goes_over_pages_and_is_whole() -> None:
    long = "Rà soát thủ tục. " * 1_200
    table = Table((Column(1), Column(3)), (), ((Cell("Ghi chú"), Cell(long)),))
    letter = replace(sample(Kind.REPORT), grounds=(), blocks=(table,))
    assert _docx_words(letter).count("Rà soát thủ tục.") == 1_200
    assert _pdf_words(letter).count("Rà") == 1_200
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(letter))).worksheets[0]
    assert sheet["B1"].value == long


@pytest.mark.parametrize("word", ["https://dichvucong.gov.vn/" + "x" * 300, "Ư" * 200, "M" * 120])
def test_a_word_that_no_column_holds_is_broken_inside_its_cell(word: str) -> None:
    table = Table((Column(1), Column(1), Column(8)), (), ((Cell("1"), Cell(word), Cell("Sở Nội vụ")),))
    letter = replace(sample(Kind.NOTICE), grounds=(), blocks=(table, Paragraph(plain(word))))
    with pdfplumber.open(io.BytesIO(pdf(letter))) as file:
        page = file.pages[0]
        cells = page.find_tables()[-1].cells
        for left, top, right, bottom in cells:
            for char in page.crop((left, top, right, bottom)).chars:
                assert char["x1"] <= right
        assert max(char["x1"] for char in page.chars) <= 195 * 72 / 25.4 + 0.5


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, png()[:-30], b"%PDF-1.7"]
)
def test_a_picture_that_is_none_is_refused_in_one_sentence(content: bytes) -> None:
    letter = replace(sample(Kind.REPORT), blocks=(Picture(content, "Ảnh họp"),))
    for form in (docx, pdf):
        with pytest.raises(Refusal, match=r"«Ảnh họp».* hãy chọn tệp khác"):
            form(letter)


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    letter = replace(sample(Kind.REPORT), blocks=(Picture(png(20_000, 3), "dài"),))
    assert docx(letter)
    huge = png(9_000, 1).replace((9_000).to_bytes(4, "big"), (900_000).to_bytes(4, "big"), 1)
    for form in (docx, pdf):
        with pytest.raises(Refusal):
            form(replace(letter, blocks=(Picture(huge, "to"),)))


def test_a_missing_signer_leaves_the_place_open() -> None:
    letter = replace(sample(Kind.NOTICE), signature=Signature(("KT. GIÁM ĐỐC",), "PHÓ GIÁM ĐỐC", None))
    for words in (_docx_words(letter), _pdf_words(letter)):
        assert "PHÓ GIÁM ĐỐC" in words
        assert "None" not in words
    bare = replace(letter, signature=Signature())
    assert "None" not in _docx_words(bare) + _pdf_words(bare)


@pytest.mark.parametrize("kind", Kind)
def test_a_letter_with_nothing_in_it_is_still_a_document(kind: Kind) -> None:
    empty = Letter(kind, "", "")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in _docx_words(empty)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in _pdf_words(empty)
    with pytest.raises(Refusal, match="không có bảng nào"):
        xlsx(empty)


@pytest.mark.parametrize(
    "table",
    [
        Table((Column(1),), (), ()),
        Table((Column(1), Column(1)), ((Cell("", columns=2),),), ()),
        Table((Column(1),), (), ((Cell("", text=(Run(""),)),),)),
    ],
)
def test_an_empty_table_is_drawn(table: Table) -> None:
    letter = replace(sample(Kind.REPORT), blocks=(table,))
    assert docx(letter)
    assert pdf(letter)
    assert xlsx(letter)


def test_cells_that_overlap_are_refused_in_every_form_with_the_table_named() -> None:
    rows = ((Cell("a", rows=2), Cell("b")), (Cell("c"), Cell("d")))
    letter = replace(sample(Kind.REPORT), blocks=(Table((Column(1), Column(1)), (), rows, caption="Hồ sơ"),))
    for form in (docx, pdf, xlsx):
        with pytest.raises(Refusal, match=r"^Bảng «Hồ sơ»: hàng 2 thừa ô, bảng có 2 cột\.$"):
            form(letter)


def test_words_with_breaks_and_tabs_stay_on_their_lines() -> None:
    letter = replace(
        sample(Kind.REPORT), grounds=(), blocks=(Paragraph(plain("một\nhai\r\nba\tbốn")), *body(1, 1))
    )
    assert "một\nhai\nba bốn" in _pdf_words(letter)
    lines = [one.text for one in package.Document(io.BytesIO(docx(letter))).paragraphs]
    assert any(line.startswith("một\nhai\nba bốn") for line in lines)


def test_signs_that_the_font_lacks_do_not_stop_the_document() -> None:
    words = "漢字 😀 \ue000 kết thúc"
    letter = replace(sample(Kind.REPORT), blocks=(Paragraph(plain(words)),))
    assert "kết thúc" in _pdf_words(letter)
    assert words in _docx_words(letter)


def _outside(letter: Letter) -> int:
    """Count the letters that stand outside the room for text."""
    with pdfplumber.open(io.BytesIO(pdf(letter))) as file:
        return sum(
            bool(char["text"].strip())
            and (char["bottom"] > page.height - 55 or char["x1"] > page.width - 41 or char["x0"] < 84)
            for page in file.pages
            for char in page.chars
        )


@pytest.mark.parametrize(
    ("head", "is_drawn"),
    [(((Cell("Tên cột " * 900), Cell("b")),), False), (((Cell("a"), Cell("b")),) * 60, False),
     (((Cell("Tên cột " * 20), Cell("b")),) * 2, True)],
)  # fmt: skip
def test_a_head_that_fills_its_page_is_refused_on_paper_and_kept_in_a_sheet(
    head: tuple[tuple[Cell, ...], ...], is_drawn: bool
) -> None:
    table = Table((Column(1), Column(1)), head, ((Cell("1"), Cell("2")),) * 50, caption="Hồ sơ")
    letter = replace(sample(Kind.REPORT), blocks=(table,))
    assert xlsx(letter)
    for form in (docx, pdf):
        if is_drawn:
            assert form(letter)
        else:
            with pytest.raises(
                Refusal, match=r"^Bảng «Hồ sơ»: đầu bảng cao quá nửa trang giấy.* rút gọn tên cột\.$"
            ):
                form(letter)


def test_a_table_wider_than_word_opens_is_refused_on_paper_and_kept_in_a_sheet() -> None:
    wide = Table((Column(1),) * 64, (), ((Cell("1"),) * 64,), caption="Hồ sơ")
    letter = replace(sample(Kind.REPORT), blocks=(wide,))
    assert xlsx(letter)
    for form in (docx, pdf):
        with pytest.raises(Refusal, match="64 cột, quá 63 cột mà Word mở được"):
            form(letter)
    narrow = replace(wide, columns=wide.columns[:63], rows=((Cell("1"),) * 63,))
    assert docx(replace(letter, blocks=(narrow,)))


def test_a_cell_longer_than_a_sheet_holds_is_refused_there_and_never_cut() -> None:
    table = Table((Column(1),), (), ((Cell("a" * 32_001),),), caption="Hồ sơ")
    letter = replace(sample(Kind.REPORT), blocks=(table,))
    with pytest.raises(Refusal, match=r"Hồ sơ.*32001 chữ, quá 32000 chữ"):
        xlsx(letter)
    assert "a" * 32_001 in _docx_words(letter)


def test_five_hundred_recipients_and_endless_names_stay_on_their_pages() -> None:
    many = replace(sample(Kind.NOTICE), recipients=tuple(f"UBND xã số {at}" for at in range(500)))
    assert _outside(many) == 0
    assert "UBND xã số 499" in _pdf_words(many)
    endless = replace(
        sample(Kind.LETTER), issuer="SỞ" * 300, superior="U" * 200, number="1" * 60, place="N" * 90,
        recipients=("r" * 300,), grounds=("g" * 400,), addressees=("k" * 200, "l" * 200), contact="",
        signature=Signature(("T" * 90,), "P" * 90, "N" * 90),
        appendices=(Appendix("P" * 200, "t" * 300, ()),),
    )  # fmt: skip
    assert _outside(endless) == 0
    assert _outside(replace(endless, kind=Kind.REPORT, abstract="x" * 3_000)) == 0


def test_notes_that_are_long_or_stand_in_the_head_of_a_table_are_whole() -> None:
    note = "Chú thích dài. " * 400
    table = Table(
        (Column(1), Column(1)),
        ((Cell("", text=(Run("Tên", note="ở đầu bảng"),)), Cell("b")),),
        ((Cell("1"), Cell("2")),) * 90,
    )
    letter = replace(
        sample(Kind.REPORT), grounds=(), blocks=(Paragraph((Run("Việc", note=note),)), table), appendices=()
    )
    assert _pdf_words(letter).count("dài.") == 400
    # On paper the note stands at the foot of each page on which the head stands again.
    with pdfplumber.open(io.BytesIO(pdf(letter))) as file:
        pages = [words for words in (page.extract_text() for page in file.pages) if "Tên" in words]
    assert len(pages) > 1
    assert all(words.count("ở đầu bảng") == 1 for words in pages)
    assert word_faults(docx(letter)) == []
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(letter))).worksheets[0]
    assert sheet["A1"].value == "Tên\n(Chú thích: ở đầu bảng)"


@pytest.mark.parametrize("words", [MARKUP, CONTROL, "\ud800", "]]>", "&#0;", "\x0b"])
def test_word_opens_whatever_names_are_made_of(words: str) -> None:
    letter = replace(_letter(words), circulation=words, contact=words, blocks=(
        Paragraph((Run(words, note=words),)), Picture(png(), words, 20),
    ))  # fmt: skip
    assert word_faults(docx(letter)) == []
