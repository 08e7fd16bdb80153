"""Which reports a period calls for, and how many of them stand open."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class OpenedSoFar:
    """How many of the reports that a period calls for stand open."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100

    @property
    def is_over(self) -> bool:
        return self.done >= self.total


def opened_of(kind: KindVersion, period: ReportPeriod, day: date) -> OpenedSoFar:
    """Give how many of the reports that the period calls for stand open; three queries."""
    wanted = {(unit.pk, is_whole) for unit, is_whole in owing(kind.kind, period, day)}
    reports = Report.objects.filter(kind_key=kind.key, period=period.key)
    known = set(reports.values_list("unit_id", "is_consolidated"))
    return OpenedSoFar(len(wanted & known), len(wanted))
