"""What a person should look at before trusting a reading, each in one Vietnamese sentence."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from namro.core.plans.clauses import mentioned_appendices
from namro.core.plans.decoding import DOUBTFUL
from namro.core.plans.evidence import Judge
from namro.core.plans.model import Agencies, Appendix, Finding, PlanReading, Source, Task
from namro.core.text import fold, format_number, read_roman
from namro.core.time import DeadlineKind, find_rhythm

_RHYTHMS = (DeadlineKind.YEARLY, DeadlineKind.QUARTERLY, DeadlineKind.MONTHLY)
_STATED_DATE = re.compile(
    r"(?:trước|chậm nhất|hoàn thành trong|xong trước|đến hết)\s+(?:ngày\s+|tháng\s+|quý\s+)?[\dIVX]+[/\d\w ]*?\d{4}",
    re.IGNORECASE,
)


def find_findings(reading: PlanReading, judge: Judge) -> list[Finding]:
    """Give every finding of a reading in document order, errors before warnings before notes on the same line."""
    found = [*_document(reading), *_typing(reading), *_baselines(reading), *_references(reading)]
    for appendix, where, task in walk_tasks(reading):
        found.extend(_task(appendix, where, task, judge))
    for clause in reading.clauses:
        where = {"line": clause.source.first_line, "clause": clause.no}
        found.extend(_agencies(clause.owners, where, judge))
        if clause.is_duty and not clause.owners.units:
            found.append(
                Finding(
                    "clause_without_owner",
                    "note",
                    where,
                    f"Khoản {clause.no} không nêu đơn vị phải làm; cần chỉ định khi giao việc.",
                )
            )
    for entry in reading.unaccounted:
        found.append(
            Finding(
                "line_unaccounted",
                "warning",
                {"line": entry["line"]},
                f"Dòng {entry['line']} chưa biết thuộc phần nào; cần xem lại.",
            )
        )
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda f: (f.where.get("line", 0), order[f.severity]))


def walk_tasks(reading: PlanReading) -> Iterator[tuple[Appendix, dict[str, Any], Task]]:
    """Walk all tasks of the appendices with the place of each."""
    for appendix in reading.appendices:
        for axis in appendix.axes:
            for criterion in axis.criteria:
                for position, task in enumerate(criterion.tasks, 1):
                    yield (
                        appendix,
                        {
                            "line": task.source.first_line,
                            "appendix": appendix.label,
                            "axis": axis.no,
                            "criterion": criterion.no,
                            "task": position,
                        },
                        task,
                    )


def _place(where: dict[str, Any]) -> str:
    numbers = ".".join(str(where[k]) for k in ("axis", "criterion") if where.get(k))
    return (
        f"{where['appendix'] or 'Bảng nhiệm vụ'}{f', mục {numbers}' if numbers else ''}, dòng {where['line']}"
    )


def _task(appendix: Appendix, where: dict[str, Any], task: Task, judge: Judge) -> Iterator[Finding]:
    place = _place(where)
    if task.refers_to is None:
        if not task.lead.units:
            yield Finding(
                "row_without_lead",
                "error",
                where,
                f"{place}: chưa có đơn vị chủ trì; cần ghi đơn vị chịu trách nhiệm.",
            )
        elif task.lead.inherited:
            yield Finding(
                "lead_inherited",
                "note",
                where,
                f"{place}: đơn vị chủ trì “{task.lead.text}” lấy từ ô gộp phía trên; cần xác nhận.",
            )
        if not task.deadline.text:
            yield Finding(
                "row_without_deadline",
                "warning",
                where,
                f"{place}: chưa có thời hạn; cần ghi ngày hoặc kỳ phải hoàn thành.",
            )
        elif task.deadline.reading.kind is DeadlineKind.NONE:
            yield Finding(
                "deadline_not_understood",
                "warning",
                where,
                f"{place}: chưa hiểu thời hạn “{task.deadline.text}”; cần ghi ngày hoặc kỳ.",
            )
        elif task.deadline.inherited:
            yield Finding(
                "deadline_inherited",
                "note",
                where,
                f"{place}: thời hạn “{task.deadline.text}” lấy từ ô gộp phía trên; cần xác nhận.",
            )
        yield from _contradiction(place, where, task, judge)
    for cell in (task.lead, task.cooperating):
        yield from _agencies(cell, where, judge)
    if task.confidence < DOUBTFUL:
        reason = str(task.alternative["reason"]) if task.alternative else ""
        other = f"; {reason[0].lower()}{reason[1:]}" if reason else "."
        share = format_number(Decimal(str(task.confidence)), 2)
        yield Finding(
            "doubtful_row", "warning", where, f"{place}: cách chia ô chưa chắc (độ chắc {share}){other}"
        )


def _contradiction(place: str, where: dict[str, Any], task: Task, judge: Judge) -> Iterator[Finding]:
    reading = task.deadline.reading
    if reading.kind is not DeadlineKind.BY_DATE:
        return
    rhythm = find_rhythm(task.text, year=judge.year)
    if rhythm.kind in _RHYTHMS:
        yield Finding(
            "date_contradicts_deadline",
            "warning",
            where,
            f"{place}: nội dung ghi “{rhythm.text}” nhưng ô thời hạn ghi “{task.deadline.text}”; cần chọn một.",
        )
    elif (stated := _STATED_DATE.search(task.text)) and reading.due is not None:
        due = judge.deadline(stated.group(0)).due
        if due is not None and due != reading.due:
            yield Finding(
                "date_contradicts_deadline",
                "warning",
                where,
                f"{place}: nội dung ghi “{stated.group(0)}” nhưng ô thời hạn ghi “{task.deadline.text}”; cần chọn một.",
            )


def _agencies(cell: Agencies, where: dict[str, Any], judge: Judge) -> Iterator[Finding]:
    if not cell.text or cell.inherited:
        return
    expression = judge.agencies(cell.text)
    for words in expression.unknown:
        yield Finding(
            "unknown_agency",
            "warning",
            where,
            f"Dòng {where['line']}: danh bạ chưa có “{words}”; cần chọn đơn vị hoặc lập danh sách.",
        )
    for words in expression.missing_separators:
        yield Finding(
            "missing_separator",
            "note",
            where,
            f"Dòng {where['line']}: thiếu dấu phân cách giữa hai cơ quan ở “{words}”; đã đọc thành hai.",
        )


def _document(reading: PlanReading) -> Iterator[Finding]:
    head = reading.document
    missing = [
        name
        for name, value in (
            ("số, ký hiệu", head.number),
            ("ngày ban hành", head.issued_on),
            ("tên văn bản", head.title),
        )
        if not value
    ]
    if missing:
        yield Finding(
            "document_head_incomplete",
            "warning",
            {"line": 1},
            f"Chưa đọc được {', '.join(missing)} của văn bản; cần bổ sung khi rà soát.",
        )
    if not any(True for _ in walk_tasks(reading)):
        yield Finding(
            "no_table_of_tasks",
            "warning",
            {"line": 1},
            "Văn bản không có bảng nhiệm vụ, việc chỉ lấy từ các khoản; nếu có phụ lục, cần nhập cả phụ lục.",
        )


# "76/NQ-CPngày 15/7/2021": the number of a document runs into the next word.
_RUN_TOGETHER = re.compile(r"\d+/[A-ZĐ0-9/&-]{2,}(?=[a-zà-ỹđ]{2})")


def _typing(reading: PlanReading) -> Iterator[Finding]:
    """Name document numbers that run into the next word: a person would look for a wrong document."""
    for entry in reading.document.lines:
        for match in _RUN_TOGETHER.finditer(entry["text"]):
            line = entry["source"]["first_line"]
            yield Finding(
                "missing_space",
                "note",
                {"line": line},
                f"Dòng {line}: thiếu dấu cách sau số văn bản “{match.group(0)}”; cần đối chiếu bản gốc.",
            )


def _baselines(reading: PlanReading) -> Iterator[Finding]:
    for clause in reading.clauses:
        for baseline in reading.baselines:
            if baseline.text not in " ".join(clause.text.split()) or None in (
                baseline.score,
                baseline.max,
                baseline.percent,
            ):
                continue
            assert baseline.score is not None
            assert baseline.max is not None
            assert baseline.percent is not None
            places = -int(baseline.score.as_tuple().exponent)
            expected = (baseline.percent * baseline.max / 100).quantize(Decimal(1).scaleb(-places))
            if expected != baseline.score:
                yield Finding(
                    "figures_disagree",
                    "warning",
                    {"line": clause.source.first_line, "clause": clause.no},
                    f"{baseline.index}: {format_number(baseline.score)}/{format_number(baseline.max)} điểm không khớp với tỷ lệ "
                    f"{format_number(baseline.percent)}% (tính ra {format_number(expected)}); cần đối chiếu bản công bố.",
                )


def _references(reading: PlanReading) -> Iterator[Finding]:
    labels = {
        label: appendix.label for appendix in reading.appendices if (label := _label_of(appendix.label))
    }
    if not labels:
        return
    mentions: list[tuple[str, Source, str]] = [
        (text, source, no)
        for no, text, source in [
            *((c.no, c.text, c.source) for c in reading.clauses),
            *((o.no or "", o.text, o.source) for o in reading.outline),
        ]
    ]
    mentions.extend((task.text, task.source, "") for _, _, task in walk_tasks(reading) if task.refers_to)
    for text, source, _ in mentions:
        for label in mentioned_appendices(text):
            if label in labels:
                continue
            same = next((full for known, full in labels.items() if _value(known) == _value(label)), None)
            if same is not None:
                yield Finding(
                    "appendix_named_otherwise",
                    "note",
                    {"line": source.first_line},
                    f"Dòng {source.first_line} gọi “Phụ lục {label}”, còn phụ lục ghi là “{same}”; đã hiểu là một.",
                )
            else:
                yield Finding(
                    "appendix_missing",
                    "warning",
                    {"line": source.first_line},
                    f"Dòng {source.first_line} nhắc đến “Phụ lục {label}” nhưng văn bản không có phụ lục đó; cần kiểm tra tài liệu.",
                )


def _label_of(label: str) -> str | None:
    match = re.search(r"([IVXLC]+|\d{1,2})\s*$", label.strip())
    return match.group(1) if match and fold(label).startswith("phu") else None


def _value(label: str) -> int | None:
    return int(label) if label.isdigit() else read_roman(label)
