"""The PDF for those who read with their ears and for the archive: tags, bookmarks, language, PDF/UA-1 and PDF/A-2a."""

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
from pypdfium2 import raw

from makers.letters import body, chart, png, results_table, sample
from namro.core.letters.model import Kind, Letter, Paragraph, Picture, plain
from namro.core.letters.pdf import pdf


def _opened(letter: Letter) -> tuple[bytes, pypdfium2.PdfDocument]:
    made = pdf(letter)
    return made, pypdfium2.PdfDocument(io.BytesIO(made))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_tagged_and_says_that_it_is_vietnamese(kind: Kind) -> None:
    made, document = _opened(sample(kind))
    assert raw.FPDFCatalog_IsTagged(document)
    assert re.search(rb"/Lang ?\(vi(-VN)?\)", made)
    assert b"pdfuaid:part>1<" in made
    assert document.get_metadata_dict()["Title"] == sample(kind).abstract


@pytest.mark.parametrize("kind", [kind for kind in Kind if sample(kind).issued_on])
def test_a_document_with_a_day_is_fit_for_the_archive(kind: Kind) -> None:
    made = pdf(sample(kind))
    assert b"pdfaid:part>2<" in made
    assert b"pdfaid:conformance>A<" in made


def test_a_document_whose_day_is_open_makes_up_none() -> None:
    made, document = _opened(replace(sample(Kind.REPORT), issued_on=None))
    assert b"pdfuaid:part>1<" in made
    assert b"pdfaid" not in made
    assert not document.get_metadata_dict()["CreationDate"]


def test_the_day_in_the_file_is_the_one_printed() -> None:
    _, document = _opened(sample(Kind.REPORT))
    assert document.get_metadata_dict()["CreationDate"].startswith("D:20220205")


def test_bookmarks_lead_to_the_kind_the_headings_and_the_appendices() -> None:
    _, document = _opened(sample(Kind.PLAN))
    marks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    titles = [title for _, title in marks]
    assert titles[0] == "KẾ HOẠCH"
    assert [title for title in titles if title.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]
    assert (0, "I. KẾT QUẢ THỰC HIỆN PHẦN 1") in marks
    assert (1, "1. Công tác cải cách lần 1") in marks


def _tags(document: pypdfium2.PdfDocument) -> dict[str, list[str]]:
    """Give the kinds of tags of all pages with their words for what cannot be seen."""
    found: dict[str, list[str]] = {}

    def text(read: object, element: object) -> str:
        room = (raw.FPDF_WCHAR * 500)()
        length = read(element, room, 1000)  # type: ignore[operator]
        return bytes(room)[: max(0, length - 2)].decode("utf-16-le")

    def walk(element: object) -> None:
        kind = text(raw.FPDF_StructElement_GetType, element)
        found.setdefault(kind, []).append(text(raw.FPDF_StructElement_GetAltText, element))
        for at in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                walk(child)

    for number in range(len(document)):
        page = document[number]
        tree = raw.FPDF_StructTree_GetForPage(page)
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
        raw.FPDF_StructTree_Close(tree)
    return found


def test_headings_tables_and_pictures_are_tagged_and_pictures_have_words() -> None:
    blocks = (
        *body(1, 1),
        results_table(3),
        chart(),
        Picture(png(), "Ô màu đỏ", 30),
        Paragraph(plain("Hết.")),
    )
    tags = _tags(_opened(replace(sample(Kind.REPORT), blocks=blocks))[1])
    assert {"H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure"} <= tags.keys()
    assert len(tags["TH"]) == 6
    assert [words for words in tags["Figure"] if words] == [chart().title, "Ô màu đỏ"]
