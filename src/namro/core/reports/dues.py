"""When a unit hands its report in: by the day of its level that the province set, or the kind's own last day."""

from datetime import date, timedelta

from namro.core.reports.model import ReportKind, ReportPeriod

SET_BY_PROVINCE = "tỉnh đặt"


def due_of(
    kind: ReportKind, period: ReportPeriod, level: str, *, is_consolidated: bool
) -> tuple[date | None, str]:
    """Give the last day of handing in and where it comes from; (None, "") while nobody has set one."""
    if is_consolidated:
        return (period.due, kind.source) if period.due else (None, "")
    days = kind.due_days.get(level)
    if days is None:
        return None, ""
    return period.end + timedelta(days=days), f"{SET_BY_PROVINCE}: {days} ngày sau ngày chốt số liệu"
