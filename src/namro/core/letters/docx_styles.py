"""Styles, settings and fonts of a DOCX as text, so that a person can go on writing in the look of Decree 30."""

from namro.core.letters import layout
from namro.core.letters.docx_xml import HEAD, NAMESPACES, size_xml, twips

TABLE_STYLE, CAPTION_STYLE = "Bang", "Tenbang"
NOTE_STYLE, NOTE_MARK_STYLE = "FootnoteText", "FootnoteReference"
SEPARATOR, CONTINUATION = (
    -1,
    0,
)  # the footnotes that are the lines above footnotes, numbered as Word numbers them
_FONTS = "".join(f' w:{name}="{layout.FONT}"' for name in ("ascii", "hAnsi", "eastAsia", "cs"))
_BLACK = '<w:color w:val="000000"/>'


def styles_xml() -> str:
    """Give the styles: body, headings, title, words in tables, names of tables, footnotes, header and footer."""
    line = round(240 * layout.LINE_SPACING)
    body = (
        f'<w:widowControl/><w:spacing w:after="{layout.SPACE_AFTER * 20}" w:line="{line}" w:lineRule="auto"/>'
    )
    tight = '<w:spacing w:before="{0}" w:after="{1}" w:line="240" w:lineRule="auto"/>'
    headings = "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            look=f"<w:keepNext/><w:keepLines/>"
            f'<w:spacing w:before="120" w:after="{layout.SPACE_AFTER * 20}"/><w:outlineLvl w:val="{level - 1}"/>',
            letters=f"<w:b/><w:bCs/>{_BLACK}{size_xml(layout.HEADING)}",
        )
        for level in (1, 2, 3)
    )
    return (
        f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{_FONTS}/>{size_xml(layout.BODY)}"
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{body}</w:pPr><w:rPr><w:rFonts{_FONTS}/>{size_xml(layout.BODY)}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        + headings
        + _style(
            "Title",
            "Title",
            look=f'<w:keepNext/>{tight.format(0, 0)}<w:jc w:val="center"/>',
            letters=f"<w:b/><w:bCs/>{_BLACK}{size_xml(layout.KIND)}",
        )
        + _style(
            TABLE_STYLE, "Chữ trong bảng", look=tight.format(40, 40), letters=size_xml(layout.SMALL_TABLE)
        )
        + _style(CAPTION_STYLE, "Tên bảng", look='<w:keepNext/><w:spacing w:before="120"/>')
        + _style("Header", "header", look=tight.format(0, 0))
        + _style("Footer", "footer", look=tight.format(0, 0), letters=size_xml(layout.CONTACT))
        + _style(NOTE_STYLE, "footnote text", look=tight.format(0, 0), letters=size_xml(layout.NOTE))
        + f'<w:style w:type="character" w:styleId="{NOTE_MARK_STYLE}"><w:name w:val="footnote reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
    )


def _style(key: str, name: str, *, look: str = "", letters: str = "") -> str:
    fonts = f"<w:rFonts{_FONTS}/>" if letters else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{look}</w:pPr>{f'<w:rPr>{fonts}{letters}</w:rPr>' if letters else ''}</w:style>"
    )


def settings_xml(*, has_notes: bool) -> str:
    """Give the settings: tabs, the lines above footnotes, the layout rules of today's Word, decimals by a comma."""
    notes = (
        f'<w:footnotePr><w:footnote w:id="{SEPARATOR}"/><w:footnote w:id="{CONTINUATION}"/></w:footnotePr>'
        if has_notes
        else ""
    )
    rules = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),  # without it Word opens the file in the mode of Word 2007
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    return (
        f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{twips(layout.INDENT)}"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{notes}<w:compat>{rules}</w:compat>'
        '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def fonts_xml() -> str:
    """Give the font and the free one that may stand in for it."""
    return (
        f'{HEAD}<w:fonts {NAMESPACES}><w:font w:name="{layout.FONT}"><w:altName w:val="{layout.STAND_IN}"/>'
        '<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )
