"""Which obligations a piece of proof was reported with."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from namro.web.evidence.models import Evidence, EvidenceRevision
from namro.web.evidence.selectors.pieces import Piece, earlier_piece, piece_of, revision_at
from namro.web.evidence.uses import Use
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Report
from namro.web.plans.selectors.parties import visible_obligations


def uses_of(posts: Posts, evidence_ids: Collection[int]) -> list[Use]:
    """Give the obligations the pieces were reported with, each once, with the revision that stood then; four queries."""
    links = (
        Report.evidence.through.objects.filter(evidence_id__in=evidence_ids)
        .select_related("evidence", "report__obligation__task__plan", "report__obligation__unit")
        .order_by("-report__at", "-id")
    )
    latest: dict[tuple[int, int], Any] = {}
    for link in links:
        latest.setdefault((link.evidence_id, link.report.obligation_id), link)
    if not latest:
        return []
    earlier = list(EvidenceRevision.objects.filter(evidence_id__in=evidence_ids))
    open_ids = set(
        visible_obligations(posts)
        .filter(pk__in={obligation_id for _, obligation_id in latest})
        .values_list("pk", flat=True)
    )
    return [
        Use(
            evidence_id=link.evidence_id,
            kind=str(link.report.obligation.task.plan),
            what=f"Phần việc {link.report.obligation.task.code}, {link.report.obligation.period}",
            unit=link.report.obligation.unit.name,
            year=link.report.obligation.task.plan.year,
            revision=revision_at(
                link.evidence,
                [one for one in earlier if one.evidence_id == link.evidence_id],
                link.report.at,
            ),
            address=reverse("plans:obligation", args=[link.report.obligation_id]),
            may_open=link.report.obligation_id in open_ids,
        )
        for link in latest.values()
    ]


def piece_reported(obligation: Obligation, evidence: Evidence) -> Piece:
    """Give a piece as it was when the obligation was last reported with it; at most three queries."""
    last = obligation.reports.filter(evidence=evidence).order_by("-at", "-id").first()
    earlier = list(evidence.earlier.all())
    number = revision_at(evidence, earlier, last.at) if last else evidence.revision
    held = next((one for one in earlier if one.revision == number), None)
    return earlier_piece(evidence, held) if held else piece_of(evidence)
