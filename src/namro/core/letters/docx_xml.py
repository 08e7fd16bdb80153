"""Small pieces of WordprocessingML as text: runs, paragraphs and borders.

A document of thousands of cells is written as text and parsed once; asking a library for one element at a time takes
ten times as long.
"""

from collections.abc import Callable, Iterable, Sequence
from xml.sax.saxutils import escape

from namro.core.letters.layout import text_width
from namro.core.letters.model import Text
from namro.core.letters.widths import balanced_width
from namro.core.text import clean

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
SIDES = ("top", "left", "bottom", "right")
JUSTIFY = {"justify": "both", "left": "left", "center": "center", "right": "right"}


def twips(mm: float) -> int:
    """Give millimetres in twentieths of a point."""
    return round(mm / 25.4 * 1440)


def safe(text: str) -> str:
    """Give letters that XML takes: control signs out, tabs as blanks, markup escaped, NFC."""
    return escape(clean(text).replace("\t", " "))


def size_xml(size: float) -> str:
    """Give the size of letters in points."""
    return f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'


def run(
    text: str, *, size: float | None = None, bold: bool = False, italic: bool = False, color: str = ""
) -> str:
    """Give one run; line breaks inside the text are kept."""
    look = "".join(
        (
            "<w:b/>" if bold else "",
            "<w:i/>" if italic else "",
            f'<w:color w:val="{color}"/>' if color else "",
            size_xml(size) if size else "",
        )
    )
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = clean(text).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{safe(line)}</w:t>' for line in lines)
    return f"<w:r>{look}{words}</w:r>"


def runs(text: Text, add_note: Callable[[str], str], *, bold: bool = False, italic: bool = False) -> str:
    """Give the runs of a text; `bold` and `italic` add to what each run says, `add_note` gives the mark of a footnote."""
    return "".join(
        (run(one.text, bold=bold or one.bold, italic=italic or one.italic) if one.text else "")
        + (add_note(one.note) if one.note else "")
        for one in text
    )


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
    mark: float | None = None,
    section: str = "",
) -> str:
    """Give one paragraph; indents in mm, spaces in points, `line` in 240ths of a line.

    `border` is the inside of its frame, `mark` the size of its own sign in points, which an empty line is as high as.
    """
    parts = [f'<w:pStyle w:val="{style}"/>' if style else "", "<w:keepNext/>" if keep else ""]
    if border:
        parts.append(f"<w:pBdr>{border}</w:pBdr>")
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
    parts.append(f"<w:rPr>{size_xml(mark)}</w:rPr>" if mark else "")
    parts.append(section)
    inside = "".join(parts)
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{content}</w:p>"


def rule(width: float, length: float) -> str:
    """Give a thin line of `length` mm in the middle of `width` mm, drawn as the border of an empty paragraph."""
    side = max(0.0, (width - length) / 2)
    return paragraph(
        "", left=side, right=side, before=3, after=0, line=240, border=line_at("top"), align="center", mark=2
    )


def balanced_side(words: str, size: float, *, landscape: bool = False, width: float | None = None) -> float:
    """Give the indent in mm on both sides of words in the middle of `width`, so that their lines are of like length."""
    width = text_width(landscape=landscape) if width is None else width
    return round((width - balanced_width(words, width, size)) / 2, 1)


def line_at(side: str, *, size: int = 6, color: str = "auto") -> str:
    """Give one side of a frame; `size` in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="{color}"/>'


def closing(section: str = "") -> str:
    """Give a paragraph of one point: a table must be followed by one, and it must never begin a page of its own."""
    return paragraph("", after=0, line=20, section=section).replace('"auto"', '"exact"', 1)


def framed(words: str, size: float, width: float, *, height: float, color: str = "auto") -> str:
    """Give words in a frame `width` and `height` mm in size, in the middle of the cell it stands in.

    A table of one cell: a framed paragraph is as high as its letters and no program agrees how wide.
    """
    sides = "".join(f'<w:{one} w:val="single" w:sz="8" w:space="0" w:color="{color}"/>' for one in SIDES)
    look = f'<w:tcBorders>{sides}</w:tcBorders><w:vAlign w:val="center"/>'
    letters = run(words, size=size, bold=True, color="" if color == "auto" else color)
    inside = cell(paragraph(letters, align="center", before=0, after=0, line=240), width, look)
    tall = f'<w:trPr><w:trHeight w:val="{twips(height)}" w:hRule="exact"/></w:trPr>'
    return (
        paragraph("", after=0, line=240, mark=3)
        + table((f"<w:tr>{tall}{inside}</w:tr>",), (width,), borders=False)
        + paragraph("", after=0, line=240, mark=1)
    )


def cell(content: str, width: float, extra: str = "") -> str:
    """Give one cell of a table; a cell must end with a paragraph."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{extra}</w:tcPr>{content or "<w:p/>"}</w:tc>'


def table(rows: Iterable[str], widths: Sequence[float], *, borders: bool) -> str:
    """Give a table of fixed widths in mm, in the middle of the page."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    lines = (
        "<w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in (*SIDES, "insideH", "insideV")
        )
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
