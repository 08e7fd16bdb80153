"""The kinds of reports that the program carries, read from `registers/report_kinds.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from typing import Any

from namro.core.errors import Refusal
from namro.core.measures import Aggregation
from namro.core.reports.model import DayRule, Outline, OutlineSection, PeriodRule, ReportKind, TypedFigure

RULES = tuple(one.value for one in Aggregation)  # every way measures know, by its own name
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")


@lru_cache(maxsize=1)
def carried_kinds() -> tuple[ReportKind, ...]:
    """Give the kinds in the order of the file; raises `Refusal` when the file is damaged."""
    text = (files("namro.registers") / "report_kinds.toml").read_text(encoding="utf-8")
    return kinds_of(tomllib.loads(text))


def kinds_of(tree: Mapping[str, Any]) -> tuple[ReportKind, ...]:
    """Read kinds from a tree of the same form; raises `Refusal` naming the kind and the field at fault."""
    outlines = {key: outline_of(key, one) for key, one in tree.get("outline", {}).items()}
    return tuple(_kind(one, outlines) for one in tree.get("kind", ()))


def outline_of(key: str, tree: Mapping[str, Any]) -> Outline:
    """Read an outline; raises `Refusal` for parts without key or title, or two of the same key."""
    sections = tuple(
        OutlineSection(
            str(one.get("key", "")),
            str(one.get("title", "")),
            tuple(one.get("figures", ())),
            tuple(_typed(key, figure) for figure in one.get("typed", ())),
        )
        for one in tree.get("sections", ())
    )
    keys = [section.key for section in sections]
    if not sections or any(not section.key or not section.title.strip() for section in sections):
        raise Refusal(f"Đề cương “{key}” cần ít nhất một phần, mỗi phần có mã và tên.")
    if len(set(keys)) != len(keys):
        raise Refusal(f"Đề cương “{key}” có hai phần cùng mã; mỗi phần cần một mã riêng.")
    for section in sections:
        check_parts(section.typed)
    return Outline(
        key,
        str(tree.get("name", key)),
        sections,
        bool(tree.get("verified", False)),
        str(tree.get("note", "")),
    )


def _typed(outline: str, tree: Mapping[str, Any]) -> TypedFigure:
    made = TypedFigure(
        str(tree.get("key", "")),
        str(tree.get("label", "")),
        str(tree.get("unit", "")),
        str(tree.get("rule", "sum")),
        int(tree.get("places", 0)),
        tuple(str(part) for part in tree.get("parts", ())),
    )
    if not made.key or not made.label or made.rule not in RULES:
        raise Refusal(
            f"Đề cương “{outline}”: số liệu “{made.label or made.key}” cần mã, tên và cách cộng đúng."
        )
    return made


def check_parts(typed: Sequence[TypedFigure]) -> None:
    """Refuse totals whose parts are not there, are not added, are counted in something else, or loop."""
    by_key = {one.key: one for one in typed}
    for one in typed:
        for part in one.parts:
            held = by_key.get(part)
            if held is None:
                raise Refusal(
                    f"“{one.label}” gồm “{part}” nhưng phần này không có số liệu đó; hãy ghi đúng tên."
                )
            if held.rule != "sum" or one.rule != "sum" or held.unit != one.unit:
                raise Refusal(
                    f"“{one.label}” gồm “{held.label}”: cả hai phải là số cộng được và cùng đơn vị tính."
                )
        if len(set(one.parts)) != len(one.parts):
            raise Refusal(f"“{one.label}” ghi một số thành phần hai lần; hãy bỏ bớt.")
    try:
        TopologicalSorter({one.key: one.parts for one in typed}).prepare()
    except CycleError as error:
        names = " → ".join(f"“{by_key[key].label}”" for key in reversed(error.args[1]))
        raise Refusal(f"Số liệu gồm lẫn nhau thành vòng: {names}; hãy bỏ một chiều.") from None


def tree_of_typed(figure: TypedFigure) -> dict[str, Any]:
    """Give a typed figure as a tree; parts only where there are any, so that older trees stay equal."""
    tree = asdict(figure) | {"parts": list(figure.parts)}
    return tree if figure.parts else {name: value for name, value in tree.items() if name != "parts"}


def kind_called(key: str) -> ReportKind:
    """Give a carried kind by its key; raises `Refusal` with the keys there are."""
    found = next((kind for kind in carried_kinds() if kind.key == key), None)
    if found is None:
        known = ", ".join(kind.key for kind in carried_kinds())
        raise Refusal(f"Không có loại báo cáo “{key}”; các loại: {known}.")
    return found


def monthly() -> tuple[PeriodRule, ...]:
    """Give the twelve months, without a due day."""
    return tuple(
        PeriodRule(
            f"M{month:02d}", f"Tháng {month}/{{year}}", DayRule(1, month), DayRule(_last(month), month)
        )
        for month in range(1, 13)
    )


def _last(month: int) -> int:
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def kind_of_tree(tree: Mapping[str, Any]) -> ReportKind:
    """Read one kind with its outline inside; raises `Refusal` naming what is at fault."""
    return _kind(tree, {})


def tree_of_kind(kind: ReportKind) -> dict[str, Any]:
    """Give a kind as a tree for JSON; `kind_of_tree` gives the same kind back."""
    return {
        "key": kind.key,
        "name": kind.name,
        "symbol": kind.symbol,
        "source": kind.source,
        "verified": kind.verified,
        "levels": list(kind.levels),
        "units": list(kind.units),
        "consolidated_by": kind.consolidated_by,
        "receiver": kind.receiver,
        "figures": list(kind.figures),
        "note": kind.note,
        "due_days": dict(kind.due_days),
        "outline": {
            "key": kind.outline.key,
            "name": kind.outline.name,
            "verified": kind.outline.verified,
            "note": kind.outline.note,
            "sections": [
                {
                    "key": one.key,
                    "title": one.title,
                    "figures": list(one.figures),
                    "typed": [tree_of_typed(figure) for figure in one.typed],
                }
                for one in kind.outline.sections
            ],
        },
        "periods": [_period_tree(rule) for rule in kind.periods],
    }


def _period_tree(rule: PeriodRule) -> dict[str, Any]:
    tree: dict[str, Any] = {"key": rule.key, "label": rule.label}
    for name, day in (("start", rule.start), ("end", rule.end), ("due", rule.due)):
        if day is not None:
            tree |= {name: f"{day.day}/{day.month}", f"{name}_year": day.year_shift}
    return tree


def _kind(tree: Mapping[str, Any], outlines: Mapping[str, Outline]) -> ReportKind:
    key = str(tree.get("key", ""))
    if isinstance(tree.get("outline"), Mapping):  # a kind that carries its own
        outlines = {"": outline_of(str(tree["outline"].get("key", key)), tree["outline"])}
        tree = {**tree, "outline": ""}
    outline = outlines.get(str(tree.get("outline", "")))
    if not key or outline is None:
        raise Refusal(f"Loại báo cáo “{key}” thiếu mã hoặc đề cương “{tree.get('outline', '')}” không có.")
    periods = tuple(_period(key, one) for one in tree.get("periods", ()))
    return ReportKind(
        key=key,
        name=str(tree["name"]),
        symbol=str(tree.get("symbol", "BC")),
        source=str(tree.get("source", "")),
        verified=bool(tree.get("verified", False)),
        levels=tuple(tree.get("levels", ())),
        units=tuple(tree.get("units", ())),
        consolidated_by=str(tree.get("consolidated_by", "")),
        receiver=str(tree.get("receiver", "")),
        figures=tuple(tree.get("figures", ())),
        outline=outline,
        periods=monthly() if tree.get("every_month") else periods,
        note=str(tree.get("note", "")),
        due_days={str(level): int(days) for level, days in tree.get("due_days", {}).items()},
    )


def _period(kind: str, tree: Mapping[str, Any]) -> PeriodRule:
    return PeriodRule(
        key=str(tree["key"]),
        label=str(tree["label"]),
        start=day_rule(str(tree["start"]), int(tree.get("start_year", 0)), kind),
        end=day_rule(str(tree["end"]), int(tree.get("end_year", 0)), kind),
        due=day_rule(str(tree["due"]), int(tree.get("due_year", 0)), kind) if tree.get("due") else None,
    )


def day_rule(text: str, year_shift: int, kind: str) -> DayRule:
    """Read "15/12"; raises `Refusal` for what is no day of the year."""
    found = _DAY.fullmatch(text.strip())
    day, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= _last(month)):
        raise Refusal(f"Loại báo cáo “{kind}”: “{text}” không phải ngày và tháng; ghi dạng 15/12.")
    return DayRule(day, month, year_shift)
