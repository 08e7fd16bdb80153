"""Read a plan from a document: cut it into parts, read each, and account for every line."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from namro.core.agencies import Register
from namro.core.documents.model import Document, Line, Paragraph
from namro.core.errors import Refusal
from namro.core.plans.appendices import read_appendix
from namro.core.plans.clauses import read_clauses, read_footnotes
from namro.core.plans.evidence import Judge
from namro.core.plans.figures import find_baselines, find_targets, indices_named
from namro.core.plans.findings import find_findings
from namro.core.plans.head import read_closing, read_head
from namro.core.plans.model import Finding, PlanReading, Source, Surrounding
from namro.core.plans.outline import (
    Parts,
    cut,
    lines_of,
)
from namro.core.plans.rows import paragraph_text
from namro.core.text import squeeze

Progress = Callable[[int, int, str], None]
_YEAR = re.compile(r"\bnăm\s+(20\d{2})", re.IGNORECASE)


def read_plan(document: Document, register: Register, *, progress: Progress | None = None) -> PlanReading:
    """Read a document as a plan; every non-blank line ends in one field or in `unaccounted`.

    Raises `Refusal` when the document holds neither tasks nor clauses, or when its tables have no column
    of tasks.
    """
    tell = progress or _silent
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
        Surrounding(_joined(p), Source(p.first_line, p.last_line))
        for p in (*parts.before, *parts.after)
        if p.lines
    ]
    tell(2, 4, "Đọc các bảng nhiệm vụ")
    taken: list[Line] = []
    for part in parts.appendices:
        appendix, lines = read_appendix(part, judge)
        taken.extend(lines)
        if appendix is not None:
            reading.appendices.append(appendix)
    _refuse_without_plan(reading, parts)
    tell(3, 4, "Đối chiếu và tìm chỗ cần xem lại")
    goals = [c for c in reading.clauses if c.kind == "goal"] or [
        c for c in reading.clauses if c.kind != "footnote"
    ]
    reading.targets = [target for clause in goals for target in find_targets(clause.text)]
    reading.baselines = find_baselines([c.text for c in reading.clauses])
    reading.unaccounted = _unaccounted(document, parts, taken)
    reading.findings = [*_notices(document, parts), *find_findings(reading, judge)]
    tell(4, 4, "Xong")
    return reading


def _silent(done: int, total: int, step: str) -> None:
    """Tell nobody."""


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
    if not numbered or not (
        reading.document.number or indices_named(_all_text(reading)) or reading.document.kind
    ):
        raise Refusal(
            "Không nhận ra kế hoạch trong tài liệu này: không có bảng nhiệm vụ và không có khoản mục đánh số; "
            "hãy kiểm tra xem đã chọn đúng tệp chưa."
        )


def _all_text(reading: PlanReading) -> str:
    return " ".join(c.text for c in reading.clauses)


def _notices(document: Document, parts: Parts) -> list[Finding]:
    """Tell what the file holds but does not let be read, and that a table was none of tasks."""
    found = [Finding("source_not_whole", "warning", {"line": 1}, notice) for notice in document.notices]
    if parts.other_tables:
        found.append(
            Finding(
                "table_without_tasks",
                "note",
                {"line": 1},
                f"Văn bản có {parts.other_tables} bảng không phải bảng nhiệm vụ; chữ trong bảng được giữ theo thứ tự dòng.",
            )
        )
    return found


def _unaccounted(document: Document, parts: Parts, in_appendices: Iterable[Line]) -> list[dict[str, object]]:
    """Give every line of the source that no field took; a line of a footnote counts as taken."""
    taken = {
        line.number
        for lines in (
            *(
                lines_of(p)
                for p in (parts.before, parts.head, parts.body, parts.closing, parts.footnotes, parts.after)
            ),
            *(note.lines for note in document.footnotes),
            in_appendices,
        )
        for line in lines
    }
    return [
        {"line": line.number, "text": squeeze(line.text)}
        for line in document.lines
        if line.number not in taken
    ]
