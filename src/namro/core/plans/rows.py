"""Columns and rows of a table of tasks, before they become axes, criteria and tasks."""

from dataclasses import dataclass, field
from enum import StrEnum

from namro.core.documents.model import Line, Paragraph
from namro.core.text import squeeze


class Role(StrEnum):
    """What a column holds, recognised by heading and content, never by place."""

    NUMBER = "number"
    CRITERION = "criterion"
    TASK = "task"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DEADLINE = "deadline"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its role and its heading as printed; `holds_agencies` for monitoring units and the like."""

    role: Role
    heading: str
    holds_agencies: bool = False


class CellState(StrEnum):
    """How the source shows a cell: printed, printed as empty, covered by a merged cell above, or not at all."""

    PRINTED = "printed"
    BLANK = "blank"
    MERGED = "merged"
    MISSING = "missing"


@dataclass(slots=True)
class CellReading:
    """A cell of one row; paragraphs of one cell are joined by line breaks."""

    state: CellState
    text: str = ""
    lines: tuple[Line, ...] = ()


class RowKind(StrEnum):
    """A heading of a section, a criterion that shares the tasks above, or a row with a task."""

    HEADING = "heading"
    SHARED = "shared"
    TASK = "task"


@dataclass(slots=True)
class RowReading:
    """One row as decoded: cells by column, how sure, and the next-best reading where it is doubtful."""

    kind: RowKind
    cells: dict[int, CellReading]
    confidence: float = 1.0
    alternative: "RowReading | None" = None
    heading_text: str = ""  # a heading over the full width, number included
    heading_lines: tuple[Line, ...] = ()

    def text(self, column: int | None) -> str:
        cell = self.cells.get(column) if column is not None else None
        return cell.text if cell else ""

    def all_lines(self) -> list[Line]:
        lines = [*self.heading_lines, *(line for cell in self.cells.values() for line in cell.lines)]
        return sorted(lines, key=lambda line: line.number)


@dataclass(slots=True)
class TableReading:
    """A table of tasks: its columns and rows, with the lines of its heading row."""

    columns: tuple[Column, ...]
    rows: list[RowReading]
    heading_lines: tuple[Line, ...] = ()
    leftovers: list[Line] = field(default_factory=list)

    def column_of(self, role: Role) -> int | None:
        for position, column in enumerate(self.columns):
            if column.role is role:
                return position
        return None


BULLETS = ("-", "–", "—", "+", "*", "•", "●", "▪", "·", "◦")


def starts_with_bullet(text: str) -> bool:
    """Say whether the text begins with a list mark followed by words."""
    return (
        len(text) > 1
        and text[0] in BULLETS
        and not text[1].isdigit()
        and len(text.strip("".join(BULLETS))) > 1
    )


def paragraph_text(paragraph: Paragraph) -> str:
    """Join wrapped lines of a paragraph with spaces; a line that begins with a bullet stays a line."""
    out = ""
    for piece in paragraph.text.split("\n"):
        line = squeeze(piece)
        if not line:
            continue
        out += ("\n" if starts_with_bullet(line) else " ") * bool(out) + line
    return out
