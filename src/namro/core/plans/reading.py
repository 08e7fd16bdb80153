"""Read a plan from a document: cut it into parts, read each, and account for every line."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from namro.core.agencies import Register
from namro.core.documents.model import Document, Line, Paragraph
from namro.core.errors import Refusal
from namro.core.plans.assembling import Assembly
from namro.core.plans.clauses import read_clauses, read_footnotes
from namro.core.plans.decoding import find_columns_in_text, read_flattened
from namro.core.plans.evidence import Judge
from namro.core.plans.figures import find_baselines, find_targets, index_of_title, indices_named
from namro.core.plans.findings import find_findings
from namro.core.plans.head import read_closing, read_head
from namro.core.plans.model import Appendix, PlanReading, Source, Surrounding
from namro.core.plans.outline import AppendixPart, Parts, columns_of_run, cut, has_headings, heading_run, lines_of
from namro.core.plans.rows import TableReading, paragraph_text
from namro.core.text import fold, squeeze

Progress = Callable[[int, int, str], None]
_YEAR = re.compile(r"\bnăm\s+(20\d{2})", re.IGNORECASE)


def read_plan(document: Document, register: Register, *, progress: Progress | None = None) -> PlanReading:
    """Read a document as a plan; every non-blank line ends in one field or in `unaccounted`.

    Raises `Refusal` when the document holds neither tasks nor clauses, or when its tables have no column
    of tasks.
    """
    tell = progress or (lambda done, total, step: None)
    tell(0, 4, "Tìm phần đầu, phần thân và phụ lục")
    day, year = _dates(document)
    judge = Judge(register, year, day)
    parts = cut(document, judge)
    tell(1, 4, "Đọc phần đầu và các khoản")
    reading = PlanReading(document=read_head(parts.head))
    read_closing(parts.closing, reading.document)
    reading.clauses, reading.outline = read_clauses(parts.body, judge)
    reading.clauses.extend(read_footnotes(_footnotes(document, parts)))
    reading.surroundings = [
        Surrounding(_joined(p), Source(p.first_line, p.last_line)) for p in (*parts.before, *parts.after) if p.lines
    ]
    tell(2, 4, "Đọc các bảng nhiệm vụ")
    leftovers: list[Line] = []
    for part in parts.appendices:
        appendix, rest = _read_appendix(part, judge)
        leftovers.extend(rest)
        if appendix is not None:
            reading.appendices.append(appendix)
    _refuse_without_plan(reading, parts)
    tell(3, 4, "Đối chiếu và tìm chỗ cần xem lại")
    goals = [c for c in reading.clauses if c.kind == "goal"] or [c for c in reading.clauses if c.kind != "footnote"]
    reading.targets = [target for clause in goals for target in find_targets(clause.text)]
    reading.baselines = find_baselines([c.text for c in reading.clauses])
    reading.unaccounted = _unaccounted(document, leftovers)
    reading.findings = find_findings(reading, judge)
    tell(4, 4, "Xong")
    return reading


def _dates(document: Document) -> tuple[date | None, int]:
    """Give the day of issue and the year of the plan, from the letterhead or else the first year named."""
    from namro.core.plans.head import _PLACE_DATE

    text = "\n".join(line.text for line in document.lines[:80])
    if found := _PLACE_DATE.search(text):
        try:
            day = date(int(found.group("year")), int(found.group("month")), int(found.group("day")))
        except ValueError:
            pass
        else:
            return day, day.year
    stated = _YEAR.search(text)
    if stated:
        return None, int(stated.group(1))
    anywhere = re.search(r"\b(20[12]\d)\b", "\n".join(line.text for line in document.lines[:400]))
    return None, int(anywhere.group(1)) if anywhere else 0


def _footnotes(document: Document, parts: Parts) -> list[tuple[str, str, tuple[Line, ...]]]:
    notes = []
    for paragraph in parts.footnotes:
        text = paragraph_text(paragraph)
        mark, rest = text[1:].split("]", 1)
        notes.append((mark, rest.strip(), paragraph.lines))
    notes.extend((note.mark.strip("[]"), squeeze(note.text), note.lines) for note in document.footnotes)
    return notes


def _read_appendix(part: AppendixPart, judge: Judge) -> tuple[Appendix | None, list[Line]]:
    """Read one appendix; gives the lines that no field took."""
    label, title, notes = _label_and_title(part)
    tables = [b for b in part.blocks if isinstance(b, TableReading)]
    assembly = Assembly(judge)
    columns: list[str] = []
    leftovers: list[Line] = []
    if tables:
        columns = [column.heading for column in tables[0].columns]
        own_sections = any(has_headings(table) for table in tables)
        pending: Paragraph | None = None
        seen_table = False
        for block in part.blocks:
            if isinstance(block, Paragraph):
                if block.is_blank_cell:
                    continue
                if pending is not None:
                    (notes if seen_table or part.label else leftovers_as(notes)).append(paragraph_text(pending))
                pending = block
                continue
            if pending is not None:
                if not own_sections and len(tables) >= 2:
                    assembly.add_section(paragraph_text(pending), pending.lines)
                elif seen_table:
                    notes.append(paragraph_text(pending))
                else:
                    title = f"{title}\n{paragraph_text(pending)}".strip() if title else paragraph_text(pending)
                pending = None
            assembly.add_table(block)
            notes.extend(line.text for line in block.leftovers)
            seen_table = True
        if pending is not None:
            notes.append(paragraph_text(pending))
    else:
        found = _read_flattened_appendix(part, judge, assembly)
        if found is None:
            rest = [b for b in part.blocks if isinstance(b, Paragraph)]
            return None, lines_of([*part.label, *rest])
        columns, before = found
        for paragraph in before:
            text = paragraph_text(paragraph)
            if text.startswith("("):
                notes.append(text)
            else:
                title = f"{title}\n{text}".strip() if title else text
    title, attached = _split_attachment(title)
    appendix = Appendix(
        label=label,
        title=title,
        index=index_of_title(title) or index_of_title(label),
        axes=assembly.axes,
        columns=columns,
        notes=[*attached, *notes],
        source=_span(part),
    )
    return appendix, leftovers


def leftovers_as(notes: list[str]) -> list[str]:
    """Name where paragraphs above the first table of an unlabelled appendix go: among its notes."""
    return notes


def _label_and_title(part: AppendixPart) -> tuple[str, str, list[str]]:
    if not part.label:
        return "", "", []
    lines = [squeeze(line) for line in part.label[0].text.split("\n") if line.strip()]
    return lines[0], " ".join(lines[1:]), []


def _split_attachment(title: str) -> tuple[str, list[str]]:
    """Take "(Kèm theo Kế hoạch số …)" out of a title."""
    kept, attached = [], []
    for line in title.split("\n"):
        match = re.search(r"\((?:ban hành )?k[eè]m theo.*\)\s*$", line, re.IGNORECASE)
        if match:
            attached.append(match.group(0))
            line = line[: match.start()].strip()
        if line:
            kept.append(line)
    return " ".join(kept), attached


def _read_flattened_appendix(
    part: AppendixPart, judge: Judge, assembly: Assembly
) -> tuple[list[str], list[Paragraph]] | None:
    """Decode a table printed as paragraphs; gives the headings of its columns and the paragraphs before it."""
    paragraphs = [b for b in part.blocks if isinstance(b, Paragraph)]
    while paragraphs and paragraphs[0].is_blank_cell:
        paragraphs.pop(0)
    run = heading_run(paragraphs)
    if run is not None:
        heading, body = paragraphs[run[0] : run[1]], paragraphs[run[1] :]
        columns = columns_of_run(heading, judge)
        before = [p for p in paragraphs[: run[0]] if not p.is_blank_cell]
    else:
        heading, before = [], [p for p in paragraphs[:4] if not p.is_blank_cell and paragraph_text(p).isupper()]
        body = paragraphs[len(before) :]
        columns = find_columns_in_text(body, judge) if len(body) >= 6 else None
    if columns is None:
        return None
    body = _without_repeated_heading(body, heading)
    if body and body[-1].is_blank_cell:  # the blank line that parts one appendix from the next
        body = body[:-1]
    assembly.add_table(read_flattened(heading, body, columns, judge))
    return [squeeze(p.text) for p in heading], before


def _without_repeated_heading(body: list[Paragraph], heading: Iterable[Paragraph]) -> list[Paragraph]:
    words = [fold(p.text) for p in heading]
    if not words:
        return body
    folded = [fold(p.text) for p in body]
    kept: list[Paragraph] = []
    position = 0
    while position < len(body):
        if folded[position] == words[0] and folded[position : position + len(words)] == words:
            position += len(words)
            continue
        kept.append(body[position])
        position += 1
    return kept


def _span(part: AppendixPart) -> Source | None:
    numbers = [line.number for line in _part_lines(part)]
    return Source(min(numbers), max(numbers)) if numbers else None


def _part_lines(part: AppendixPart) -> list[Line]:
    lines = lines_of(part.label)
    for block in part.blocks:
        if isinstance(block, Paragraph):
            lines.extend(block.lines)
        else:
            lines.extend(block.heading_lines)
            lines.extend(line for row in block.rows for line in row.all_lines())
    return lines


def _joined(paragraph: Paragraph) -> str:
    return "\n".join(squeeze(line.text) for line in paragraph.lines)


def _refuse_without_plan(reading: PlanReading, parts: Parts) -> None:
    has_tasks = any(c.tasks for a in reading.appendices for x in a.axes for c in x.criteria)
    if has_tasks:
        return
    if parts.other_tables:
        raise Refusal(
            "Văn bản có bảng nhưng không bảng nào có cột nhiệm vụ (hoặc giải pháp, nội dung công việc); "
            "hãy kiểm tra dòng tiêu đề của bảng rồi nhập lại."
        )
    numbered = [c for c in reading.clauses if c.is_duty and re.match(r"^[IVX\d]", c.no)]
    if not numbered or not (reading.document.number or indices_named(_all_text(reading)) or reading.document.kind):
        raise Refusal(
            "Không nhận ra kế hoạch trong tài liệu này: không có bảng nhiệm vụ và không có khoản mục đánh số; "
            "hãy kiểm tra xem đã chọn đúng tệp chưa."
        )


def _all_text(reading: PlanReading) -> str:
    return " ".join(c.text for c in reading.clauses)


def _unaccounted(document: Document, leftovers: list[Line]) -> list[dict[str, object]]:
    missing = {line.number: line for line in leftovers}
    return [{"line": number, "text": squeeze(missing[number].text)} for number in sorted(missing)]
