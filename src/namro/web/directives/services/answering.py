"""Every step in the life of a part of a given task: the unit reports, the assigner's side closes or sends back."""

from datetime import datetime
from typing import Any

from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import clean, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.directives import permissions
from namro.web.directives.models import GivenPart, GivenStep
from namro.web.directives.states import STEPS, Action, State, Who, possible
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof, add_proof, all_or_nothing
from namro.web.organisations.selectors import Posts

MAX_SENTENCE = 1_000


def take_step(
    *,
    part_id: int,
    action: Action,
    sentence: str,
    proof: Proof | None = None,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
) -> GivenPart:
    """Take one step of `states.STEPS`; proof is kept with a report. Raises `NotAllowed` or `Refusal`.

    `version` is what the person saw; when somebody was quicker nothing is written.
    """
    step = STEPS[action]
    with all_or_nothing() as shelf:
        part = GivenPart.objects.select_related("task__assigner", "unit").get(pk=part_id)
        if step.who == Who.UNIT:
            permissions.check_may_answer(posts, part)
        else:
            permissions.check_may_close(posts, part)
        if part.task.withdrawn_at is not None:
            raise Refusal(f"Việc này đã rút: {part.task.withdrawn_reason}. Không cần làm bước nào nữa.")
        if part.version != version:
            raise Refusal("Có người vừa thay đổi việc này trong lúc bạn nhập; hãy xem lại rồi gửi lần nữa.")
        if not possible(part.state, action):
            raise Refusal(
                f"Việc đang ở trạng thái «{part.get_state_display()}» nên không làm được bước «{action.label}»."
            )
        said = _said(sentence, step_needs=step.needs_reason, action=action)
        pieces: list[Evidence] = []
        if proof is not None and step.who == Who.UNIT:
            pieces = add_proof(unit=part.unit, proof=proof, by=by, at=at, shelf=shelf, summary=said)
        if step.needs_proof and not (pieces or Evidence.objects.filter(given_steps__part=part).exists()):
            raise Refusal(
                "Để báo cáo đã xong cần minh chứng: một tệp, hoặc số và ngày văn bản, hoặc một địa chỉ."
            )
        return _write(part, action, said, pieces, version=version, by=by, at=at)


def _said(sentence: str, *, step_needs: bool, action: Action) -> str:
    said = squeeze(clean(sentence))
    if len(said) > MAX_SENTENCE:
        raise Refusal(f"Phần ghi dài quá {MAX_SENTENCE} chữ; hãy viết gọn và để chi tiết trong minh chứng.")
    if not said and step_needs:
        raise Refusal("Hãy ghi lý do để đơn vị biết cần bổ sung, sửa gì.")
    if not said and action in (Action.PROGRESS, Action.REPORT):
        raise Refusal("Hãy viết một câu nói rõ đã làm gì, đến đâu.")
    return said


def _write(
    part: GivenPart,
    action: Action,
    said: str,
    pieces: list[Evidence],
    *,
    version: int,
    by: User,
    at: datetime,
) -> GivenPart:
    step, before = STEPS[action], part.state
    target = step.after(part.state)
    changes: dict[str, Any] = {"state": target}
    if step.who == Who.UNIT and said:
        changes["sentence"] = said
    if action == Action.REPORT:
        changes |= {"reported_at": at, "return_reason": ""}
    elif action == Action.CLOSE:
        changes |= {"closed_at": at, "closed_by_name": _name(by)}
    elif target in (State.SENT_BACK, State.DOING):
        # What was taken back or sent back was not done: the day of the next report counts.
        changes |= {"reported_at": None, "closed_at": None, "closed_by_name": ""}
        if step.needs_reason:
            changes["return_reason"] = said
    written = GivenPart.objects.filter(pk=part.pk, version=version, state=before).update(
        version=F("version") + 1, **changes
    )
    if not written:
        raise Refusal("Có người vừa thay đổi việc này trong lúc bạn nhập; hãy xem lại rồi gửi lần nữa.")
    taken = GivenStep.objects.create(
        part=part, at=at, by=by, by_name=_name(by), action=action, state_before=before,
        state_after=target, sentence=said,
    )  # fmt: skip
    taken.evidence.set(pieces)
    audit.record(
        by=by, at=at, action=str(action.label), subject=f"Việc {part.task.number} · {part.unit.name}",
        subject_type="given_part", subject_id=part.pk, unit_key=part.unit.key,
        before={"state": before, "version": version},
        after={"state": target.value, "sentence": said, "evidence": [piece.pk for piece in pieces]},
        reason=said if step.needs_reason else "",
    )  # fmt: skip
    part.refresh_from_db()
    return part


def _name(by: User) -> str:
    return by.get_full_name() or by.get_username()
