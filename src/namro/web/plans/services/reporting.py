"""Every step in the life of an obligation: report, withdraw, accept, return, reopen.

Each takes the `version` the person saw; when somebody else was quicker, nothing is written and
`ChangedMeanwhile` says so, so that what was typed can be shown again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof, add_proof, all_or_nothing
from namro.web.organisations.selectors import Posts
from namro.web.plans import permissions
from namro.web.plans.models import Obligation, Report
from namro.web.plans.states import STEPS, Action, State, possible
from namro.web.program import selectors as program

MAX_SENTENCE = 1_000


class ChangedMeanwhile(Refusal):
    """Somebody else changed the obligation after this person opened it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a unit says about its obligation."""

    sentence: str = ""
    percent: int | None = None
    quantity: Decimal | None = None
    obstacle: bool = False


def report(
    *,
    obligation_id: int,
    done: bool,
    progress: Progress,
    proof: Proof,
    by: User,
    posts: Posts,
    at: datetime,
    version: int,
    via: str = "",
) -> Obligation:
    """Record what the unit did; `done` hands it in for acceptance and needs a sentence and proof.

    `via` says by which way it came when not from the signed-in person's own page.
    Raises `NotAllowed`, `ChangedMeanwhile` or `Refusal` with one Vietnamese sentence; then nothing is
    written and no file stays behind.
    """
    action = Action.SUBMIT if done else Action.START
    with all_or_nothing() as shelf:
        obligation = _open(obligation_id)
        permissions.check_may_report(posts, obligation)
        _check(obligation, action, version)
        _check_progress(progress)
        added = add_proof(
            unit=obligation.unit, proof=proof, by=by, at=at, shelf=shelf, summary=progress.sentence
        )
        if done:
            _check_complete(obligation, progress, has_new_proof=bool(added))
        elif not (
            squeeze(progress.sentence)
            or progress.percent is not None
            or progress.quantity is not None
            or added
        ):
            raise Refusal("Hãy ghi một câu, tỷ lệ hoặc số lượng để người theo dõi biết đã làm đến đâu.")
        elif progress.obstacle and not squeeze(progress.sentence):
            raise Refusal("Hãy viết một câu nói rõ vướng mắc ở đâu và cần ai giúp.")
        return _step(
            obligation,
            action,
            by=by,
            at=at,
            version=version,
            sentence=squeeze(progress.sentence),
            progress=progress,
            via=via,
            evidence=added,
            changes={
                "reported_at": at,
                "sentence": squeeze(progress.sentence),
                "percent": 100 if done and progress.percent is None else progress.percent,
                "quantity": progress.quantity,
                "obstacle": progress.obstacle and not done,
                "return_reason": "" if done else obligation.return_reason,
            },
        )


def withdraw(*, obligation_id: int, by: User, posts: Posts, at: datetime, version: int) -> Obligation:
    """Take a handed-in report back, to correct it before anybody decides."""
    with all_or_nothing():
        obligation = _open(obligation_id)
        permissions.check_may_report(posts, obligation)
        _check(obligation, Action.WITHDRAW, version)
        return _step(obligation, Action.WITHDRAW, by=by, at=at, version=version)


def accept(
    *, obligation_id: int, by: User, posts: Posts, at: datetime, version: int, note: str = ""
) -> Obligation:
    """Accept what the unit handed in; from then on it is locked."""
    with all_or_nothing():
        obligation = _open(obligation_id)
        permissions.check_may_decide(posts, obligation)
        _check(obligation, Action.ACCEPT, version)
        return _step(
            obligation,
            Action.ACCEPT,
            by=by,
            at=at,
            version=version,
            sentence=_limited(note),
            changes={"closed_at": at, "closed_by": _name(by), "return_reason": "", "obstacle": False},
        )


def return_(
    *, obligation_id: int, reason: str, by: User, posts: Posts, at: datetime, version: int
) -> Obligation:
    """Give what was handed in back to the unit, with what has to be corrected."""
    with all_or_nothing():
        obligation = _open(obligation_id)
        permissions.check_may_decide(posts, obligation)
        _check(obligation, Action.RETURN, version)
        said = _reason(reason, "Hãy ghi lý do trả lại để đơn vị biết cần bổ sung, sửa gì.")
        return _step(
            obligation,
            Action.RETURN,
            by=by,
            at=at,
            version=version,
            sentence=said,
            changes={"return_reason": said},
        )


def reopen(
    *, obligation_id: int, reason: str, by: User, posts: Posts, at: datetime, version: int
) -> Obligation:
    """Unlock an accepted obligation and give it back to the unit; the acceptance stays in the history."""
    with all_or_nothing():
        obligation = _open(obligation_id)
        permissions.check_may_reopen(posts, obligation)
        _check(obligation, Action.REOPEN, version)
        said = _reason(reason, "Hãy ghi lý do mở lại phần việc đã hoàn thành.")
        return _step(
            obligation,
            Action.REOPEN,
            by=by,
            at=at,
            version=version,
            sentence=said,
            changes={"return_reason": said, "closed_at": None, "closed_by": ""},
        )


def _open(obligation_id: int) -> Obligation:
    return Obligation.objects.select_related("task", "task__plan", "unit").get(pk=obligation_id)


def _check(obligation: Obligation, action: Action, version: int) -> None:
    if obligation.version != version:
        raise ChangedMeanwhile(_changed(obligation))
    if not possible(obligation.state, action):
        if obligation.state == State.ACCEPTED:
            raise Refusal(
                f"Phần việc đã được {obligation.closed_by or 'cấp có thẩm quyền'} công nhận hoàn thành nên đã khóa; "
                "Sở Nội vụ có thể mở lại."
            )
        raise Refusal(
            f"Phần việc đang ở trạng thái «{obligation.get_state_display()}» nên không làm được bước "
            f"«{action.label}»."
        )


def _changed(obligation: Obligation) -> str:
    last = obligation.reports.order_by("-at", "-id").first()
    who = f"{last.by_name} vừa thực hiện «{Action(last.action).label}»" if last else "Có người vừa thay đổi"
    return f"{who} trong lúc bạn đang nhập. Những gì bạn nhập vẫn còn bên dưới; hãy xem lại rồi gửi."


def _check_progress(progress: Progress) -> None:
    _limited(progress.sentence)
    if progress.percent is not None and not 0 <= progress.percent <= 100:
        raise Refusal("Tỷ lệ hoàn thành phải từ 0 đến 100%.")
    if progress.quantity is not None and not 0 <= progress.quantity < Decimal(10) ** 14:
        raise Refusal("Số lượng phải là số không âm và không quá lớn.")


def _check_complete(obligation: Obligation, progress: Progress, *, has_new_proof: bool) -> None:
    missing: list[str] = []
    if not squeeze(progress.sentence):
        missing.append("một câu nói rõ đã làm gì")
    if not has_new_proof and not Evidence.objects.filter(reports__obligation=obligation).exists():
        missing.append("minh chứng: một tệp, hoặc số và ngày văn bản, hoặc một địa chỉ")
    if missing:
        raise Refusal(f"Để báo cáo đã xong còn thiếu {' và '.join(missing)}.")
    if progress.percent is not None and progress.percent < 100:
        raise Refusal("Báo cáo đã xong thì tỷ lệ phải là 100%; nếu chưa xong, hãy chọn «Đang làm».")


def _reason(text: str, sentence: str) -> str:
    said = _limited(text)
    if not said:
        raise Refusal(sentence)
    return said


def _limited(text: str) -> str:
    said = squeeze(text)
    if len(said) > MAX_SENTENCE:
        raise Refusal(f"Phần ghi dài quá {MAX_SENTENCE} chữ; hãy viết gọn và để chi tiết trong minh chứng.")
    return said


def _name(by: User) -> str:
    return by.get_full_name() or by.get_username()


def _step(
    obligation: Obligation,
    action: Action,
    *,
    by: User,
    at: datetime,
    version: int,
    sentence: str = "",
    progress: Progress | None = None,
    via: str = "",
    evidence: Iterable[Evidence] = (),
    changes: dict[str, Any] | None = None,
) -> Obligation:
    before, target = obligation.state, STEPS[action].after(obligation.state)
    values: dict[str, Any] = {"state": target, **(changes or {})}
    # The version is checked once more in the write itself: two requests may have read the same row.
    written = Obligation.objects.filter(pk=obligation.pk, version=version, state=before).update(
        version=F("version") + 1, **values
    )
    if not written:
        obligation.refresh_from_db()
        raise ChangedMeanwhile(_changed(obligation))
    step = Report.objects.create(
        obligation=obligation,
        at=at,
        by=by,
        by_name=f"{_name(by)} ({via})" if via else _name(by),
        action=action,
        state_before=before,
        state_after=target,
        percent=values.get("percent") if progress else None,
        quantity=progress.quantity if progress else None,
        sentence=sentence,
        obstacle=bool(progress and values.get("obstacle")),
        # Asked after the row above is held: whoever adds or removes the illustration holds all rows first.
        is_illustration=program.state().illustration,
    )
    pieces = list(evidence)
    step.evidence.set(pieces)
    audit.record(
        by=by,
        at=at,
        action=str(action.label),
        subject=f"{obligation.task.code} · {obligation.unit.name} · {obligation.period}",
        subject_type="obligation",
        subject_id=obligation.pk,
        unit_key=obligation.unit.key,
        before={"state": before, "version": version},
        after={
            "state": target.value,
            "version": version + 1,
            "percent": step.percent,
            "quantity": str(step.quantity) if step.quantity is not None else None,
            "sentence": sentence,
            "evidence": [piece.pk for piece in pieces],
        },
        reason=sentence if STEPS[action].needs_reason else "",
    )
    obligation.refresh_from_db()
    return obligation
