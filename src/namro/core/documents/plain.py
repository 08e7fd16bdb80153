"""Plain text: numbered lines, paragraphs between blank lines, empty cells, and tables drawn with tabs or bars."""

from namro.core.documents.assembly import is_hard_blank
from namro.core.documents.encoding import decode
from namro.core.documents.limits import MAX_COLUMNS, MAX_LINES, Budget, Progress
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
    line_by_line = _is_line_by_line(rows)

    def close() -> None:
        if run:
            blocks.extend(_blocks(tuple(run), line_by_line))
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


_LONG_RUN = 8


def _is_line_by_line(rows: list[str]) -> bool:
    """Say whether the text has one paragraph on each line, without blank lines between them.

    Such a text is long runs of lines that hardly ever go on with a small letter; text wrapped at a
    margin does so all the time.
    """
    total = long_lines = goes_on = length = 0
    for raw in [*rows, ""]:
        line = raw.strip()
        if line and not is_hard_blank(line):
            length += 1
            total += 1
            goes_on += length > 1 and line[0].islower()
            continue
        long_lines += length if length >= _LONG_RUN else 0
        length = 0
    return total > _LONG_RUN and long_lines > total / 2 and goes_on < total / 5


def _blocks(run: tuple[Line, ...], line_by_line: bool) -> list[Paragraph | Table]:
    for mark in ("\t", "|"):
        table = _table(run, mark)
        if table is not None:
            return [table]
    trimmed = tuple(Line(line.number, line.text.strip()) for line in run)
    if line_by_line:
        return [Paragraph("\n".join(ln.text for ln in part), part) for part in _lines_of_cells(trimmed)]
    return [Paragraph("\n".join(line.text for line in trimmed), trimmed)]


def _lines_of_cells(run: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """Keep a short line with the one that goes on with a small letter: a narrow cell was wrapped there."""
    parts: list[list[Line]] = []
    for line in run:
        before = parts[-1][-1].text if parts else ""
        goes_on = line.text[:1].islower() and line.text[1:2] not in (")", ".")
        if parts and goes_on and len(before) < 40 and before[-1:] not in (".", ";", ":"):
            parts[-1].append(line)
        else:
            parts.append([line])
    return [tuple(part) for part in parts]


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
            text = text.strip()
            if text.startswith("|"):
                text = text[1:].removesuffix("|")
        split.append((line.number, [part.strip() for part in text.split(mark)]))
    widths = {len(parts) for _, parts in split}
    if len(split) < _MIN_ROWS or len(widths) != 1:
        return None
    width = widths.pop()
    if width < _MIN_COLUMNS or width > MAX_COLUMNS or width * len(split) > MAX_LINES:
        return None
    cells = [
        Cell(row, column, part, lines=(Line(number, part),) if part else ())
        for row, (number, parts) in enumerate(split)
        for column, part in enumerate(parts)
    ]
    return Table(tuple(cells), len(split), width)
