"""Which lines of a sheet a person may type into now; the same rules as the services, for the whole sheet at once."""

from namro.web.campaigns.models import Entrant
from namro.web.campaigns.selectors.duties import Duties
from namro.web.campaigns.states import APPRAISALS, Stage, Verdict
from namro.web.organisations.selectors import Posts


def editable_codes(entrant: Entrant, posts: Posts, duties: Duties) -> frozenset[str]:
    """Give the codes whose inputs the person may type; one query."""
    stage = entrant.campaign.stage
    own = posts.unit_ids
    found = set()
    for code, is_survey, mark, verdict in entrant.lines.values_list(
        "code", "is_survey", "mark", "first_verdict"
    ):
        if is_survey:
            if stage in APPRAISALS and duties.appraiser(code) in own and entrant.unit_id not in own:
                found.add(code)
        elif duties.responsible(entrant, code) in own and (
            (stage == Stage.SELF_SCORING and not entrant.handed_in_at)
            or (stage == Stage.SUPPLEMENTING and mark)
            or (stage == Stage.EXPLAINING and verdict == Verdict.RETURNED)
        ):
            found.add(code)
    return frozenset(found)


def explainable_codes(entrant: Entrant, posts: Posts, duties: Duties) -> frozenset[str]:
    """Give the codes whose lowered or returned points the person may explain now; one query."""
    if entrant.campaign.stage != Stage.EXPLAINING:
        return frozenset()
    judged = entrant.lines.filter(is_survey=False, first_verdict__in=[Verdict.LOWERED, Verdict.RETURNED])
    return frozenset(
        code
        for code in judged.values_list("code", flat=True)
        if duties.responsible(entrant, code) in posts.unit_ids
    )


def supplementable_codes(entrant: Entrant, posts: Posts, duties: Duties) -> frozenset[str]:
    """Give the marked codes that the person may answer now, before the first appraisal; one query."""
    if entrant.campaign.stage != Stage.SUPPLEMENTING:
        return frozenset()
    marked = entrant.lines.filter(is_survey=False).exclude(mark="")
    return frozenset(
        code
        for code in marked.values_list("code", flat=True)
        if duties.responsible(entrant, code) in posts.unit_ids
    )


def judgeable_codes(entrant: Entrant, posts: Posts, duties: Duties) -> frozenset[str]:
    """Give the codes of claimed points without a verdict that the person may accept from the sheet; one query."""
    if entrant.campaign.stage != Stage.APPRAISING or not posts.unit_ids or entrant.unit_id in posts.unit_ids:
        return frozenset()
    open_codes = entrant.lines.filter(is_survey=False, first_verdict="", self_points__isnull=False)
    return frozenset(
        code
        for code in open_codes.values_list("code", flat=True)
        if duties.appraiser(code) in posts.unit_ids
        and duties.responsible(entrant, code) not in posts.unit_ids
    )
