"""One-use links as their page sees them."""

from datetime import datetime

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.chase.models import OneUseLink
from namro.web.chase.tokens import hash_of
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import existing
from namro.web.organisations.selectors.posts import posts_on
from namro.web.plans.models import Obligation
from namro.web.plans.permissions import may_report
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import WAITS_FOR_UNIT

_SIGN_IN = "Hãy đăng nhập để xem và cập nhật."


class LinkUseless(Refusal):
    """The link cannot be used any more, whatever is typed."""


def link_of(token: str) -> OneUseLink | None:
    """Find the link of a token; None when there is none, without saying why."""
    return (
        OneUseLink.objects.filter(token_hash=hash_of(token))
        .select_related("user", "obligation__unit", "obligation__task__plan")
        .first()
    )


def check_usable(link: OneUseLink, *, at: datetime) -> None:
    """Raise `LinkUseless` with one sentence that says why the link opens nothing now, and what to do."""
    if link.used_at is not None:
        raise LinkUseless(
            f"Liên kết này đã được dùng ngày {format_date(local_day(link.used_at))}; mỗi liên kết chỉ dùng một lần. "
            + _SIGN_IN
        )
    if link.revoked_at is not None:
        raise LinkUseless(
            f"{link.revoked_by} đã thu hồi liên kết này ngày {format_date(local_day(link.revoked_at))}. {_SIGN_IN}"
        )
    if at > link.expires_at:
        raise LinkUseless(
            f"Liên kết này hết hiệu lực từ ngày {format_date(local_day(link.expires_at))}. {_SIGN_IN} "
            "Lần nhắc sau sẽ có liên kết mới."
        )
    day = local_day(at)
    unit_lives = existing(Unit.objects.filter(pk=link.obligation.unit_id), on=day).exists()
    if (
        not link.user.is_active
        or not unit_lives
        or not may_report(posts_on(link.user, on=day), link.obligation)
    ):
        raise LinkUseless(
            f"Người nhận liên kết này không còn phụ trách việc của {link.obligation.unit.name}. "
            "Hãy báo cán bộ đầu mối của đơn vị, hoặc Sở Nội vụ, để việc được giao lại."
        )
    if link.obligation.state not in WAITS_FOR_UNIT:
        raise LinkUseless(
            f"Phần việc này đang ở trạng thái «{link.obligation.get_state_display()}» nên không cần cập nhật nữa. "
            "Bạn không phải làm gì thêm."
        )


def links_of(obligation: Obligation) -> list[OneUseLink]:
    """Give the latest links to an obligation."""
    return list(OneUseLink.objects.filter(obligation=obligation).select_related("user").order_by("-id")[:10])
