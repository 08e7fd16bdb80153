"""Before the first appraisal: what is unclear or incomplete is marked, and the unit answers."""

from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.campaigns import permissions
from namro.web.campaigns.models import SheetLine
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.services.writing import limited, open_campaign, open_line, write
from namro.web.campaigns.states import Mark, Stage
from namro.web.organisations.selectors import Posts


def mark(
    *, line_id: int, mark: Mark | None, text: str, by: User, posts: Posts, at: datetime, version: int
) -> SheetLine:
    """Mark a line as unclear or incomplete, with a sentence; None takes the mark off.

    A sheet can be marked once it is handed in, and any sheet while the campaign is being supplemented. Raises
    `NotAllowed`, `Refusal` and `ChangedMeanwhile`.
    """
    with transaction.atomic():
        campaign = open_campaign(open_line(line_id).entrant.campaign_id)
        line = open_line(line_id)
        permissions.check_may_mark(posts, line.entrant, duties_of(campaign), line.code)
        if line.is_survey:
            raise Refusal("Tiêu chí điều tra xã hội học không do đơn vị bổ sung nên không đánh dấu được.")
        if campaign.stage not in {Stage.SELF_SCORING, Stage.SUPPLEMENTING}:
            raise Refusal("Chỉ đánh dấu được trước khi chuyển thẩm định lần 1.")
        if campaign.stage == Stage.SELF_SCORING and not line.entrant.handed_in_at:
            raise Refusal("Đơn vị chưa gửi phiếu và còn đang điền; hãy đánh dấu sau khi phiếu được gửi.")
        said = limited(text)
        if mark and not said:
            raise Refusal("Hãy ghi một câu để đơn vị biết chỗ nào chưa rõ hoặc cần bổ sung gì.")
        if not mark:
            if not line.mark:
                raise Refusal("Tiêu chí này chưa được đánh dấu.")
            if line.first_explanation:
                raise Refusal(
                    "Đơn vị đã giải trình theo dấu này nên không bỏ dấu; hãy xét khi thẩm định lần 1."
                )
            said = ""
        what = f"Đánh dấu: {mark.label.lower()}" if mark else "Bỏ đánh dấu"
        write(
            line, by=by, at=at, version=version, what=what, text=said,
            mark=mark.value if mark else "", mark_text=said,
        )  # fmt: skip
    return line


def explain_first(
    *, line_id: int, text: str, by: User, posts: Posts, at: datetime, version: int
) -> SheetLine:
    """Answer the mark of a line before the first appraisal."""
    with transaction.atomic():
        campaign = open_campaign(open_line(line_id).entrant.campaign_id)
        line = open_line(line_id)
        permissions.check_may_fill(posts, line.entrant, duties_of(campaign), line.code)
        if campaign.stage != Stage.SUPPLEMENTING:
            raise Refusal("Chỉ giải trình lần 1 được khi đợt chấm ở bước bổ sung, giải trình lần 1.")
        if not line.mark:
            raise Refusal(
                "Tiêu chí này không bị đánh dấu chưa rõ hay chưa đủ nên không có gì phải giải trình."
            )
        said = limited(text)
        if not said:
            raise Refusal("Hãy viết lời giải trình.")
        write(line, by=by, at=at, version=version, what="Giải trình lần 1", text=said, first_explanation=said)
    return line
