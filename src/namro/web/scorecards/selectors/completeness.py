"""Who should have reported in a month or a quarter, who did, and who did in time."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Min

from namro.core.scorecards import FEWEST
from namro.core.text import format_share
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Report
from namro.web.plans.selectors.past import end_of, owed_by
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import Action

_ADDRESS = re.compile(r"(\d{4})-(?:(\d{2})|q([1-4])|nam)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month, quarter or year; `code` stands in addresses: "2021-11", "2021-q4", "2021-nam"."""

    code: str
    label: str
    start: date
    end: date


def month_of(year: int, month: int) -> Stretch:
    last = calendar.monthrange(year, month)[1]
    return Stretch(
        f"{year}-{month:02d}", f"Tháng {month}/{year}", date(year, month, 1), date(year, month, last)
    )


def quarter_of(year: int, quarter: int) -> Stretch:
    first, last = month_of(year, 3 * quarter - 2), month_of(year, 3 * quarter)
    roman = ("I", "II", "III", "IV")[quarter - 1]
    return Stretch(f"{year}-q{quarter}", f"Quý {roman}/{year}", first.start, last.end)


def year_of(year: int) -> Stretch:
    return Stretch(f"{year}-nam", f"Năm {year}", date(year, 1, 1), date(year, 12, 31))


def stretch_called(code: str, day: date) -> Stretch:
    """Give the stretch with the code; the month of the day where there is none."""
    found = _ADDRESS.fullmatch(code)
    if found is None or not 1990 <= int(found[1]) <= 2100:
        return month_of(day.year, day.month)
    year = int(found[1])
    if found[2]:
        return month_of(year, int(found[2])) if 1 <= int(found[2]) <= 12 else month_of(day.year, day.month)
    return quarter_of(year, int(found[3])) if found[3] else year_of(year)


def choices(day: date) -> tuple[Stretch, ...]:
    """Give the months, quarters and years to choose from: of the year of the day and the one before."""
    found: list[Stretch] = []
    for year in (day.year, day.year - 1):
        found.append(year_of(year))
        for quarter in (4, 3, 2, 1):
            found.append(quarter_of(year, quarter))
            found += [month_of(year, month) for month in range(3 * quarter, 3 * quarter - 3, -1)]
    return tuple(one for one in found if one.start <= day or one.start.year == day.year)


@dataclass(frozen=True, slots=True)
class Heard:
    """How many obligations fell due in the stretch, and what was heard of them until the day."""

    in_time: int = 0  # first report not later than the due day
    late: int = 0
    missing: int = 0  # past due, no report
    coming: int = 0  # not due yet on the day, no report
    handed_in_time: int = 0  # reported done by the due day, and not given back since

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.missing + self.coming

    @property
    def expected(self) -> int:
        """Who should have reported by the day."""
        return self.in_time + self.late + self.missing

    @property
    def reported(self) -> int:
        return self.in_time + self.late

    @property
    def complete(self) -> str:
        return format_share(self.reported, self.expected)

    @property
    def timely(self) -> str:
        return format_share(self.in_time, self.expected)

    @property
    def complete_share(self) -> Decimal | None:
        return Decimal(100 * self.reported) / self.expected if self.expected else None

    @property
    def timely_share(self) -> Decimal | None:
        return Decimal(100 * self.in_time) / self.expected if self.expected else None

    @property
    def is_small(self) -> bool:
        return self.expected < FEWEST

    def __add__(self, other: "Heard") -> "Heard":
        return Heard(
            self.in_time + other.in_time,
            self.late + other.late,
            self.missing + other.missing,
            self.coming + other.coming,
            self.handed_in_time + other.handed_in_time,
        )


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One unit."""

    unit: Unit
    heard: Heard


def heard_of_obligations(
    stretch: Stretch, day: date, *, unit_ids: Iterable[int] | None = None
) -> dict[int, tuple[int, Heard]]:
    """Give, by obligation, the unit and what was heard until the end of the day; two queries.

    Obligations made by rhythms, events and milestones are due like any other and are counted with them.
    """
    owed = Obligation.objects.filter(
        owed_by(max(day, stretch.end)), due__gte=stretch.start, due__lte=stretch.end
    )
    if unit_ids is not None:
        owed = owed.filter(unit_id__in=list(unit_ids))
    reports = Report.objects.filter(
        at__lt=end_of(day),
        action__in=[Action.START, Action.SUBMIT],
        obligation__due__gte=stretch.start,
        obligation__due__lte=stretch.end,
    )
    first = dict(reports.order_by().values_list("obligation_id").annotate(first=Min("at")))
    steps = Report.objects.filter(
        at__lt=end_of(day), obligation__due__gte=stretch.start, obligation__due__lte=stretch.end
    )
    handed: dict[int, date | None] = {}
    for pk, at, action in steps.order_by("at", "id").values_list("obligation_id", "at", "action"):
        if action == Action.SUBMIT:
            handed[pk] = local_day(at)
        elif action != Action.ACCEPT:
            handed[pk] = None
    found: dict[int, tuple[int, Heard]] = {}
    for pk, unit, due in owed.order_by().values_list("id", "unit_id", "due"):
        assert due is not None
        heard_at = first.get(pk)
        if heard_at is None:
            one = Heard(coming=1) if due >= day else Heard(missing=1)
        else:
            given = handed.get(pk)
            one = Heard(in_time=1) if local_day(heard_at) <= due else Heard(late=1)
            one = replace(one, handed_in_time=int(given is not None and given <= due))
        found[pk] = (unit, one)
    return found


def _share(value: Decimal | None) -> tuple[bool, Any]:
    return (value is None, value or Decimal(0))


_ORDERS: dict[str, Callable[[Heard], tuple[bool, Any]]] = {
    "phai": lambda one: (False, one.expected),
    "day-du": lambda one: _share(one.complete_share),
    "kip-thoi": lambda one: _share(one.timely_share),
    "tre": lambda one: (False, one.late),
    "thieu": lambda one: (False, one.missing),
}


def completeness(
    stretch: Stretch, day: date, *, level: str = "", order: str = "", unit_ids: Iterable[int] | None = None
) -> tuple[HeardRow, ...]:
    """Give the units that owe a report in the stretch; the lowest share in time first unless ordered otherwise.

    Units with fewer than five expected reports stand after the others when ordered by a share. Four queries.
    """
    by_unit: dict[int, Heard] = {}
    for unit, one in heard_of_obligations(stretch, day, unit_ids=unit_ids).values():
        by_unit[unit] = by_unit.get(unit, Heard()) + one
    units = Unit.objects.only("key", "name", "level", "sort").in_bulk(list(by_unit))
    rows = [
        HeardRow(units[pk], heard) for pk, heard in by_unit.items() if not level or units[pk].level == level
    ]
    rows.sort(key=lambda row: row.unit.sort)
    back, code = order.startswith("-"), order.removeprefix("-")
    if code == "ten":
        return tuple(reversed(rows)) if back else tuple(rows)
    key = _ORDERS.get(code, _ORDERS["kip-thoi"])
    by_share = code not in ("phai", "tre", "thieu")
    last = [row for row in rows if by_share and row.heard.is_small]
    known = [row for row in rows if not (by_share and row.heard.is_small)]
    # Numbers of reports: the most first. Shares: the lowest first, because these are who is to be asked.
    known.sort(key=lambda row: key(row.heard)[1], reverse=back if by_share else not back)
    return (*known, *last)


def total(rows: Iterable[HeardRow]) -> Heard:
    return sum((row.heard for row in rows), Heard())
