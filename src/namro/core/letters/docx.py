"""A letter as DOCX: real styles, real head rows, editable; the same tree gives the same bytes on any day."""

from namro.core.letters.docx_body import appendix_xml, body_xml, section_xml
from namro.core.letters.docx_head import head_xml, signature_xml
from namro.core.letters.docx_margins import margins
from namro.core.letters.docx_package import Attached, package
from namro.core.letters.docx_xml import closing
from namro.core.letters.model import Letter
from namro.core.letters.wording import issuer_in_words


def docx(letter: Letter) -> bytes:
    """Draw a letter as DOCX in the layout of Decree 30/2020/NĐ-CP.

    Raises `Refusal` with one sentence for a table whose cells do not fit or a picture that is none.
    """
    attached = Attached()
    parts = [head_xml(letter), body_xml(letter.blocks, attached, landscape=False), signature_xml(letter)]
    for at, appendix in enumerate(letter.appendices):
        # A section's marks stand at its end: those of the part before this appendix come first.
        before = letter.appendices[at - 1].landscape if at else False
        parts.append(section_xml(landscape=before, first=at == 0))
        parts.append(appendix_xml(letter, appendix, attached))
    last_landscape = letter.appendices[-1].landscape if letter.appendices else False
    if not letter.appendices:
        parts.append(closing())
    parts.append(section_xml(landscape=last_landscape, bare=True, first=not letter.appendices))
    if attached.notes:
        # LibreOffice sets an empty line above a table that begins a document with footnotes: the line is ours, 1 point.
        parts.insert(0, closing())
    return package(
        "".join(parts),
        margins(letter),
        attached,
        title=" ".join(letter.abstract.split())[:250],
        author=issuer_in_words(letter)[:250],
    )
