"""How much of what the database holds is invented."""

from dataclasses import dataclass

from namro.web.evidence.models import Evidence
from namro.web.plans.models import Obligation, Report


@dataclass(frozen=True, slots=True)
class Illustration:
    """Counts of what is invented."""

    obligations: int
    reports: int
    evidence: int


def illustration() -> Illustration:
    """Count the invented steps, the obligations they changed and the proof they brought; three queries."""
    invented = Report.objects.filter(is_illustration=True)
    return Illustration(
        obligations=Obligation.objects.filter(pk__in=invented.values("obligation_id")).count(),
        reports=invented.count(),
        evidence=Evidence.objects.filter(reports__is_illustration=True).distinct().count(),
    )
