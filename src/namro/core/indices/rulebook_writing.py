"""A rulebook out again: as TOML, as the blank sheet of criteria, and what changed from one version to the next."""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rulebook_sheet import COLUMNS, HEAD, KIND_WORDS
from namro.core.indices.rules.describing import describe
from namro.core.indices.rules.writing import write_points

_WIDTHS = (10, 44, 12, 14, 22, 60, 60)


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


def write_blank_sheet() -> bytes:
    """Make the sheet in which a province writes down its own index, with one example of every way of scoring."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False})
    # Without it the package would carry the hour of its making: the sheet is the same bytes every time.
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EEF4"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet("Bộ tiêu chí")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for row, label in enumerate(HEAD.values()):
        sheet.write_string(row, 0, label, bold)
        sheet.write_blank(row, 1, None, text)
    start = len(HEAD) + 1
    for column, (label, _) in enumerate(COLUMNS.values()):
        sheet.write_string(start, column, label, bold)
    kinds = {"validate": "list", "source": list(KIND_WORDS)}
    points = {"validate": "list", "source": ["Tài liệu", "Tỷ lệ", "Khảo sát", "Được cho"]}
    sheet.data_validation(start + 1, 4, start + 500, 4, kinds)
    sheet.data_validation(start + 1, 3, start + 500, 3, points)
    sheet.freeze_panes(start + 1, 2)
    examples = book.add_worksheet("Cách ghi tham số")
    examples.set_column(0, 0, 24)
    examples.set_column(1, 1, 100)
    for row, (word, (_, example)) in enumerate(KIND_WORDS.items()):
        examples.write_string(row, 0, word, bold)
        examples.write_string(row, 1, example or "không cần tham số", text)
    book.close()
    return packed.getvalue()


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
    if _rule(before) != _rule(after):
        yield "đổi cách chấm."


def _rule(line: Line) -> object:
    return (describe(line.rule), line.rule.wanted) if line.rule else None


def _points(points: Decimal | None) -> str:
    return "chưa rõ" if points is None else write_points(points)
