"""What a rulebook wants to be told, and what was told: every value checked against what its input may be."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from namro.core.errors import Refusal
from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rules import ImpossibleValue, Value, Wanted, WantedKind
from namro.core.indices.rules.choices import NO, YES
from namro.core.indices.rules.writing import write_plain
from namro.core.text import fold, read_number

_MOST_DIGITS = 18  # with the largest maximum, every product then still fits the 28 digits of the reckoning
_MOST_TOLD = 20
_YES = {"co", "yes", "true", "dung", "dat", "x", "1"}
_NO = {"khong", "no", "false", "sai", "khong dat", "0"}
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_DOUBTFUL = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class RawInput:
    """One value as it came: the code of the component, the name of the input, the value, and where it stood."""

    code: str
    name: str
    value: object
    place: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one value, or the values of one component, cannot be taken."""

    code: str
    reason: str
    place: str = ""

    @property
    def sentence(self) -> str:
        """The place, the component and the reason."""
        start = f"{self.place}, tiêu chí {self.code}" if self.place else f"Tiêu chí {self.code}"
        return f"{start}: {self.reason}"


class ImpossibleInput(Refusal):
    """Inputs that cannot be; `problems` holds each, the sentence tells them line by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        told = [problem.sentence for problem in self.problems[:_MOST_TOLD]]
        if len(self.problems) > _MOST_TOLD:
            told.append(f"Còn {len(self.problems) - _MOST_TOLD} chỗ khác cũng cần sửa.")
        super().__init__("\n".join(told))


@dataclass(frozen=True, slots=True)
class Inputs:
    """Checked values by component and name; `places` says where each component's values stood."""

    values: Mapping[str, Mapping[str, Value]]
    places: Mapping[str, str] = field(default_factory=dict)


def wanted_of(line: Line) -> tuple[Wanted, ...]:
    """Give the inputs of a component; none for a line without a rule."""
    return line.rule.wanted if line.rule else ()


def take_inputs(rulebook: Rulebook, raws: Iterable[RawInput]) -> Inputs:
    """Check every value against what its input may be; empty values count as missing.

    Raises `ImpossibleInput` with every problem found: an unknown code or name, a value given twice, a value
    that is not of its kind (a negative count, a rate over 100, an option that does not exist), values that contradict each other (b > a).
    """
    wanted = {line.code: {one.name: one for one in wanted_of(line)} for line in rulebook.components}
    values: dict[str, dict[str, Value]] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for raw in raws:
        code, name = raw.code.strip().rstrip("."), raw.name.strip()
        if raw.value is None or (isinstance(raw.value, str) and not raw.value.strip()):
            if code not in rulebook.by_code:
                problems.append(Problem(code, f"bộ tiêu chí {rulebook.key} không có mã này.", raw.place))
            continue
        try:
            value = _checked(rulebook, wanted, code, name, raw.value)
        except BadValue as bad:
            problems.append(Problem(code, bad.reason, raw.place))
            continue
        known = values.setdefault(code, {})
        if known.setdefault(name, value) != value:
            problems.append(Problem(code, f"{name} được nhập hai lần với hai giá trị khác nhau.", raw.place))
        places.setdefault(code, raw.place)
    for line in rulebook.components:
        if line.rule is not None and line.code in values:
            try:
                line.rule.points(values[line.code])
            except ImpossibleValue as impossible:
                problems.append(Problem(line.code, impossible.sentence, places[line.code]))
    if problems:
        raise ImpossibleInput(problems)
    return Inputs(values, places)


def raw_from_tree(tree: Mapping[str, object]) -> list[RawInput]:
    """Flatten {"7.1": {"1": {"a": 3}}} or {"7.1": {"1.a": 3}} to raw inputs; raises `Refusal`."""
    raws: list[RawInput] = []
    for code, names in tree.items():
        if not isinstance(names, Mapping):
            raise Refusal(
                f"Tiêu chí {code}: cần một bảng tên số liệu và giá trị, ví dụ {{“a”: 45, “b”: 45}}."
            )
        _flatten(code, "", names, raws, 0)
    return raws


def _flatten(
    code: str, prefix: str, names: Mapping[object, object], raws: list[RawInput], depth: int
) -> None:
    for name, value in names.items():
        if isinstance(value, Mapping) and depth < 8:
            _flatten(code, f"{prefix}{name}.", value, raws, depth + 1)
        else:
            raws.append(RawInput(code, f"{prefix}{name}", value))


class BadValue(Exception):
    """A value that its input cannot have, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _checked(
    rulebook: Rulebook, wanted: Mapping[str, Mapping[str, Wanted]], code: str, name: str, value: object
) -> Value:
    names = wanted.get(code)
    if names is None:
        if code in rulebook.by_code:
            children = ", ".join(child.code for child in rulebook.children[code])
            raise BadValue(f"dòng này được cộng từ {children}; hãy nhập số liệu cho từng tiêu chí đó.")
        raise BadValue(f"bộ tiêu chí {rulebook.key} không có mã này.")
    if not names:
        raise BadValue("tiêu chí này chưa có quy tắc nên không nhận số liệu.")
    if name not in names:
        raise BadValue(f"không có số liệu tên “{name}”; các tên được nhận: {', '.join(names)}.")
    return check_value(names[name], value)


def check_value(wanted: Wanted, value: object) -> Value:
    """Turn one value into what its input may be: a Decimal, or the key of an option; raises `BadValue`."""
    if wanted.kind is WantedKind.CHOICE:
        return _option(wanted, value)
    number = _number(wanted, value)
    told = f"{wanted.name} = {write_plain(number)} ({wanted.label})"
    if wanted.kind is not WantedKind.NUMBER and number < 0:
        raise BadValue(f"{told} nhỏ hơn 0; hãy xem lại con số này.")
    if wanted.kind in {WantedKind.COUNT, WantedKind.RANK} and number != number.to_integral_value():
        raise BadValue(f"{told} không phải số nguyên; hãy xem lại con số này.")
    if wanted.kind is WantedKind.PERCENT and number > _HUNDRED:
        raise BadValue(f"{told} lớn hơn 100%; hãy xem lại tỷ lệ này.")
    if wanted.kind is WantedKind.RANK and number < 1:
        raise BadValue(f"{told} không phải một thứ hạng; hạng cao nhất là 1.")
    if wanted.most is not None and number > wanted.most:
        raise BadValue(f"{told} lớn hơn mức cao nhất {write_plain(wanted.most)}.")
    if wanted.least is not None and number < wanted.least:
        raise BadValue(f"{told} nhỏ hơn mức thấp nhất {write_plain(wanted.least)}.")
    return number


def _option(wanted: Wanted, value: object) -> str:
    keys = {option.key for option in wanted.options}
    if isinstance(value, bool):
        text = "co" if value else "khong"
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = str(value).strip()
    if text in keys:
        return text
    folded = fold(text)
    for option in wanted.options:
        if folded in {fold(option.label), option.key}:
            return option.key
    if keys == {YES, NO}:
        if folded in _YES:
            return YES
        if folded in _NO:
            return NO
    offered = "; ".join(f"{option.key} = {option.label}" for option in wanted.options)
    raise BadValue(f"{wanted.name} = “{text[:60]}” không phải một lựa chọn; các lựa chọn: {offered}.")


def _number(wanted: Wanted, value: object) -> Decimal:
    number: Decimal | None = None
    if isinstance(value, bool):
        number = None
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(repr(value))
    elif isinstance(value, str):
        number = _read(wanted, value.strip())
    if number is None or not number.is_finite():
        raise BadValue(f"{wanted.name} = “{str(value)[:60]}” ({wanted.label}) không phải một con số.")
    number = _trimmed(number)
    if len(number.as_tuple().digits) > _MOST_DIGITS or abs(number.adjusted()) > _MOST_DIGITS:
        raise BadValue(f"{wanted.name} có quá nhiều chữ số; tối đa {_MOST_DIGITS} chữ số.")
    return number


def _trimmed(number: Decimal) -> Decimal:
    """Drop zeros at the end, keep whole numbers plain; 0 whatever its sign."""
    try:
        short = number.normalize()
    except InvalidOperation:
        return number
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and 0 < exponent <= _MOST_DIGITS:
        short = short.quantize(Decimal(1)) if short.adjusted() <= _MOST_DIGITS else short
    return abs(short) if short == 0 else short


def _read(wanted: Wanted, text: str) -> Decimal | None:
    """Read a typed number; a point before three digits is a thousands separator only where it can be nothing else."""
    text = text.replace("−", "-")
    if text.endswith("%") and wanted.kind is WantedKind.PERCENT:
        text = text[:-1].rstrip()
    whole = wanted.kind in {WantedKind.COUNT, WantedKind.RANK}
    if _DOUBTFUL.fullmatch(text.lstrip("-")) and wanted.kind in {WantedKind.AMOUNT, WantedKind.NUMBER}:
        plain, comma = text.replace(".", ""), text.replace(".", ",")
        raise BadValue(
            f"{wanted.name} = “{text}” có thể hiểu hai cách; hãy viết {plain} hoặc {comma} cho rõ."
        )
    if _PLAIN.fullmatch(text) and not (whole and "." in text):
        return Decimal(text)
    return read_number(text)
