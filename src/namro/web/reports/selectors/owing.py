"""Which reports a period calls for, and how many of them stand open."""

from datetime import date

from namro.core.reports.model import ReportKind, ReportPeriod
from namro.web.organisations.models import Unit
from namro.web.reports.models import KindVersion, Report
from namro.web.reports.selectors.kinds import gatherer, writers


def owing(kind: ReportKind, period: ReportPeriod, day: date) -> tuple[tuple[Unit, bool], ...]:
    """Give the units that write for the period, and who consolidates (True) last."""
    last = min(day, period.end)
    # A unit that the register already knows to end inside the period hands nothing in: its successor does.
    found = [
        (unit, False) for unit in writers(kind, last) if unit.valid_to is None or unit.valid_to >= period.end
    ]
    whole = gatherer(kind, last)
    return (*found, *([(whole, True)] if whole is not None else []))


def opened_of(kind: KindVersion, period: ReportPeriod, day: date) -> tuple[int, int]:
    """Give how many of the reports that the period calls for stand open, and how many it calls for; three queries."""
    wanted = {(unit.pk, is_whole) for unit, is_whole in owing(kind.kind, period, day)}
    reports = Report.objects.filter(kind_key=kind.key, period=period.key)
    known = set(reports.values_list("unit_id", "is_consolidated"))
    return len(wanted & known), len(wanted)
