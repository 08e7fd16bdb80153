"""What every reader of documents gives: numbered lines, and blocks (paragraphs, tables) over them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line of the source; `number` counts from 1 in reading order.

    In plain text it is the line number of the file (blank lines are counted too); in DOCX, HTML and
    XLSX the ordinal of the paragraph or cell line; in PDF the ordinal of the text line.
    """

    number: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of lines that stand together.

    `is_blank_cell` marks a line that holds only a no-break space: in text flattened from a table
    such a line is an empty cell. `heading` is the outline level the format itself states (1 highest).
    """

    text: str
    lines: tuple[Line, ...]
    heading: int | None = None
    is_blank_cell: bool = False
    number: int = 0  # line number of the blank cell itself, which has no non-blank line

    @property
    def first_line(self) -> int:
        return self.lines[0].number if self.lines else self.number

    @property
    def last_line(self) -> int:
        return self.lines[-1].number if self.lines else self.number


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its top left place; paragraphs of one cell are joined by line breaks in `text`."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with real cell borders: each cell once, spans stated, rows and columns from 0."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    heading_rows: int = 0  # rows the format itself marks as repeated heading; 0 when it does not say
    name: str = ""  # sheet name of an XLSX

    def grid(self) -> list[list[Cell | None]]:
        """Give rows × columns; a merged cell stands in every place it covers, None where no cell is."""
        places: list[list[Cell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.row_count)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.column_count)):
                    places[row][column] = cell
        return places


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note the format keeps apart from the text (DOCX); `mark` as printed."""

    mark: str
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `kind` is text, docx, html, pdf or xlsx; every non-blank line stands in `lines`."""

    kind: str
    blocks: tuple[Paragraph | Table, ...]
    lines: tuple[Line, ...]
    footnotes: tuple[Footnote, ...] = field(default=())
    page_count: int | None = None
    notices: tuple[str, ...] = ()  # Vietnamese sentences on what the file holds but does not let be read
