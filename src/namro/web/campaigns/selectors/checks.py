"""What looks wrong on a sheet: each finding is one sentence about one criterion, with the places it speaks of."""

from django.db.models import Exists, OuterRef

from namro.web.campaigns.models import Entrant, LineProof
from namro.web.campaigns.selectors.checks_of_figures import disagreeing, far_from_before
from namro.web.campaigns.selectors.checks_of_proof import overused, twins_elsewhere, untimely
from namro.web.campaigns.selectors.checks_of_words import copied
from namro.web.campaigns.selectors.finding import Finding
from namro.web.campaigns.selectors.proofs import pieces_of_sheet


def unproved(entrant: Entrant) -> list[str]:
    """Give the codes that claim points without words and without proof that still stands."""
    standing = LineProof.objects.filter(sheetline=OuterRef("pk"), evidence__withdrawn_at__isnull=True)
    claimed = entrant.lines.filter(self_points__gt=0, self_text="", is_survey=False)
    return list(claimed.filter(~Exists(standing)).values_list("code", flat=True))


def findings_of(entrant: Entrant) -> tuple[Finding, ...]:
    """Look at the whole sheet; a fixed number of queries whatever its length, in the order of the sheet."""
    lines = list(entrant.lines.all())
    proofs = pieces_of_sheet(entrant.pk)
    proved = [(line, piece) for line in lines for piece in proofs.get(line.pk, ())]
    found = [
        Finding(code, "unproved", "Tự chấm có điểm nhưng chưa có tài liệu kiểm chứng và chưa ghi căn cứ.")
        for code in unproved(entrant)
    ]
    found += untimely(entrant, proved)
    found += overused(proved)
    found += twins_elsewhere(entrant, proved)
    found += far_from_before(entrant, lines)
    found += disagreeing(entrant, lines)
    found += copied(entrant, lines)
    order = {line.code: line.position for line in lines}
    return tuple(sorted(found, key=lambda one: order[one.code]))
