"""From a kind of report to its periods in a year, the one a day falls into, and the one before."""

import re
from datetime import date, timedelta

from namro.core.errors import Refusal
from namro.core.reports.model import PeriodRule, ReportKind, ReportPeriod

_KEY = re.compile(r"(\d{4})-([A-Z]\w*)")


def period_of(kind: ReportKind, rule: PeriodRule, year: int) -> ReportPeriod:
    """Give one period of one year."""
    return ReportPeriod(
        key=f"{year}-{rule.key}",
        label=rule.label.format(year=year),
        year=year,
        start=rule.start.in_year(year),
        end=rule.end.in_year(year),
        due=rule.due.in_year(year) if rule.due else None,
    )


def periods_of_year(kind: ReportKind, year: int) -> tuple[ReportPeriod, ...]:
    """Give the periods of a kind in a year, in order of their end."""
    found = [period_of(kind, rule, year) for rule in kind.periods]
    return tuple(sorted(found, key=lambda period: (period.end, period.start)))


def period_called(kind: ReportKind, key: str) -> ReportPeriod:
    """Give the period of a key such as "2021-Q3"; raises `Refusal` with the keys of that kind."""
    found = _KEY.fullmatch(key.strip())
    rule = next((one for one in kind.periods if found and one.key == found[2]), None)
    if found is None or rule is None:
        known = ", ".join(f"2021-{one.key}" for one in kind.periods)
        raise Refusal(f"“{kind.name}” không có kỳ “{key}”; ghi dạng: {known}.")
    return period_of(kind, rule, int(found[1]))


def before(kind: ReportKind, period: ReportPeriod) -> ReportPeriod:
    """Give the period of the kind that ended last before this one ends: whose words stand beside the new ones."""
    earlier = [
        one
        for year in (period.year - 1, period.year)
        for one in periods_of_year(kind, year)
        if one.end < period.end
    ]
    return max(earlier, key=lambda one: (one.end, one.start))


def to_open(kind: ReportKind, day: date, *, ahead: int = 15) -> tuple[ReportPeriod, ...]:
    """Give the periods whose reports stand open on a day: begun, and over within `ahead` days or over this year.

    A period that has not begun is never opened; one that ended more than a year ago is past.
    """
    return tuple(
        period
        for year in (day.year - 1, day.year, day.year + 1)
        for period in periods_of_year(kind, year)
        if period.start <= day
        and period.end <= day + timedelta(days=ahead)
        and period.end > day - timedelta(days=366)
    )
