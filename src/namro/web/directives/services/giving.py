"""Writing down a task that the Government or the Prime Minister gave, and to which units it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
from namro.core.text import clean, fold, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.directives import permissions
from namro.web.directives.models import Directive, GivenImport, GivenPart, GivenTask
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts

MAX_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Given:
    """A task as its document gives it; `due` None: the document names no day."""

    number: str
    given_on: date
    giver: str
    text: str
    units: Sequence[Unit]
    due: date | None = None
    source: str = ""
    directive: Directive | None = None


def give_task(*, given: Given, assigner: Unit, by: User, posts: Posts, at: datetime) -> GivenTask:
    """Write a task with one part per unit. Raises `NotAllowed` or `Refusal`."""
    permissions.check_may_give(posts)
    return write_task(given=given, assigner=assigner, by=by, at=at)


@transaction.atomic
def write_task(
    *, given: Given, assigner: Unit, by: User, at: datetime, taken_from: GivenImport | None = None
) -> GivenTask:
    """Write the task itself and record it; the caller has checked who asks. Raises `Refusal`."""
    number, text = squeeze(clean(given.number)), squeeze(clean(given.text))
    if not number or len(number) > 80:
        raise Refusal("Hãy ghi số của việc được giao, không quá 80 chữ.")
    if not text:
        raise Refusal("Hãy ghi nội dung việc được giao.")
    if len(text) > MAX_TEXT:
        raise Refusal(f"Nội dung dài quá {MAX_TEXT} chữ; hãy viết gọn, phần chi tiết để ở văn bản giao.")
    if not given.units:
        raise Refusal("Hãy chọn ít nhất một đơn vị thực hiện.")
    if given.given_on > at.date():
        raise Refusal("Ngày giao nằm sau ngày làm việc; hãy xem lại ngày.")
    if given.due is not None and given.due < given.given_on:
        raise Refusal("Hạn nằm trước ngày giao; hãy xem lại hai ngày.")
    giver = squeeze(clean(given.giver))[:200] or "Thủ tướng Chính phủ"
    try:
        with transaction.atomic():
            task = GivenTask.objects.create(
                number=number,
                given_on=given.given_on,
                giver=giver,
                text=text,
                search=fold(f"{number} {giver} {text}"),
                due=given.due,
                source=squeeze(clean(given.source))[:300],
                directive=given.directive,
                assigner=assigner,
                taken_from=taken_from,
                entered_by=by,
                entered_at=at,
            )
    except IntegrityError:
        raise Refusal(f"Việc số {number} giao cùng ngày đã có trong danh sách.") from None
    units = {unit.pk: unit for unit in given.units}
    GivenPart.objects.bulk_create(GivenPart(task=task, unit=unit) for unit in units.values())
    audit.record(
        by=by, at=at, action="Nhập việc Chính phủ, Thủ tướng giao", subject=f"Việc {number}: {text[:120]}",
        subject_type="given_task", subject_id=task.pk, unit_key=assigner.key,
        after={"units": [unit.key for unit in units.values()], "due": given.due.isoformat() if given.due else None},
    )  # fmt: skip
    return task
