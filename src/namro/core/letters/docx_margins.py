"""What stands in the margins of a DOCX: the page number above, the address of who issues at the foot of page 1."""

from namro.core.letters import layout
from namro.core.letters.docx_package import Part
from namro.core.letters.docx_xml import HEAD, NAMESPACES, line_at, paragraph, run, size_xml
from namro.core.letters.model import Letter
from namro.core.text import squeeze

_NUMBER = (
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
    '<w:fldChar w:fldCharType="separate"/>',
    "<w:t>2</w:t>",
    '<w:fldChar w:fldCharType="end"/>',
)


def margins(letter: Letter) -> tuple[Part, ...]:
    """Give the header with the page number and that of first pages, the footer of page 1 and that of appendices.

    Those that are empty are given all the same: left out, they are taken from the part before, or made up by the program.
    """
    look = f"<w:rPr>{size_xml(layout.PAGE_NUMBER)}</w:rPr>"
    number = "".join(f"<w:r>{look}{piece}</w:r>" for piece in _NUMBER)
    address = squeeze(letter.contact)
    foot = paragraph(
        run(address, size=layout.CONTACT) if address else "",
        style="Footer",
        align="center" if address else "",
        border=line_at("top") if address else "",
    )
    return (
        Part("header1", "header", _whole("hdr", paragraph(number, style="Header", align="center"))),
        Part("header2", "header", _whole("hdr", paragraph("", style="Header"))),
        Part("footer1", "footer", _whole("ftr", foot)),
        Part("footer2", "footer", _whole("ftr", paragraph("", style="Footer"))),
    )


def _whole(tag: str, content: str) -> str:
    return f"{HEAD}<w:{tag} {NAMESPACES}>{content}</w:{tag}>"
