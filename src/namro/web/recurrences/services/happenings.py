"""Writing down what happened: each arrival opens an obligation with its own clock."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.core.time import Period, event_due, event_term_words, load_calendar
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.plans.selectors.parties import leads_of
from namro.web.plans.services.obliging import Owed, write_missing
from namro.web.recurrences import permissions
from namro.web.recurrences.models import Happening, Recurrence
from namro.web.recurrences.selectors.rules import rule_in_force
from namro.web.recurrences.selectors.units import Registers


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came, upon whom, and when."""

    name: str
    unit_id: int
    happened_on: date
    reference: str = ""


@transaction.atomic
def record_happening(*, task: Task, arrival: Arrival, by: User, posts: Posts, at: datetime) -> Happening:
    """Open an obligation whose last day is counted from the event; the same document is taken once.

    Raises Refusal without a rule that waits for events, for a day before the rule or after today, for a unit
    that does not lead the task, and for a document that has been written down already.
    """
    permissions.check_may_record_happening(posts, task, arrival.unit_id)
    Task.objects.select_for_update().get(pk=task.pk)
    rule = rule_in_force(task)
    name, reference = squeeze(arrival.name), squeeze(arrival.reference)
    unit = _check(task, rule, arrival, today=at.date())
    assert rule is not None
    assert rule.term_days is not None
    known = Happening.objects.filter(task=task, unit=unit)
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    due = event_due(
        arrival.happened_on, rule.term_days, working=rule.term_is_working, calendar=load_calendar()
    )
    label = f"Lượt {number}: {reference or name}"[:40]
    period = Period(label, arrival.happened_on, due, due)
    write_missing([task], [Owed(task.pk, unit.pk, period)])
    happening = Happening.objects.create(
        task=task,
        unit=unit,
        number=number,
        name=name[:300],
        reference=reference[:120],
        happened_on=arrival.happened_on,
        reckoning=event_term_words(
            arrival.happened_on, rule.term_days, working=rule.term_is_working, calendar=load_calendar()
        ),
        obligation=Obligation.objects.get(task=task, unit=unit, period=label, origin__isnull=True),
        by=by.get_full_name() or by.get_username(),
        at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="Ghi lượt phát sinh",
        subject=f"{task.code} · {unit.name}: {name}",
        subject_type="obligation",
        subject_id=happening.obligation_id,
        after={
            "happened_on": arrival.happened_on.isoformat(),
            "due": due.isoformat(),
            "reference": reference,
        },
        unit_key=unit.key,
    )
    return happening


def _check(task: Task, rule: Recurrence | None, arrival: Arrival, *, today: date) -> Unit:
    if rule is None or rule.kind != Recurrence.Kind.ON_EVENT:
        raise Refusal(
            "Nhiệm vụ này chưa có lịch “Mỗi lần phát sinh” nên chưa biết thời hạn; cán bộ theo dõi kế hoạch "
            "của Sở Nội vụ đặt lịch trước."
        )
    if not squeeze(arrival.name):
        raise Refusal("Hãy ghi tên việc phát sinh, ví dụ tên dự thảo văn bản.")
    if arrival.happened_on > today:
        raise Refusal("Ngày phát sinh ở sau ngày làm việc của chương trình; hãy xem lại ngày.")
    if arrival.happened_on < rule.valid_from:
        raise Refusal("Ngày phát sinh ở trước ngày lịch này bắt đầu áp dụng; hãy xem lại ngày.")
    units = Registers().owing(leads_of([task]).get(task.pk, ()), arrival.happened_on)
    unit = Unit.objects.filter(pk=arrival.unit_id).first()
    if unit is None or unit.pk not in units:
        raise Refusal("Đơn vị này không chủ trì nhiệm vụ vào ngày phát sinh; hãy chọn đơn vị khác.")
    reference = squeeze(arrival.reference)
    if reference:
        same = Happening.objects.filter(
            task=task, unit=unit, reference__iexact=reference, happened_on=arrival.happened_on
        )
        if same.exists():
            raise Refusal(f"Văn bản {reference} đến ngày này đã được ghi; hãy mở lượt đã có.")
    return unit
