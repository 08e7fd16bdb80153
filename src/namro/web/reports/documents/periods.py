"""The periods a progress report may speak of, by the day it is made."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_called, periods_of_year
from namro.core.reports.closing import closing_day
from namro.core.reports.kinds import kind_called, monthly
from namro.core.reports.model import ReportKind, ReportPeriod
from namro.core.text import format_date


@lru_cache(maxsize=1)
def progress_kind() -> ReportKind:
    """Give the kind of the reports on a plan, with the months beside its quarters and years."""
    kind = kind_called("tien-do-ke-hoach")
    return replace(kind, periods=(*kind.periods, *monthly()))


def progress_period(key: str, day: date) -> ReportPeriod:
    """Give the period of a key such as "2021-Q3"; raises `Refusal` for one not known or not begun on the day."""
    period = period_called(progress_kind(), key)
    if period.start > day:
        raise Refusal(
            f"{period.label} bắt đầu ngày {format_date(period.start)}, chưa đến vào ngày {format_date(day)}; "
            "hãy chọn một kỳ đã bắt đầu."
        )
    return period


TODAY = "hom-nay"


def closing_choice(period: ReportPeriod, asked: str, day: date) -> date:
    """Give the closing day of a report made on the day: the last of the period, or that day where it is asked for."""
    return day if asked == TODAY else closing_day(period.end, day)


def periods_to_choose(day: date) -> tuple[ReportPeriod, ...]:
    """Give the periods of this year and the last that have begun, the latest first."""
    found = [
        period
        for year in (day.year, day.year - 1)
        for period in periods_of_year(progress_kind(), year)
        if period.start <= day
    ]
    return tuple(sorted(found, key=lambda one: (one.end, one.start), reverse=True))


@dataclass(frozen=True, slots=True)
class ClosingChoice:
    """One closing day to choose, in words."""

    value: str
    words: str
    is_chosen: bool


def closings(
    periods: Iterable[ReportPeriod], chosen: str, asked: str, day: date
) -> tuple[ClosingChoice, ...]:
    """Give the closing days of the chosen period to choose from; none where it still runs, for then they are one."""
    period = next((one for one in periods if one.key == chosen), None)
    if period is None or day <= period.end:
        return ()
    at_end, now = f"cuối kỳ ({format_date(period.end)})", f"hôm nay ({format_date(day)})"
    return ClosingChoice("", at_end, asked != TODAY), ClosingChoice(TODAY, now, asked == TODAY)
