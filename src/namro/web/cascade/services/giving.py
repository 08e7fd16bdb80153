"""Hands an obligation on: to divisions and officials, and from the head of a division to its officials."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet

from namro.core.errors import Refusal
from namro.core.plans.handing import HandedOn, check_clear, check_shares
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.cascade import permissions
from namro.web.cascade.models import Acknowledgement, HandOver, HandOverStep
from namro.web.cascade.selectors.holders import last_piece
from namro.web.cascade.states import STEPS, Action, State, possible
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, Staff, staff_of
from namro.web.plans.models import Obligation
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.plans.states import SETTLED
from namro.web.plans.states import State as Owed

MOST_PIECES = 20
MOST_OBLIGATIONS = 200
_CHANGED = (
    "Có người vừa giao thêm việc này trong lúc bạn đang nhập. Những gì bạn nhập vẫn còn bên dưới; "
    "hãy xem các phần đã giao rồi gửi lại."
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece to give: to a division, or to an official; `share` in hundredths, None where not known."""

    division_id: int | None = None
    official_id: int | None = None
    work: str = ""
    responsibility: str = ""
    due: date | None = None
    reason_later: str = ""
    product: str = ""
    quantity: Decimal | None = None
    counted_in: str = ""
    share: Decimal | None = None


def hand_over(
    *, obligation_id: int, pieces: Sequence[Piece], by: User, posts: Posts, at: datetime, seen: int
) -> list[HandOver]:
    """Give pieces of an obligation; `seen` is the number of the last piece on the page the form was filled on.

    All are given or none. Raises `NotAllowed`, `ChangedMeanwhile`, or `Refusal` with every sentence that says
    which of the five clears is missing in which piece. The unit thereby acknowledges the obligation.
    """
    with transaction.atomic():
        obligation = _locked(obligation_id)
        permissions.check_may_hand_over(posts, obligation)
        if last_piece(obligation.pk) != seen:
            raise ChangedMeanwhile(_CHANGED)
        made = _give(obligation, pieces, None, staff_of(obligation.unit, on=at.date()), by=by, at=at)
        _acknowledge(obligation, by, at)
    return made


def hand_over_many(
    *, obligation_ids: Sequence[int], piece: Piece, by: User, posts: Posts, at: datetime
) -> list[HandOver]:
    """Give many obligations whole to one division or official; all of them or none.

    What has to be done is each obligation's own task; without a day in `piece` each is due on its own day.
    Raises `Refusal` that names the first obligation which is not clear in all five.
    """
    if not obligation_ids:
        raise Refusal("Chưa chọn phần việc nào để giao.")
    if len(obligation_ids) > MOST_OBLIGATIONS:
        raise Refusal(f"Mỗi lần giao không quá {MOST_OBLIGATIONS} phần việc; hãy chia thành nhiều lần.")
    made: list[HandOver] = []
    with transaction.atomic():
        found = list(_for_update().filter(pk__in=obligation_ids).order_by("sort_due", "id"))
        staff: dict[int, Staff] = {}
        for obligation in found:
            permissions.check_may_hand_over(posts, obligation)
            if obligation.unit_id not in staff:
                staff[obligation.unit_id] = staff_of(obligation.unit, on=at.date())
            whole = replace(piece, work=piece.work or brief_of(obligation), due=piece.due or obligation.due)
            made += _give(
                obligation, [whole], None, staff[obligation.unit_id], by=by, at=at, name=obligation.task.code
            )
            _acknowledge(obligation, by, at)
    return made


def pass_on(
    *, hand_over_id: int, pieces: Sequence[Piece], by: User, posts: Posts, at: datetime, version: int
) -> list[HandOver]:
    """Give pieces of what a division holds to its officials; the division still answers for the whole."""
    with transaction.atomic():
        above = (
            HandOver.objects.select_for_update(of=("self",)).select_related("division").get(pk=hand_over_id)
        )
        obligation = _locked(above.obligation_id)
        permissions.check_may_pass_on(posts, above)
        if above.version != version:
            raise ChangedMeanwhile(_CHANGED)
        if not possible(above.state, Action.PASS_ON):
            raise Refusal(
                f"Việc này đang ở trạng thái «{above.get_state_display()}» nên không giao tiếp được."
            )
        made = _give(obligation, pieces, above, staff_of(obligation.unit, on=at.date()), by=by, at=at)
        before, above.state = above.state, STEPS[Action.PASS_ON].after(above.state)
        HandOver.objects.filter(pk=above.pk).update(state=above.state, version=F("version") + 1)
        HandOverStep.objects.create(
            hand_over=above, at=at, by=by, by_name=by.get_full_name(), action=Action.PASS_ON,
            state_before=before, state_after=above.state, sentence=f"{len(made)} phần",
        )  # fmt: skip
    return made


def brief_of(obligation: Obligation) -> str:
    """Give the words of the task as the piece of work to hand on: the beginning where they are very many."""
    words = obligation.task.text.lstrip("-–*+• ").split()
    return " ".join(words[:120]) + (f" … (xem {obligation.task.code})" if len(words) > 120 else "")


def _for_update() -> QuerySet[Obligation]:
    return Obligation.objects.select_for_update(of=("self",)).select_related("unit", "task")


def _locked(obligation_id: int) -> Obligation:
    return _for_update().get(pk=obligation_id)


def _give(
    obligation: Obligation,
    pieces: Sequence[Piece],
    above: HandOver | None,
    staff: Staff,
    *,
    by: User,
    at: datetime,
    name: str = "",
) -> list[HandOver]:
    if obligation.state in SETTLED:
        raise Refusal(
            f"Phần việc {obligation.task.code} đã ở trạng thái «{Owed(obligation.state).label}» nên không giao thêm."
        )
    if not pieces:
        raise Refusal("Hãy ghi ít nhất một phần giao: giao việc gì, cho ai.")
    if len(pieces) > MOST_PIECES:
        raise Refusal(f"Mỗi lần giao không quá {MOST_PIECES} phần; hãy chia thành nhiều lần.")
    siblings = HandOver.objects.filter(obligation=obligation, unit=obligation.unit, passed_from=above)
    check_shares(
        [
            *siblings.exclude(state=State.WITHDRAWN).values_list("share", flat=True),
            *(piece.share for piece in pieces),
        ]
    )
    limit = above.due if above else obligation.due
    made = []
    for number, piece in enumerate(pieces, start=1):
        called = name or (f"Phần giao {number}" if len(pieces) > 1 else "")
        made.append(_checked(obligation, piece, above, staff, limit=limit, called=called, by=by, at=at))
    for piece_made in made:
        piece_made.save(force_insert=True)
        _record(piece_made, staff, by=by, at=at)
    return made


def _checked(
    obligation: Obligation,
    piece: Piece,
    above: HandOver | None,
    staff: Staff,
    *,
    limit: date | None,
    called: str,
    by: User,
    at: datetime,
) -> HandOver:
    division, person = "", None
    if piece.division_id is not None:
        row = next((row for row in staff.divisions if row.division.pk == piece.division_id), None)
        if row is None or above is not None:
            raise Refusal("Phòng được chọn không phải phòng đang có của đơn vị; hãy chọn lại.")
        division, person = row.division.name, row.head.user.get_full_name() if row.head else None
    elif piece.official_id is not None:
        person = _official(piece.official_id, above, staff)
    check_clear(
        HandedOn(
            work=squeeze(piece.work),
            person=person,
            responsibility=squeeze(piece.responsibility),
            given_on=at.date(),
            due=piece.due,
            limit=limit,
            reason_later=piece.reason_later,
            product=piece.product,
            quantity=piece.quantity,
            counted_in=piece.counted_in,
            division=division,
        ),
        called,
    )
    assert piece.due is not None
    return HandOver(
        obligation=obligation,
        unit=obligation.unit,
        passed_from=above,
        division_id=piece.division_id,
        official_id=piece.official_id if piece.division_id is None else None,
        work=squeeze(piece.work),
        responsibility=squeeze(piece.responsibility),
        due=piece.due,
        reason_later=squeeze(piece.reason_later)[:300],
        product=squeeze(piece.product)[:300],
        quantity=piece.quantity,
        counted_in=squeeze(piece.counted_in)[:60],
        share=piece.share,
        given_by=by,
        given_by_name=by.get_full_name(),
        given_at=at,
    )


def _official(user_id: int, above: HandOver | None, staff: Staff) -> str:
    """Give the name of the official when he or she belongs to the unit, or to the division that passes on."""
    if above is not None:
        row = next((row for row in staff.divisions if row.division.pk == above.division_id), None)
        there = [post for post in (row.head, *row.officials) if post is not None] if row else []
        where = "phòng bạn phụ trách"
    else:
        there, where = list(staff.people), "đơn vị"
    found = next((post for post in there if post.user_id == user_id), None)
    if found is None:
        raise Refusal(f"Người được chọn không giữ vai trò nào ở {where} hôm nay; hãy chọn người khác.")
    name: str = found.user.get_full_name()
    return name


def _acknowledge(obligation: Obligation, by: User, at: datetime) -> None:
    """Who hands on has received."""
    Acknowledgement.objects.get_or_create(
        obligation=obligation,
        unit=obligation.unit,
        defaults={"by": by, "by_name": by.get_full_name(), "at": at},
    )


def _record(piece: HandOver, staff: Staff, *, by: User, at: datetime) -> None:
    receiver = piece.division.name if piece.division else piece.official.get_full_name()  # type: ignore[union-attr]
    HandOverStep.objects.create(
        hand_over=piece, at=at, by=by, by_name=by.get_full_name(), action=Action.GIVE, state_after=piece.state
    )
    unit: Unit = piece.obligation.unit
    audit.record(
        by=by,
        at=at,
        action=str(Action.GIVE.label),
        subject=f"{piece.obligation.task.code} · {unit.name} · {piece.obligation.period} → {receiver}",
        subject_type="hand_over",
        subject_id=piece.pk,
        unit_key=unit.key,
        after={
            "receiver": receiver,
            "work": piece.work[:500],
            "responsibility": piece.responsibility[:500],
            "due": piece.due.isoformat(),
            "product": piece.product,
            "quantity": str(piece.quantity) if piece.quantity is not None else None,
            "share": str(piece.share) if piece.share is not None else None,
            "passed_from": piece.passed_from_id,
        },
        reason=piece.reason_later,
    )
