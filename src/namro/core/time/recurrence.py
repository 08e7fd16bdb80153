"""From a deadline to the stretches of time in which a unit owes a result."""

import re
from calendar import monthrange
from datetime import date

from namro.core.text import clean, fold, format_date
from namro.core.time.deadlines import Deadline, DeadlineKind, Period
from namro.core.time.marks import Mark, month_end, scan

_DAY_OF_PERIOD = re.compile(r"\bngay (?:thu )?(\d{1,2})(?!\d)(?! ?[/.-]| thang \d)")
_QUARTERS = ("I", "II", "III", "IV")


def periods(deadline: Deadline, *, year: int, issued_on: date | None) -> tuple[Period, ...]:
    """Give the periods of `year` for which a result is owed, in order of time.

    `by_date` gives one per date, whatever the year. A rhythm gives those of `year` that end on or after
    `issued_on`, which may be none. What has no date of its own (always, on an event, by road map, nothing
    said) gives the year without a due date.
    """
    marks = {m.day: m for m in scan(fold(clean(deadline.text)), year=year) if m.day is not None}
    match deadline.kind:
        case DeadlineKind.BY_DATE:
            return tuple(_dated(day, marks.get(day), issued_on) for day in deadline.dates)
        case DeadlineKind.MONTHLY:
            return _every(1, deadline, year, issued_on)
        case DeadlineKind.QUARTERLY:
            return _every(3, deadline, year, issued_on)
        case DeadlineKind.YEARLY:
            return _yearly(deadline, marks, year, issued_on)
    return (Period(f"Năm {year}", date(year, 1, 1), date(year, 12, 31), None),)


def _dated(day: date, mark: Mark | None, issued_on: date | None) -> Period:
    if mark is not None and mark.first is not None and mark.first < day:
        return Period(mark.label, mark.first, day, day)
    start = issued_on if issued_on is not None and issued_on <= day else date(day.year, 1, 1)
    return Period(mark.label if mark is not None else format_date(day), start, day, day)


def _every(months: int, deadline: Deadline, year: int, issued_on: date | None) -> tuple[Period, ...]:
    """Give months or quarters; "ngày 25 hàng tháng" falls due on that day of the (last) month."""
    named = _DAY_OF_PERIOD.search(fold(clean(deadline.text)))
    found: list[Period] = []
    for last in range(months, 13, months):
        end = month_end(year, last)
        due = end
        if named and 1 <= int(named[1]) <= 31:
            due = date(year, last, min(int(named[1]), monthrange(year, last)[1]))
        label = f"Tháng {last}/{year}" if months == 1 else f"Quý {_QUARTERS[last // 3 - 1]}/{year}"
        found.append(Period(label, date(year, last - months + 1, 1), end, due))
    return tuple(p for p in found if issued_on is None or p.end >= issued_on)


def _yearly(
    deadline: Deadline, marks: dict[date, Mark], year: int, issued_on: date | None
) -> tuple[Period, ...]:
    whole = (date(year, 1, 1), date(year, 12, 31))
    if not deadline.dates:
        found = [Period(f"Năm {year}", *whole, whole[1])]
    elif len(deadline.dates) == 1:
        found = [Period(f"Năm {year}", *whole, _in_year(deadline.dates[0], year))]
    else:
        found, start = [], whole[0]
        for day in sorted({_in_year(day, year) for day in deadline.dates}):
            found.append(Period(format_date(day), start, day, day))
            start = date.fromordinal(day.toordinal() + 1)
    return tuple(p for p in found if issued_on is None or (p.due or p.end) >= issued_on)


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
