"""Numbers the lines and builds paragraphs and tables in reading order, whatever the format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import is_normalized

from namro.core.documents.limits import MAX_COLUMNS, MAX_TABLE_PLACES, TOO_WIDE, Budget
from namro.core.documents.model import Cell, Document, Footnote, Line, Paragraph, Table
from namro.core.documents.wrapping import TextLine
from namro.core.errors import Refusal
from namro.core.text import clean

# Blanks that a word processor will not break at; alone on a line they are an empty cell of a flattened table.
_HARD_BLANKS = ("\u00a0", "\u202f", "\u2007", "&nbsp;")


def is_hard_blank(text: str) -> bool:
    """Tell whether the text is nothing but no-break spaces (at least one)."""
    return (not text.strip() and any(b in text for b in _HARD_BLANKS[:3])) or (
        "&nbsp" in text and not text.replace("&nbsp;", "").replace("&nbsp", "").strip()
    )


@dataclass(slots=True)
class RawCell:
    """A cell before its lines are numbered: place, spans and raw texts, one per paragraph of the cell."""

    row: int
    column: int
    texts: list[str]
    row_span: int = 1
    column_span: int = 1
    joined: str | None = None  # text with wrapped lines joined, where the format prints wrapped lines
    pages: list[int] | None = None  # page of each text
    has_table: bool = False


class Assembly:
    """Collects the blocks of one document; every text given to it is cleaned and numbered here."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._budget = Budget()
        self._number = 0
        self._lines: list[Line] = []
        self._blocks: list[Paragraph | Table] = []
        self._footnotes: list[Footnote] = []
        self._notices: list[str] = []
        self.page_count: int | None = None

    def _numbered(self, texts: Iterable[str], pages: Sequence[int] | None = None) -> tuple[Line, ...]:
        lines: list[Line] = []
        for at, raw in enumerate(texts):
            page = pages[at] if pages else None
            # Most texts need no cleaning, and looking is quicker than cleaning.
            cleaned = raw if raw.isprintable() and is_normalized("NFC", raw) else clean(raw)
            for part in cleaned.split("\n"):
                text = part.strip()
                if text and not is_hard_blank(text):
                    self._budget.spend(text)
                    self._number += 1
                    lines.append(Line(self._number, text, page))
        self._lines.extend(lines)
        return tuple(lines)

    def paragraph(self, texts: Sequence[str], *, heading: int | None = None) -> None:
        """Add a paragraph; without any letter it is an empty cell (no-break space) or nothing."""
        lines = self._numbered(texts)
        if lines:
            self._blocks.append(Paragraph("\n".join(line.text for line in lines), lines, heading))
        elif any(is_hard_blank(text) for text in texts):
            self._number += 1
            self._budget.spend("")
            self._blocks.append(Paragraph("", (), None, True, self._number))

    def printed(self, lines: Sequence[TextLine], joined: str) -> None:
        """Add a paragraph of printed lines whose text, wrapped lines joined, is `joined`."""
        numbered = self._numbered([line.text for line in lines], [line.page for line in lines])
        if numbered:
            self._blocks.append(Paragraph(clean(joined).strip(), numbered))

    def table(
        self,
        raw_cells: Sequence[RawCell],
        *,
        row_count: int,
        column_count: int,
        heading_rows: int = 0,
        name: str = "",
    ) -> None:
        """Add a table; frames that only place text on the page become one paragraph per cell."""
        if column_count > MAX_COLUMNS or row_count * column_count > MAX_TABLE_PLACES:
            raise Refusal(TOO_WIDE)
        if is_layout(raw_cells, row_count, column_count):
            for cell in raw_cells:
                if any(text.strip() for text in cell.texts):
                    lines = self._numbered(cell.texts, cell.pages)
                    self._blocks.append(Paragraph("\n".join(line.text for line in lines), lines))
            return
        cells: list[Cell] = []
        for cell in raw_cells:
            lines = self._numbered(cell.texts, cell.pages)
            text = (
                "\n".join(line.text for line in lines) if cell.joined is None else clean(cell.joined).strip()
            )
            cells.append(Cell(cell.row, cell.column, text, cell.row_span, cell.column_span, lines))
        if any(cell.lines for cell in cells):
            self._blocks.append(Table(tuple(cells), row_count, column_count, heading_rows, name))

    def footnote(self, mark: str, texts: Sequence[str]) -> None:
        """Add a note that the format keeps apart from the text."""
        lines = self._numbered(texts)
        if lines:
            self._footnotes.append(Footnote(mark, "\n".join(line.text for line in lines), lines))

    def notice(self, sentence: str) -> None:
        """Add a sentence on something in the file that could not be read."""
        self._notices.append(sentence)

    def document(self) -> Document:
        """Give the document as collected so far."""
        return Document(
            self._kind,
            tuple(self._blocks),
            tuple(self._lines),
            tuple(self._footnotes),
            self.page_count,
            tuple(self._notices),
        )


_LETTERHEAD = ("độc lập", "nơi nhận", "cộng hòa xã hội", "cộng hoà xã hội", "kính gửi")


def is_layout(cells: Sequence[RawCell], row_count: int, column_count: int) -> bool:
    """Tell whether a table only places text: the two halves of a letterhead or of the signature, a box.

    A single row that holds no number is a frame; so is a table of up to four rows and three columns
    in which a line of the letterhead, the recipients or the addressee stands.
    """
    if any(cell.has_table for cell in cells):
        return True
    filled = [" ".join(cell.texts).strip() for cell in cells]
    filled = [text for text in filled if text]
    if not filled:
        return False
    if row_count == 1 and len(filled) <= 2:
        return not filled[0].rstrip(".").isdigit()
    if row_count <= 4 and column_count <= 3:
        return any(mark in text.lower() for text in filled for mark in _LETTERHEAD)
    return column_count == 1 and row_count <= 2
