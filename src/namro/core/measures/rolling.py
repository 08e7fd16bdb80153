"""Rolling values up: a ratio of sums for shares and never a mean of percentages; what is missing is said, never 0.

The rules, with worked examples that a test runs, stand in docs/calculations/measures.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from namro.core.measures.model import Aggregation, Measured, MeasureRule, RollUp, UnitValue
from namro.core.text import format_number

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_Part = tuple[UnitValue, Measured]


def roll_up(rule: MeasureRule, entries: Iterable[UnitValue], *, whose: str = "đơn vị") -> RollUp:
    """Roll the values of units and periods up into one, with its reckoning.

    The order of the entries means nothing; every unit and period that should have given a value is there, with
    `value` None where none came. `whose` names the units in the sentence ("xã", "huyện").
    """
    by_unit: dict[str, list[UnitValue]] = defaultdict(list)
    for entry in entries:
        by_unit[entry.unit].append(entry)
    units: list[_Part] = []
    missing: list[str] = []
    partial: list[str] = []
    for unit in sorted(by_unit):
        of_unit = by_unit[unit]
        known = [(one, one.value) for one in of_unit if _is_known(rule, one.value)]
        if not known:
            missing.append(unit)
            continue
        if len(known) < len(of_unit):
            partial.append(unit)
        merged = _merge(rule.across_periods, [(one, value) for one, value in known if value is not None])
        if merged is not None:
            units.append(merged)
    whole = _merge(rule.across_units, units)
    value = None if whole is None else _value(rule, whole[1])
    return RollUp(
        value=value,
        numerator=whole[1].numerator if whole is not None and rule.keeps_parts else None,
        denominator=whole[1].denominator if whole is not None else None,
        given=len(by_unit) - len(missing),
        expected=len(by_unit),
        missing=tuple(missing),
        partial=tuple(partial),
        reckoning=_sentence(rule, units, whole, value, len(by_unit), len(missing), len(partial), whose),
    )


def _is_known(rule: MeasureRule, value: Measured | None) -> bool:
    if value is None:
        return False
    if rule.is_share:
        return value.numerator is not None and value.denominator is not None
    if rule.needs_weight and value.number is None:
        return value.numerator is not None and bool(value.denominator)
    return value.number is not None and (not rule.needs_weight or value.denominator is not None)


def _merge(how: Aggregation, parts: Sequence[_Part]) -> _Part | None:
    """Make one of several known values; None when there is none, or the rule cannot choose."""
    if not parts:
        return None
    last = max(parts, key=lambda part: part[0].end)[0]
    match how:
        case Aggregation.RATIO_OF_SUMS:
            over = sum((value.numerator or ZERO for _, value in parts), ZERO)
            under = sum((value.denominator or ZERO for _, value in parts), ZERO)
            return last, Measured(None, over, under)
        case Aggregation.SUM:
            return last, Measured(sum((_number(value) for _, value in parts), ZERO), None, _weight(parts))
        case Aggregation.MAXIMUM:
            return max(parts, key=lambda part: (_number(part[1]), part[0].end, part[0].unit))
        case Aggregation.WEIGHTED_MEAN:
            weight = _weight(parts) or ZERO
            if weight == 0:
                return None
            total = sum((_weighed(value) for _, value in parts), ZERO)
            return last, Measured(None, total, weight)
    latest = [part for part in parts if part[0].end == last.end]
    # Two units with different latest values: neither is the value of both, so nothing is known of the whole.
    return latest[0] if all(part[1] == latest[0][1] for part in latest) else None


def _number(value: Measured) -> Decimal:
    if value.number is None and value.numerator is not None and value.denominator:
        return value.numerator / value.denominator  # a mean taken before
    return value.number if value.number is not None else ZERO


def _weighed(value: Measured) -> Decimal:
    """Give value × weight; a mean taken before gives its sum, so that taking it again rounds nothing."""
    if value.number is None and value.numerator is not None:
        return value.numerator
    return _number(value) * (value.denominator or ZERO)


def _weight(parts: Sequence[_Part]) -> Decimal | None:
    weights = [value.denominator for _, value in parts if value.denominator is not None]
    return sum(weights, ZERO) if len(weights) == len(parts) else None


def _value(rule: MeasureRule, whole: Measured) -> Decimal | None:
    if not rule.is_share:
        return _number(whole)
    if whole.numerator is None or not whole.denominator:
        return None
    return whole.numerator / whole.denominator * HUNDRED


def _sentence(
    rule: MeasureRule,
    units: Sequence[_Part],
    whole: _Part | None,
    value: Decimal | None,
    *counts: int | str,
) -> str:
    expected, missing, partial, whose = counts
    assert isinstance(expected, int)
    assert isinstance(missing, int)
    said = [_how(rule, units, whole, value)] if units else ["Chưa có số nào"]
    if missing:
        said.append(
            f"{format_number(expected - missing)} trong {format_number(expected)} {whose} có số, "
            f"{format_number(missing)} {whose} chưa có số"
        )
    elif expected > 1:
        said.append(f"đủ {format_number(expected)} {whose}")
    if partial:
        said.append(f"{format_number(int(partial))} {whose} còn thiếu số của một số kỳ")
    return "; ".join(said) + "."


def _how(rule: MeasureRule, units: Sequence[_Part], whole: _Part | None, value: Decimal | None) -> str:
    unit = f" {rule.unit}" if rule.unit and not rule.is_share else ""
    if whole is None:
        return (
            "Tổng quyền số bằng 0 nên không tính được trung bình"
            if rule.across_units is Aggregation.WEIGHTED_MEAN
            else "Các đơn vị có số mới nhất khác nhau nên không gộp thành một số được"
        )
    if rule.is_share:
        parts = f"{_plain(whole[1].numerator)}/{_plain(whole[1].denominator)}"
        if value is None:
            return f"Σ tử / Σ mẫu = {parts}: mẫu bằng 0 nên không có tỷ lệ"
        return f"Σ tử / Σ mẫu = {parts} = {format_number(value, rule.places)}%"
    assert value is not None
    told = f"{format_number(value, rule.places) if value % 1 else _plain(value)}{unit}"
    many = format_number(len(units))
    match rule.across_units:
        case Aggregation.SUM:
            return f"Tổng của {many} số = {told}"
        case Aggregation.MAXIMUM:
            return f"Số lớn nhất trong {many} số = {told}"
        case Aggregation.WEIGHTED_MEAN:
            weight = _plain(whole[1].denominator)
            return f"Trung bình có quyền số của {many} số, tổng quyền số {weight} = {told}"
    return f"Số mới nhất ({whole[0].period}) = {told}"


def _plain(value: Decimal | None) -> str:
    if value is None:
        return "chưa có"
    normal = value.normalize()
    return format_number(normal.quantize(Decimal(1)) if normal == normal.to_integral() else normal)
