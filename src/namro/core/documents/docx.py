"""DOCX: the package's XML walked once, as Word would print it: numbers written out, deletions gone."""

from collections.abc import Iterator

from lxml import etree

from namro.core.documents.archive import Archive
from namro.core.documents.assembly import Assembly, RawCell
from namro.core.documents.docx_numbering import VAL, Numbering, W, render
from namro.core.documents.docx_revisions import settle
from namro.core.documents.docx_styles import Styles
from namro.core.documents.limits import MAX_COLUMNS, MAX_ELEMENTS, TOO_MUCH_TEXT, TOO_WIDE, Progress
from namro.core.documents.model import Document
from namro.core.documents.xml_parts import parse_part
from namro.core.errors import Refusal

_NO_BODY = (
    "Tệp không phải là tệp .docx: bên trong thiếu phần nội dung; hãy mở bằng Word rồi lưu lại dạng .docx."
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_P, _TBL, _TR, _TC = W + "p", W + "tbl", W + "tr", W + "tc"
_PPR, _TEXT, _TAB, _BR = W + "pPr", W + "t", W + "tab", W + "br"
_FOOT, _END = W + "footnoteReference", W + "endnoteReference"
_PIECES = (_TEXT, _TAB, _BR, W + "cr", W + "noBreakHyphen", W + "sym", _FOOT, _END)
_WRAPPERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_ON_OFF = ("0", "false", "off")


def read_docx(archive: Archive, progress: Progress | None = None) -> Document:
    """Read the main part of a DOCX package with its notes; headers and footers are left out."""
    main = _main_part(archive)
    data = archive.read(main)
    if data.count(b":p>") + data.count(b":p ") + data.count(b":p/") > 2 * MAX_ELEMENTS:
        raise Refusal(TOO_MUCH_TEXT)
    root = parse_part(data)
    body = root.find(W + "body")
    if body is None:
        raise Refusal(_NO_BODY)
    return _Reader(archive, main.rsplit("/", 1)[0]).read(body, progress)


def _main_part(archive: Archive) -> str:
    relations = archive.read_if_present("_rels/.rels")
    if relations is not None:
        for relation in parse_part(relations).iter(_RELATION):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in archive.names:
                return target
    if "word/document.xml" in archive.names:
        return "word/document.xml"
    raise Refusal(_NO_BODY)


class _Reader:
    def __init__(self, archive: Archive, folder: str) -> None:
        def part(name: str) -> etree._Element | None:
            data = archive.read_if_present(f"{folder}/{name}")
            return None if data is None else parse_part(data)

        self._numbering = Numbering(part("numbering.xml"))
        self._styles = Styles(part("styles.xml"))
        self._notes = {_FOOT: part("footnotes.xml"), _END: part("endnotes.xml")}
        self._marks: dict[tuple[str, str], str] = {}
        self._out = Assembly("docx")

    def read(self, body: etree._Element, progress: Progress | None) -> Document:
        settle(body)
        total = len(body)
        for done, block in enumerate(_blocks(body)):
            if block.tag == _P:
                texts, heading = self._paragraph(block)
                self._out.paragraph(texts, heading=heading)
            else:
                self._table(block)
            if progress and done % 200 == 0:
                progress(min(done, total), total, "Đọc văn bản")
        self._read_notes()
        if progress:
            progress(total, total, "Đọc văn bản")
        return self._out.document()

    def _paragraph(self, paragraph: etree._Element) -> tuple[list[str], int | None]:
        """Give the printed text of one paragraph (number or bullet included) and its outline level."""
        pieces: list[str] = []
        for node in paragraph.iter(_PIECES):
            tag = node.tag
            if tag == _TEXT:
                if node.text:
                    pieces.append(node.text)
            elif tag == _TAB:
                # <w:tab> also names a tab stop inside the paragraph's properties.
                parent = node.getparent()
                if parent is not None and parent.tag != W + "tabs":
                    pieces.append("\t")
            elif tag in (_FOOT, _END):
                pieces.append(self._mark(node))
            elif tag == W + "noBreakHyphen":
                pieces.append("-")
            elif tag == W + "sym":
                pieces.append("•")
            else:
                pieces.append("\n")
        text = "".join(pieces)
        properties = paragraph.find(_PPR)
        heading, num_id, level = self._styles.describe(properties)
        if num_id is not None:
            text = self._numbering.next(num_id, level) + text.lstrip("\t ")
        return [text], heading

    def _mark(self, node: etree._Element) -> str:
        key = (str(node.tag), node.get(W + "id", ""))
        if key not in self._marks:
            count = sum(1 for tag, _ in self._marks if tag == key[0]) + 1
            self._marks[key] = f"[{render(count, 'decimal' if key[0] == _FOOT else 'lowerRoman')}]"
        return self._marks[key]

    def _read_notes(self) -> None:
        for tag, child in ((_FOOT, W + "footnote"), (_END, W + "endnote")):
            root = self._notes[tag]
            if root is None:
                continue
            settle(root)
            notes = {note.get(W + "id", ""): note for note in root.iterchildren(child)}
            for (kind, note_id), mark in list(self._marks.items()):
                if kind == tag and note_id in notes:
                    self._out.footnote(mark, self._texts_inside(notes[note_id]))

    def _texts_inside(self, container: etree._Element) -> list[str]:
        """Give the paragraphs of a cell or note; tables nested in it are flattened in reading order."""
        texts: list[str] = []
        for paragraph in container.iter(_P):
            texts += self._paragraph(paragraph)[0]
        return texts

    def _table(self, table: etree._Element) -> None:
        cells: list[RawCell] = []
        open_above: dict[int, RawCell] = {}
        row_number = width = heading_rows = 0
        for row in _rows(table):
            column, after, is_heading = _row_shape(row)
            if is_heading and heading_rows == row_number:
                heading_rows += 1
            still_open: dict[int, RawCell] = {}
            for tc in _cells(row):
                span, merge = _cell_shape(tc)
                if column + span > MAX_COLUMNS:
                    raise Refusal(TOO_WIDE)
                above = open_above.get(column)
                if merge == "continue" and above is not None and above.column_span == span:
                    above.row_span += 1
                    above.texts += [text for text in self._texts_inside(tc) if text.strip()]
                    still_open[column] = above
                else:
                    cell = RawCell(row_number, column, self._texts_inside(tc), 1, span)
                    cells.append(cell)
                    if merge:
                        still_open[column] = cell
                column += span
            open_above = still_open
            width = max(width, column + after)
            row_number += 1
        if cells:
            self._out.table(cells, row_count=row_number, column_count=width, heading_rows=heading_rows)


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    for child in container.iterchildren():
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _inside(container: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in container.iterchildren():
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, wanted)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _inside(table, _TR)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return _inside(row, _TC)


def _int(element: etree._Element | None, default: int) -> int:
    try:
        return default if element is None else max(int(element.get(VAL, default)), 0)
    except ValueError:
        return default


def _row_shape(row: etree._Element) -> tuple[int, int, bool]:
    """Give the grid columns left empty before and after the row, and whether it is a heading row."""
    properties = row.find(W + "trPr")
    if properties is None:
        return 0, 0, False
    heading = properties.find(W + "tblHeader")
    before = _int(properties.find(W + "gridBefore"), 0)
    after = _int(properties.find(W + "gridAfter"), 0)
    if before + after > MAX_COLUMNS:
        raise Refusal(TOO_WIDE)
    return before, after, heading is not None and heading.get(VAL, "true") not in _ON_OFF


def _cell_shape(cell: etree._Element) -> tuple[int, str]:
    """Give the grid columns a cell takes and its vertical merge: empty, `restart` or `continue`."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        return 1, ""
    merge = properties.find(W + "vMerge")
    span = max(_int(properties.find(W + "gridSpan"), 1), 1)
    return span, "" if merge is None else merge.get(VAL, "continue")
