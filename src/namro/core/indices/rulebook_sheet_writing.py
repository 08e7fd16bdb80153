"""A rulebook out to the spreadsheet of criteria, blank or filled, so that it can be changed there and come back."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from namro.core.indices.rulebook_sheet import COLUMNS, HEAD, KIND_WORDS, RAW_KIND
from namro.core.indices.rules import BadRule, parse_rule
from namro.core.indices.rules.parsing import read_decimal
from namro.core.indices.rules.wording import are_alike
from namro.core.indices.rules.writing import HUNDRED, write_plain

_WIDTHS = (10, 44, 12, 14, 22, 60, 60, 30, 40, 12)
_POINT_WORDS = {"documentary": "Tài liệu", "ratio": "Tỷ lệ", "survey": "Khảo sát", "given": "Được cho"}


def write_blank_sheet() -> bytes:
    """Make the sheet in which a province writes down its own index, with one example of every way of scoring."""
    return _workbook({}, [])


def write_rulebook_sheet(tree: Mapping[str, Any]) -> bytes:
    """Write the tables of a rulebook's TOML as the same sheet, filled.

    Read back it gives the same lines, maxima and rules: a rule that the words of the sheet cannot say stands
    there as it is (“Ghi nguyên”).
    """
    head = {word: _head_text(tree[word]) for word in HEAD if word in tree and word != "class"}
    head["places"] = str(tree["rounding"]["places"])
    head["class"] = "; ".join(
        f"{one['label']}: {write_plain(Decimal(one['at_least']))}"
        for one in tree.get("class", ())
        if one.get("at_least") is not None
    )
    return _workbook(head, [_row(line) for line in tree["line"]])


def kind_and_details(rule: Mapping[str, Any], name: str, maximum: object) -> tuple[str, str]:
    """Give the columns “Cách chấm” and “Tham số” of a rule, proven to read back to the same rule."""
    for kind, details in _candidates(rule):
        if _reads_back(kind, details, rule, name, maximum):
            return kind, details
    return RAW_KIND, json.dumps(rule, ensure_ascii=False, default=_plain)


def _reads_back(kind: str, details: str, rule: Mapping[str, Any], name: str, maximum: object) -> bool:
    build, _ = KIND_WORDS[kind]
    items = [" ".join(item.split()) for item in details.split(";") if item.strip()]
    try:
        most = read_decimal(maximum, "max")
        found, wanted = parse_rule(build(items, name), most), parse_rule(rule, most)
    except BadRule:
        return False
    return are_alike(found, wanted)


def _candidates(rule: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the way of scoring that may say the rule; whether it does is for the caller to prove."""
    try:
        return [_candidate(rule)]
    except (KeyError, TypeError, ArithmeticError):
        return []


def _candidate(rule: Mapping[str, Any]) -> tuple[str, str]:
    match rule["kind"]:
        case "yes_no":
            return "Có/không", ""
        case "choice":
            return "Chọn mức", "; ".join(
                f"{one['label']}: {_number(one['points'])}" for one in rule["options"]
            )
        case "ratio":
            limits = []
            if "floor" in rule:
                limits.append(f"dưới {_percent(rule['floor'])}: 0")
            if "full_from" in rule:
                limits.append(f"từ {_percent(rule['full_from'])}: tối đa")
            return "Tỷ lệ", "; ".join([*_whole_and_part(rule), *limits])
        case "ratio_steps":
            steps = [f"từ {_percent(one['at_least'])}: {_number(one['points'])}" for one in rule["steps"]]
            return "Bậc tỷ lệ", "; ".join([*_whole_and_part(rule), *steps])
        case "count_steps":
            return "Bậc số lượng", "; ".join(
                f"từ {_number(one['at_least'])}: {_number(one['points'])}" for one in rule["steps"]
            )
        case "rate":
            return "Tỷ lệ %", ""
        case "mean":
            return "Trung bình khảo sát", f"thang: {rule['low']}–{rule['high']}"
        case "given":
            return "Cho điểm", rule["by"]
        case "deduction":
            return "Trừ điểm", f"mỗi vụ: {_number(rule['each'])}"
        case "change":
            words = (("tăng", "up"), ("bằng", "equal"), ("giảm", "down"))
            return "So năm trước", "; ".join(f"{word}: {_number(rule[key])}" for word, key in words)
        case "rank":
            first, bands = 1, []
            for one in rule["bands"]:
                bands.append(f"{first}–{one['last']}: {_number(one['points'])}")
                first = int(one["last"]) + 1
            return "Xếp hạng", "; ".join(bands)
    raise KeyError(rule["kind"])


def _whole_and_part(rule: Mapping[str, Any]) -> list[str]:
    told = [f"a = {rule['a']}", f"b = {rule['b']}"]
    if rule.get("unit"):
        told.append(f"đơn vị = {rule['unit']}")
    if rule.get("no_cases") == "full":
        told.append("a = 0: tối đa")
    return told


def _row(line: Mapping[str, Any]) -> tuple[str, ...]:
    kind, details = "", ""
    if "rule" in line:
        kind, details = kind_and_details(line["rule"], line["name"], line.get("max"))
    maximum = line.get("max")
    cells = {
        "code": line["code"],
        "name": line["name"],
        "max": "" if maximum is None else maximum if isinstance(maximum, str) else _number(maximum),
        "point": _POINT_WORDS.get(line.get("point", ""), ""),
        "kind": kind,
        "details": details,
        "official": line.get("official", ""),
        "clause": line.get("clause", ""),
        "no_rule": line.get("no_rule", ""),
        "parent": line.get("parent", ""),
    }
    return tuple(cells[word] for word in COLUMNS)


def _head_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return _number(value) if isinstance(value, Decimal) else str(value)


def _number(value: Any) -> str:
    return write_plain(Decimal(value)).replace(".", "")


def _percent(share: Any) -> str:
    return f"{write_plain(Decimal(share) * HUNDRED)}%"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)


def _workbook(head: Mapping[str, str], rows: Sequence[Sequence[str]]) -> bytes:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # Without it the package would carry the hour of its making: the sheet is the same bytes every time.
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EEF4"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet("Bộ tiêu chí")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for row, (word, label) in enumerate(HEAD.items()):
        sheet.write_string(row, 0, label, bold)
        if head.get(word):
            sheet.write_string(row, 1, head[word], text)
        else:
            sheet.write_blank(row, 1, None, text)
    start = len(HEAD) + 1
    for column, (label, _) in enumerate(COLUMNS.values()):
        sheet.write_string(start, column, label, bold)
    for row, cells in enumerate(rows, start + 1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, text)
    last = start + max(500, len(rows) + 100)
    sheet.data_validation(start + 1, 4, last, 4, {"validate": "list", "source": [*KIND_WORDS, RAW_KIND]})
    sheet.data_validation(start + 1, 3, last, 3, {"validate": "list", "source": list(_POINT_WORDS.values())})
    sheet.freeze_panes(start + 1, 2)
    examples = book.add_worksheet("Cách ghi tham số")
    examples.set_column(0, 0, 24)
    examples.set_column(1, 1, 100)
    for row, (word, (_, example)) in enumerate(KIND_WORDS.items()):
        examples.write_string(row, 0, word, bold)
        examples.write_string(row, 1, example or "không cần tham số", text)
    examples.write_string(len(KIND_WORDS), 0, RAW_KIND, bold)
    examples.write_string(
        len(KIND_WORDS), 1, "quy tắc nhiều phần, chương trình tự ghi khi xuất; không cần sửa", text
    )
    book.close()
    return packed.getvalue()
