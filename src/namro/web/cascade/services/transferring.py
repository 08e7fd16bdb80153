"""Passes obligations from one unit to another: to successors by the register, or as Sở Nội vụ decides.

Nothing is taken back here: a transfer is undone by another one, and both stay in the history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.cascade import permissions
from namro.web.cascade.models import HandOver, Move, Transfer
from namro.web.cascade.selectors.succession import Undecided, preview
from namro.web.cascade.services.working import close_pieces
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.services.reporting import MAX_SENTENCE, ChangedMeanwhile

BATCH = 500


@dataclass(frozen=True, slots=True)
class Passed:
    """What one run passed on, and what waits for a decision."""

    moved: int
    transfers: tuple[Transfer, ...]
    undecided: tuple[Undecided, ...]


def pass_to_successors(*, on: date, at: datetime, by: User | None = None) -> Passed:
    """Pass the obligations of every unit that is no more on the day to its one verified successor.

    Run it twice and the second time nothing is left to pass. Accepted ones pass too, with their history:
    the successor answers for the whole list. What has no single successor is left for a decision.
    """
    with transaction.atomic():
        found = preview(on)
        made = tuple(
            _move(
                list(Obligation.objects.filter(unit=passing.predecessor).values_list("id", flat=True)),
                passing.predecessor,
                passing.successor,
                kind=Transfer.Kind.SUCCESSION,
                on=on,
                at=at,
                by=by,
                reason=f"{passing.successor.name} kế tục {passing.predecessor.name} theo danh bạ đơn vị."
                + (f" Căn cứ: {passing.source}" if passing.source else ""),
            )
            for passing in found.passings
        )
    return Passed(sum(one.count for one in made), made, found.undecided)


def decide_unit(
    *, from_unit: Unit, to_unit: Unit, reason: str, on: date, by: User, posts: Posts, at: datetime
) -> Transfer:
    """Pass everything a unit owes to another, as Sở Nội vụ decides."""
    with transaction.atomic():
        permissions.check_may_transfer(posts)
        said = _checked(from_unit, to_unit, reason, on)
        ids = list(Obligation.objects.filter(unit=from_unit).values_list("id", flat=True))
        if not ids:
            raise Refusal(f"{from_unit.name} không còn phần việc nào để chuyển.")
        return _move(ids, from_unit, to_unit, kind=Transfer.Kind.DECISION, on=on, at=at, by=by, reason=said)


def decide_obligation(
    *,
    obligation_id: int,
    to_unit: Unit,
    reason: str,
    on: date,
    by: User,
    posts: Posts,
    at: datetime,
    version: int,
) -> Transfer:
    """Pass one obligation to another unit: the lead of the task has changed."""
    with transaction.atomic():
        permissions.check_may_transfer(posts)
        obligation = Obligation.objects.select_related("unit").get(pk=obligation_id)
        if obligation.version != version:
            raise ChangedMeanwhile(
                "Có người vừa thay đổi phần việc này trong lúc bạn đang nhập; hãy xem lại rồi gửi."
            )
        said = _checked(obligation.unit, to_unit, reason, on)
        return _move(
            [obligation.pk],
            obligation.unit,
            to_unit,
            kind=Transfer.Kind.DECISION,
            on=on,
            at=at,
            by=by,
            reason=said,
        )


def _checked(from_unit: Unit, to_unit: Unit, reason: str, on: date) -> str:
    if from_unit.pk == to_unit.pk:
        raise Refusal(f"Phần việc đang ở {to_unit.name}; hãy chọn đơn vị khác.")
    if (to_unit.valid_from and on < to_unit.valid_from) or (to_unit.valid_to and on > to_unit.valid_to):
        raise Refusal(f"{to_unit.name} không có mặt vào ngày {format_date(on)}; hãy chọn đơn vị khác.")
    said = squeeze(reason)
    if not said:
        raise Refusal("Hãy ghi lý do chuyển, ví dụ số và ngày của văn bản quyết định.")
    if len(said) > MAX_SENTENCE:
        raise Refusal(f"Lý do dài quá {MAX_SENTENCE} chữ; hãy viết gọn.")
    return said


def _move(
    ids: Sequence[int],
    from_unit: Unit,
    to_unit: Unit,
    *,
    kind: Transfer.Kind,
    on: date,
    at: datetime,
    by: User | None,
    reason: str,
) -> Transfer:
    signer: audit.Person = by or audit.PROGRAM
    transfer = Transfer.objects.create(
        kind=kind,
        from_unit=from_unit,
        to_unit=to_unit,
        on=on,
        at=at,
        by_name=signer.get_full_name(),
        reason=reason,
        count=len(ids),
    )
    Move.objects.bulk_create([Move(transfer=transfer, obligation_id=pk) for pk in ids], batch_size=BATCH)
    closed = moved = 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        moved += _pass(batch, from_unit, to_unit)
        closed += close_pieces(
            HandOver.objects.filter(obligation__in=batch),
            by=by,
            at=at,
            reason=f"Phần việc chuyển sang {to_unit.name}.",
        )
    if moved != len(ids):
        raise ChangedMeanwhile("Phần việc của đơn vị này vừa thay đổi; hãy xem lại rồi chuyển.")
    audit.record(
        by=signer,
        at=at,
        action="Chuyển phần việc sang đơn vị khác",
        subject=f"{len(ids)} phần việc: {from_unit.name} → {to_unit.name}",
        subject_type="transfer",
        subject_id=transfer.pk,
        unit_key=to_unit.key,
        before={"unit": from_unit.key},
        after={"unit": to_unit.key, "count": len(ids), "on": on.isoformat(), "closed_hand_overs": closed},
        reason=reason,
    )
    return transfer


def _pass(batch: Sequence[int], from_unit: Unit, to_unit: Unit) -> int:
    # The first to owe it stays named, unless it comes back to that one.
    first = Coalesce("origin_id", "unit_id")
    return (
        Obligation.objects.filter(pk__in=batch, unit=from_unit)
        .annotate(first=first)
        .update(
            origin_id=Case(When(first=to_unit.pk, then=None), default=Coalesce("origin_id", "unit_id")),
            unit=to_unit,
            version=F("version") + 1,
        )
    )
