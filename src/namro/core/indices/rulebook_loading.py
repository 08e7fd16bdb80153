"""TOML ─▶ a rulebook, with exact decimals; the format is described in docs/calculations/indices.md."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from namro.core.errors import Refusal
from namro.core.indices.rulebook import Block, Line, PointKind, ResultClass, Rounding, Rulebook
from namro.core.indices.rules import BadRule, Rule, parse_rule
from namro.core.indices.rules.parsing import read_decimal

FORMAT = "namro.rulebook/1"
_MOST_BYTES = 5_000_000
_MOST_LINES = 5_000
_HEAD = {
    "format", "key", "index", "name", "years", "scope", "total", "legal_source", "source", "rounding", "line",
    "block", "class", "expected", "notes", "version", "changes",
}  # fmt: skip
_LINE = {
    "code", "name", "parent", "max", "point", "rule", "no_rule", "official", "clause", "discrepancy", "unsaid",
    "name_verified", "counts",
}  # fmt: skip


def shipped_names() -> tuple[str, ...]:
    """Give the names of the rulebooks that the program carries."""
    names = (entry.name for entry in files("namro.rulebooks").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@lru_cache(maxsize=16)
def load_shipped(name: str) -> Rulebook:
    """Load a carried rulebook by its name, such as `par-index-2025`; raises `Refusal` for a name not carried."""
    if name not in shipped_names():
        raise Refusal(f"Không có bộ tiêu chí “{name}”. Có sẵn: {', '.join(shipped_names())}.")
    return read_rulebook((files("namro.rulebooks") / f"{name}.toml").read_bytes())


def read_rulebook(data: bytes) -> Rulebook:
    """Read a rulebook from its TOML; raises `Refusal` with the line of the tree that is wrong."""
    if len(data) > _MOST_BYTES:
        raise Refusal("Tệp bộ tiêu chí quá lớn (trên 5 MB); hãy kiểm tra lại tệp.")
    try:
        tree = tomllib.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise Refusal("Tệp bộ tiêu chí không phải chữ UTF-8; hãy lưu lại ở bảng mã UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError, ArithmeticError, ValueError) as error:
        raise Refusal(f"Tệp bộ tiêu chí không đúng dạng TOML: {error}.") from error
    return build_rulebook(tree)


def build_rulebook(tree: Mapping[str, Any]) -> Rulebook:
    """Build a rulebook from the tables of its TOML; raises `Refusal`."""
    if tree.get("format") != FORMAT:
        raise Refusal(f"Tệp không phải bộ tiêu chí: cần format = “{FORMAT}” ở đầu tệp.")
    _close(tree, _HEAD, "Phần đầu")
    try:
        rounding = _table(tree.get("rounding"), "rounding")
        return Rulebook(
            key=_text(tree, "key"),
            index=_text(tree, "index"),
            name=_text(tree, "name"),
            years=_years(tree.get("years")),
            scope=_text(tree, "scope", ""),
            total=read_decimal(tree.get("total"), "total"),
            legal_source=_text(tree, "legal_source"),
            source=_text(tree, "source", ""),
            rounding=Rounding(_places(rounding.get("places")), _text(rounding, "source")),
            lines=tuple(_lines(tree.get("line"))),
            blocks=tuple(_block(one) for one in _list(tree.get("block"), "block")),
            classes=tuple(_class(one) for one in _list(tree.get("class"), "class")),
            expected={
                word: found
                for word, value in _table(tree.get("expected", {}), "expected").items()
                if (found := read_decimal(value, word)) is not None
            },
            version=_version(tree.get("version", 1)),
            changes=_text(tree, "changes", ""),
            notes=tuple(str(note) for note in _list(tree.get("notes"), "notes")),
        )
    except BadRule as bad:
        raise Refusal(f"Phần đầu của bộ tiêu chí: {bad.sentence}") from bad


def _lines(tables: object) -> Iterator[Line]:
    depths: dict[str, int] = {"": 0}
    found = _list(tables, "line")
    if not found:
        raise BadRule("Không có dòng tiêu chí nào ([[line]]).")
    if len(found) > _MOST_LINES:
        raise BadRule(f"Có trên {_MOST_LINES} dòng tiêu chí.")
    for number, one in enumerate(found, 1):
        table = _table(one, "line")
        code = table.get("code")
        where = f"Dòng tiêu chí {code if isinstance(code, str) and code else f'thứ {number}'}"
        _close(table, _LINE, where)
        try:
            code, parent = _text(table, "code"), _text(table, "parent", "")
            if not parent and "." in code:
                parent = code.rsplit(".", 1)[0]
            if parent not in depths:
                raise BadRule(f"không thấy dòng cha “{parent}” đứng trước nó.")
            depths.setdefault(code, depths[parent] + 1)
            yield _line(table, code, parent, depths[parent] + 1)
        except BadRule as bad:
            raise Refusal(f"{where}: {bad.sentence}") from bad


def _line(table: Mapping[str, Any], code: str, parent: str, depth: int) -> Line:
    maximum = read_decimal(table.get("max"), "max")
    point = _text(table, "point", "")
    if point and point not in set(PointKind):
        raise BadRule(f"Loại điểm “{point}” chưa có; chỉ có {', '.join(PointKind)}.")
    rule: Rule | None = None
    if "rule" in table:
        rule = parse_rule(_table(table["rule"], "rule"), maximum)
    return Line(
        code=code,
        name=_text(table, "name"),
        parent=parent,
        depth=depth,
        maximum=maximum,
        point=PointKind(point) if point else None,
        rule=rule,
        no_rule=_text(table, "no_rule", ""),
        official=_text(table, "official", ""),
        clause=_text(table, "clause", ""),
        discrepancy=_text(table, "discrepancy", ""),
        unsaid=_text(table, "unsaid", ""),
        name_verified=table.get("name_verified", True) is True,
        counts=_text(table, "counts", ""),
    )


def _block(one: object) -> Block:
    table = _table(one, "block")
    points = read_decimal(table.get("points"), "points")
    if points is None:
        raise BadRule("Khối điểm thiếu trường “points”.")
    return Block(_text(table, "name"), points, _text(table, "source"), table.get("is_derived") is True)


def _class(one: object) -> ResultClass:
    table = _table(one, "class")
    return ResultClass(_text(table, "label"), read_decimal(table.get("at_least"), "at_least"))


def _table(value: object, word: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadRule(f"Thiếu bảng “{word}”.")
    return value


def _list(value: object, word: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadRule(f"Trường “{word}” phải là một danh sách.")
    return value


def _text(table: Mapping[str, Any], word: str, default: str | None = None) -> str:
    value = table.get(word, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise BadRule(f"Thiếu trường chữ “{word}”.")
    return value.strip()


def _years(value: object) -> tuple[int, ...]:
    years = _list(value, "years")
    if not years or not all(isinstance(year, int) and 1990 <= year <= 2200 for year in years):
        raise BadRule("Trường “years” phải là danh sách các năm đánh giá, ví dụ [2025].")
    return tuple(years)


def _version(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadRule("Trường “version” phải là số nguyên từ 1.")
    return value


def _places(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= 10:
        raise BadRule("Trường “rounding.places” phải là số chữ số thập phân, từ 0 đến 10.")
    return value


def _close(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = [f"“{word}”" for word in table if word not in known]
    if unknown:
        raise Refusal(f"{where}: không rõ trường {', '.join(unknown)}.")
