"""Small pieces of WordprocessingML as text: runs, paragraphs and borders.

A document of thousands of cells is written as text and parsed once; asking a library for one element at a time takes
ten times as long.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from namro.core.letters.layout import BODY, URGENCY_WIDTHS
from namro.core.letters.model import Run, Text
from namro.core.text import clean

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
JUSTIFY = {"justify": "both", "left": "left", "center": "center", "right": "right"}


def twips(mm: float) -> int:
    """Give millimetres in twentieths of a point."""
    return round(mm / 25.4 * 1440)


def safe(text: str) -> str:
    """Give letters that XML takes: control signs out, tabs as blanks, markup escaped, NFC."""
    return escape(clean(text).replace("\t", " "))


def run(
    text: str, *, size: float | None = None, bold: bool = False, italic: bool = False, color: str = ""
) -> str:
    """Give one run; line breaks inside the text are kept."""
    look = "".join(
        (
            "<w:b/>" if bold else "",
            "<w:i/>" if italic else "",
            f'<w:color w:val="{color}"/>' if color else "",
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
        )
    )
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = clean(text).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{safe(line)}</w:t>' for line in lines)
    return f"<w:r>{look}{words}</w:r>"


def runs(text: Text, *, size: float | None = None, bold: bool = False, italic: bool = False) -> str:
    """Give the runs of a text; `bold` and `italic` add to what each run says."""
    return "".join(
        run(one.text, size=size, bold=bold or one.bold, italic=italic or one.italic) for one in _joined(text)
    )


def _joined(text: Text) -> Iterable[Run]:
    return (one for one in text if one.text)


def paragraph(
    content: str,
    *,
    style: str = "",
    align: str = "",
    first: float = 0,
    left: float = 0,
    right: float = 0,
    before: float | None = None,
    after: float | None = None,
    line: int | None = None,
    keep: bool = False,
    border: str = "",
    section: str = "",
) -> str:
    """Give one paragraph; indents in mm, spaces in points, `line` in 240ths of a line, `border` "top" or "bottom"."""
    parts = [f'<w:pStyle w:val="{style}"/>' if style else "", "<w:keepNext/>" if keep else ""]
    if border:
        parts.append(f'<w:pBdr><w:{border} w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>')
    spacing = "".join(
        (
            f' w:before="{round(before * 20)}"' if before is not None else "",
            f' w:after="{round(after * 20)}"' if after is not None else "",
            f' w:line="{line}" w:lineRule="auto"' if line is not None else "",
        )
    )
    parts.append(f"<w:spacing{spacing}/>" if spacing else "")
    indent = "".join(
        (
            f' w:left="{twips(left)}"' if left else "",
            f' w:right="{twips(right)}"' if right else "",
            f' w:firstLine="{twips(first)}"' if first else "",
        )
    )
    parts.append(f"<w:ind{indent}/>" if indent else "")
    parts.append(f'<w:jc w:val="{JUSTIFY[align]}"/>' if align else "")
    parts.append(section)
    inside = "".join(parts)
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{content}</w:p>"


def rule(width: float, length: float) -> str:
    """Give a thin line of `length` mm in the middle of `width` mm, drawn as the border of an empty paragraph."""
    side = max(0.0, (width - length) / 2)
    # The empty line is as small as Word allows, so that the rule stands close under the words.
    mark = '<w:r><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:r>'
    return paragraph(mark, left=side, right=side, before=3, after=0, line=120, border="top", align="center")


def closing(section: str = "") -> str:
    """Give a paragraph of one point: a table must be followed by one, and it must never begin a page of its own."""
    return paragraph("", after=0, line=20, section=section).replace('"auto"', '"exact"', 1)


def framed(words: str, width: float) -> str:
    """Give the mark of urgency in the middle of `width` mm: red, in a red frame."""
    wide = URGENCY_WIDTHS.get(words, 30)
    side = max(0.0, (width - wide) / 2)
    sides = ("top", "left", "bottom", "right")
    frame = "".join(f'<w:{one} w:val="single" w:sz="8" w:space="1" w:color="C00000"/>' for one in sides)
    made = paragraph(
        run(words, size=BODY, bold=True, color="C00000"),
        left=side, right=side, before=8, after=0, line=300, align="center",
    )  # fmt: skip
    return made.replace("<w:spacing", f"<w:pBdr>{frame}</w:pBdr><w:spacing", 1)


def cell(content: str, width: float, extra: str = "") -> str:
    """Give one cell of a table; a cell must end with a paragraph."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{extra}</w:tcPr>{content or "<w:p/>"}</w:tc>'


def table(rows: Iterable[str], widths: Sequence[float], *, borders: bool) -> str:
    """Give a table of fixed widths in mm, in the middle of the page."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (
        "<w:tblBorders>"
        + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
        + "</w:tblBorders>"
        if borders
        else ""
    )
    room = 70 if borders else 0
    margins = f'<w:tblCellMar><w:left w:w="{room}" w:type="dxa"/><w:right w:w="{room}" w:type="dxa"/></w:tblCellMar>'
    total = sum(twips(width) for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{lines}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + "".join(rows)
        + "</w:tbl>"
    )
