"""How a value stands against its target, and how far it has come from its baseline."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.measures.model import Comparison, Direction
from namro.core.text import format_number

_WORDS = {
    Comparison.AT_LEAST: "từ {} trở lên",
    Comparison.AT_MOST: "không quá {}",
    Comparison.MORE_THAN: "trên {}",
    Comparison.LESS_THAN: "dưới {}",
    Comparison.EQUAL: "bằng {}",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the target is met; None while the value or the target is not known. `sentence` is Vietnamese."""

    is_met: bool | None
    sentence: str


def standing(value: Decimal | None, target: Decimal | None, comparison: Comparison, *, unit: str) -> Standing:
    """Compare a value with its target, exactly as it is and not as it is rounded for a page."""
    if target is None:
        return Standing(None, "Chưa đặt mục tiêu.")
    wanted = _WORDS[comparison].format(_told(target, unit))
    if value is None:
        return Standing(None, f"Mục tiêu {wanted}; chưa có số nên chưa biết đạt hay không.")
    met = {
        Comparison.AT_LEAST: value >= target,
        Comparison.AT_MOST: value <= target,
        Comparison.MORE_THAN: value > target,
        Comparison.LESS_THAN: value < target,
        Comparison.EQUAL: value == target,
    }[comparison]
    far = abs(value - target)
    if met:
        return Standing(True, f"Đạt mục tiêu {wanted}.")
    if far == 0:
        return Standing(False, f"Chưa đạt mục tiêu {wanted}: đang đúng bằng mức đó.")
    return Standing(False, f"Chưa đạt mục tiêu {wanted}, còn cách {_told(far, unit, points=True)}.")


def change_words(
    value: Decimal | None, baseline: Decimal | None, direction: Direction, *, unit: str
) -> tuple[bool | None, str]:
    """Say how far the value is from the baseline: whether that is better, and the sentence; empty if not known."""
    if value is None or baseline is None:
        return None, ""
    change = value - baseline
    if change == 0:
        return None, f"Bằng mốc xuất phát {_told(baseline, unit)}."
    better = (change > 0) is (direction is Direction.UP)
    word = "Tăng" if change > 0 else "Giảm"
    verdict = "tốt lên" if better else "xấu đi"
    far = _told(abs(change), unit, points=True)
    return better, f"{word} {far} so với mốc xuất phát {_told(baseline, unit)}: {verdict}."


def _told(value: Decimal, unit: str, *, points: bool = False) -> str:
    number = format_number(value.quantize(Decimal("0.01")).normalize() + 0)
    if unit == "%":
        return f"{number} điểm phần trăm" if points else f"{number}%"
    return f"{number} {unit}".strip()
