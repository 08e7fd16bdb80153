"""Correcting a given task with a reason, and withdrawing it; what stood before is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
from namro.core.text import clean, fold, format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.directives import permissions
from namro.web.directives.models import GivenRevision, GivenTask
from namro.web.directives.services.giving import MAX_TEXT
from namro.web.organisations.selectors import Posts

_LABELS = {"number": "Số của việc", "given_on": "Ngày giao", "giver": "Cơ quan giao", "text": "Nội dung",
           "due": "Hạn", "source": "Văn bản giao"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amended:
    """A given task as it should read; the units it goes to stay."""

    number: str
    given_on: date
    giver: str
    text: str
    due: date | None
    source: str


@transaction.atomic
def amend_task(
    *, task_id: int, wanted: Amended, reason: str, version: int, by: User, posts: Posts, at: datetime
) -> bool:
    """Correct a given task; gives whether anything changed. Raises `NotAllowed` or `Refusal`; then nothing is written."""
    task = _held(task_id, posts)
    if task.version != version:
        raise Refusal("Có người vừa sửa việc này trong lúc bạn nhập; hãy xem lại rồi gửi lần nữa.")
    fields = {
        "number": squeeze(clean(wanted.number))[:80],
        "given_on": wanted.given_on,
        "giver": squeeze(clean(wanted.giver))[:200] or task.giver,
        "text": squeeze(clean(wanted.text)),
        "due": wanted.due,
        "source": squeeze(clean(wanted.source))[:300],
    }
    if not fields["number"] or not fields["text"]:
        raise Refusal("Hãy ghi số và nội dung của việc được giao.")
    if len(wanted.text) > MAX_TEXT:
        raise Refusal(f"Nội dung dài quá {MAX_TEXT} chữ; hãy viết gọn, phần chi tiết để ở văn bản giao.")
    if wanted.given_on > at.date():
        raise Refusal("Ngày giao nằm sau ngày làm việc; hãy xem lại ngày.")
    if wanted.due is not None and wanted.due < wanted.given_on:
        raise Refusal("Hạn nằm trước ngày giao; hãy xem lại hai ngày.")
    changed = [name for name, value in fields.items() if getattr(task, name) != value]
    if not changed:
        return False
    why = _reason(reason, "Hãy ghi lý do sửa để đơn vị biết vì sao việc đổi.")
    said = [[_LABELS[name], _told(getattr(task, name)), _told(fields[name])] for name in changed]
    for name in changed:
        setattr(task, name, fields[name])
    task.search = fold(f"{task.number} {task.giver} {task.text}")
    task.version += 1
    try:
        with transaction.atomic():
            task.save(update_fields=[*changed, "search", "version"])
    except IntegrityError:
        raise Refusal(f"Việc số {task.number} giao cùng ngày đã có trong danh sách.") from None
    GivenRevision.objects.create(task=task, said=said, reason=why, by_name=_name(by), at=at)
    _record(task, "Sửa việc được giao", why, by=by, at=at, after={label: after for label, _, after in said})
    return True


@transaction.atomic
def withdraw_task(*, task_id: int, reason: str, by: User, posts: Posts, at: datetime) -> GivenTask:
    """Withdraw a given task: it stays readable, leaves every list and count, and nobody answers it any more."""
    task = _held(task_id, posts)
    why = _reason(reason, "Hãy ghi lý do rút việc đã giao.")
    task.withdrawn_at, task.withdrawn_by_name, task.withdrawn_reason = at, _name(by), why
    task.save(update_fields=["withdrawn_at", "withdrawn_by_name", "withdrawn_reason"])
    _record(task, "Rút việc được giao", why, by=by, at=at)
    return task


def _held(task_id: int, posts: Posts) -> GivenTask:
    task = GivenTask.objects.select_for_update(of=("self",)).select_related("assigner").get(pk=task_id)
    permissions.check_may_amend(posts, task)
    if task.withdrawn_at is not None:
        raise Refusal("Việc này đã rút; hãy nhập lại thành việc mới nếu cần.")
    return task


def _record(
    task: GivenTask,
    action: str,
    reason: str,
    *,
    by: User,
    at: datetime,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(
        by=by, at=at, action=action, subject=f"Việc {task.number}: {task.text[:120]}", subject_type="given_task",
        subject_id=task.pk, unit_key=task.assigner.key, after=after, reason=reason,
    )  # fmt: skip


def _reason(text: str, sentence: str) -> str:
    said = squeeze(clean(text))[:300]
    if not said:
        raise Refusal(sentence)
    return said


def _told(value: object) -> str:
    if isinstance(value, date):
        return format_date(value)
    return "" if value is None else str(value)


def _name(by: User) -> str:
    return by.get_full_name() or by.get_username()
