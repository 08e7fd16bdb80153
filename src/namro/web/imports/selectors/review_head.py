"""The head of the document as a reviewer sees it, with targets, baselines and the tree of headings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from namro.core.text import format_date, format_number
from namro.web.imports.selectors.review_cards import FIELD_LABELS, Desk, words_of
from namro.web.imports.selectors.review_tree import Node, lines_in, ranges

_KINDS = {
    "rank_band": "trong nhóm hạng",
    "share_above": "tỷ lệ trên",
    "rank_at_most": "hạng không quá",
    "not_below_last_year": "không thấp hơn năm trước",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A target, a baseline, or a heading with the number of rows under it."""

    key: str
    text: str
    detail: str
    rows: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    lines: tuple[tuple[int, str], ...]
    targets: tuple[Line, ...]
    baselines: tuple[Line, ...]
    headings: tuple[Line, ...]


def head_of(desk: Desk) -> Head:
    """Give the head; lines are those of the source it was read from, where the reading says so."""
    tree = desk.tree
    document = tree["document"]
    sources = [stretch for line in document.get("lines") or () for stretch in ranges(line)]
    return Head(
        facts=tuple((FIELD_LABELS[name], _fact(name, document.get(name))) for name in _FACTS),
        lines=tuple((line, desk.words[line]) for line in lines_in(sources, desk.numbers)[:60]),
        targets=tuple(Line(t["key"], t.get("text") or "", _target(t)) for t in tree["targets"]),
        baselines=tuple(
            Line(b["key"], f"{b.get('index')} năm {b.get('year')}", _baseline(b)) for b in tree["baselines"]
        ),
        headings=tuple(_headings(tree)),
    )


_FACTS = ("number", "issued_on", "place", "issuer", "title", "signer", "legal_bases", "recipients")


def _fact(name: str, value: Any) -> tuple[str, ...]:
    if name == "issued_on" and value:
        return (format_date(date.fromisoformat(value)),)
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    text = words_of(value)
    return (text,) if text else ()


def _target(target: Node) -> str:
    value = target.get("value")
    shown = " đến ".join(_number(part) for part in value) if isinstance(value, list) else _number(value)
    unit = "%" if target.get("kind") == "share_above" else ""
    return f"{target.get('index') or 'Chưa rõ chỉ số'}: {_KINDS.get(target.get('kind') or '', '')} {shown}{unit}".strip()


def _baseline(base: Node) -> str:
    parts = []
    if base.get("score") is not None:
        most = f"/{_number(base['max'])}" if base.get("max") is not None else ""
        parts.append(f"{_number(base['score'])}{most} điểm")
    if base.get("percent") is not None:
        parts.append(f"{_number(base['percent'])}%")
    if base.get("rank") is not None:
        parts.append(f"hạng {base['rank']}" + (f"/{base['of']}" if base.get("of") else ""))
    change = base.get("rank_change")
    if change is not None:
        parts.append(
            "giữ nguyên bậc" if change == 0 else f"{'tăng' if change > 0 else 'giảm'} {abs(change)} bậc"
        )
    return ", ".join(parts) or "chưa có số liệu"


def _number(value: Any) -> str:
    if value is None:
        return ""
    try:
        return format_number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _headings(tree: Node) -> list[Line]:
    found = []
    for appendix in tree["appendices"]:
        title = str(appendix.get("title") or "")
        found.append(Line(appendix["key"], str(appendix["label"]), title, level=0))
        for axis in appendix["axes"]:
            if axis.get("no") or axis.get("name"):
                found.append(Line(axis["key"], _named(axis), "", level=1))
            for criterion in axis["criteria"]:
                if criterion.get("no") or criterion.get("name"):
                    shared = criterion.get("shares_tasks_with")
                    detail = f"Chung nhiệm vụ với tiêu chí {shared}" if shared else ""
                    found.append(
                        Line(criterion["key"], _named(criterion), detail, len(criterion["tasks"]), level=2)
                    )
    return found


def _named(part: Node) -> str:
    return ". ".join(str(part[name]) for name in ("no", "name") if part.get(name))
