"""The body of a plan: numbered clauses with their owners and rhythm, and the headings above them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from namro.core.documents.model import Line, Paragraph
from namro.core.plans.evidence import Judge, Number, NumberStyle, split_inline_number
from namro.core.plans.figures import find_measures
from namro.core.plans.model import Agencies, Clause, OutlineEntry, Source, TaskDeadline
from namro.core.plans.rows import paragraph_text, starts_with_bullet
from namro.core.text import fold, squeeze
from namro.core.time import Deadline, DeadlineKind, find_rhythm

_LEVEL = {
    NumberStyle.UPPER: 0,
    NumberStyle.ROMAN: 1,
    NumberStyle.ARABIC: 2,
    NumberStyle.DOTTED: 3,
    NumberStyle.LOWER: 4,
}
_KINDS = [
    ("organisation", re.compile(r"to chuc thuc hien|trach nhiem thuc hien|phan cong thuc hien")),
    ("task", re.compile(r"nhiem vu|giai phap|noi dung thuc hien|noi dung cong viec")),
    ("goal", re.compile(r"muc tieu|muc dich")),
    ("requirement", re.compile(r"yeu cau|quan diem|nguyen tac|pham vi")),
]
_DUTIES = frozenset({"task", "organisation", "closing"})
_APPENDIX_MENTION = re.compile(
    r"phụ lục(?: số)?\s+((?:[IVXLC]+|\d{1,2})(?:\s*(?:,|và|-|–)\s*(?:phụ lục\s+)?(?:[IVXLC]+|\d{1,2}))*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Item:
    number: Number | None
    text: str
    lines: tuple[Line, ...]
    bullet: bool
    printed: str


def read_clauses(body: Sequence[Paragraph], judge: Judge) -> tuple[list[Clause], list[OutlineEntry]]:
    """Read the body as clauses and headings.

    A numbered paragraph with deeper numbers under it is a heading; the last unnumbered paragraphs of the
    part on organisation are the closing ones; other unnumbered paragraphs belong to the clause above.
    """
    items = _items(body)
    clauses: list[Clause] = []
    outline: list[OutlineEntry] = []
    above: list[tuple[int, Number, str]] = []
    closing = 0
    for position, item in enumerate(items):
        if item.number is not None:
            level = _LEVEL[item.number.style]
            above = [entry for entry in above if entry[0] < level]
            above.append((level, item.number, item.text))
            no = ".".join(number.text for _, number, _ in above)
            kind = _kind([text for _, _, text in above])
            mentioned = _mentioned_appendices(item.text)
            if _is_heading(items, position, level) or (mentioned and _only_points(item.text)):
                outline.append(OutlineEntry(no, item.text, _source(item.lines), mentioned, item.printed))
                continue
            clauses.append(_clause(no, kind, item, judge))
            continue
        kind = _kind([text for _, _, text in above])
        if item.bullet or not _is_closing(items, position, kind):
            if clauses and above and clauses[-1].no == ".".join(number.text for _, number, _ in above):
                _append(clauses[-1], item, judge)
                continue
            base = ".".join(number.text for _, number, _ in above)
            extra = sum(c.no.startswith(f"{base}.đoạn") or c.no == base for c in clauses) + 1
            clauses.append(_clause(f"{base}.đoạn {extra}" if base else f"đoạn {extra}", kind, item, judge))
            continue
        closing += 1
        clauses.append(_clause(f"Kết {closing}", "closing", item, judge))
    return clauses, outline


def _items(body: Sequence[Paragraph]) -> list[_Item]:
    items = []
    for paragraph in body:
        if paragraph.is_blank_cell:
            continue
        text = paragraph_text(paragraph)
        split = split_inline_number(text)
        if split:
            items.append(_Item(split[0], split[1], paragraph.lines, False, text))
        else:
            items.append(_Item(None, text, paragraph.lines, starts_with_bullet(text), text))
    _settle_styles(items)
    return items


def _settle_styles(items: list[_Item]) -> None:
    """Read "C." or "I." between "B." and "D." as a letter, and "i)" in a run of letters likewise."""
    for position, item in enumerate(items):
        if item.number and item.number.style is NumberStyle.ROMAN and item.number.text in ("C", "D", "L"):
            item.number = Number(NumberStyle.UPPER, ord(item.number.text) - 64, item.number.text)
        if item.number and item.number.style is NumberStyle.UPPER and position == 0:
            continue


def _is_heading(items: Sequence[_Item], position: int, level: int) -> bool:
    """A numbered paragraph is a heading when the next item is numbered more deeply, or it is a short title."""
    following = items[position + 1] if position + 1 < len(items) else None
    if following is not None and following.number is not None and _LEVEL[following.number.style] > level:
        return len(items[position].text.split()) <= 40 and not items[position].text.endswith((".", ";"))
    words = items[position].text.split()
    is_title = level <= 1 and len(words) <= 25 and items[position].text.isupper()
    return is_title or (
        level <= 2
        and len(words) <= 12
        and not items[position].text.endswith((".", ";", ":"))
        and following is not None
        and following.number is None
    )


def _kind(titles: Sequence[str]) -> str:
    """Give the kind from the innermost heading that tells one."""
    for title in reversed(titles):
        folded = fold(title)
        if len(folded.split()) > 30:
            continue
        for kind, pattern in _KINDS:
            if pattern.search(folded):
                return kind
    return "task"


def _is_closing(items: Sequence[_Item], position: int, kind: str) -> bool:
    return (
        kind == "organisation"
        and not any(item.number is not None for item in items[position + 1 :])
        and len(items[position].text.split()) >= 8
    )


def _only_points(text: str) -> bool:
    folded = fold(text)
    return (
        bool(re.search(r"(tai|theo|trong|o) (cac )?phu luc|kem theo", folded)) and len(folded.split()) <= 40
    )


def _mentioned_appendices(text: str) -> list[str]:
    labels: list[str] = []
    for match in _APPENDIX_MENTION.finditer(text):
        labels.extend(re.findall(r"[IVXLC]+|\d{1,2}", match.group(1)))
    return labels


def mentioned_appendices(text: str) -> list[str]:
    """Give the labels of the appendices that a text mentions ("1", "II"), as written."""
    return _mentioned_appendices(text)


def _clause(no: str, kind: str, item: _Item, judge: Judge) -> Clause:
    source = _source(item.lines)
    owners = find_owners(item.text, judge)
    if owners.text:
        owners.source = source
    return Clause(
        no=no,
        kind=kind,
        text=item.text,
        owners=owners,
        deadline=_deadline(item.text, judge),
        source=source,
        is_duty=kind in _DUTIES,
        measures=find_measures(item.text),
        printed=item.printed,
    )


def _append(clause: Clause, item: _Item, judge: Judge) -> None:
    clause.text = f"{clause.text}\n{item.text}"
    clause.printed = f"{clause.printed}\n{item.printed}"
    clause.source = Source(
        min(clause.source.first_line, item.lines[0].number),
        max(clause.source.last_line, item.lines[-1].number),
    )
    clause.measures = find_measures(clause.text)
    if not clause.owners.text or _LABELLED_LEAD.search(item.text):
        clause.owners = find_owners(clause.text, judge)
    if clause.deadline.reading.kind is DeadlineKind.NONE or _LABELLED_DEADLINE.search(item.text):
        clause.deadline = _deadline(clause.text, judge)


_EVENT = re.compile(r"(nếu (?:có )?phát sinh[^,;.]*|khi (?:có|phát sinh|xảy ra)[^,;.]{0,60})", re.IGNORECASE)


def _deadline(text: str, judge: Judge) -> TaskDeadline:
    if labelled := _LABELLED_DEADLINE.search(text):
        words = labelled.group("when").strip(" ,")
        stated = judge.deadline(words)
        if stated.kind is not DeadlineKind.NONE:
            return TaskDeadline(words, stated)
    reading = find_rhythm(text, year=judge.year)
    if reading.kind is DeadlineKind.NONE and (event := _EVENT.search(text)):
        reading = Deadline(squeeze(event.group(1)), DeadlineKind.ON_EVENT)
    return TaskDeadline(reading.text if reading.kind is not DeadlineKind.NONE else "", reading)


_ASSIGNING = re.compile(
    r"^(?:(?:ủy|uỷ) ban nhân dân (?:tỉnh|huyện|thành phố)\s+|UBND (?:tỉnh|huyện|thành phố)\s+)?(?:yêu cầu|giao|đề nghị|phân công|chỉ đạo)\s+(?:cho\s+)?",
    re.IGNORECASE,
)
# Verbs with which the predicate begins once the agencies have been named.
_PREDICATE = re.compile(
    r"(?:,|;)?\s+(?:(?:cần|phải|sẽ|có trách nhiệm|chịu trách nhiệm|chủ động|thường xuyên|kịp thời|khẩn trương|tiếp tục|tích cực|trực tiếp|định kỳ)\s+)*"
    r"(?:căn cứ|tăng cường|tập trung|chủ trì|phối hợp|thực hiện|tổ chức|rà soát|hướng dẫn|xây dựng|ban hành|báo cáo|tham mưu|"
    r"đẩy mạnh|triển khai|kiểm tra|đôn đốc|theo dõi|tổng hợp|lấy ý kiến|nghiên cứu|bố trí|xác định|nâng cao|chỉ đạo|"
    r"thực sự|quán triệt|công khai|cập nhật|bảo đảm|đảm bảo|chịu trách nhiệm|có trách nhiệm|chủ động|thường xuyên|kịp thời|phải|cần)\b"
)
# "các tổ chức …" names organisations, it does not say that somebody organises.
_NAMES_ORGANISATIONS = re.compile(r".*\b(?:các|những|với)\s+tổ chức$", re.IGNORECASE)
# "Đơn vị chủ trì: Sở Tư pháp." on a line or in a sentence of its own.
_LABELLED_LEAD = re.compile(
    r"(?:(?:đơn vị|cơ quan|bộ phận)\s+)?(?:chủ trì|đầu mối)(?: thực hiện)?\s*:\s*(?P<who>[^;\n]{3,200}?)(?=[.;\n]|$|\s+(?:cơ quan|đơn vị)?\s*phối hợp)",
    re.IGNORECASE,
)
_LABELLED_DEADLINE = re.compile(
    r"(?:thời hạn|thời gian)(?: hoàn thành| thực hiện)?\s*:\s*(?P<when>[^;\n]{3,120}?)(?=[.;\n]|$)",
    re.IGNORECASE,
)
_CONCERNING = re.compile(
    r"(?:^|[.;]\s+)(?:Đối với|Riêng)\s+(?P<who>[^.;]{4,160}?)\s+(?:cần|phải|thì|có trách nhiệm|thực hiện|chủ động)\b"
)
_MIDDLE = re.compile(
    r",\s+(?P<who>(?:các|UBND|Sở|Văn phòng|Ban|Chủ tịch|Giám đốc|Thủ trưởng)[^.;]{3,160}?)\s+(?:kịp thời|phải|có trách nhiệm|cần|chủ động|báo cáo)\b"
)


def find_owners(text: str, judge: Judge) -> Agencies:
    """Find whom a clause obliges: its subject, whom it assigns ("Giao …"), or whom it names ("Đối với …").

    Empty where the clause names nobody.
    """
    if labelled := _LABELLED_LEAD.search(text):
        words = labelled.group("who").strip(" ,")
        return Agencies(words, list(judge.agencies(words).parties))
    first = text.split("\n", maxsplit=1)[0]
    assigned = _ASSIGNING.match(first)
    start = assigned.end() if assigned else 0
    best = Agencies()
    for predicate in _PREDICATE.finditer(first, start):
        if _NAMES_ORGANISATIONS.match(first[: predicate.end()][-16:]):
            continue
        subject = first[start : predicate.start()].strip(" ,;")
        if not subject or len(subject.split()) > 45:
            break
        expression = judge.agencies(subject)
        if expression.parties and expression.likelihood >= 0.5:
            best = Agencies(subject, list(expression.parties))
            break
    if best.text:
        return best
    for pattern in (_CONCERNING, _MIDDLE):
        for match in pattern.finditer(text):
            expression = judge.agencies(match.group("who").strip(" ,"))
            if expression.parties and expression.likelihood >= 0.5:
                return Agencies(match.group("who").strip(" ,"), list(expression.parties))
    return Agencies()


def read_footnotes(paragraphs: Sequence[tuple[str, str, tuple[Line, ...]]]) -> list[Clause]:
    """Give footnotes (mark, text, lines) as clauses that oblige nobody."""
    return [
        Clause(
            f"[{mark}]",
            "footnote",
            text,
            Agencies(),
            TaskDeadline(),
            _source(lines),
            printed=f"[{mark}] {text}",
        )
        for mark, text, lines in paragraphs
    ]


def _source(lines: Sequence[Line]) -> Source:
    numbers = [line.number for line in lines]
    return Source(min(numbers), max(numbers)) if numbers else Source(0, 0)
