"""A letter as DOCX: real styles, real head rows, editable; the same tree gives the same bytes on any day."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml import parse_xml

from namro.core.letters.docx_body import appendix_xml, body_xml, section_xml
from namro.core.letters.docx_head import head_xml, signature_xml
from namro.core.letters.docx_styles import make_styles, number_pages
from namro.core.letters.docx_xml import NAMESPACES, closing
from namro.core.letters.model import Letter
from namro.core.letters.packages import without_clock
from namro.core.letters.wording import issuer_in_words
from namro.core.text import clean

_FIXED = datetime(
    2000, 1, 1, tzinfo=UTC
)  # no day of making in the file: the same letter gives the same bytes


def docx(letter: Letter) -> bytes:
    """Draw a letter as DOCX in the layout of Decree 30/2020/NĐ-CP.

    Raises `Refusal` with one sentence for a table whose cells do not fit or a picture that is none.
    """
    document = Document()
    make_styles(document)
    header = number_pages(document)
    pictures = _Pictures(document)
    parts = [head_xml(letter), body_xml(letter.blocks, pictures.add, landscape=False), signature_xml(letter)]
    for at, appendix in enumerate(letter.appendices):
        # A section's marks stand at its end: those of the part before this appendix come first.
        before = letter.appendices[at - 1].landscape if at else False
        parts.append(section_xml(header, landscape=before))
        parts.append(appendix_xml(letter, appendix, pictures.add))
    last_landscape = letter.appendices[-1].landscape if letter.appendices else False
    parts.append(section_xml(header, landscape=last_landscape, bare=True))
    if not letter.appendices:
        parts.insert(-1, closing())
    part: Any = document.part
    # The whole part at once: moving thousands of elements from one tree into another costs more than all the rest.
    part._element = parse_xml(f"<w:document {NAMESPACES}><w:body>{''.join(parts)}</w:body></w:document>")
    _properties(document, letter)
    out = io.BytesIO()
    document.save(out)
    return without_clock(out.getvalue())


class _Pictures:
    """Puts pictures into the package and gives the marks by which the text refers to them."""

    def __init__(self, document: DocxDocument) -> None:
        self._document = document

    def add(self, content: bytes, width_mm: float, words: str) -> str:
        """Give the run that shows the picture."""
        from docx.shared import Mm
        from lxml import etree

        scratch = self._document.add_paragraph()
        shape: Any = scratch.add_run().add_picture(io.BytesIO(content), width=Mm(width_mm))
        shape._inline.docPr.set("descr", clean(words))
        run_xml = etree.tostring(scratch.runs[0]._r, encoding="unicode")
        self._document.element.body.remove(scratch._p)
        return run_xml


def _properties(document: DocxDocument, letter: Letter) -> None:
    core = document.core_properties
    core.title = clean(" ".join(letter.abstract.split()))[:250]
    core.author = clean(issuer_in_words(letter))[:250]
    core.last_modified_by = ""
    core.comments = ""
    core.language = "vi-VN"
    core.created = core.modified = _FIXED.replace(tzinfo=None)
