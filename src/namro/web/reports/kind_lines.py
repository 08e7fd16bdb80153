"""Periods and typed figures of a kind as lines of text that a person can read and change."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from namro.core.errors import Refusal
from namro.core.reports.kinds import day_rule
from namro.web.ui.figures import LATEST, MAXIMUM, RATIO, SUM, WEIGHTED

LAST_YEAR = "năm trước"
RULE_WORDS = {
    SUM: "cộng",
    RATIO: "tỷ lệ",
    LATEST: "mới nhất",
    MAXIMUM: "lớn nhất",
    WEIGHTED: "trung bình có quyền số",
}
_KEY = re.compile(r"[A-Z]\w{0,7}")
_MADE_OF, _PLUS = "gồm ", " + "
MOST_PERIODS, MOST_FIGURES = 60, 300


def period_lines(tree: Mapping[str, Any]) -> str:
    """Write periods: one line each, "Q1; Quý I/{year}; 15/12 năm trước; 14/3; 20/3"; the last part may be empty."""
    return "\n".join(
        "; ".join(
            [
                one["key"],
                one["label"].replace("{year}", "{năm}"),
                *(_day(one, name) for name in ("start", "end", "due")),
            ]
        )
        for one in tree.get("periods", ())
    )


def read_periods(text: str, kind: str) -> list[dict[str, Any]]:
    """Read what `period_lines` writes; raises `Refusal` naming the line."""
    found: list[dict[str, Any]] = []
    for at, line in _lines(text):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) not in (4, 5) or not _KEY.fullmatch(parts[0]) or not parts[1]:
            raise Refusal(f"Kỳ ở dòng {at} chưa đúng; ghi dạng: Q1; Quý I/{{năm}}; 1/1; 31/3; 5/4.")
        label = parts[1].replace("{năm}", "{year}")
        if re.sub(r"\{year\}", "", label).count("{") or "}" in re.sub(r"\{year\}", "", label):
            raise Refusal(f"Tên kỳ ở dòng {at} chỉ được dùng {{năm}} trong ngoặc nhọn.")
        period: dict[str, Any] = {"key": parts[0], "label": label}
        for name, day in zip(("start", "end", "due"), parts[2:], strict=False):
            if not day and name == "due":
                continue
            shift = -1 if LAST_YEAR in day else 0
            rule = day_rule(day.replace(LAST_YEAR, ""), shift, kind)
            period |= {name: f"{rule.day}/{rule.month}", f"{name}_year": shift}
        found.append(period)
        _check_order(period, at)
    if not found or len(found) > MOST_PERIODS:
        raise Refusal(f"Loại báo cáo cần từ 1 đến {MOST_PERIODS} kỳ, mỗi kỳ một dòng.")
    if len({one["key"] for one in found}) != len(found):
        raise Refusal("Có hai kỳ cùng mã; mỗi kỳ cần một mã riêng, ví dụ Q1, Q2.")
    return found


def typed_lines(figures: Sequence[Mapping[str, Any]]) -> str:
    """Write typed figures: one line each, "Số văn bản ban hành; văn bản; cộng; gồm Nghị quyết + Quyết định"."""
    labels = {one["key"]: one["label"] for one in figures}
    return "\n".join(
        "; ".join(
            [
                one["label"],
                one["unit"],
                RULE_WORDS[one["rule"]],
                *([_MADE_OF + _PLUS.join(labels[key] for key in one["parts"])] if one.get("parts") else []),
            ]
        )
        for one in figures
    )


def read_typed(text: str, known: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Read what `typed_lines` writes; a figure of the same name keeps its key, so that periods can be compared."""
    keys = {one["label"]: one["key"] for one in known}
    taken = set(keys.values())
    rules = {word: rule for rule, word in RULE_WORDS.items()}
    found: list[dict[str, Any]] = []
    made_of: dict[str, tuple[int, str]] = {}
    for at, line in _lines(text):
        parts = [part.strip() for part in line.split(";")]
        label, unit, rule, whole = (*parts, "", "", "")[:4]
        is_whole = not whole or whole.startswith(_MADE_OF)
        if not label or len(parts) > 4 or (rule or "cộng") not in rules or not is_whole:
            raise Refusal(
                f"Số liệu nhập tay ở dòng {at} chưa đúng; ghi dạng: Tên số liệu; đơn vị tính; "
                f"{', '.join(rules)} (chọn một); gồm Tên số này + Tên số kia (nếu là số tổng)."
            )
        if len(label) > 400 or len(unit) > 60:
            raise Refusal(f"Số liệu nhập tay ở dòng {at} có tên quá dài; hãy viết gọn lại.")
        key = keys.get(label) or _free_key(taken)
        taken.add(key)
        wanted = rules[rule or "cộng"]
        if whole:
            made_of[label] = (at, whole.removeprefix(_MADE_OF))
        found.append(
            {
                "key": key,
                "label": label,
                "unit": unit,
                "rule": wanted,
                "places": 2 if wanted in (RATIO, WEIGHTED) else 0,
            }
        )
    if len(found) > MOST_FIGURES:
        raise Refusal(f"Một phần có nhiều nhất {MOST_FIGURES} số liệu nhập tay.")
    if len({one["label"] for one in found}) != len(found):
        raise Refusal("Có hai số liệu nhập tay cùng tên trong một phần; hãy đặt tên khác nhau.")
    _set_parts(found, made_of)
    return found


def _set_parts(found: Sequence[dict[str, Any]], made_of: Mapping[str, tuple[int, str]]) -> None:
    by_label = {one["label"]: one for one in found}
    for label, (at, words) in made_of.items():
        names = [name.strip() for name in words.split(_PLUS.strip())]
        strange = next((name for name in names if name not in by_label), None)
        if strange is not None:
            raise Refusal(
                f"Dòng {at}: “{label}” gồm “{strange}” nhưng phần này không có số liệu tên đó; ghi đúng tên ở dòng khác."
            )
        by_label[label]["parts"] = [by_label[name]["key"] for name in names]


def _check_order(period: Mapping[str, Any], at: int) -> None:
    first, last, due = (_place(period, name) for name in ("start", "end", "due"))
    assert first is not None
    assert last is not None
    if first > last:
        raise Refusal(
            f"Kỳ ở dòng {at} kết thúc trước khi bắt đầu; thêm “{LAST_YEAR}” nếu bắt đầu từ năm trước."
        )
    if due is not None and due <= last:
        raise Refusal(f"Kỳ ở dòng {at} có hạn nộp không sau ngày chốt số liệu; hãy sửa lại.")


def _place(period: Mapping[str, Any], name: str) -> tuple[int, int, int] | None:
    if name not in period:
        return None
    day, month = period[name].split("/")
    return period[f"{name}_year"], int(month), int(day)


def _day(one: Mapping[str, Any], name: str) -> str:
    if name not in one:
        return ""
    return f"{one[name]} {LAST_YEAR}" if one.get(f"{name}_year") == -1 else str(one[name])


def _lines(text: str) -> Iterable[tuple[int, str]]:
    return ((at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip())


def _free_key(taken: set[str]) -> str:
    number = 1
    while f"s{number}" in taken:
        number += 1
    return f"s{number}"
