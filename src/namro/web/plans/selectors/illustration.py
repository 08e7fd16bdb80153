"""How much of what the database holds is invented."""

from dataclasses import dataclass

from namro.web.evidence.models import Evidence
from namro.web.plans.models import Obligation, Report
from namro.web.program.invented import Invented, invented_elsewhere


@dataclass(frozen=True, slots=True)
class Illustration:
    """Counts of what is invented."""

    obligations: int
    reports: int
    evidence: int
    elsewhere: tuple[Invented, ...]  # what other rooms hold


def illustration() -> Illustration:
    """Count the invented steps, the obligations they changed and the proof they brought; three queries and those of other rooms."""
    invented = Report.objects.filter(is_illustration=True)
    return Illustration(
        obligations=Obligation.objects.filter(pk__in=invented.values("obligation_id")).count(),
        reports=invented.count(),
        evidence=Evidence.objects.filter(reports__is_illustration=True).distinct().count(),
        elsewhere=invented_elsewhere(),
    )
