"""Which pieces of handed-on work a piece of proof was reported with."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from namro.web.cascade.models import HandOverStep
from namro.web.evidence.models import EvidenceRevision
from namro.web.evidence.selectors.pieces import revision_at
from namro.web.evidence.uses import Use
from namro.web.organisations.selectors import Posts


def uses_of(posts: Posts, evidence_ids: Collection[int]) -> list[Use]:
    """Give the hand-overs the pieces were reported with, each once, with the revision that stood then; two queries."""
    links = (
        HandOverStep.evidence.through.objects.filter(evidence_id__in=evidence_ids)
        .select_related(
            "evidence", "handoverstep__hand_over__obligation__task__plan", "handoverstep__hand_over__unit"
        )
        .order_by("-handoverstep__at", "-id")
    )
    latest: dict[tuple[int, int], Any] = {}
    for link in links:
        latest.setdefault((link.evidence_id, link.handoverstep.hand_over_id), link)
    if not latest:
        return []
    earlier = list(EvidenceRevision.objects.filter(evidence_id__in=evidence_ids))
    found = []
    for link in latest.values():
        piece = link.handoverstep.hand_over
        owed = piece.obligation
        found.append(
            Use(
                evidence_id=link.evidence_id,
                kind="Việc được giao",
                what=f"Việc giao từ phần việc {owed.task.code}, {owed.period}",
                unit=piece.unit.name,
                year=owed.task.plan.year,
                revision=revision_at(
                    link.evidence,
                    [one for one in earlier if one.evidence_id == link.evidence_id],
                    link.handoverstep.at,
                ),
                address=reverse("cascade:hand_over", args=[piece.pk]),
                may_open=posts.sees_whole_province or owed.unit_id in posts.member_unit_ids,
            )
        )
    return found
