"""The rules of the chase as data: read, checked, and written back."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from namro.core.errors import Refusal

MOST_DAYS = 366
MOST_STEPS = 30
MOST_BYTES = 100_000


class Condition(StrEnum):
    """How an obligation stands on a day."""

    SETTLED = "settled"
    NOT_DUE = "not_due"
    SILENT = "silent"
    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"


class When(StrEnum):
    """From what the days of a step are counted."""

    BEFORE = "before"
    AFTER = "after"
    SILENT = "silent"


class Rung(StrEnum):
    """Who is told, from the person who does the work upwards."""

    OFFICIAL = "official"
    DIVISION_HEAD = "division_head"
    UNIT_HEAD = "unit_head"
    PLAN_OFFICER = "plan_officer"
    PROVINCE_LEADER = "province_leader"


class Channel(StrEnum):
    """How a person is told; the program itself always keeps what was said."""

    PROGRAM = "program"
    EMAIL = "email"
    HOOK = "hook"


@dataclass(frozen=True, slots=True)
class Step:
    """One rule: so many days before, after or without an update, this rung is told, again every so many working days."""

    key: str
    when: When
    days: int
    every: int  # working days; 0: once
    to: Rung
    channels: tuple[Channel, ...]
    urgent: bool  # the same day; else in the weekly digest


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of the chase that hold on a day."""

    name: str
    soon_days: int
    silent_days: int
    digest_weekday: int  # 1 Monday to 5 Friday
    link_hours: int
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        """Give the step of a key; None for one that a later version took away."""
        return next((step for step in self.steps if step.key == key), None)


_Word = TypeVar("_Word", bound=StrEnum)


def rules_of(data: Mapping[str, Any]) -> Rules:
    """Read rules from data as TOML or JSON give it; `Refusal` names the place that cannot be."""
    rows = data.get("step", [])
    if not isinstance(rows, list) or not rows:
        raise Refusal("Quy tắc nhắc việc chưa có bậc nào; cần ít nhất một bậc nhắc.")
    if len(rows) > MOST_STEPS:
        raise Refusal(f"Quy tắc nhắc việc có quá {MOST_STEPS} bậc; hãy bớt lại.")
    steps = tuple(_step(row, n) for n, row in enumerate(rows, 1))
    if len({step.key for step in steps}) != len(steps):
        raise Refusal("Hai bậc nhắc trùng mã; mỗi bậc cần một mã riêng.")
    return Rules(
        name=str(data.get("name") or "Quy tắc nhắc việc"),
        soon_days=_whole(data.get("soon_days"), 1, MOST_DAYS, "Số ngày coi là sắp đến hạn"),
        silent_days=_whole(data.get("silent_days"), 1, MOST_DAYS, "Số ngày coi là lâu không cập nhật"),
        digest_weekday=_whole(data.get("digest_weekday"), 1, 5, "Thứ gửi bản tổng hợp tuần (1 là thứ Hai)"),
        link_hours=_whole(data.get("link_hours"), 1, 30 * 24, "Số giờ liên kết một lần có hiệu lực"),
        steps=steps,
    )


def rules_data(rules: Rules) -> dict[str, Any]:
    """Write rules as plain data, from which `rules_of` makes them again."""
    data = asdict(rules)
    data["step"] = [row | {"channels": list(row["channels"])} for row in data.pop("steps")]
    return data


def rules_of_toml(content: bytes) -> Rules:
    """Read rules from the bytes of a TOML file; `Refusal` says what cannot be read and where."""
    if len(content) > MOST_BYTES:
        raise Refusal(f"Tệp quy tắc lớn quá {MOST_BYTES // 1000} kB; tệp đúng chỉ vài kB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("Tệp quy tắc phải là văn bản UTF-8; hãy lưu lại với bảng mã UTF-8.") from None
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        place = re.search(r"line (\d+)", str(wrong))
        where = f", gần dòng {place[1]}" if place else ""
        raise Refusal(f"Tệp quy tắc không đúng dạng TOML{where}; hãy tải tệp đang dùng về làm mẫu.") from None
    return rules_of(data)


def rules_toml(rules: Rules) -> str:
    """Write rules as TOML, from which `rules_of_toml` makes them again."""
    data = rules_data(rules)
    steps = data.pop("step")
    lines = [f"{name} = {_toml(value)}" for name, value in data.items()]
    for step in steps:
        lines += ["", "[[step]]", *(f"{name} = {_toml(value)}" for name, value in step.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    # JSON's words and numbers, and lists of words, are TOML's.
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=1)
def shipped_rules() -> Rules:
    """Give the rules a province starts with, from `namro.registers`."""
    return rules_of(tomllib.loads((files("namro.registers") / "chase.toml").read_text(encoding="utf-8")))


def _step(row: Any, number: int) -> Step:
    where = f"Bậc nhắc thứ {number}"
    if not isinstance(row, Mapping):
        raise Refusal(f"{where} không đọc được.")
    key = row.get("key")
    if not isinstance(key, str) or not key or len(key) > 40:
        raise Refusal(f"{where} chưa có mã, hoặc mã dài quá 40 chữ.")
    when = _word(When, row.get("when"), f"{where}: mốc tính ngày")
    channels = row.get("channels")
    if not isinstance(channels, list) or not channels:
        raise Refusal(f"{where} chưa có kênh nhắc nào.")
    return Step(
        key=key,
        when=when,
        days=_whole(row.get("days"), 0 if when is When.BEFORE else 1, MOST_DAYS, f"{where}: số ngày"),
        every=_whole(row.get("every"), 0, MOST_DAYS, f"{where}: số ngày làm việc giữa hai lần nhắc"),
        to=_word(Rung, row.get("to"), f"{where}: người được nhắc"),
        channels=tuple(_word(Channel, channel, f"{where}: kênh nhắc") for channel in dict.fromkeys(channels)),
        urgent=row.get("urgent") is True,
    )


def _word(kind: type[_Word], value: Any, where: str) -> _Word:
    try:
        return kind(value)
    except ValueError:
        raise Refusal(
            f"{where} ghi «{value}» không có trong danh sách: {', '.join(word.value for word in kind)}."
        ) from None


def _whole(value: Any, least: int, most: int, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Refusal(f"{where} phải là số nguyên từ {least} đến {most}.")
    return value
