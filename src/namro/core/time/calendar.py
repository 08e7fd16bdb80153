"""Working days of officials: weekends, holidays by law, and the days announced or swapped each year."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

from namro.core.time.lunar import LUNAR_YEARS, lunar_date, lunar_new_year

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayOff:
    """A weekday on which officials do not work, with its reason and where that stands."""

    day: date
    name: str
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Announced:
    """Days off that were announced for one year; `occasion` is "tet" or "national_day"."""

    year: int
    occasion: str
    first: date
    last: date
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Swap:
    """A working day that is taken off against a weekend day that is worked."""

    off: date
    work: date
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class HolidayLaw:
    """What follows from the law alone: days of the solar and of the lunar year, each (month, day, name)."""

    since: int
    fixed: tuple[tuple[int, int, str], ...]
    lunar: tuple[tuple[int, int, str], ...]
    source: str
    compensation: str
    tet_default: str


class WorkingCalendar:
    """Says which days are worked; it knows its own gaps (`is_known`)."""

    def __init__(self, law: HolidayLaw, announced: tuple[Announced, ...], swaps: tuple[Swap, ...]) -> None:
        self._law = law
        self._announced = {(a.year, a.occasion): a for a in announced}
        self._swaps = {swap.off: swap for swap in swaps}
        self._worked = {swap.work: swap for swap in swaps}
        self._years: dict[int, dict[date, DayOff]] = {}

    def is_working_day(self, day: date) -> bool:
        """Tell whether officials work on the day."""
        if day in self._worked:
            return True
        return day.weekday() < _SATURDAY and day not in self._of_year(day.year)

    def day_off(self, day: date) -> DayOff | None:
        """Give the reason why a day is off beside the weekend; None on working days and plain weekends."""
        return self._of_year(day.year).get(day)

    def days_off(self, year: int) -> tuple[DayOff, ...]:
        """Give the holidays, compensations and swapped days of a year in order, weekends only where they are holidays."""
        return tuple(sorted(self._of_year(year).values(), key=lambda off: off.day))

    def is_known(self, year: int) -> bool:
        """Tell whether the announced days of the year are all there and verified."""
        if year < self._law.since:
            return False
        own = [self._announced.get((year, occasion)) for occasion in ("tet", "national_day")]
        swaps = [swap for swap in self._swaps.values() if swap.off.year == year]
        return all(a is not None and a.verified for a in own) and all(swap.verified for swap in swaps)

    def add_working_days(self, day: date, count: int) -> date:
        """Give the day `count` working days after `day`, which itself is not counted; before it when negative.

        Zero gives the day itself. A term of days begins the day after the event (Civil Code 91/2015, art. 147).
        """
        step = _DAY if count >= 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            if self.is_working_day(day):
                left -= 1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and with `end`; negative when `end` is the earlier one."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + _DAY * n for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def _of_year(self, year: int) -> dict[date, DayOff]:
        if year not in self._years:
            self._years[year] = {off.day: off for off in self._build(year)}
        return self._years[year]

    def _build(self, year: int) -> Iterator[DayOff]:
        law = self._law
        own = [DayOff(date(year, month, day), name, True, law.source) for month, day, name in law.fixed]
        if year in LUNAR_YEARS:
            own += [DayOff(lunar_date(year, m, d), name, True, law.source) for m, d, name in law.lunar]
        tet = list(self._tet(year))
        taken = {off.day for off in (*own, *tet)}
        national = self._announced.get((year, "national_day"))
        if national is not None:
            beside = [d for d in _days(national.first, national.last) if d not in taken]
            own += [DayOff(d, "Quốc khánh", national.verified, national.source) for d in beside]
            taken.update(beside)
        yield from tet
        yield from own
        for off in sorted(own, key=lambda o: o.day):
            if off.day.weekday() < _SATURDAY:
                continue
            instead = off.day + _DAY
            while instead.weekday() >= _SATURDAY or instead in taken:
                instead += _DAY
            taken.add(instead)
            yield DayOff(instead, f"{off.name} (nghỉ bù)", off.verified, law.compensation)
        for swap in self._swaps.values():
            if swap.off.year == year:
                work = swap.work
                label = f"Nghỉ hoán đổi, làm bù ngày {work.day}/{work.month}/{work.year}"
                yield DayOff(swap.off, label, swap.verified, swap.source)

    def _tet(self, year: int) -> Iterator[DayOff]:
        announced = self._announced.get((year, "tet"))
        if announced is not None:
            for day in _days(announced.first, announced.last):
                yield DayOff(day, "Tết Nguyên đán", announced.verified, announced.source)
            return
        if year not in LUNAR_YEARS:
            return
        first = lunar_new_year(year)
        for day in _days(first - _DAY, first + 2 * _DAY):
            yield DayOff(day, "Tết Nguyên đán", False, self._law.tet_default)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + _DAY * n


@lru_cache(maxsize=1)
def load_calendar() -> WorkingCalendar:
    """Load the working days of Vietnam from `namro.registers`; lunar holidays for the years 1950 to 2100."""
    text = (files("namro.registers") / "holidays.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    head = data["law"]
    law = HolidayLaw(
        since=head["since"],
        fixed=tuple((row["month"], row["day"], row["name"]) for row in data["fixed"]),
        lunar=tuple((row["month"], row["day"], row["name"]) for row in data["lunar"]),
        source=head["holidays"],
        compensation=head["compensation"],
        tet_default=head["tet_default"],
    )
    announced = tuple(
        Announced(row["year"], row["occasion"], row["from"], row["to"], row["verified"], row["source"])
        for row in data["announcement"]
    )
    swaps = tuple(Swap(row["off"], row["work"], row["verified"], row["source"]) for row in data["swap"])
    return WorkingCalendar(law, announced, swaps)
