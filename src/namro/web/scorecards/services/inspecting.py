"""An inspection is recorded, answered by the unit, and closed by who inspected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Task
from namro.web.scorecards import permissions
from namro.web.scorecards.models import Inspection, InspectionStep
from namro.web.scorecards.selectors.inspections import inspectors_of
from namro.web.scorecards.states import STEPS, Action, State, possible

MAX_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Found:
    """What an inspection was and found; without `follow_up` nothing has to be put right."""

    kind: str
    inspected_on: date
    people: str
    findings: str
    reference: str = ""
    follow_up: str = ""
    follow_up_due: date | None = None
    tasks: Sequence[Task] = ()


@transaction.atomic
def record(*, unit: Unit, inspector: Unit, found: Found, by: User, posts: Posts, at: datetime) -> Inspection:
    """Write down an inspection of a unit; raises `NotAllowed` or `Refusal` with one sentence."""
    permissions.check_may_inspect_unit(posts, unit)
    if inspector.pk not in {one.pk for one in inspectors_of(posts)}:
        raise Refusal(f"Bạn không giữ vai trò ở {inspector.name}; hãy chọn đơn vị của bạn.")
    if found.inspected_on > at.date():
        raise Refusal(
            f"Ngày kiểm tra {format_date(found.inspected_on)} ở sau hôm nay; chỉ ghi cuộc đã diễn ra."
        )
    for text in (found.findings, found.follow_up):
        if len(text) > MAX_TEXT:
            raise Refusal(f"Nội dung dài quá {MAX_TEXT} chữ; hãy viết gọn và dẫn số biên bản, kết luận.")
    if not squeeze(found.findings) or not squeeze(found.people):
        raise Refusal("Hãy ghi ai kiểm tra và phát hiện điều gì; không có gì sai thì ghi đúng như vậy.")
    if found.follow_up and found.follow_up_due is None:
        raise Refusal("Có nội dung phải khắc phục thì cần ngày hạn khắc phục.")
    if found.follow_up_due and found.follow_up_due < found.inspected_on:
        raise Refusal("Hạn khắc phục không thể trước ngày kiểm tra.")
    needs = bool(squeeze(found.follow_up))
    made = Inspection.objects.create(
        kind=found.kind,
        inspector=inspector,
        unit=unit,
        inspected_on=found.inspected_on,
        people=squeeze(found.people),
        reference=squeeze(found.reference),
        findings=found.findings.strip(),
        follow_up=found.follow_up.strip(),
        follow_up_due=found.follow_up_due if needs else None,
        state=State.OPEN if needs else State.CLOSED,
        closed_on=None if needs else found.inspected_on,
        recorded_by=by,
        recorded_at=at,
    )
    made.tasks.set(found.tasks)
    _write(made, Action.RECORD, "", by=by, at=at, before={})
    return made


def answer(
    *, inspection_id: int, sentence: str, by: User, posts: Posts, at: datetime, version: int
) -> Inspection:
    """Say for the inspected unit what was put right."""
    return _step(Action.ANSWER, inspection_id, sentence, by=by, posts=posts, at=at, version=version)


def conclude(
    *, inspection_id: int, close: bool, sentence: str, by: User, posts: Posts, at: datetime, version: int
) -> Inspection:
    """Close the follow-up, or ask for more."""
    action = Action.CLOSE if close else Action.ASK_AGAIN
    return _step(action, inspection_id, sentence, by=by, posts=posts, at=at, version=version)


@transaction.atomic
def _step(
    action: Action, inspection_id: int, sentence: str, *, by: User, posts: Posts, at: datetime, version: int
) -> Inspection:
    row = Inspection.objects.select_related("unit", "inspector").get(pk=inspection_id)
    permissions.check_may_see_inspection(posts, row)
    check = permissions.check_may_answer if action == Action.ANSWER else permissions.check_may_conclude
    check(posts, row)
    said = squeeze(sentence)
    if not said:
        raise Refusal("Hãy ghi một câu: đã khắc phục thế nào, hoặc vì sao đóng hay yêu cầu tiếp.")
    if len(said) > MAX_TEXT:
        raise Refusal(f"Nội dung dài quá {MAX_TEXT} chữ; hãy viết gọn.")
    if not possible(row.state, action):
        raise Refusal(
            f"Cuộc kiểm tra đang ở trạng thái «{row.get_state_display()}» nên không làm được bước «{action.label}»."
        )
    before, target = row.state, STEPS[action].after(row.state)
    written = Inspection.objects.filter(pk=row.pk, version=version, state=before).update(
        state=target, version=F("version") + 1, closed_on=at.date() if target == State.CLOSED else None
    )
    if not written:
        raise Refusal("Có người vừa thay đổi cuộc kiểm tra này; hãy xem lại rồi gửi.")
    row.refresh_from_db()
    _write(row, action, said, by=by, at=at, before={"state": before})
    return row


def _write(
    row: Inspection, action: Action, sentence: str, *, by: User, at: datetime, before: dict[str, str]
) -> None:
    name = by.get_full_name() or by.get_username()
    InspectionStep.objects.create(inspection=row, at=at, by_name=name, action=action, sentence=sentence)
    audit.record(
        by=by,
        at=at,
        action=str(action.label),
        subject=f"Kiểm tra {row.unit.name} ngày {format_date(row.inspected_on)}",
        subject_type="inspection",
        subject_id=row.pk,
        unit_key=row.unit.key,
        before=before,
        after={"state": row.state, "sentence": sentence},
        reason=sentence,
    )
