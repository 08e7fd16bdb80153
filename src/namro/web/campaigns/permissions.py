"""Who may see, fill, appraise and publish in a campaign: every rule as a pair, `check_may_…` and `may_…`.

A check raises `NotAllowed` with a sentence that names who may; the answer `may_…` is the same rule.
"""

from namro.web.campaigns.models import Campaign, Entrant
from namro.web.campaigns.selectors.duties import Duties, follows_campaigns
from namro.web.campaigns.states import Stage
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_campaigns(posts: Posts) -> None:
    if not posts.posts:
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa xem được đợt chấm điểm. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_run_campaigns(posts: Posts) -> None:
    """Create, choose units, move from stage to stage, publish."""
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi của Sở Nội vụ được lập, chuyển bước và công bố đợt chấm điểm.")


def check_may_see_campaign(posts: Posts, campaign: Campaign) -> None:
    """Whoever holds a post; while it is being prepared, only who runs it."""
    check_may_see_campaigns(posts)
    if campaign.stage == Stage.DRAFT:
        check_may_run_campaigns(posts)


def check_may_see_sheet(posts: Posts, entrant: Entrant, duties: Duties) -> None:
    """The unit itself, who answers for one of its criteria, who appraises, who follows the whole province."""
    check_may_see_campaign(posts, entrant.campaign)
    if posts.sees_whole_province or posts.unit_ids & ({entrant.unit_id} | duties.units):
        return
    raise NotAllowed(
        f"Phiếu này của {entrant.unit.name}. Chỉ đơn vị đó, đơn vị thẩm định, Sở Nội vụ, lãnh đạo tỉnh "
        "và Mặt trận Tổ quốc được xem."
    )


def check_may_fill(posts: Posts, entrant: Entrant, duties: Duties, code: str) -> None:
    """Type inputs, add proof, explain: the unit that answers for the criterion."""
    if duties.responsible(entrant, code) not in posts.unit_ids:
        who = duties.name_of_responsible(entrant, code)
        raise NotAllowed(f"Chỉ người của {who} được nhập và giải trình tiêu chí {code} của phiếu này.")


def check_may_hand_in(posts: Posts, entrant: Entrant) -> None:
    if entrant.unit_id not in posts.unit_ids:
        raise NotAllowed(f"Chỉ người của {entrant.unit.name} được gửi phiếu hoặc rút phiếu này.")


def check_may_appraise(posts: Posts, entrant: Entrant, duties: Duties, code: str) -> None:
    """Decide on points, type survey results: the appraising unit, and nobody for the own unit."""
    appraiser = duties.appraiser(code)
    own = {entrant.unit_id, duties.responsible(entrant, code)}
    if posts.unit_ids & own:
        raise NotAllowed(
            "Không ai được thẩm định phiếu của chính đơn vị mình; "
            + ("lãnh đạo tỉnh" if appraiser in own else duties.name_of_appraiser(code))
            + " thẩm định tiêu chí này."
        )
    if appraiser in own:
        if posts.is_province_leader and follows_campaigns(appraiser):
            return
        raise NotAllowed(
            f"{entrant.unit.name} không tự thẩm định được; lãnh đạo tỉnh thẩm định tiêu chí này."
        )
    if appraiser not in posts.unit_ids:
        raise NotAllowed(
            f"Chỉ người của {duties.name_of_appraiser(code)} được thẩm định {f'tiêu chí {code}' if code else 'phiếu này'}."
        )


def check_may_mark(posts: Posts, entrant: Entrant, duties: Duties, code: str) -> None:
    """Say what is unclear or incomplete: who appraises the criterion, or who runs the campaign; not the own unit."""
    own = {entrant.unit_id, duties.responsible(entrant, code)}
    if posts.is_plan_officer and not posts.unit_ids & own:
        return
    try:
        check_may_appraise(posts, entrant, duties, code)
    except NotAllowed:
        raise NotAllowed(
            f"Chỉ người của {duties.name_of_appraiser(code)} và cán bộ theo dõi của Sở Nội vụ được đánh dấu chỗ cần "
            f"bổ sung ở tiêu chí {code}, và không ai đánh dấu phiếu của đơn vị mình."
        ) from None


def check_may_appraise_some(posts: Posts, entrant: Entrant, duties: Duties) -> None:
    """Appraise at least one criterion of the sheet."""
    for code in ("", *duties.rows):
        try:
            check_may_appraise(posts, entrant, duties, code)
        except NotAllowed as no:
            refused = no
        else:
            return
    raise refused


def check_may_appraise_in(posts: Posts, campaign: Campaign, duties: Duties) -> None:
    """Open the list of what waits: who appraises some criterion of the campaign, on whatever sheet."""
    check_may_see_campaign(posts, campaign)
    appraisers = {duties.appraiser(code) for code in ("", *duties.rows)}
    if posts.unit_ids & appraisers or (
        posts.is_province_leader and any(follows_campaigns(unit_id) for unit_id in appraisers)
    ):
        return
    raise NotAllowed(
        f"Đơn vị của bạn không thẩm định tiêu chí nào của đợt này; {campaign.appraiser.name} thẩm định."
    )


may_see_campaigns = answers(check_may_see_campaigns)
may_run_campaigns = answers(check_may_run_campaigns)
may_see_campaign = answers(check_may_see_campaign)
may_see_sheet = answers(check_may_see_sheet)
may_fill = answers(check_may_fill)
may_hand_in = answers(check_may_hand_in)
may_mark = answers(check_may_mark)
may_appraise = answers(check_may_appraise)
may_appraise_in = answers(check_may_appraise_in)
