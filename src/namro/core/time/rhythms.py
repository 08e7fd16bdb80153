"""Rules by which a task falls due again and again: a rhythm of months, or a term that an event starts.

A plan says "hàng năm" or "thường xuyên"; a person makes a rhythm of it that begins on a day. The rules stand
in docs/calculations/recurrences.md.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.core.time.calendar import WorkingCalendar
from namro.core.time.deadlines import Period

LENGTHS = (1, 3, 6, 12)  # months of a period
_QUARTERS = ("I", "II", "III", "IV")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A dated rule: every `months` months, from the period in which `since` lies up to that in which `until` lies.

    `due_month` counts the months of the period from 1 and is the last one when None; `due_day` is the day in it,
    its last day when None or beyond its end. With `first_whole` the period in which `since` lies counts only
    when it begins on that day.
    """

    months: int
    since: date
    until: date | None = None
    due_day: int | None = None
    due_month: int | None = None
    first_whole: bool = False

    def __post_init__(self) -> None:
        if self.months not in LENGTHS:
            raise ValueError(f"no rhythm of {self.months} months")


def rhythm_periods(rhythm: Rhythm, *, year: int) -> tuple[Period, ...]:
    """Give the periods of the year that the rhythm asks for, in order of time; never one that another year gives."""
    found = []
    for first in range(1, 13, rhythm.months):
        last = first + rhythm.months - 1
        start, end = date(year, first, 1), date(year, last, monthrange(year, last)[1])
        begins = start >= rhythm.since if rhythm.first_whole else end >= rhythm.since
        if begins and (rhythm.until is None or start <= rhythm.until):
            found.append(Period(_label(year, first, rhythm.months), start, end, _due(rhythm, year, first)))
    return tuple(found)


def is_boundary(months: int, day: date) -> bool:
    """Tell whether a period of that length begins on the day."""
    return day.day == 1 and (day.month - 1) % months == 0


def next_boundary(months: int, day: date) -> date:
    """Give the first day on or after `day` on which a period of that length begins."""
    if is_boundary(months, day):
        return day
    first = (day.month - 1) // months * months + 1 + months
    return date(day.year + (first > 12), (first - 1) % 12 + 1, 1)


def event_due(happened_on: date, days: int, *, working: bool, calendar: WorkingCalendar) -> date:
    """Give the last day of a term that an event starts; the day of the event itself is not counted.

    Working days are counted by the calendar. A term of plain days that would end on a day off ends with the
    next working day (Civil Code 91/2015/QH13, articles 147 and 148). Raises Refusal for a term below one day.
    """
    if days < 1:
        raise Refusal("Thời hạn tính từ lúc phát sinh phải từ 1 ngày trở lên.")
    if working:
        return calendar.add_working_days(happened_on, days)
    due = happened_on + days * _DAY
    while not calendar.is_working_day(due):
        due += _DAY
    return due


def event_term_words(happened_on: date, days: int, *, working: bool, calendar: WorkingCalendar) -> str:
    """Say how the last day was reckoned, and what of the calendar is not yet known."""
    due = event_due(happened_on, days, working=working, calendar=calendar)
    kind = "ngày làm việc" if working else "ngày"
    words = f"{days} {kind} kể từ ngày sau {format_date(happened_on)}: đến hết {format_date(due)}"
    if not working and (due - happened_on).days > days:
        words += f" (ngày thứ {days} là ngày nghỉ nên tính đến ngày làm việc tiếp theo)"
    unknown = [str(y) for y in range(happened_on.year, due.year + 1) if not calendar.is_known(y)]
    if unknown:
        words += f"; lịch nghỉ lễ năm {', '.join(unknown)} chưa được kiểm chứng đủ"
    return words + "."


def _label(year: int, first: int, months: int) -> str:
    match months:
        case 1:
            return f"Tháng {first}/{year}"
        case 3:
            return f"Quý {_QUARTERS[first // 3]}/{year}"
        case 6:
            return f"6 tháng {'đầu' if first == 1 else 'cuối'} năm {year}"
    return f"Năm {year}"


def _due(rhythm: Rhythm, year: int, first: int) -> date:
    month = first + min(rhythm.due_month or rhythm.months, rhythm.months) - 1
    last = monthrange(year, month)[1]
    return date(year, month, min(rhythm.due_day or last, last))
