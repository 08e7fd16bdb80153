"""All units on one page: by level, ranked fairly, in any order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from namro.core.scorecards import FEWEST, NO_COUNTS, Counts, Kind, ranked
from namro.core.text import fold, format_date, format_share
from namro.web.organisations.models import Unit
from namro.web.scorecards.selectors.counting import Counted, Everybody


@dataclass(frozen=True, slots=True)
class Measure:
    """What units are ranked by: a share, never without its denominator."""

    code: str
    label: str
    why: str
    part: Callable[[Counts], tuple[int, int]]


MEASURES = {
    one.code: one
    for one in (
        Measure(
            "dung-han",
            "Tỷ lệ đúng hạn",
            "Phần việc gửi xong không muộn hơn ngày hạn, trên tổng số phần việc có ngày hạn đã gửi xong hoặc đã qua hạn.",
            lambda counts: (counts.on_time, counts.judged),
        ),
        Measure(
            "hoan-thanh",
            "Tỷ lệ hoàn thành",
            "Phần việc đã được công nhận hoàn thành, trên tổng số phần việc.",
            lambda counts: (counts.done, counts.total),
        ),
    )
}
BY_ON_TIME = MEASURES["dung-han"]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with its numbers; `rank` None: fewer than five to judge by."""

    unit: Unit
    counted: Counted
    rank: int | None
    of: int
    tied: int  # others with the same rank
    on_time: str  # "45/52 (86,5%)"
    done: str
    oldest_days: int | None

    @property
    def counts(self) -> Counts:
        return self.counted.counts

    @property
    def open(self) -> int:
        return self.counts.of(Kind.OPEN)

    @property
    def silent(self) -> int:
        return self.counts.of(Kind.SILENT)

    @property
    def rank_words(self) -> str:
        """ "3/13", with the ties; why there is no rank."""
        if self.rank is None:
            return f"không xếp hạng (dưới {FEWEST})"
        return f"{self.rank}/{self.of}" + (f", cùng {self.tied} đơn vị" if self.tied else "")


@dataclass(frozen=True, slots=True)
class LevelTable:
    """The units of one level in the order asked for."""

    level: str
    label: str
    rows: tuple[UnitRow, ...]
    counts: Counts
    ranked_count: int
    on_time: str
    done: str


def _number(value: int | None) -> tuple[bool, int]:
    return (value is None, -(value or 0))


def _share(part: Decimal | None) -> tuple[bool, Decimal]:
    return (part is None, -(part or Decimal(0)))


# The better or greater first; what is not known last. A minus before the code turns the known ones round.
_ORDERS: dict[str, Callable[[UnitRow], tuple[bool, Any]]] = {
    "hang": lambda row: (row.rank is None, row.rank or 0),
    "tong": lambda row: _number(row.counts.total),
    "dung-han": lambda row: _share(row.counts.on_time_share),
    "hoan-thanh": lambda row: _share(row.counts.done_share),
    "cho-duyet": lambda row: _number(row.counts.waiting),
    "cham": lambda row: _number(row.counts.late),
    "khong-bao-cao": lambda row: _number(row.silent),
    "tra-lai": lambda row: _number(row.counted.returns),
    "cu-nhat": lambda row: _number(row.oldest_days),
}
ORDERS = ("ten", *_ORDERS)


def ordered(rows: Iterable[UnitRow], order: str) -> tuple[UnitRow, ...]:
    """Put rows in the order with the code, by rank where there is none; equal ones by name."""
    found = sorted(rows, key=lambda row: row.unit.sort)
    back, code = order.startswith("-"), order.removeprefix("-")
    if code == "ten":
        return tuple(reversed(found)) if back else tuple(found)
    key = _ORDERS.get(code, _ORDERS["hang"])
    known = [row for row in found if not key(row)[0]]
    known.sort(key=lambda row: key(row)[1], reverse=back)
    return (*known, *(row for row in found if key(row)[0]))


def tables(
    known: Everybody, *, measure: Measure = BY_ON_TIME, level: str = "", words: str = "", order: str = ""
) -> tuple[LevelTable, ...]:
    """Give the units by level. Ranks count all units of the level, whatever the filter shows."""
    return tuple(
        _level(known, code, label, measure=measure, words=words, order=order)
        for code, label in ((str(code), label) for code, label in Unit.LEVELS)
        if (not level or code == level) and any(unit.level == code for unit in known.units.values())
    )


def _level(
    known: Everybody, level: str, label: str, *, measure: Measure, words: str, order: str
) -> LevelTable:
    rows = rows_of(known, level, measure)
    total = sum((row.counts for row in rows), NO_COUNTS)
    wanted = fold(words).split()
    shown = [row for row in rows if all(word in fold(row.unit.name) for word in wanted)] if wanted else rows
    return LevelTable(
        level,
        label,
        ordered(shown, order),
        total,
        sum(row.rank is not None for row in rows),
        format_share(total.on_time, total.judged),
        format_share(total.done, total.total),
    )


def rows_of(known: Everybody, level: str, measure: Measure) -> list[UnitRow]:
    """Give the ranked rows of one level."""
    units = [unit for unit in known.units.values() if unit.level == level]
    found = [known.counted[unit.pk] for unit in units]
    ranking = ranked([measure.part(one.counts) for one in found])
    holders: dict[int | None, int] = {}
    for place in ranking.ranks:
        holders[place] = holders.get(place, 0) + 1
    return [
        UnitRow(
            unit,
            one,
            place,
            ranking.of,
            holders[place] - 1 if place is not None else 0,
            format_share(one.counts.on_time, one.counts.judged),
            format_share(one.counts.done, one.counts.total),
            (known.day - one.oldest).days if one.oldest else None,
        )
        for unit, one, place in zip(units, found, ranking.ranks, strict=True)
    ]


def why_rank(row: UnitRow, measure: Measure) -> str:
    """Say how the rank comes about."""
    part, whole = measure.part(row.counts)
    label = row.unit.get_level_display().lower()
    if row.rank is None:
        return (
            f"Mẫu số là {whole}, dưới {FEWEST} nên không xếp hạng: một phần việc sẽ quyết định cả thứ hạng."
        )
    return (
        f"{measure.label} {format_share(part, whole)}; {row.rank - 1} đơn vị {label} có tỷ lệ cao hơn, nên hạng là "
        f"1 + {row.rank - 1} = {row.rank}, trong {row.of} đơn vị {label} có mẫu số từ {FEWEST} trở lên"
        + (f"; {row.tied} đơn vị khác cùng tỷ lệ, cùng hạng." if row.tied else ".")
    )


def note(day: date) -> str:
    return f"Số liệu đến ngày {format_date(day)}, tính từ báo cáo của các đơn vị trong chương trình."
