"""Tables of a document in WordprocessingML: real head rows that repeat, merged cells, rows that do not break."""

from collections.abc import Sequence

from namro.core.letters import layout
from namro.core.letters.docx_package import Attached
from namro.core.letters.docx_xml import cell, paragraph, run, runs, safe, table
from namro.core.letters.grid import Placed, align_of, check_size, heading_rows, lay, shown
from namro.core.letters.model import Cell, Table
from namro.core.letters.widths import CELL_ROOM, check_head, column_widths, is_tall
from namro.core.text import clean


def table_xml(content: Table, width: float, height: float, attached: Attached) -> str:
    """Give a table of `width` mm on pages `height` mm high with its caption above it; raises `Refusal` for cells that do not fit its grid."""
    check_size(content)
    where = f"Bảng «{content.caption or content.name or 'không tên'}»"
    aligns = [column.align for column in content.columns]
    head = lay(content.head, len(aligns), where)
    body = lay(content.rows, len(aligns), where)
    widths = column_widths(content, width, head, body)
    check_head(head, widths, height, where)
    rows = [_row(row, widths, ["center"] * len(widths), attached, head=True, keep=bool(body)) for row in head]
    heads = heading_rows(body)
    rows += [_row(row, widths, aligns, attached, head=False, keep=at in heads) for at, row in enumerate(body)]
    caption = (
        paragraph(run(content.caption, bold=True), style="Tenbang", align="center", keep=True)
        if content.caption
        else ""
    )
    # A paragraph after the table: one that ends a document is lost by some programs.
    return (
        caption
        + table(rows, widths, borders=True)
        + paragraph("", after=0, line=240, mark=layout.TABLES_APART / layout.LINE_EMS)
    )


def _row(
    row: Sequence[Placed],
    widths: Sequence[float],
    aligns: Sequence[str],
    attached: Attached,
    *,
    head: bool,
    keep: bool = False,
) -> str:
    """Draw a row; `keep` holds it together with the next one."""
    tall = any(is_tall(shown(one.cell), _room(one, widths)) for one in row if one.is_start)
    look = ("" if tall else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
    cells = "".join(_cell(one, widths, aligns, attached, head=head) for one in row)
    if keep:
        cells = cells.replace('<w:pStyle w:val="Bang"/>', '<w:pStyle w:val="Bang"/><w:keepNext/>')
    return f"<w:tr>{f'<w:trPr>{look}</w:trPr>' if look else ''}{cells}</w:tr>"


def _room(one: Placed, widths: Sequence[float]) -> float:
    return sum(widths[one.column : one.column + one.cell.columns]) - CELL_ROOM


def _cell(
    one: Placed, widths: Sequence[float], aligns: Sequence[str], attached: Attached, *, head: bool
) -> str:
    content = one.cell
    wide = sum(widths[one.column : one.column + content.columns])
    extra = f'<w:gridSpan w:val="{content.columns}"/>' if content.columns > 1 else ""
    if content.rows > 1:
        extra += '<w:vMerge w:val="restart"/>' if one.is_start else "<w:vMerge/>"
    if head or content.rows > 1:
        extra += '<w:vAlign w:val="center"/>'
    if not one.is_start:
        return cell('<w:p><w:pPr><w:pStyle w:val="Bang"/></w:pPr></w:p>', wide, extra)
    words = _words(content, align_of(content, aligns[one.column]), attached, head=head)
    return cell(words, wide, extra)


def _words(content: Cell, align: str, attached: Attached, *, head: bool) -> str:
    bold, italic = content.bold or head, content.italic
    if content.text:
        inside = runs(content.text, attached.note, bold=bold, italic=italic)
        return paragraph(inside, style="Bang", align=align)
    # Most cells are one line of one look: written without a detour.
    lines = clean(shown(content)).split("\n")
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    start = f'<w:p><w:pPr><w:pStyle w:val="Bang"/><w:jc w:val="{"both" if align == "justify" else align}"/></w:pPr>'
    return "".join(
        f'{start}<w:r>{look}<w:t xml:space="preserve">{safe(line)}</w:t></w:r></w:p>' for line in lines
    )
