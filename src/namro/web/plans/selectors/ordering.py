"""Orders a list of obligations may stand in, and the places in it to go on from.

Each order is one an index of the database holds, so that a page costs the same in a list of 60,000; by
unit only the lists of one task stand, which have some hundreds of rows.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from namro.web.plans.models import Obligation

Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """An order by columns that all run the same way; the last column is always the id."""

    code: str
    words: str
    columns: tuple[str, ...]
    descending: bool = False

    @property
    def ordering(self) -> tuple[str, ...]:
        return tuple(f"-{column}" if self.descending else column for column in self.columns)

    @property
    def reversed(self) -> tuple[str, ...]:
        return tuple(column if self.descending else f"-{column}" for column in self.columns)

    def beyond(self, place: Place, *, backwards: bool = False) -> Q:
        """Give the condition for what comes after the place in the list (or before it, backwards)."""
        sign = "lt" if self.descending != backwards else "gt"
        found = Q()
        same: dict[str, Any] = {}
        for column, value in zip(self.columns, place, strict=True):
            found |= Q(**same, **{f"{column}__{sign}": value})
            same[column] = value
        # Said once more by the first column alone, so that the index is entered at the place.
        return found & Q(**{f"{self.columns[0]}__{sign}e": place[0]})

    def mark(self, obligation: Obligation) -> str:
        """Write the place of an obligation for an address, "2021-12-31.57"."""
        return ".".join(_written(obligation, column) for column in self.columns)

    def place(self, mark: str) -> Place | None:
        """Read a place; None for what is none, so that the first page is shown."""
        # Only the first column may hold a full stop of its own.
        parts = mark.rsplit(".", len(self.columns) - 1)
        if len(parts) != len(self.columns):
            return None
        try:
            return tuple(_read(column, part) for column, part in zip(self.columns, parts, strict=True))
        except ValueError:
            return None


def _written(obligation: Obligation, column: str) -> str:
    if column == "sort_due":
        return str(obligation.sort_due)
    return str(obligation.unit.sort if column == "unit__sort" else getattr(obligation, column))


def _read(column: str, text: str) -> Any:
    if column == "sort_due":
        return date.fromisoformat(text)
    if column == "id":
        number = int(text)
        if not 0 <= number < 2**63:
            raise ValueError
        return number
    return text


_DUE, _STATE, _UNIT = ("sort_due", "id"), ("state", "sort_due", "id"), ("unit__sort", "sort_due", "id")
BY_DUE = Order("han", "hạn gần nhất trước", _DUE)
ORDERS = {
    order.code: order
    for order in (
        BY_DUE,
        Order("-han", "hạn xa nhất trước", _DUE, descending=True),
        Order("trang-thai", "theo trạng thái", _STATE),
        Order("-trang-thai", "theo trạng thái, ngược lại", _STATE, descending=True),
    )
}
ORDERS_OF_A_TASK = ORDERS | {
    order.code: order
    for order in (
        Order("don-vi", "theo tên đơn vị", _UNIT),
        Order("-don-vi", "theo tên đơn vị, từ cuối bảng chữ cái", _UNIT, descending=True),
    )
}


def order_called(code: str, *, of_a_task: bool = False) -> Order:
    """Give the order with the code; by due date where there is none."""
    return (ORDERS_OF_A_TASK if of_a_task else ORDERS).get(code, BY_DUE)
