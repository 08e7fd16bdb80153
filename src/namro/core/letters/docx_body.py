"""The content of a document in WordprocessingML: grounds, headings, clauses, points, tables, charts, appendices."""

from collections.abc import Sequence

from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.charts import chart_png
from namro.core.letters.docx_package import Attached
from namro.core.letters.docx_tables import table_xml
from namro.core.letters.docx_xml import balanced_side, closing, paragraph, rule, run, runs, twips
from namro.core.letters.layout import rule_length, text_height, text_width
from namro.core.letters.model import (
    Appendix,
    Block,
    Chart,
    Depth,
    Letter,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from namro.core.letters.pictures import check_picture
from namro.core.letters.wording import end_of, grounds_of, reference_line

_HEADINGS = {
    Depth.PART: "Heading1",
    Depth.SECTION: "Heading1",
    Depth.CLAUSE: "Heading2",
    Depth.POINT: "Heading3",
}


def grounds_xml(letter: Letter) -> str:
    """Give the legal grounds, in italics, each a paragraph."""
    return "".join(
        paragraph(run(line, size=layout.GROUND, italic=True), align="justify", first=layout.INDENT)
        for line in grounds_of(letter)
    )


def body_xml(blocks: Sequence[Block], attached: Attached, *, landscape: bool, ends: bool = True) -> str:
    """Give the blocks in order; `ends` sets "./." after the last paragraph of the text."""
    last = len(blocks) - 1 if ends else -1
    return "".join(
        _paragraph(block, attached, end=end_of(blocks), keep=True)
        if at == last and isinstance(block, Paragraph)
        else _block(block, attached, landscape=landscape)
        for at, block in enumerate(blocks)
    )


def _block(block: Block, attached: Attached, *, landscape: bool) -> str:
    height = text_height(landscape=landscape) - layout.ROOM_OF_TITLE
    match block:
        case Paragraph():
            return _paragraph(block, attached)
        case Table():
            return table_xml(block, text_width(landscape=landscape), height, attached)
        case Chart():
            width = min(160.0, text_width(landscape=landscape))
            title = paragraph(run(block.title, bold=True), style="Tenbang", align="center", keep=True)
            shown = attached.picture(chart_png(block), width, height, block.title)
            return title + paragraph(shown, align="center")
        case Picture():
            check_picture(block)
            width = min(float(block.width_mm), text_width(landscape=landscape))
            return paragraph(attached.picture(block.content, width, height, block.words), align="center")
        case PageBreak():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    raise Refusal("Văn bản có một phần mà chương trình không biết vẽ.")


def _paragraph(block: Paragraph, attached: Attached, *, end: str = "", keep: bool = False) -> str:
    """Draw a paragraph; `end` is set after it, `keep` holds it together with the signature that follows."""
    between = "\n" if block.heading and block.depth is Depth.PART else " "
    words = run(f"{block.number}{between}", bold=block.heading) if block.number else ""
    words += runs(block.text, attached.note, bold=block.heading)
    words += run(end) if end else ""
    if not block.heading:
        indent = layout.INDENT if block.align in ("justify", "left") else 0
        return paragraph(words, align=block.align, first=indent, keep=keep)
    style = _HEADINGS.get(block.depth, "Heading3")
    align = "center" if block.depth is Depth.PART else block.align if block.align != "justify" else "justify"
    return paragraph(words, style=style, align=align, first=0 if align == "center" else layout.INDENT)


def appendix_xml(letter: Letter, appendix: Appendix, attached: Attached) -> str:
    """Give an appendix: its label, name and the line that says what it belongs to, then its blocks."""
    width = text_width(landscape=appendix.landscape)
    head = paragraph(
        run(appendix.label, size=layout.ANNEX_LABEL), style="Heading1", align="center", before=0, after=0
    )
    head += "".join(
        paragraph(
            run(line, size=layout.ANNEX_NAME, bold=True),
            left=balanced_side(line, layout.ANNEX_NAME, landscape=appendix.landscape),
            right=balanced_side(line, layout.ANNEX_NAME, landscape=appendix.landscape),
            align="center",
            after=0,
            keep=True,
        )
        for line in appendix.title.upper().split("\n")
        if line
    )
    reference = reference_line(letter)
    side = balanced_side(reference, layout.ANNEX_REFERENCE, landscape=appendix.landscape)
    head += paragraph(
        run(reference, size=layout.ANNEX_REFERENCE, italic=True),
        left=side,
        right=side,
        align="center",
        after=0,
        keep=True,
    )
    head += rule(width, rule_length(reference[:60], layout.ANNEX_REFERENCE, upper=False))
    return (
        head
        + paragraph("", after=0, line=240)
        + body_xml(appendix.blocks, attached, landscape=appendix.landscape, ends=False)
    )


def section_xml(*, landscape: bool, bare: bool = False, first: bool = False) -> str:
    """Give the marks of a section, whose pages are numbered from 1 with no number on the first.

    `bare` for the last section of the document, else inside a paragraph that ends the section; `first` for the part
    with the address of who issues at the foot of its first page, which no appendix takes over.
    """
    width, height = (
        (layout.PAGE_HEIGHT, layout.PAGE_WIDTH) if landscape else (layout.PAGE_WIDTH, layout.PAGE_HEIGHT)
    )
    turned = ' w:orient="landscape"' if landscape else ""
    section = (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdheader1"/>'
        '<w:headerReference w:type="first" r:id="rIdheader2"/>'
        f'<w:footerReference w:type="first" r:id="rIdfooter{1 if first else 2}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(layout.MARGIN_TOP)}" w:right="{twips(layout.MARGIN_RIGHT)}" '
        f'w:bottom="{twips(layout.MARGIN_BOTTOM)}" w:left="{twips(layout.MARGIN_LEFT)}" '
        f'w:header="{twips(layout.NUMBER_FROM_TOP)}" w:footer="{twips(layout.CONTACT_FROM_FOOT)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
    return section if bare else closing(section)
