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
    for line in entrant.lines.only("code", "is_survey", "first_verdict"):
        if line.is_survey:
            appraiser = duties.appraiser(line.code)
            if stage in APPRAISALS and appraiser in own and entrant.unit_id not in own:
                found.add(line.code)
        elif duties.responsible(entrant, line.code) in own and (
            (stage == Stage.SELF_SCORING and not entrant.handed_in_at)
            or (stage == Stage.EXPLAINING and line.first_verdict == Verdict.RETURNED)
        ):
            found.add(line.code)
    return frozenset(found)
