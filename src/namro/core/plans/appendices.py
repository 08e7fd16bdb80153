"""One appendix: its label, title and notes, and its tables whether with borders or flattened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from namro.core.documents.model import Line, Paragraph
from namro.core.plans.assembling import Assembly
from namro.core.plans.decoding import find_columns_in_text, read_flattened
from namro.core.plans.evidence import Judge, read_row_number
from namro.core.plans.figures import index_of_title
from namro.core.plans.model import Appendix, Source
from namro.core.plans.outline import AppendixPart, columns_of_run, has_headings, heading_run, lines_of
from namro.core.plans.rows import TableReading, paragraph_text
from namro.core.text import fold, squeeze

_LABEL_WITH_TITLE = re.compile(
    r"^(?P<label>(?:phụ lục|phụ biểu)(?: số)?\s+(?:[IVXLC]+|\d{1,2}|[A-Z]))\s*[.:\-–]\s+(?P<title>\S.*)$",
    re.IGNORECASE,
)
_ATTACHMENT = re.compile(r"\((?:ban hành )?k[eè]m theo.*\)\s*$", re.IGNORECASE)


def read_appendix(part: AppendixPart, judge: Judge) -> tuple[Appendix | None, list[Line]]:
    """Read one appendix; gives it (None where it holds no table of tasks) and the lines its fields took."""
    reader = _Reader(part, judge)
    found = reader.read_tables() if reader.tables else reader.read_flattened()
    return (reader.appendix(), reader.taken()) if found else (None, [])


@dataclass
class _Reader:
    part: AppendixPart
    judge: Judge
    title: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)  # lines of label, title, notes and heading rows

    def __post_init__(self) -> None:
        self.assembly = Assembly(self.judge)
        self.tables = [block for block in self.part.blocks if isinstance(block, TableReading)]
        self.label = ""
        for paragraph in self.part.label:
            lines = [squeeze(line.text) for line in paragraph.lines]
            self.label, *rest = lines
            if titled := _LABEL_WITH_TITLE.match(self.label):
                self.label, first = titled.group("label"), titled.group("title")
                rest = [first, *rest]
            self.title.extend(rest)
            self.outside.extend(paragraph.lines)

    def read_tables(self) -> bool:
        """Read tables with borders; a paragraph between two of them may name the section of the next."""
        self.columns = [column.heading for column in self.tables[0].columns]
        own_sections = len(self.tables) < 2 or any(has_headings(table) for table in self.tables)
        waiting: list[Paragraph] = []
        seen_table = False
        for block in self.part.blocks:
            if isinstance(block, Paragraph):
                if not block.is_blank_cell:
                    waiting.append(block)
                continue
            if waiting and not own_sections:
                section = waiting.pop()
                self.assembly.add_section(paragraph_text(section), section.lines)
            self._tell(waiting, self.notes if seen_table else self.title)
            waiting = []
            self.assembly.add_table(block)
            self._keep_heading(block)
            self.notes.extend(squeeze(line.text) for line in block.leftovers)
            self.outside.extend(block.leftovers)
            seen_table = True
        self._tell(waiting, self.notes)
        return True

    def _keep_heading(self, table: TableReading) -> None:
        """Keep among the notes what the heading of a further table says otherwise than the first."""
        known = " ".join(self.columns)
        self.outside.extend(table.heading_lines)
        for line in table.heading_lines:
            if squeeze(line.text) not in known:
                self.notes.append(squeeze(line.text))

    def read_flattened(self) -> bool:
        """Decode a table printed as paragraphs; False where no columns can be found."""
        paragraphs = [block for block in self.part.blocks if isinstance(block, Paragraph)]
        run = heading_run(paragraphs)
        if run is not None:
            before, heading, body = paragraphs[: run[0]], paragraphs[run[0] : run[1]], paragraphs[run[1] :]
            columns = columns_of_run(heading, self.judge)
        else:
            numbered = (i for i, p in enumerate(paragraphs[:6]) if read_row_number(paragraph_text(p)))
            split = next(numbered, 0)
            before, heading, body = paragraphs[:split], [], paragraphs[split:]
            columns = find_columns_in_text(body, self.judge) if len(body) >= 6 else None
        if columns is None:
            return False
        body = self._without_repeated_heading(body, heading)
        if body and body[-1].is_blank_cell:  # the blank line that parts one appendix from the next
            body = body[:-1]
        self._tell([p for p in before if not p.is_blank_cell], self.title)
        table = read_flattened(heading, body, columns, self.judge)
        self.columns = [squeeze(paragraph.text) for paragraph in heading]
        self.outside.extend(table.heading_lines)
        self.assembly.add_table(table)
        return True

    def _tell(self, paragraphs: Sequence[Paragraph], target: list[str]) -> None:
        for paragraph in paragraphs:
            for line in paragraph.lines:
                target.append(squeeze(line.text))
                self.outside.append(line)

    def _without_repeated_heading(
        self, body: list[Paragraph], heading: Sequence[Paragraph]
    ) -> list[Paragraph]:
        """Drop the heading row where it is printed again on a new page."""
        words = [fold(paragraph.text) for paragraph in heading]
        if not words:
            return body
        longest = 2 * len(heading[0].text)  # white space inside may differ
        kept: list[Paragraph] = []
        position = 0
        while position < len(body):
            text = body[position].text
            following = body[position : position + len(words)]
            if (
                len(text) <= longest
                and fold(text) == words[0]
                and [fold(paragraph.text) for paragraph in following] == words
            ):
                self.outside.extend(lines_of(following))
                position += len(words)
                continue
            kept.append(body[position])
            position += 1
        return kept

    def taken(self) -> list[Line]:
        """Give the lines that stand in a field."""
        return [*self.outside, *self.assembly.taken]

    def appendix(self) -> Appendix:
        """Give the appendix with "(Kèm theo …)" among its notes."""
        attached = [line for line in self.title if line.startswith("(") and _ATTACHMENT.search(line)]
        title = " ".join(line for line in self.title if line not in attached)
        if match := _ATTACHMENT.search(title):
            attached.append(match.group(0))
            title = title[: match.start()].strip()
        numbers = [line.number for line in self.taken()]
        return Appendix(
            label=self.label,
            title=title,
            index=index_of_title(title) or index_of_title(self.label),
            axes=self.assembly.axes,
            columns=self.columns,
            notes=[*attached, *self.notes],
            source=Source(min(numbers), max(numbers)) if numbers else None,
        )
