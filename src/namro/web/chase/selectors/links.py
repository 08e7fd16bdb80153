"""One-use links as their page sees them."""

from collections.abc import Callable, Collection
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.cascade.models import HandOver
from namro.web.cascade.permissions import may_work
from namro.web.cascade.selectors.holders import held_on, standing_pieces
from namro.web.cascade.states import OPEN
from namro.web.chase.models import OneUseLink
from namro.web.chase.tokens import hash_of
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors import Posts, existing
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
        .select_related(
            "user",
            "obligation__unit",
            "obligation__task__plan",
            "hand_over__obligation",
            "hand_over__official",
        )
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
    if is_expired(link, at=at):
        raise LinkUseless(
            f"Liên kết này hết hiệu lực từ ngày {format_date(local_day(link.expires_at))}. {_SIGN_IN} "
            "Lần nhắc sau sẽ có liên kết mới."
        )
    day = local_day(at)
    unit_lives = existing(Unit.objects.filter(pk=link.obligation.unit_id), on=day).exists()
    opens = opens_what(link)
    if not link.user.is_active or not unit_lives or not _MAY_STILL[opens](posts_on(link.user, on=day), link):
        raise LinkUseless(
            f"Người nhận liên kết này không còn phụ trách việc của {link.obligation.unit.name}. "
            "Hãy báo cán bộ đầu mối của đơn vị, hoặc Sở Nội vụ, để việc được giao lại."
        )
    settled = _SETTLED[opens](link)
    if settled:
        raise LinkUseless(
            f"Phần việc này đang ở trạng thái «{settled}» nên không cần cập nhật nữa. Bạn không phải làm gì thêm."
        )


def is_expired(link: OneUseLink, *, at: datetime) -> bool:
    """Say whether the link is too old by the working date or by the machine's clock; either is enough."""
    by_clock = link.expires_by_clock
    return at > link.expires_at or (by_clock is not None and timezone.now() > by_clock)


OBLIGATION, PIECE = "obligation", "piece"


def opens_what(link: OneUseLink) -> str:
    """Say what the link reports: the unit's obligation, or the piece of it that its person holds."""
    return OBLIGATION if link.hand_over_id is None else PIECE


def _may_report(posts: Posts, link: OneUseLink) -> bool:
    return may_report(posts, link.obligation)


def _may_work(posts: Posts, link: OneUseLink) -> bool:
    piece = link.hand_over
    return piece is not None and piece.unit_id == link.obligation.unit_id and may_work(posts, piece)


def _settled_obligation(link: OneUseLink) -> str:
    obligation = link.obligation
    return "" if obligation.state in WAITS_FOR_UNIT else str(obligation.get_state_display())


def _settled_piece(link: OneUseLink) -> str:
    piece = link.hand_over
    assert piece is not None
    return "" if piece.state in OPEN else str(piece.get_state_display())


# What can be reported through a link: who still may, and whether there is anything left to report.
_MAY_STILL: dict[str, Callable[[Posts, OneUseLink], bool]] = {OBLIGATION: _may_report, PIECE: _may_work}
_SETTLED: dict[str, Callable[[OneUseLink], str]] = {OBLIGATION: _settled_obligation, PIECE: _settled_piece}


def pieces_in_hand(user_id: int, obligation_ids: Collection[int], day: date) -> dict[int, HandOver]:
    """Give for each obligation the open piece the person holds, the first due of several; two queries.

    Held by name, or by the division the person heads on the day.
    """
    heads = Post.objects.filter(held_on(day), user=user_id, role=Role.DIVISION_HEAD, division__isnull=False)
    divisions = list(heads.values_list("division_id", flat=True))
    pieces = standing_pieces().filter(
        Q(official=user_id) | Q(division__in=divisions), obligation__in=obligation_ids, state__in=OPEN
    )
    found: dict[int, HandOver] = {}
    for piece in pieces.order_by("due", "id"):
        found.setdefault(piece.obligation_id, piece)
    return found


def links_of(obligation: Obligation) -> list[OneUseLink]:
    """Give the latest links to an obligation."""
    return list(OneUseLink.objects.filter(obligation=obligation).select_related("user").order_by("-id")[:10])
