"""A spreadsheet of criteria ─▶ a rulebook: how a province brings in the index it made for its own units."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_tables
from namro.core.indices.rulebook_loading import FORMAT, build_rulebook
from namro.core.indices.rules import BadRule, parse_rule
from namro.core.indices.rules.parsing import read_decimal
from namro.core.text import fold, read_number, squeeze

COLUMNS = {
    "code": ("Mã", {"ma", "ma tieu chi", "stt"}),
    "name": ("Tên tiêu chí", {"ten tieu chi", "tieu chi", "noi dung"}),
    "max": ("Điểm tối đa", {"diem toi da"}),
    "point": ("Loại điểm", {"loai diem"}),
    "kind": ("Cách chấm", {"cach cham"}),
    "details": ("Tham số", {"tham so"}),
    "official": ("Quy tắc", {"quy tac", "cach tinh diem"}),
    "clause": ("Điều khoản", {"dieu khoan"}),
    "no_rule": ("Vì sao chưa có cách chấm", {"vi sao chua co cach cham"}),
    "parent": ("Mã dòng cha", {"ma dong cha", "dong cha"}),  # only where the code itself does not tell it
}
HEAD = {
    "key": "Mã bộ tiêu chí",
    "index": "Tên chỉ số",
    "name": "Tên bộ tiêu chí",
    "years": "Năm đánh giá",
    "scope": "Đơn vị được chấm",
    "total": "Tổng điểm",
    "legal_source": "Căn cứ",
    "version": "Phiên bản",
    "changes": "Điểm thay đổi",
    "class": "Xếp loại",
    "places": "Làm tròn đến mấy chữ số",
}
RAW_KIND = "Ghi nguyên"  # the rule as its table in JSON: for rules that the other ways cannot say
POINTS = {"tai lieu": "documentary", "ty le": "ratio", "khao sat": "survey", "duoc cho": "given"}
_MOST_TOLD = 30
_HEAD_WORDS = {fold(label): word for word, label in HEAD.items()}
_PERCENT = re.compile(r"([\d.,]+)\s*%")


def read_rulebook_sheet(name: str, data: bytes) -> dict[str, Any]:
    """Read XLSX or CSV into the tables of a rulebook's TOML, already proven to build; raises `Refusal`.

    Above the table stand pairs such as “Mã bộ tiêu chí” and its value; `docs/calculations/indices.md` has the
    words of the columns “Cách chấm” and “Tham số”.
    """
    return read_rulebook_rows(name, data)[0]


def read_rulebook_rows(name: str, data: bytes) -> tuple[dict[str, Any], dict[str, int]]:
    """Read it as `read_rulebook_sheet` does, with the row of the sheet where each code stands; raises `Refusal`
    that names every row that cannot be read, not only the first."""
    for rows in read_tables(name, data):
        start = _header(rows)
        if start is not None:
            tree, places = _tree(rows, *start)
            build_rulebook(tree)
            return tree, places
    needed = ", ".join(label for label, _ in list(COLUMNS.values())[:3])
    raise Refusal(f"Không thấy dòng tiêu đề có các cột {needed}; hãy dùng bảng mẫu.")


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(rows[:60]):
        folded = [fold(str(cell)) for cell in row]
        places = {
            word: next((place for place, cell in enumerate(folded) if cell in names), -1)
            for word, (_, names) in COLUMNS.items()
        }
        if min(places[word] for word in ("code", "name", "max")) >= 0:
            return number, places
    return None


def _tree(
    rows: Sequence[Sequence[object]], start: int, places: Mapping[str, int]
) -> tuple[dict[str, Any], dict[str, int]]:
    head = _head(rows[:start])
    tree: dict[str, Any] = {"format": FORMAT, **head}
    digits = tree.pop("places", 2)
    tree["rounding"] = {
        "places": digits,
        "source": f"Điểm của từng tiêu chí được làm tròn đến {digits} chữ số sau dấu phẩy rồi mới cộng.",
    }
    lines: list[dict[str, Any]] = []
    found: dict[str, int] = {}
    problems = []
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {word: _cell(row, place) for word, place in places.items()}
        if not (cells["code"] or cells["name"]):
            continue
        try:
            line = _line(cells)
            _check_line(line, found)
        except BadRule as bad:
            problems.append(f"Dòng {number}, tiêu chí {cells['code'] or '?'}: {bad.sentence}")
        else:
            lines.append(line)
        found.setdefault(cells["code"].rstrip("."), number)
    if problems:
        told = problems[:_MOST_TOLD]
        if len(problems) > _MOST_TOLD:
            told.append(f"Còn {len(problems) - _MOST_TOLD} dòng khác cũng cần sửa.")
        raise Refusal("\n".join(told))
    tree["line"] = lines
    return tree, found


def _check_line(line: Mapping[str, Any], above: Mapping[str, int]) -> None:
    """Refuse at its row what building the whole rulebook would refuse without naming a row."""
    code = line["code"]
    if not code or not line["name"]:
        raise BadRule("mỗi dòng cần có mã và tên tiêu chí.")
    if code in above:
        raise BadRule(f"mã này đã dùng ở dòng {above[code]}; mỗi mã chỉ được dùng một lần.")
    parent = line.get("parent") or code.rpartition(".")[0]
    if parent and parent not in above:
        raise BadRule(f"không thấy dòng cha “{parent}” đứng trước nó.")
    maximum = read_decimal(line.get("max"), "điểm tối đa")
    if "rule" in line:
        parse_rule(line["rule"], maximum)


def _head(rows: Sequence[Sequence[object]]) -> dict[str, Any]:
    found: dict[str, str] = {}
    for row in rows:
        cells = [squeeze(str(cell)) for cell in row if cell not in (None, "")]
        if len(cells) >= 2 and (word := _HEAD_WORDS.get(fold(cells[0].rstrip(":")))):
            found[word] = _plain_text(cells[1])
    missing = [
        HEAD[word] for word in ("key", "index", "name", "years", "legal_source") if not found.get(word)
    ]
    if missing:
        raise Refusal(f"Phía trên bảng còn thiếu: {', '.join(missing)}.")
    head: dict[str, Any] = dict(found)
    head["years"] = [int(year) for year in re.findall(r"\d{4}", found["years"])]
    for word in ("total", "version", "places"):
        if word in found:
            number = read_number(found[word])
            if number is None:
                raise Refusal(f"“{HEAD[word]}” phải là một số, không phải “{found[word][:40]}”.")
            head[word] = number if word == "total" else int(number)
    if "class" in found:
        head["class"] = _classes(found["class"])
    return head


def _classes(text: str) -> list[dict[str, Any]]:
    classes = []
    for item in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        label, _, least = item.rpartition(":")
        number = read_number(fold(least).removeprefix("tu").strip())
        if not label.strip() or number is None:
            raise Refusal(f"“{HEAD['class']}” ghi như “Tốt: 80; Khá: 65”, không phải “{item[:40]}”.")
        classes.append({"label": label.strip(), "at_least": number})
    return classes


def _line(cells: Mapping[str, str]) -> dict[str, Any]:
    line: dict[str, Any] = {"code": cells["code"].rstrip("."), "name": cells["name"]}
    if cells["max"]:
        is_share = re.fullmatch(r"\d+/\d+", cells["max"])
        line["max"] = cells["max"] if is_share else _number(cells["max"], "điểm tối đa")
    for word in ("official", "clause", "no_rule"):
        if cells[word]:
            line[word] = cells[word]
    if cells["parent"]:
        line["parent"] = cells["parent"].rstrip(".")
    if not cells["kind"]:
        return line
    point = POINTS.get(fold(cells["point"]))
    if point is None:
        raise BadRule(f"loại điểm “{cells['point']}” phải là Tài liệu, Tỷ lệ, Khảo sát hoặc Được cho.")
    if fold(cells["kind"]) == fold(RAW_KIND):
        return {**line, "point": point, "rule": _raw(cells["details"])}
    build = _KINDS.get(fold(cells["kind"]))
    if build is None:
        raise BadRule(f"cách chấm “{cells['kind']}” chưa có; các cách: {', '.join(KIND_WORDS)}.")
    items = [squeeze(item) for item in re.split(r"[;\n]", cells["details"]) if item.strip()]
    return {**line, "point": point, "rule": build(items, cells["name"])}


def _raw(text: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise BadRule("tham số của cách “Ghi nguyên” phải là một bảng viết theo JSON.") from error


def _cell(row: Sequence[object], place: int) -> str:
    cell = row[place] if 0 <= place < len(row) else None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",") if place else repr(cell)
    return "" if cell is None else str(cell).strip()


def _plain_text(text: str) -> str:
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _number(text: str, what: str) -> Decimal:
    number = Decimal(text) if re.fullmatch(r"\d+\.\d{1,2}", text) else read_number(text)
    if number is None:
        raise BadRule(f"{what} “{text[:40]}” phải là một số.")
    return number


def _pairs(items: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Split “nhãn: điểm” at the last colon, “tên = giá trị” at the first equals sign."""
    for item in items:
        left, mark, right = item.rpartition(":") if ":" in item else item.partition("=")
        if not mark or not right.strip():
            raise BadRule(f"tham số “{item[:60]}” phải viết “nhãn: điểm” hoặc “tên = giá trị”.")
        yield left.strip(), right.strip()


def _share(text: str) -> Decimal:
    match = _PERCENT.search(text)
    if match is None:
        raise BadRule(f"“{text[:40]}” phải có một tỷ lệ, ví dụ 80%.")
    return _number(match[1], "tỷ lệ") / 100


def _yes_no(items: Sequence[str], name: str) -> dict[str, Any]:
    return {"kind": "yes_no", "label": name}


def _choice(items: Sequence[str], name: str) -> dict[str, Any]:
    options = [{"label": label, "points": _number(points, "điểm")} for label, points in _pairs(items)]
    return {"kind": "choice", "label": name, "options": options}


def _whole_and_part(items: Sequence[str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    rule: dict[str, Any] = {}
    rest = []
    for left, right in _pairs(items):
        word = fold(left)
        if word in {"a", "b"}:
            rule[word] = right
        elif word == "don vi":
            rule["unit"] = right
        elif word.replace(" ", "") == "a=0" and fold(right) == "toi da":
            rule["no_cases"] = "full"
        else:
            rest.append((word, right))
    return rule, rest


def _ratio(items: Sequence[str], name: str) -> dict[str, Any]:
    rule, rest = _whole_and_part(items)
    for word, right in rest:
        if word.startswith("duoi ") and right == "0":
            rule["floor"] = _share(word)
        elif word.startswith("tu ") and fold(right) == "toi da":
            rule["full_from"] = _share(word)
        else:
            raise BadRule(f"không hiểu tham số “{word}”; viết “dưới 80%: 0” hoặc “từ 90%: tối đa”.")
    return {"kind": "ratio", **rule}


def _ratio_steps(items: Sequence[str], name: str) -> dict[str, Any]:
    rule, rest = _whole_and_part(items)
    steps = [{"at_least": _share(word), "points": _number(right, "điểm")} for word, right in rest]
    return {"kind": "ratio_steps", **rule, "steps": steps}


def _count_steps(items: Sequence[str], name: str) -> dict[str, Any]:
    steps = [
        {
            "at_least": _number(left.lower().removeprefix("từ").strip(), "ngưỡng"),
            "points": _number(right, "điểm"),
        }
        for left, right in _pairs(items)
    ]
    return {"kind": "count_steps", "label": name, "steps": steps}


def _rate(items: Sequence[str], name: str) -> dict[str, Any]:
    return {"kind": "rate", "label": name}


def _mean(items: Sequence[str], name: str) -> dict[str, Any]:
    numbers = re.findall(r"\d+", " ".join(items))
    if len(numbers) != 2:
        raise BadRule("tham số phải là thang đo, ví dụ “thang: 1–5”.")
    return {"kind": "mean", "label": name, "low": int(numbers[0]), "high": int(numbers[1])}


def _given(items: Sequence[str], name: str) -> dict[str, Any]:
    return {"kind": "given", "by": items[0] if items else "Người chấm, thẩm định"}


def _deduction(items: Sequence[str], name: str) -> dict[str, Any]:
    pairs = list(_pairs(items))
    if len(pairs) != 1:
        raise BadRule("tham số phải là mức trừ, ví dụ “mỗi vụ: 0,5”.")
    return {"kind": "deduction", "label": name, "each": _number(pairs[0][1], "mức trừ")}


def _change(items: Sequence[str], name: str) -> dict[str, Any]:
    points = {fold(left): _number(right, "điểm") for left, right in _pairs(items)}
    if set(points) != {"tang", "bang", "giam"}:
        raise BadRule("tham số phải là “tăng: …; bằng: …; giảm: …”.")
    return {
        "kind": "change", "label": name, "up": points["tang"], "equal": points["bang"], "down": points["giam"],
    }  # fmt: skip


def _rank(items: Sequence[str], name: str) -> dict[str, Any]:
    bands = []
    for left, right in _pairs(items):
        numbers = re.findall(r"\d+", left)
        if not numbers:
            raise BadRule(f"nhóm hạng “{left[:40]}” phải có số, ví dụ “1–10: 1”.")
        bands.append({"last": int(numbers[-1]), "points": _number(right, "điểm")})
    of = bands[-1]["last"] if bands else 0
    return {"kind": "rank", "label": name, "of": of, "bands": bands}


KIND_WORDS: dict[str, tuple[Callable[[Sequence[str], str], dict[str, Any]], str]] = {
    "Có/không": (_yes_no, ""),
    "Chọn mức": (_choice, "Đầy đủ: 1; Chưa đầy đủ: 0,5; Không làm: 0"),
    "Tỷ lệ": (
        _ratio,
        "a = tổng số nhiệm vụ; b = số đã hoàn thành; đơn vị = nhiệm vụ; dưới 80%: 0; a = 0: tối đa",
    ),
    "Bậc tỷ lệ": (_ratio_steps, "a = tổng số; b = số đã làm; từ 80%: 1; từ 50%: 0,5"),
    "Bậc số lượng": (_count_steps, "từ 3: 1,5; từ 2: 1; từ 1: 0,5"),
    "Tỷ lệ %": (_rate, ""),
    "Trung bình khảo sát": (_mean, "thang: 1–5"),
    "Cho điểm": (_given, "Hội đồng thẩm định"),
    "Trừ điểm": (_deduction, "mỗi vụ: 0,5"),
    "So năm trước": (_change, "tăng: 1; bằng: 0,5; giảm: 0"),
    "Xếp hạng": (_rank, "1–10: 1; 11–20: 0,5; 21–34: 0"),
}
_KINDS = {fold(word): build for word, (build, _) in KIND_WORDS.items()}
