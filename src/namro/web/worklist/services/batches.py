"""Makes a bulk step, starts it, goes through it one obligation after the other, and undoes what can be undone.

Each obligation is its own transaction together with the place reached, so a run that is killed goes on where it
stopped and does nothing twice; two runs at once wait for each other.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.cascade.models import HandOver
from namro.web.cascade.services import working
from namro.web.cascade.services.giving import Piece, hand_over_many
from namro.web.chase.services.by_hand import check_works, remind
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation
from namro.web.plans.services import reporting
from namro.web.program import selectors as program
from namro.web.ui.refusals import NotAllowed
from namro.web.worklist import permissions
from namro.web.worklist.models import Batch

MOST = 5_000
AT_ONCE = 40  # so many are done while the person waits
JOB = "namro.web.worklist.jobs.run_batch"
UNDOABLE = frozenset({Batch.Step.ASSIGN, Batch.Step.ACCEPT})
Mark = tuple[int, int]
Step, State = Batch.Step, Batch.State


def prepare(*, step: str, marks: Sequence[Mark], query: str, by: User, posts: Posts, at: datetime) -> Batch:
    """Keep what was chosen, so that it can be looked at before anything happens."""
    permissions.check_may_work_in_bulk(posts)
    if step not in Step.values or step == Step.UNDO:
        raise Refusal("Không có bước này; hãy chọn lại ở danh sách.")
    if not marks:
        raise Refusal("Chưa chọn phần việc nào; hãy đánh dấu ít nhất một dòng.")
    if len(marks) > MOST:
        raise Refusal(f"Mỗi lần làm không quá {MOST} phần việc; hãy lọc bớt.")
    if step == Step.REMIND:
        permissions.check_may_remind(posts)
        check_works(at.date())
    return Batch.objects.create(
        step=step, by=by, made_at=at, query=query[:2_000], marks=[list(mark) for mark in marks]
    )


def start(*, batch: Batch, said: dict[str, Any], by: User, at: datetime) -> Batch:
    """Begin: few are done at once, many in the background. Raises `Refusal` when it began before or a word is missing."""
    if batch.step == Step.RETURN and not squeeze(said.get("reason", "")):
        raise Refusal("Hãy ghi lý do trả lại để các đơn vị biết cần bổ sung, sửa gì.")
    begun = Batch.objects.filter(pk=batch.pk, by=by, state=State.PREVIEW).update(
        state=State.RUNNING, said=said, heard_at=timezone.now()
    )
    if not begun:
        raise Refusal("Lần làm này đã bắt đầu hoặc đã bỏ; hãy chọn lại ở danh sách.")
    batch.refresh_from_db()
    audit.record(
        by=by,
        at=at,
        action=f"{batch.get_step_display()} hàng loạt",
        subject=f"{len(batch.marks)} phần việc được chọn",
        subject_type="batch",
        subject_id=batch.pk,
        after={"query": batch.query, "marks": [pk for pk, _ in batch.marks][:2_000]},
        reason=squeeze(said.get("reason", "")),
    )
    if len(batch.marks) <= AT_ONCE:
        run(batch.pk)
    else:
        transaction.on_commit(lambda: async_task(JOB, batch.pk))
    batch.refresh_from_db()
    return batch


def cancel(*, batch: Batch, by: User) -> None:
    """Put a step aside that has not begun."""
    Batch.objects.filter(pk=batch.pk, by=by, state=State.PREVIEW).update(state=State.CANCELLED)


def run(batch_id: int) -> None:
    """Go on with a step that has begun, to its end; harmless when it is over or another run is at it."""
    batch = Batch.objects.select_related("by").get(pk=batch_id)
    if batch.step == Step.REMIND:
        _remind(batch_id)
        return
    while _one(batch_id):
        pass


def undo(*, batch: Batch, by: User, posts: Posts, at: datetime) -> Batch:
    """Take back what a bulk step did, each where nobody has gone on since; done by the person who did it."""
    if batch.by_id != by.pk:
        raise NotAllowed("Chỉ người đã làm mới hoàn tác được lần làm này.")
    if batch.step not in UNDOABLE or batch.state != State.DONE or not batch.done:
        raise Refusal("Lần làm này không hoàn tác được.")
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        if Batch.objects.filter(undoes=batch).exists():
            raise Refusal("Lần làm này đã được hoàn tác.")
        made = Batch.objects.create(
            step=Step.UNDO,
            by=by,
            made_at=at,
            query=batch.query,
            marks=[[pk, version] for pk, version, _ in batch.done],
            undoes=batch,
        )
    reason = f"Hoàn tác lần {batch.get_step_display().lower()} hàng loạt số {batch.pk}."
    return start(batch=made, said={"reason": reason}, by=by, at=at)


def _one(batch_id: int) -> bool:
    """Do the next one; False when there is none left."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).select_related("by").get(pk=batch_id)
        if batch.state != State.RUNNING:
            return False
        if batch.next >= len(batch.marks):
            batch.state = State.DONE
            batch.save(update_fields=["state"])
            return False
        pk, version = batch.marks[batch.next]
        at = program.now()
        posts = posts_on(batch.by, on=at.date())
        try:
            with transaction.atomic():
                batch.done.append([pk, *_act(batch, pk, version, posts, at)])
        except (Refusal, NotAllowed) as refusal:
            batch.refused.append([pk, refusal.sentence])
        except Obligation.DoesNotExist:
            batch.refused.append([pk, "Phần việc không còn trong chương trình."])
        batch.next += 1
        batch.heard_at = timezone.now()
        batch.save(update_fields=["done", "refused", "next", "heard_at"])
    return True


def _act(batch: Batch, pk: int, version: int, posts: Posts, at: datetime) -> tuple[int, int | None]:
    """Take the step for one obligation; give its version afterwards and the hand-over, if one was made."""
    common: dict[str, Any] = {"by": batch.by, "posts": posts, "at": at}
    match batch.step:
        case Step.ACCEPT:
            return reporting.accept(obligation_id=pk, version=version, **common).version, None
        case Step.RETURN:
            reason = batch.said["reason"]
            return reporting.return_(obligation_id=pk, reason=reason, version=version, **common).version, None
        case Step.ASSIGN:
            made = hand_over_many(obligation_ids=[pk], piece=piece_of(batch.said), **common)
            if not made:
                raise Refusal("Phần việc không còn trong chương trình.")
            return version, made[0].pk
    return _undo_one(batch, pk, version, common)


def _undo_one(batch: Batch, pk: int, version: int, common: dict[str, Any]) -> tuple[int, int | None]:
    assert batch.undoes is not None
    reason = batch.said["reason"]
    if batch.undoes.step == Step.ACCEPT:
        return reporting.reopen(obligation_id=pk, reason=reason, version=version, **common).version, None
    given = next(piece for one, _, piece in batch.undoes.done if one == pk)
    piece = HandOver.objects.get(pk=given)
    if piece.version:
        raise Refusal("Người nhận đã tiếp nhận hoặc báo cáo việc này; hãy rút riêng ở trang việc được giao.")
    working.withdraw(hand_over_id=given, reason=reason, version=0, **common)
    return version, given


def piece_of(said: dict[str, Any]) -> Piece:
    """Give the piece to hand on as it was kept."""
    return Piece(
        division_id=said.get("division_id"),
        official_id=said.get("official_id"),
        responsibility=said.get("responsibility", ""),
        due=date.fromisoformat(said["due"]) if said.get("due") else None,
        reason_later=said.get("reason_later", ""),
        product=said.get("product", ""),
        quantity=Decimal(said["quantity"]) if said.get("quantity") else None,
        counted_in=said.get("counted_in", ""),
    )


def said_of(piece: Piece) -> dict[str, Any]:
    """Give a piece in the form that is kept."""
    return {
        "division_id": piece.division_id,
        "official_id": piece.official_id,
        "responsibility": piece.responsibility,
        "due": piece.due.isoformat() if piece.due else None,
        "reason_later": piece.reason_later,
        "product": piece.product,
        "quantity": str(piece.quantity) if piece.quantity is not None else None,
        "counted_in": piece.counted_in,
    }


@transaction.atomic
def _remind(batch_id: int) -> None:
    """Remind about all at once: a person hears of everything in one message."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("by").get(pk=batch_id)
    if batch.state != State.RUNNING:
        return
    at = program.now()
    ids = [pk for pk, _ in batch.marks]
    obligations = list(Obligation.objects.filter(pk__in=ids).select_related("unit", "task"))
    try:
        found = remind(obligations=obligations, by=batch.by, posts=posts_on(batch.by, on=at.date()), at=at)
    except Refusal as refusal:
        batch.refused = [[pk, refusal.sentence] for pk in ids]
    else:
        reached = {pk for owed in found.people.values() for pk in owed}
        batch.done = [[one.pk, one.version, None] for one in obligations if one.pk in reached]
        batch.refused = [[pk, sentence] for pk, sentence in found.refused.items()]
        batch.people = len(found.people)
    batch.next, batch.state, batch.heard_at = len(ids), State.DONE, timezone.now()
    batch.save()
