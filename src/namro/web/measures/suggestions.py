"""Measures ready to be taken: those the plan's own words state, and an example set for the usual ones.

Nothing here counts until somebody takes it; the example set holds names and rules, never values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from namro.core.measures import Aggregation, Comparison, Direction

_SHARE = (Aggregation.RATIO_OF_SUMS.value, Aggregation.RATIO_OF_SUMS.value)
_SHARE_NOW = (Aggregation.LATEST.value, Aggregation.RATIO_OF_SUMS.value)
_COUNT = (Aggregation.SUM.value, Aggregation.SUM.value)
_COUNT_NOW = (Aggregation.LATEST.value, Aggregation.SUM.value)
_ONE = (Aggregation.LATEST.value, Aggregation.LATEST.value)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A measure that may be taken as it stands or changed first."""

    name: str
    unit: str
    across: tuple[str, str]
    source: str
    numerator: str = ""
    denominator: str = ""
    direction: str = Direction.UP.value
    target: Decimal | None = None
    comparison: str = Comparison.AT_LEAST.value
    months: int = 3

    def initial(self) -> dict[str, Any]:
        """Give the values with which the form of a definition begins."""
        return {
            "name": self.name,
            "unit_of_measure": self.unit,
            "across_periods": self.across[0],
            "across_units": self.across[1],
            "numerator_label": self.numerator,
            "denominator_label": self.denominator,
            "direction": self.direction,
            "target": "" if self.target is None else str(self.target.normalize()).replace(".", ","),
            "comparison": self.comparison,
            "months": self.months,
            "source": self.source,
        }


_VIII3 = "Phụ lục PAR INDEX, VIII.3: 06 chỉ tiêu KT-XH do HĐND tỉnh giao"
EXAMPLES = (
    Suggestion(
        "Thu ngân sách so với kế hoạch", "%", _SHARE_NOW, _VIII3, "số thu lũy kế (tỷ đồng)",
        "kế hoạch năm (tỷ đồng)",
    ),
    Suggestion(
        "Tổng vốn đầu tư toàn xã hội so với kế hoạch", "%", _SHARE_NOW, _VIII3, "vốn thực hiện lũy kế (tỷ đồng)",
        "kế hoạch năm (tỷ đồng)",
    ),
    Suggestion(
        "Tỷ lệ hộ nghèo", "%", _SHARE_NOW, _VIII3, "số hộ nghèo", "tổng số hộ", Direction.DOWN.value,
        comparison=Comparison.AT_MOST.value, months=12,
    ),
    Suggestion(
        "Tỷ lệ trường đạt chuẩn quốc gia", "%", _SHARE_NOW, _VIII3, "số trường đạt chuẩn", "tổng số trường",
        months=12,
    ),
    Suggestion(
        "Tỷ lệ xã đạt chuẩn nông thôn mới", "%", _SHARE_NOW, _VIII3, "số xã đạt chuẩn", "tổng số xã", months=12
    ),
    Suggestion("Tăng trưởng kinh tế GRDP", "% so với cùng kỳ", _ONE, _VIII3, months=12),
    Suggestion(
        "Giải ngân vốn đầu tư công so với kế hoạch", "%", _SHARE_NOW,
        "Phụ lục PAR INDEX: đảm bảo giải ngân 100% vốn ngân sách nhà nước", "vốn đã giải ngân (triệu đồng)",
        "kế hoạch vốn được giao (triệu đồng)", target=Decimal(100),
    ),
    Suggestion(
        "Giáo viên có mặt so với định mức", "%", _SHARE_NOW, "Thước đo mẫu: số giáo viên so với định mức",
        "số giáo viên có mặt", "số giáo viên theo định mức", months=12,
    ),
    Suggestion("Số sáng kiến được công nhận", "sáng kiến", _COUNT, "Thước đo mẫu: đếm và cộng dồn"),
)  # fmt: skip
_RELATIONS = {one.value: one.value for one in Comparison}


def from_plan(measures: list[Mapping[str, Any]]) -> tuple[Suggestion, ...]:
    """Give what the words of the task state as a promise: "ít nhất 03 sáng kiến", "100% cán bộ được quán triệt"."""
    found = []
    for one in measures:
        words, unit = str(one.get("text") or ""), str(one.get("unit") or "")
        try:
            quantity = Decimal(str(one.get("quantity")))
        except InvalidOperation:
            continue
        if not words or not quantity.is_finite():
            continue
        comparison = _RELATIONS.get(str(one.get("relation") or ""), Comparison.AT_LEAST.value)
        if comparison == Comparison.EQUAL.value and unit == "%":
            comparison = Comparison.AT_LEAST.value
        share = unit == "%"
        found.append(
            Suggestion(
                name=words[:1].upper() + words[1:300],
                unit=unit[:40],
                across=_SHARE if share else _COUNT,
                source=f"Câu chữ của kế hoạch: “{words}”"[:300],
                numerator="số đạt" if share else "",
                denominator="tổng số" if share else "",
                target=quantity,
                comparison=comparison,
            )
        )
    return tuple(found)
