"""Every step in the life of a hand-over after it was given.

Each takes the `version` the person saw; when somebody else was quicker, nothing is written and
`ChangedMeanwhile` says so, so that what was typed can be shown again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.cascade import permissions
from namro.web.cascade.models import HandOver, HandOverStep
from namro.web.cascade.states import OPEN, STEPS, Action, State, possible
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof, add_proof, all_or_nothing
from namro.web.organisations.selectors import Posts
from namro.web.plans.services.reporting import MAX_SENTENCE, ChangedMeanwhile

_MAY: dict[Action, Callable[[Posts, HandOver], None]] = {
    Action.ACKNOWLEDGE: permissions.check_may_work,
    Action.PROGRESS: permissions.check_may_work,
    Action.FINISH: permissions.check_may_work,
    Action.TAKE_BACK: permissions.check_may_work,
    Action.ACCEPT: permissions.check_may_judge,
    Action.RETURN: permissions.check_may_judge,
    Action.WITHDRAW: permissions.check_may_withdraw,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the person who holds a piece says about it; `achieved` is counted as the piece's own measure."""

    sentence: str = ""
    percent: int | None = None
    achieved: Decimal | None = None
    obstacle: bool = False


def report(
    *,
    hand_over_id: int,
    done: bool,
    said: Said,
    proof: Proof,
    by: User,
    posts: Posts,
    at: datetime,
    version: int,
    via: str = "",
) -> HandOver:
    """Record what was done; `done` hands it to the giver and needs a sentence, and proof now or earlier.

    `via` says in the history how the report came in when not from the signed-in person, such as a one-use link.

    Raises `NotAllowed`, `ChangedMeanwhile` or `Refusal`; then nothing is written and no file stays behind.
    """
    action = Action.FINISH if done else Action.PROGRESS
    with all_or_nothing() as shelf:
        piece = _open(hand_over_id)
        sentence = _limited(said.sentence)
        _check(piece, action, posts, version)
        _check_said(said)
        added = add_proof(unit=piece.unit, proof=proof, by=by, at=at, shelf=shelf, summary=sentence)
        if done:
            _check_done(piece, said, sentence, has_new_proof=bool(added))
        elif not (sentence or said.percent is not None or said.achieved is not None or added):
            raise Refusal("Hãy ghi một câu, tỷ lệ hoặc số lượng để bên giao biết đã làm đến đâu.")
        elif said.obstacle and not sentence:
            raise Refusal("Hãy viết một câu nói rõ vướng mắc ở đâu và cần ai giúp.")
        return _step(
            piece,
            action,
            by=by,
            at=at,
            version=version,
            sentence=sentence,
            evidence=added,
            via=via,
            changes={
                "reported_at": at,
                "sentence": sentence,
                "percent": 100 if done and said.percent is None else said.percent,
                "achieved": said.achieved,
                "obstacle": said.obstacle and not done,
                "return_reason": "" if done else piece.return_reason,
            },
        )


def acknowledge(*, hand_over_id: int, by: User, posts: Posts, at: datetime, version: int) -> HandOver:
    """Say that the piece was received."""
    return _plain(hand_over_id, Action.ACKNOWLEDGE, "", by=by, posts=posts, at=at, version=version)


def take_back(*, hand_over_id: int, by: User, posts: Posts, at: datetime, version: int) -> HandOver:
    """Take a report of done back, to correct it before the giver decides."""
    return _plain(hand_over_id, Action.TAKE_BACK, "", by=by, posts=posts, at=at, version=version)


def accept(
    *, hand_over_id: int, by: User, posts: Posts, at: datetime, version: int, note: str = ""
) -> HandOver:
    """Accept a piece; the unit's obligation stays as it is."""
    return _plain(hand_over_id, Action.ACCEPT, note, by=by, posts=posts, at=at, version=version)


def return_(
    *, hand_over_id: int, reason: str, by: User, posts: Posts, at: datetime, version: int
) -> HandOver:
    """Give a piece back with what has to be corrected."""
    return _plain(hand_over_id, Action.RETURN, reason, by=by, posts=posts, at=at, version=version)


def withdraw(
    *, hand_over_id: int, reason: str, by: User, posts: Posts, at: datetime, version: int
) -> HandOver:
    """Take a piece away from whoever holds it, with everything passed on from it; the history stays."""
    with all_or_nothing():
        piece = _plain(hand_over_id, Action.WITHDRAW, reason, by=by, posts=posts, at=at, version=version)
        close_below([piece.pk], by=by, at=at, reason=piece.return_reason)
    return piece


def close_below(parents: Iterable[int], *, by: User | None, at: datetime, reason: str) -> None:
    """Withdraw what was passed on from the pieces; call it inside a transaction that is recorded."""
    below = HandOver.objects.filter(passed_from__in=list(parents))
    close_pieces(below, by=by, at=at, reason=reason)


def close_pieces(pieces: Any, *, by: User | None, at: datetime, reason: str) -> int:
    """Withdraw those of the pieces that are not settled for good, each with a step of its history."""
    found = list(pieces.filter(state__in=STEPS[Action.WITHDRAW].sources).values_list("id", "state"))
    if not found:
        return 0
    name = by.get_full_name() if by else audit.PROGRAM.get_full_name()
    for start in range(0, len(found), 500):
        batch = found[start : start + 500]
        HandOver.objects.filter(pk__in=[pk for pk, _ in batch]).update(
            state=State.WITHDRAWN, return_reason=reason, closed_at=at, version=F("version") + 1
        )
    HandOverStep.objects.bulk_create(
        [
            HandOverStep(
                hand_over_id=pk,
                at=at,
                by=by,
                by_name=name,
                action=Action.WITHDRAW,
                state_before=state,
                state_after=State.WITHDRAWN,
                sentence=reason,
            )
            for pk, state in found
        ],
        batch_size=500,
    )
    return len(found)


def _open(hand_over_id: int) -> HandOver:
    return HandOver.objects.select_related(
        "obligation__task", "obligation__unit", "unit", "division", "official", "passed_from"
    ).get(pk=hand_over_id)


def _check(piece: HandOver, action: Action, posts: Posts, version: int) -> None:
    if piece.obligation.unit_id != piece.unit_id:
        raise Refusal(
            f"Phần việc này đã chuyển sang {piece.obligation.unit.name}; việc giao ở {piece.unit.name} chỉ còn để xem."
        )
    _MAY[action](posts, piece)
    if piece.version != version:
        raise ChangedMeanwhile(_changed(piece))
    if not possible(piece.state, action):
        raise Refusal(
            f"Việc này đang ở trạng thái «{piece.get_state_display()}» nên không làm được bước «{action.label}»."
        )


def _changed(piece: HandOver) -> str:
    last = piece.steps.order_by("-at", "-id").first()
    who = f"{last.by_name} vừa thực hiện «{Action(last.action).label}»" if last else "Có người vừa thay đổi"
    return f"{who} trong lúc bạn đang nhập. Những gì bạn nhập vẫn còn bên dưới; hãy xem lại rồi gửi."


def _check_said(said: Said) -> None:
    if said.percent is not None and not 0 <= said.percent <= 100:
        raise Refusal("Tỷ lệ hoàn thành phải từ 0 đến 100%.")
    if said.achieved is not None and not 0 <= said.achieved < Decimal(10) ** 14:
        raise Refusal("Số lượng phải là số không âm và không quá lớn.")


def _check_done(piece: HandOver, said: Said, sentence: str, *, has_new_proof: bool) -> None:
    missing: list[str] = []
    if not sentence:
        missing.append("một câu nói rõ đã làm gì")
    if not has_new_proof and not Evidence.objects.filter(hand_over_steps__hand_over=piece).exists():
        missing.append("minh chứng: một tệp, hoặc số và ngày văn bản, hoặc một địa chỉ")
    if missing:
        raise Refusal(f"Để báo đã xong còn thiếu {' và '.join(missing)}.")
    if said.percent is not None and said.percent < 100:
        raise Refusal("Báo đã xong thì tỷ lệ phải là 100%; nếu chưa xong, hãy chọn «Đang làm».")
    waiting = piece.passed_on.filter(state__in=[*OPEN, State.DONE]).count()
    if waiting:
        raise Refusal(
            f"Còn {waiting} phần đã giao tiếp chưa nghiệm thu; hãy nghiệm thu hoặc rút trước khi báo đã xong."
        )


def _limited(text: str) -> str:
    said = squeeze(text)
    if len(said) > MAX_SENTENCE:
        raise Refusal(f"Phần ghi dài quá {MAX_SENTENCE} chữ; hãy viết gọn và để chi tiết trong minh chứng.")
    return said


def _plain(
    hand_over_id: int, action: Action, text: str, *, by: User, posts: Posts, at: datetime, version: int
) -> HandOver:
    with all_or_nothing():
        piece = _open(hand_over_id)
        _check(piece, action, posts, version)
        said = _limited(text)
        if STEPS[action].needs_reason and not said:
            raise Refusal(f"Hãy ghi lý do của bước «{action.label}» để người nhận việc biết.")
        changes: dict[str, Any] = {}
        if STEPS[action].needs_reason:
            changes["return_reason"] = said
        if STEPS[action].target in (State.ACCEPTED, State.WITHDRAWN):
            changes["closed_at"] = at
        if action is Action.ACCEPT:
            changes |= {"return_reason": "", "obstacle": False}
        return _step(piece, action, by=by, at=at, version=version, sentence=said, changes=changes)


def _step(
    piece: HandOver,
    action: Action,
    *,
    by: User,
    at: datetime,
    version: int,
    sentence: str = "",
    evidence: Iterable[Evidence] = (),
    changes: dict[str, Any] | None = None,
    via: str = "",
) -> HandOver:
    before, target = piece.state, STEPS[action].after(piece.state)
    values: dict[str, Any] = {"state": target, **(changes or {})}
    # The version is checked once more in the write itself: two requests may have read the same row.
    written = HandOver.objects.filter(pk=piece.pk, version=version, state=before).update(
        version=F("version") + 1, **values
    )
    if not written:
        raise ChangedMeanwhile(_changed(piece))
    says = action in (Action.PROGRESS, Action.FINISH)
    step = HandOverStep.objects.create(
        hand_over=piece,
        at=at,
        by=by,
        by_name=f"{by.get_full_name()} ({via})" if via else by.get_full_name(),
        action=action,
        state_before=before,
        state_after=target,
        percent=values.get("percent") if says else None,
        achieved=values.get("achieved") if says else None,
        sentence=sentence,
        obstacle=bool(says and values.get("obstacle")),
    )
    pieces = list(evidence)
    step.evidence.set(pieces)
    audit.record(
        by=by,
        at=at,
        action=f"{action.label} (việc được giao)",
        subject=f"{piece.obligation.task.code} · {piece.unit.name} · {piece.obligation.period}",
        subject_type="hand_over",
        subject_id=piece.pk,
        unit_key=piece.unit.key,
        before={"state": before, "version": version},
        after={
            "state": target.value,
            "version": version + 1,
            "percent": step.percent,
            "sentence": sentence,
            "evidence": [one.pk for one in pieces],
        },
        reason=sentence if STEPS[action].needs_reason else "",
    )
    piece.refresh_from_db()
    return piece
