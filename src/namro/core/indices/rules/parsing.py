"""A table of a rulebook's TOML ─▶ a rule; whatever does not fit is refused with the place and the reason."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from namro.core.indices.rules.base import Option, Rule, Wanted, WantedKind
from namro.core.indices.rules.changes import Change, RankBands
from namro.core.indices.rules.choices import NO, YES, Choice
from namro.core.indices.rules.parts import Part, Sum
from namro.core.indices.rules.penalties import Deduction, Penalty
from namro.core.indices.rules.ratios import Ratio, Term, Weighted
from namro.core.indices.rules.steps import CountSteps, RateSteps, RatioSteps, Step
from namro.core.indices.rules.surveys import GivenPoints, Mean, Rate

ZERO = Decimal(0)
_FRACTION = re.compile(r"(\d{1,6})/([1-9]\d{0,5})", re.ASCII)
_MOST_DEPTH = 6
# With inputs of 18 digits every product then stays exact in the 28 digits of the reckoning.
_MOST_DIGITS = 10
_MOST_PLACES = 6


class BadRule(Exception):
    """A rule that cannot be read; the sentence says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_rule(table: Mapping[str, Any], maximum: Decimal | None) -> Rule:
    """Build the rule of a component of this maximum (None: not known); raises `BadRule`."""
    return _parse(_Table(table), "", maximum, 0)


class _Table:
    """A TOML table that knows which of its words were read, so that a misspelt one does not pass in silence."""

    def __init__(self, words: object) -> None:
        if not isinstance(words, Mapping):
            raise BadRule("Quy tắc phải là một bảng có trường kind.")
        self.words = words
        self.read = {"kind"}

    def text(self, word: str, default: str | None = None) -> str:
        self.read.add(word)
        value = self.words.get(word, default)
        if not isinstance(value, str) or (default is None and not value):
            raise BadRule(f"Quy tắc thiếu trường chữ “{word}”.")
        return value

    def number(self, word: str, default: Decimal | None = None) -> Decimal:
        value = self.maybe_number(word)
        if value is None:
            value = default
        if value is None:
            raise BadRule(f"Quy tắc thiếu trường số “{word}”.")
        return value

    def maybe_number(self, word: str) -> Decimal | None:
        self.read.add(word)
        return read_decimal(self.words.get(word), word)

    def tables(self, word: str) -> list["_Table"]:
        self.read.add(word)
        found = self.words.get(word)
        if not isinstance(found, list) or not found:
            raise BadRule(f"Quy tắc thiếu danh sách “{word}”.")
        return [_Table(one) for one in found]

    def flag(self, word: str) -> bool:
        self.read.add(word)
        value = self.words.get(word, False)
        if not isinstance(value, bool):
            raise BadRule(f"Trường “{word}” phải là true hoặc false.")
        return value

    def one_of(self, word: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(word, default)
        if value not in allowed:
            raise BadRule(f"Trường “{word}” là “{value}”, chỉ được là {', '.join(allowed)}.")
        return value

    def close(self) -> None:
        unknown = [word for word in self.words if word not in self.read]
        if unknown:
            raise BadRule(f"Không rõ trường {', '.join(f'“{word}”' for word in unknown)}.")


def read_decimal(value: object, word: str) -> Decimal | None:
    """Take a number of TOML exactly; "10/3" gives the fraction cut at 28 digits; raises `BadRule`."""
    if value is None:
        return None
    if isinstance(value, str) and (fraction := _FRACTION.fullmatch(value)):
        return Decimal(int(fraction[1])) / Decimal(int(fraction[2]))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise BadRule(f"Trường “{word}” phải là một số.")
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < -_MOST_PLACES or exponent > _MOST_DIGITS or len(number.as_tuple().digits) > _MOST_DIGITS:
        raise BadRule(
            f"Trường “{word}” chỉ được có tối đa {_MOST_DIGITS} chữ số, trong đó {_MOST_PLACES} sau dấu phẩy."
        )
    return number


def _parse(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    kind = table.words.get("kind")
    build = KINDS.get(kind) if isinstance(kind, str) else None
    if build is None:
        raise BadRule(f"Loại quy tắc “{kind}” chưa có; các loại có sẵn: {', '.join(KINDS)}.")
    if depth > _MOST_DEPTH:
        raise BadRule("Quy tắc lồng nhau quá sâu.")
    rule = build(table, prefix, maximum, depth)
    table.close()
    if rule.most is not None and rule.most < rule.least:
        raise BadRule("Điểm cao nhất của quy tắc nhỏ hơn điểm thấp nhất.")
    return rule


def _most(table: _Table, maximum: Decimal | None) -> Decimal:
    """The maximum of a rule: its own, or that of the line or part it stands in."""
    return table.number("max", maximum)


def _whole_and_part(table: _Table, prefix: str) -> tuple[Wanted, Wanted]:
    kind = WantedKind.AMOUNT if table.flag("amounts") else WantedKind.COUNT
    unit = table.text("unit", "")
    return (
        Wanted(f"{prefix}a", table.text("a"), kind, unit),
        Wanted(f"{prefix}b", table.text("b"), kind, unit),
    )


def _choice(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    options = []
    for number, one in enumerate(table.tables("options"), 1):
        options.append(Option(one.text("key", str(number)), one.text("label"), one.number("points")))
        one.close()
    if len({option.key for option in options}) != len(options):
        raise BadRule("Hai lựa chọn có cùng mã.")
    return Choice.of(f"{prefix}chon", table.text("label", "Mức đạt"), tuple(options))


def _yes_no(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    yes, no = table.text("yes", "Có"), table.text("no", "Không")
    options = (Option(YES, yes, _most(table, maximum)), Option(NO, no, table.number("otherwise", ZERO)))
    return Choice.of(f"{prefix}dat", table.text("label"), options)


def _ratio(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    whole, part = _whole_and_part(table, prefix)
    return Ratio(
        whole,
        part,
        _most(table, maximum),
        floor=_share(table, "floor"),
        full_from=_share(table, "full_from"),
        no_cases=table.one_of("no_cases", ("full", "unsaid"), "unsaid"),
    )


def _share(table: _Table, word: str) -> Decimal | None:
    share = table.maybe_number(word)
    if share is not None and not 0 <= share <= 1:
        raise BadRule(f"Trường “{word}” là tỷ lệ nên phải từ 0 đến 1.")
    return share


def _weighted(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    kind = WantedKind.AMOUNT if table.flag("amounts") else WantedKind.COUNT
    unit = table.text("unit", "")
    terms = []
    for one in table.tables("terms"):
        wanted = Wanted(f"{prefix}{one.text('name')}", one.text("label"), kind, unit)
        terms.append(Term(wanted, one.number("points")))
        one.close()
    return Weighted(
        Wanted(f"{prefix}a", table.text("a"), kind, unit),
        tuple(terms),
        max(term.weight for term in terms),
        floor=_share(table, "floor"),
        no_cases=table.one_of("no_cases", ("full", "unsaid"), "unsaid"),
    )


def _steps_of(table: _Table) -> tuple[tuple[Step, ...], Decimal, Decimal, Decimal]:
    """The steps from the highest down, the points below them, the least and the most points."""
    steps = []
    for one in table.tables("steps"):
        steps.append(Step(one.number("at_least"), one.number("points")))
        one.close()
    if any(upper.at_least <= lower.at_least for upper, lower in pairwise(steps)):
        raise BadRule("Các bậc phải xếp từ ngưỡng cao xuống ngưỡng thấp.")
    below = table.number("below", ZERO)
    points = [step.points for step in steps] + [below]
    return tuple(steps), below, min(points), max(points)


def _ratio_steps(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    whole, part = _whole_and_part(table, prefix)
    no_cases = table.one_of("no_cases", ("full", "unsaid"), "unsaid")
    return RatioSteps(whole, part, *_steps_of(table), no_cases, table.flag("may_exceed"))


def _count_steps(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    wanted = Wanted(f"{prefix}so", table.text("label"), WantedKind.COUNT, table.text("unit", ""))
    return RateSteps(wanted, *_steps_of(table))


def _rate_steps(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    wanted = Wanted(f"{prefix}a", table.text("label"), WantedKind.PERCENT, "%")
    return RateSteps(wanted, *_steps_of(table))


def _at_most(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    wanted = Wanted(f"{prefix}so", table.text("label"), WantedKind.COUNT, table.text("unit", ""))
    within, above = _most(table, maximum), table.number("above", ZERO)
    return CountSteps(wanted, table.number("at_most"), within, above, min(within, above), max(within, above))


def _change(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    label, unit = table.text("label"), table.text("unit", "")
    up, equal, down = (table.number(word) for word in ("up", "equal", "down"))
    kind = WantedKind.PERCENT if unit == "%" else WantedKind.AMOUNT
    kind = WantedKind.NUMBER if table.flag("signed") else kind
    now = Wanted(f"{prefix}nam_nay", f"{label}, năm đánh giá", kind, unit)
    before = Wanted(f"{prefix}nam_truoc", f"{label}, năm trước liền kề", kind, unit)
    return Change(now, before, up, equal, down, min(up, equal, down), max(up, equal, down))


def _rank(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    bands = []
    for one in table.tables("bands"):
        bands.append((int(one.number("last")), one.number("points")))
        one.close()
    of = int(table.number("of"))
    lasts = [last for last, _ in bands]
    if lasts != sorted(set(lasts)) or lasts[-1] != of:
        raise BadRule("Các nhóm hạng phải tăng dần và nhóm cuối phải hết số đơn vị được xếp hạng.")
    return RankBands.over(f"{prefix}hang", table.text("label"), of, tuple(bands))


def _deduction(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    wanted = Wanted(f"{prefix}so", table.text("label"), WantedKind.COUNT, table.text("unit", ""))
    return Deduction(wanted, _most(table, maximum), table.number("each"), table.number("least", ZERO))


def _penalty(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    table.read.add("of")
    inner = _parse(_Table(table.words.get("of")), prefix, maximum, depth + 1)
    percent = table.number("percent")
    if not 0 <= percent <= 100:
        raise BadRule("Mức trừ phải từ 0 đến 100 phần trăm.")
    return Penalty.on(inner, f"{prefix}tru", table.text("condition"), percent)


def _rate(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    wanted = Wanted(f"{prefix}a", table.text("label"), WantedKind.PERCENT, "%")
    return Rate(wanted, _most(table, maximum), table.maybe_number("floor"))


def _mean(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    low, high = table.number("low"), table.number("high")
    if high <= low:
        raise BadRule("Thang đo phải có mức cao lớn hơn mức thấp.")
    wanted = Wanted(f"{prefix}diem_tb", table.text("label"), WantedKind.SCORE, least=low, most=high)
    return Mean(wanted, low, high, _most(table, maximum))


def _given(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    by, most = table.text("by"), table.maybe_number("max")
    most = maximum if most is None else most
    least = table.number("least", ZERO)
    label = table.text("label", f"Điểm do {by[:1].lower()}{by[1:]} cho")
    return GivenPoints(
        Wanted(f"{prefix}diem", label, WantedKind.POINTS, "điểm", least=least, most=most), by, least, most
    )


def _sum(table: _Table, prefix: str, maximum: Decimal | None, depth: int) -> Rule:
    parts = []
    for number, one in enumerate(table.tables("parts"), 1):
        one.read.add("rule")
        key = one.text("key", str(number))
        rule = _parse(_Table(one.words.get("rule")), f"{prefix}{key}.", one.maybe_number("max"), depth + 1)
        parts.append(Part(f"{prefix}{key}", one.text("name"), rule))
        one.close()
    if len({part.key for part in parts}) != len(parts):
        raise BadRule("Hai phần có cùng mã.")
    return Sum.of(tuple(parts))


KINDS: dict[str, Callable[[_Table, str, Decimal | None, int], Rule]] = {
    "choice": _choice,
    "yes_no": _yes_no,
    "ratio": _ratio,
    "weighted": _weighted,
    "ratio_steps": _ratio_steps,
    "count_steps": _count_steps,
    "rate_steps": _rate_steps,
    "at_most": _at_most,
    "change": _change,
    "rank": _rank,
    "deduction": _deduction,
    "penalty": _penalty,
    "rate": _rate,
    "mean": _mean,
    "given": _given,
    "sum": _sum,
}
