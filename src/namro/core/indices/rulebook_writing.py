"""A rulebook out again as TOML, and what changed from one version to the next."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rules.wording import are_alike, in_words
from namro.core.indices.rules.writing import write_points


def write_toml(tree: Mapping[str, Any]) -> str:
    """Write the tables of a rulebook as TOML that reads back to the same tables."""
    return "\n".join(_table("", tree)).strip() + "\n"


def _table(path: str, table: Mapping[str, Any]) -> Iterator[str]:
    later = []
    for word, value in table.items():
        if isinstance(value, Mapping) or (isinstance(value, list) and _has_tables(value)):
            later.append((f"{path}.{word}" if path else word, value))
        else:
            yield f"{word} = {_value(value)}"
    for place, value in later:
        for one in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{place}]]" if isinstance(value, list) else f"[{place}]"
            yield from _table(place, one)


def _has_tables(values: list[Any]) -> bool:
    return bool(values) and isinstance(values[0], Mapping)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case list():
            return f"[{', '.join(_value(one) for one in value)}]"
        case str():
            return f'"{"".join(_letter(letter) for letter in value)}"'
    raise TypeError(f"no TOML for {type(value).__name__}")


def _letter(letter: str) -> str:
    if letter in {'"', "\\"}:
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def changes_between(old: Rulebook, new: Rulebook) -> tuple[str, ...]:
    """Say what changed from one version of a rulebook to the next, one sentence for each line."""
    told = []
    if old.total != new.total:
        told.append(f"Tổng điểm: {_points(old.total)} → {_points(new.total)}.")
    for line in old.lines:
        if line.code not in new.by_code:
            told.append(f"{line.code}: bỏ “{line.name}” ({_points(line.maximum)} điểm).")
    for line in new.lines:
        before = old.by_code.get(line.code)
        if before is None:
            told.append(f"{line.code}: thêm “{line.name}” ({_points(line.maximum)} điểm).")
        else:
            told.extend(f"{line.code}: {change}" for change in _line_changes(before, line))
    return tuple(told)


def _line_changes(before: Line, after: Line) -> Iterator[str]:
    if before.name != after.name:
        yield f"tên “{before.name}” → “{after.name}”."
    if before.maximum != after.maximum:
        yield f"điểm tối đa {_points(before.maximum)} → {_points(after.maximum)}."
    if before.parent != after.parent:
        yield f"chuyển từ mục {before.parent or 'gốc'} sang mục {after.parent or 'gốc'}."
    if before.rule is None or after.rule is None:
        if before.rule is not after.rule:
            yield "đổi cách chấm."
    elif not are_alike(before.rule, after.rule):
        told, now = " ".join(in_words(before.rule)), " ".join(in_words(after.rule))
        if told == now:
            yield "đổi lời hoặc giới hạn của số liệu phải nhập."
        else:
            yield f"đổi cách chấm: “{told}” → “{now}”."


def _points(points: Decimal | None) -> str:
    return "chưa rõ" if points is None else write_points(points)
