"""Which documents a piece of evidence is the file of, and which given tasks it was reported with."""

from collections.abc import Collection

from django.urls import reverse

from namro.web.directives.models import Directive, GivenStep
from namro.web.directives.selectors.givens import visible_parts
from namro.web.directives.selectors.register import visible_directives
from namro.web.evidence.models import EvidenceRevision
from namro.web.evidence.selectors.pieces import revision_at
from namro.web.evidence.uses import Use
from namro.web.organisations.selectors import Posts


def uses_of(posts: Posts, evidence_ids: Collection[int]) -> list[Use]:
    """Give the documents and given tasks of the pieces, each once, with the revision that stood then."""
    documents = list(
        Directive.proofs.through.objects.filter(evidence_id__in=evidence_ids).select_related(
            "evidence", "directive__entered_for"
        )
    )
    steps = {
        (link.evidence_id, link.givenstep.part_id): link
        for link in GivenStep.evidence.through.objects.filter(evidence_id__in=evidence_ids)
        .select_related("evidence", "givenstep__part__task", "givenstep__part__unit")
        .order_by("givenstep__at", "id")
    }
    if not (documents or steps):
        return []
    earlier = list(EvidenceRevision.objects.filter(evidence_id__in=evidence_ids))
    open_documents = set(
        visible_directives(posts)
        .filter(pk__in=[link.directive_id for link in documents])
        .values_list("pk", flat=True)
    )
    open_parts = set(
        visible_parts(posts).filter(pk__in=[part for _, part in steps]).values_list("pk", flat=True)
    )
    return [
        *(
            Use(
                evidence_id=link.evidence_id,
                kind="Sổ văn bản chỉ đạo",
                what=str(link.directive),
                unit=link.directive.entered_for.name,
                year=link.directive.issued_on.year if link.directive.issued_on else None,
                revision=link.evidence.revision,
                address=reverse("directives:detail", args=[link.directive_id]),
                may_open=link.directive_id in open_documents,
            )
            for link in documents
        ),
        *(
            Use(
                evidence_id=link.evidence_id,
                kind="Việc Chính phủ, Thủ tướng giao",
                what=f"Việc {link.givenstep.part.task.number}",
                unit=link.givenstep.part.unit.name,
                year=link.givenstep.part.task.given_on.year,
                revision=revision_at(
                    link.evidence,
                    [one for one in earlier if one.evidence_id == link.evidence_id],
                    link.givenstep.at,
                ),
                address=reverse("givens:part", args=[link.givenstep.part_id]),
                may_open=link.givenstep.part_id in open_parts,
            )
            for link in steps.values()
        ),
    ]
