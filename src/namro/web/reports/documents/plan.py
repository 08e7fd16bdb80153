"""A plan in force as an official document again: letterhead, clauses, signature and its appendices of tasks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from namro.core.letters.model import (
    Appendix,
    Block,
    Cell,
    Column,
    Depth,
    Kind,
    Letter,
    Paragraph,
    Run,
    Signature,
    Table,
    plain,
)
from namro.web.plans.models import Clause, Criterion, Plan, Section, Task

_COLUMNS = (
    "STT",
    "Tiêu chí bị trừ điểm",
    "Nhiệm vụ/giải pháp",
    "Đơn vị chủ trì thực hiện",
    "Đơn vị phối hợp",
    "Thời hạn hoàn thành",
)
_SHARES = (5.0, 16.0, 40.0, 15.0, 14.0, 10.0)
_EXTRA_SHARE = 12.0
_DEPTHS = (Depth.SECTION, Depth.CLAUSE, Depth.POINT)


def plan_letter(plan: Plan) -> Letter:
    """Give the plan as a letter: the words of the document as confirmed, cells that were merged merged again.

    Four queries. Reading the letter's DOCX again gives the same tasks.
    """
    heading = plan.heading
    lines: list[dict[str, Any]] = heading.get("lines") or []
    number, _, symbol = plan.number.partition("/")
    kind = next((one for one in Kind if one.value == symbol.partition("-")[0]), Kind.PLAN)
    clauses = list(plan.clauses.order_by("position"))
    body, notes = _placed_notes(
        [*_body(plan, lines, clauses)], [clause for clause in clauses if clause.kind == "footnote"]
    )
    return Letter(
        kind=kind,
        issuer=_issuer(plan, lines),
        issuer_name=_in_prose(plan.issuer),
        number=number,
        symbol=symbol,
        place=plan.place,
        issued_on=plan.issued_on,
        abstract=plan.title,
        blocks=body,
        signature=_signature(plan),
        recipients=tuple(heading.get("recipients") or ()),
        appendices=tuple(_appendices(plan, notes)),
    )


def _issuer(plan: Plan, lines: Iterable[dict[str, Any]]) -> str:
    printed = [line["text"] for line in lines if line.get("role") == "issuer"]
    return "\n".join(printed) or plan.issuer


def _in_prose(issuer: str) -> str:
    """Write an issuer as running text does: "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH" → "Ủy ban nhân dân tỉnh Hà Tĩnh"."""
    found = re.fullmatch(r"ỦY BAN NHÂN DÂN (TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) (.+)", issuer)
    return f"Ủy ban nhân dân {found[1].lower()} {found[2].title()}" if found else issuer


def _signature(plan: Plan) -> Signature:
    roles = [role.strip() for role in plan.signer_role.split(",") if role.strip()]
    return Signature(tuple(roles[:-1]), roles[-1] if roles else "", plan.signer_name or None)


def _body(plan: Plan, lines: Iterable[dict[str, Any]], clauses: Sequence[Clause]) -> Iterable[Block]:
    for line in lines:
        if line.get("role") == "preamble":
            yield Paragraph(plain(line["text"]))
    entries: list[tuple[int, Paragraph]] = [
        (clause.first_line, _clause(clause)) for clause in clauses if clause.kind != "footnote"
    ]
    entries += [(entry["source"]["first_line"], _entry(entry)) for entry in _outline(plan)]
    yield from (paragraph for _, paragraph in sorted(entries, key=lambda entry: entry[0]))


def _placed_notes(
    blocks: Sequence[Block], notes: Sequence[Clause]
) -> tuple[tuple[Block, ...], Sequence[Clause]]:
    """Turn marks "[1]", "[2]" in the body into real footnotes; give the blocks and the notes that found no mark.

    Only while marks stand in the order of their numbers: a document numbers its footnotes anew, from 1.
    """
    left, at = list(notes), 0
    made: list[Block] = []
    for block in blocks:
        runs: list[Run] = []
        for run in block.text if isinstance(block, Paragraph) else ():
            words = run.text
            while left and left[0].no == f"[{at + 1}]" and left[0].no in words:
                before, _, words = words.partition(left[0].no)
                runs.append(replace(run, text=before, note=left.pop(0).text))
                at += 1
            if words or not runs:
                runs.append(replace(run, text=words))
        made.append(replace(block, text=tuple(runs)) if isinstance(block, Paragraph) else block)
    return tuple(made), left


def _outline(plan: Plan) -> list[dict[str, Any]]:
    """Give the headings of the body; the plan keeps them only in the reading it was confirmed from."""
    if plan.plan_import is None:
        return []
    tree: dict[str, Any] = plan.plan_import.reviewed or plan.plan_import.reading or {}
    return tree.get("outline") or []


def _entry(entry: dict[str, Any]) -> Paragraph:
    parts = entry["no"].split(".")
    depth = _DEPTHS[min(len(parts), 3) - 1]
    is_heading = not entry.get("refers_to")
    return Paragraph(plain(entry["text"]), depth, _mark(parts), heading=is_heading, align="justify")


def _clause(clause: Clause) -> Paragraph:
    parts = clause.no.split(".")
    if not re.fullmatch(r"[IVXLC]+", parts[0]):
        return Paragraph(plain(clause.text))
    return Paragraph(plain(clause.text), _DEPTHS[min(len(parts), 3) - 1], _mark(parts))


def _mark(parts: Sequence[str]) -> str:
    """Give the printed number of a clause: "I.", "2.", "đ)"."""
    return f"{parts[-1]})" if len(parts) > 2 else f"{parts[-1]}."


def _appendices(plan: Plan, notes: Sequence[Clause]) -> Iterable[Appendix]:
    tasks: dict[int, list[Task]] = {}
    for task in plan.tasks.filter(criterion__isnull=False).order_by("position"):
        assert task.criterion_id is not None
        tasks.setdefault(task.criterion_id, []).append(task)
    criteria: dict[int, list[Criterion]] = {}
    for criterion in Criterion.objects.filter(section__plan=plan).order_by("position"):
        criteria.setdefault(criterion.section_id, []).append(criterion)
    sections = list(plan.sections.filter(kind="appendix").order_by("position"))
    for section in sections:
        blocks: list[Block] = [_table(section, criteria.get(section.pk, []), tasks)]
        if section == sections[-1]:
            blocks += [Paragraph(plain(f"{note.no} {note.text}")) for note in notes]
        yield Appendix(section.label, section.title, tuple(blocks), landscape=True)


@dataclass(slots=True)
class _Open:
    """A cell that rows below may still lengthen, and where it stands."""

    row: int
    place: int


def _table(section: Section, criteria: Sequence[Criterion], tasks: dict[int, list[Task]]) -> Table:
    extra = _extra_headings(task for criterion in criteria for task in tasks.get(criterion.pk, ()))
    names = (*_COLUMNS, *extra)
    rows: list[list[Cell]] = []
    axis: tuple[str, str] | None = None
    open_cells: dict[int, _Open] = {}
    for criterion in criteria:
        if (criterion.axis_no, criterion.axis_name) != axis:
            axis = (criterion.axis_no, criterion.axis_name)
            if any(axis):
                heads = (Cell(axis[0], bold=True), Cell(axis[1], bold=True))
                rows.append([*heads, *(Cell("") for _ in names[2:])])
                open_cells = {}
        own: Sequence[Task | None] = tasks.get(criterion.pk) or [None]
        for at, task in enumerate(own):
            row: list[Cell] = []
            if at == 0:
                row += [
                    Cell(criterion.no, rows=len(own), align="center"),
                    Cell(criterion.name, rows=len(own)),
                ]
            for column, (text, inherited) in enumerate(_cells(task, extra), start=2):
                above = open_cells.get(column)
                if inherited and above is not None:
                    cell = rows[above.row][above.place]
                    rows[above.row][above.place] = replace(cell, rows=cell.rows + 1)
                else:
                    open_cells[column] = _Open(len(rows), len(row))
                    row.append(Cell(text, align="justify" if column == 2 else ""))
            rows.append(row)
    shares = (*_SHARES, *(_EXTRA_SHARE for _ in extra))
    columns = tuple(Column(share, "center" if at in (0, 5) else "left") for at, share in enumerate(shares))
    return Table(
        columns,
        (tuple(Cell(name) for name in names),),
        tuple(tuple(row) for row in rows),
        name=section.label,
    )


def _extra_headings(tasks: Iterable[Task]) -> Sequence[str]:
    """Give the headings of columns that only this plan has, in the order in which they first stand."""
    return tuple(dict.fromkeys(heading for task in tasks for heading in task.extra))


def _cells(task: Task | None, extra: Sequence[str]) -> Sequence[tuple[str, bool]]:
    """Give the cells of a task and whether each is merged with the one above; None: tasks are shared."""
    if task is None:
        return (("", True),) * (4 + len(extra))
    return (
        (task.text, False),
        (task.lead_text, task.lead_inherited),
        (task.cooperating_text, task.cooperating_inherited),
        (task.deadline_text, task.deadline_inherited),
        *((str(task.extra.get(heading, "")), False) for heading in extra),
    )
