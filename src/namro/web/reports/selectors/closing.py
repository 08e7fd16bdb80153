"""Until which day the figures of a report count, and whether they can still change."""

from dataclasses import dataclass
from datetime import date

from namro.core.reports import closing as core
from namro.web.plans.selectors.standing import local_day
from namro.web.reports.models import Report


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing day of a report: `day` of its figures, `made_on` the day they were reckoned; None before that."""

    end: date
    made_on: date | None

    @property
    def day(self) -> date | None:
        return core.closing_day(self.end, self.made_on) if self.made_on else None

    @property
    def words(self) -> str:
        """Say both days in a sentence; nothing before the figures were reckoned."""
        return core.closing_words(self.end, self.made_on) if self.made_on else ""

    def is_stale(self, today: date) -> bool:
        """Say whether the period is over and the figures were reckoned before it was: they miss its last days."""
        reckoned = self.made_on is not None and core.is_over(self.end, self.made_on)
        return core.is_over(self.end, today) and not reckoned


def closing_of(report: Report) -> Closing:
    """Give the closing day of a report, by the day its figures were last reckoned."""
    return Closing(report.end, local_day(report.filled_at) if report.filled_at else None)
