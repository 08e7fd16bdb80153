"""Plain text: numbered lines, paragraphs between blank lines, empty cells, and tables drawn with tabs or bars."""

from namro.core.documents.assembly import is_hard_blank
from namro.core.documents.encoding import decode
from namro.core.documents.limits import Budget, Progress
from namro.core.documents.model import Cell, Document, Line, Paragraph, Table
from namro.core.text import clean

_MIN_ROWS = 3
_MIN_COLUMNS = 3


def read_text(data: bytes, progress: Progress | None = None) -> Document:
    """Read plain text; line numbers are those of the file, blank lines counted."""
    text = clean(decode(data))
    budget = Budget()
    lines: list[Line] = []
    blocks: list[Paragraph | Table] = []
    run: list[Line] = []
    rows = text.split("\n")

    def close() -> None:
        if run:
            blocks.extend(_blocks(tuple(run)))
            run.clear()

    for number, raw in enumerate(rows, 1):
        stripped = raw.strip()
        if not stripped or is_hard_blank(stripped):
            close()
            if is_hard_blank(raw):
                blocks.append(Paragraph("", (), None, True, number))
                budget.spend("")
            continue
        budget.spend(stripped)
        # Tabs at the ends are kept until tables are told apart: an empty last cell is a cell.
        run.append(Line(number, raw.strip(" \u00a0")))
    close()
    for block in blocks:
        lines.extend(
            block.lines if isinstance(block, Paragraph) else [ln for cell in block.cells for ln in cell.lines]
        )
    if progress:
        progress(len(rows), len(rows), "Đọc văn bản")
    return Document("text", tuple(blocks), tuple(lines))


def _blocks(run: tuple[Line, ...]) -> list[Paragraph | Table]:
    for mark in ("\t", "|"):
        table = _table(run, mark)
        if table is not None:
            return [table]
    trimmed = tuple(Line(line.number, line.text.strip()) for line in run)
    return [Paragraph("\n".join(line.text for line in trimmed), trimmed)]


def _table(run: tuple[Line, ...], mark: str) -> Table | None:
    """Give a table when every line of the run has the same three or more cells, else None."""
    if len(run) < _MIN_ROWS:
        return None
    split: list[tuple[int, list[str]]] = []
    for line in run:
        text = line.text
        if mark == "|":
            if set(text) <= set("|-+:= "):
                continue
            text = text.strip().removeprefix("|").removesuffix("|")
        split.append((line.number, [part.strip() for part in text.split(mark)]))
    widths = {len(parts) for _, parts in split}
    if len(split) < _MIN_ROWS or len(widths) != 1:
        return None
    width = widths.pop()
    if width < _MIN_COLUMNS:
        return None
    cells = [
        Cell(row, column, part, lines=(Line(number, part),) if part else ())
        for row, (number, parts) in enumerate(split)
        for column, part in enumerate(parts)
    ]
    return Table(tuple(cells), len(split), width)
