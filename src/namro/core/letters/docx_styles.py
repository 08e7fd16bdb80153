"""Styles, language and page numbers of a DOCX, so that a person can go on writing in the same look."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from namro.core.letters import layout
from namro.core.letters.docx_xml import NAMESPACES, paragraph

TABLE_STYLE, CAPTION_STYLE = "Bang", "Tenbang"
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def make_styles(document: Document) -> None:
    """Give the document the styles of Decree 30: body, headings, words in tables, names of tables."""
    styles: Any = document.styles
    normal = styles["Normal"]
    _font(normal, layout.BODY)
    normal.paragraph_format.space_after = Pt(layout.SPACE_AFTER)
    normal.paragraph_format.line_spacing = float(layout.LINE_SPACING)
    normal.paragraph_format.widow_control = True
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{name}"), "vi-VN")
    defaults = document.styles.element.find(qn("w:docDefaults"))
    base = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None
    if base is not None:
        for old in base.findall(qn("w:lang")):
            base.remove(old)
        base.append(language)
    for level in (1, 2, 3):
        style = styles[f"Heading {level}"]
        _font(style, layout.HEADING, bold=True)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(6)
        style.paragraph_format.space_after = Pt(layout.SPACE_AFTER)
        style.paragraph_format.keep_with_next = True
    title = styles["Title"]
    _font(title, layout.KIND, bold=True)
    title.font.color.rgb = RGBColor(0, 0, 0)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(0)
    for border in title.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    words = styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    words.base_style = normal
    words.font.size = Pt(layout.SMALL_TABLE)
    words.paragraph_format.space_before = words.paragraph_format.space_after = Pt(2)
    words.paragraph_format.line_spacing = 1.0
    caption = styles.add_style(CAPTION_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    caption.base_style = normal
    caption.paragraph_format.space_before = Pt(6)


def number_pages(document: Document) -> str:
    """Put the page number in the middle of the upper margin, from the second page on; give the header's id."""
    section = document.sections[0]
    section.header_distance = Mm(layout.NUMBER_FROM_TOP)
    section.different_first_page_header_footer = True
    header = section.header
    header.is_linked_to_previous = False
    element: Any = header._element
    for child in list(element):
        element.remove(child)
    number = paragraph(_FIELD.replace("<w:r>", f"<w:r>{_look()}"), align="center", after=0, line=240)
    element.append(parse_xml(number.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
    reference = section._sectPr.find(qn("w:headerReference"))
    assert reference is not None
    return str(reference.get(qn("r:id")))


def _look() -> str:
    size = layout.PAGE_NUMBER * 2
    return f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def _font(style: Any, size: float, *, bold: bool = False) -> None:
    style.font.name = layout.FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), layout.FONT)
