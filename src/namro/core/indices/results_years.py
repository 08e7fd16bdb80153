"""One year beside the next: what changed in the way of measuring; and provinces "as now" beside "as then"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.indices.results import TOTAL, YearTable
from namro.core.indices.results_provinces import Province, as_now, province
from namro.core.text import format_number

WHY_NOT_ADDED = (
    "Điểm các tỉnh trước sáp nhập không cộng, không lấy bình quân được vì không biết trọng số mẫu; "
    "bình quân nào của các tỉnh ấy cũng nằm trong khoảng từ điểm thấp nhất đến điểm cao nhất."
)


def method_changes(tables: Mapping[int, YearTable]) -> dict[int, str]:
    """Say in one sentence, for each year whose frame differs from the year before, what changed."""
    found: dict[int, str] = {}
    for year, table in tables.items():
        before = tables.get(year - 1)
        if before is None or tuple(before.columns) == tuple(table.columns):
            continue
        told = []
        new = [code for code in table.columns if code not in before.columns]
        gone = [code for code in before.columns if code not in table.columns]
        if len(table.children) != len(before.children):
            old_top, top = before.bounds(TOTAL)[1], table.bounds(TOTAL)[1]
            told.append(
                f"{len(table.children)} nội dung thay vì {len(before.children)}, "
                f"thang điểm {format_number(top)} thay vì {format_number(old_top)}"
            )
        if new:
            told.append(f"thêm {', '.join(new)}")
        if gone:
            told.append(f"bỏ {', '.join(gone)}")
        found[year] = f"Từ năm {year} đổi cách đo: {'; '.join(told)}."
    return found


@dataclass(frozen=True, slots=True)
class AreaNow:
    """A province of a day with the points of the provinces of the table that its area is made of.

    `low` and `high` bound any mean of the members; they are equal where the province is the old one.
    None where a member has no result. `members` are keys in the order of the table.
    """

    province: Province
    members: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None

    @property
    def is_exact(self) -> bool:
        return len(self.members) == 1 and self.low is not None

    @property
    def member_names(self) -> tuple[str, ...]:
        return tuple(province(key).name for key in self.members)


def areas_now(table: YearTable, on: date, code: str = TOTAL) -> tuple[AreaNow, ...]:
    """Give the provinces of the day with what the points of their old parts allow to say, in the order of the table."""
    members: dict[str, list[str]] = {}
    for key in table.provinces:
        members.setdefault(as_now(key, on).key, []).append(key)
    values = table.values(code)
    found = []
    for heir, keys in members.items():
        points = [values[table.place(key)] for key in keys]
        known = [value for value in points if value is not None]
        whole = len(known) == len(points)
        found.append(
            AreaNow(
                province(heir),
                tuple(keys),
                min(known) if whole else None,
                max(known) if whole else None,
            )
        )
    return tuple(found)
