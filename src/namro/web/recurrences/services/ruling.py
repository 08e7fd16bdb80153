"""Setting, changing and ending the rule of a task; what somebody has reported on is never touched."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.core.time import Period, is_boundary, next_boundary
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.plans.services.obliging import recount
from namro.web.recurrences import permissions
from namro.web.recurrences.models import Recurrence
from namro.web.recurrences.selectors.rules import MONTHS, periods_until
from namro.web.recurrences.selectors.untouched import untouched
from namro.web.recurrences.services.making import Made, Spared, make_for

FAR = timedelta(days=800)  # as far as untouched obligations may have been made
Kind = Recurrence.Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as a person wants it; the fields that its kind does not use are None."""

    kind: str
    valid_from: date
    words: str
    due_day: int | None = None
    due_month: int | None = None
    first_whole: bool = False
    term_days: int | None = None
    term_is_working: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of rule did to the obligations of the task.

    `kept` counts those of the stretch that somebody has touched already: they stay as they are. `kept_units` says
    whose they are, those first that are not asked for something.
    """

    added: int
    withdrawn: int
    redated: int
    kept: int
    kept_units: tuple["KeptUnit", ...] = ()


@dataclass(frozen=True, slots=True)
class KeptUnit:
    """A unit whose obligations a change of rule leaves: their periods, and what it is not asked for beside them."""

    name: str
    kept: tuple[str, ...]
    not_asked: tuple[str, ...]


class _PreviewOnly(Exception):
    """Rolls a preview back."""


def preview_rule(*, task: Task, draft: Draft, by: User, posts: Posts, at: datetime) -> Effect:
    """Say what `set_rule` would do, and do nothing."""
    effect: Effect | None = None
    try:
        with transaction.atomic():
            effect = set_rule(task=task, draft=draft, by=by, posts=posts, at=at)
            raise _PreviewOnly
    except _PreviewOnly:
        pass
    assert effect is not None
    return effect


@transaction.atomic
def set_rule(*, task: Task, draft: Draft, by: User, posts: Posts, at: datetime) -> Effect:
    """Put a task under a rule from a day on; the rule before it ends the day before.

    Untouched obligations of the new rule's time that it does not ask for are taken back, those it asks for on
    another day get that day, missing ones are made. Raises Refusal for a rule that cannot be.
    """
    permissions.check_may_set_rules(posts)
    Task.objects.select_for_update().get(pk=task.pk)
    before = _check(task, draft)
    if before is not None:
        before.valid_to = draft.valid_from - timedelta(days=1)
        before.ended_by, before.ended_at = by.get_full_name() or by.get_username(), at
        before.save(update_fields=["valid_to", "ended_by", "ended_at"])
    months = MONTHS.get(draft.kind)
    rule = Recurrence.objects.create(
        task=task,
        kind=draft.kind,
        valid_from=draft.valid_from,
        due_day=draft.due_day if months else None,
        due_month=draft.due_month if months and months > 1 else None,
        first_whole=draft.first_whole and bool(months),
        term_days=draft.term_days if draft.kind == Kind.ON_EVENT else None,
        term_is_working=draft.term_is_working,
        words=squeeze(draft.words)[:300],
        reason=squeeze(draft.reason),
        set_by=by.get_full_name() or by.get_username(),
        set_at=at,
    )
    effect = _apply(task, draft.valid_from, periods_until([rule], draft.valid_from + FAR), at)
    audit.record(
        by=by,
        at=at,
        action="Đặt lịch lặp",
        subject=f"{task.code} · {task.plan}",
        subject_type="task",
        subject_id=task.pk,
        before=_told(before) if before else None,
        after={
            **_told(rule),
            "added": effect.added,
            "withdrawn": effect.withdrawn,
            "redated": effect.redated,
        },
        reason=squeeze(draft.reason),
    )
    return effect


@transaction.atomic
def end_rule(*, rule_id: int, last_day: date, reason: str, by: User, posts: Posts, at: datetime) -> Effect:
    """End a rule with a day; untouched obligations of periods that begin later are taken back."""
    permissions.check_may_set_rules(posts)
    rule = Recurrence.objects.select_for_update().select_related("task__plan").get(pk=rule_id)
    if rule.valid_to is not None:
        raise Refusal(f"Lịch này đã kết thúc ngày {format_date(rule.valid_to)}.")
    if last_day < rule.valid_from:
        raise Refusal(
            f"Lịch bắt đầu ngày {format_date(rule.valid_from)} nên không kết thúc trước ngày đó được."
        )
    if not squeeze(reason):
        raise Refusal("Hãy ghi lý do kết thúc để đơn vị biết vì sao không còn kỳ mới.")
    before = _told(rule)
    rule.valid_to, rule.ended_by, rule.ended_at = last_day, by.get_full_name() or by.get_username(), at
    rule.save(update_fields=["valid_to", "ended_by", "ended_at"])
    kept_periods = periods_until([rule], last_day)
    effect = _apply(rule.task, last_day + timedelta(days=1), kept_periods, at, starts_later=True)
    audit.record(
        by=by,
        at=at,
        action="Kết thúc lịch lặp",
        subject=f"{rule.task.code} · {rule.task.plan}",
        subject_type="task",
        subject_id=rule.task_id,
        before=before,
        after={"valid_to": last_day.isoformat(), "withdrawn": effect.withdrawn},
        reason=squeeze(reason),
    )
    return effect


def _check(task: Task, draft: Draft) -> Recurrence | None:
    """Give the rule that ends, or raise the sentence why the new one cannot be."""
    if task.is_reference:
        raise Refusal("Dòng này chỉ dẫn sang phụ lục khác; hãy đặt lịch ở nhiệm vụ của phụ lục đó.")
    if draft.kind not in Kind.values:
        raise Refusal("Hãy chọn một nhịp trong danh sách.")
    if not squeeze(draft.words):
        raise Refusal("Hãy ghi câu chữ của kế hoạch hoặc căn cứ mà lịch này dựa vào.")
    if draft.kind == Kind.ON_EVENT and not draft.term_days:
        raise Refusal("Hãy ghi số ngày phải giải quyết tính từ lúc phát sinh.")
    issued = task.plan.issued_on
    if issued is not None and draft.valid_from < issued:
        raise Refusal(
            f"Kế hoạch ban hành ngày {format_date(issued)} nên lịch không áp dụng trước ngày đó được."
        )
    last = Recurrence.objects.filter(task=task).order_by("-valid_from").first()
    if last is None:
        return None
    if draft.valid_from <= last.valid_from or (
        last.valid_to is not None and draft.valid_from <= last.valid_to
    ):
        raise Refusal(
            f"Lịch đang có bắt đầu ngày {format_date(last.valid_from)}; lịch mới phải áp dụng sau ngày đó."
        )
    months = MONTHS.get(draft.kind)
    if last.valid_to is None and months and not is_boundary(months, draft.valid_from):
        # In the middle of a period one day would belong to two rules, or to none.
        following = next_boundary(months, draft.valid_from)
        raise Refusal(
            "Lịch mới thay lịch đang có nên phải áp dụng từ ngày đầu một kỳ; ngày gần nhất là "
            f"{format_date(following)}."
        )
    return last if last.valid_to is None else None


def _apply(
    task: Task, since: date, wanted: Collection[Period], at: datetime, *, starts_later: bool = False
) -> Effect:
    """Bring the obligations of the task from the day on in line with the wanted periods."""
    by_label = {period.label: period for period in wanted}
    concerned = _of_rules(task).filter(
        Q(period_start__gte=since) if starts_later else Q(period_end__gte=since)
    )
    free = set(untouched(concerned).select_for_update(of=("self",)).values_list("pk", flat=True))
    withdrawn: list[int] = []
    redated: dict[date | None, list[int]] = {}
    for pk, label, due in concerned.filter(pk__in=free).values_list("pk", "period", "due"):
        period = by_label.get(label)
        if period is None:
            withdrawn.append(pk)
        elif period.due != due:
            redated.setdefault(period.due, []).append(pk)
    kept = list(
        concerned.exclude(pk__in=free).order_by("period_start").values_list("unit_id", "unit__name", "period")
    )
    for due, keys in redated.items():
        Obligation.objects.filter(pk__in=keys).update(due=due)
    Obligation.objects.filter(pk__in=withdrawn).delete()
    made = make_for([task.pk], day=at.date(), from_start=True) if not starts_later else Made(0, ())
    recount([task])
    return Effect(
        made.added,
        len(withdrawn),
        sum(len(keys) for keys in redated.values()),
        len(kept),
        _kept_units(kept, made.spared),
    )


def _kept_units(kept: Iterable[tuple[int, str, str]], spared: Iterable[Spared]) -> tuple[KeptUnit, ...]:
    """Join what stays with what is not asked beside it, by unit."""
    names: dict[int, str] = {}
    periods: dict[int, list[str]] = {}
    for unit, name, period in kept:
        names[unit] = name
        periods.setdefault(unit, []).append(period)
    without: dict[int, list[str]] = {}
    heirs: dict[int, tuple[str, ...]] = {}  # who holds nothing, but whose predecessor has reported
    for one in spared:
        without.setdefault(one.unit_id, []).append(one.period)
        if one.unit_id not in names:
            heirs[one.unit_id] = one.reported
    for pk, name in Unit.objects.filter(pk__in=heirs).values_list("pk", "name") if heirs else ():
        names[pk], periods[pk] = name, list(heirs[pk])
    return tuple(
        KeptUnit(names[unit], tuple(periods[unit]), tuple(without.get(unit, ())))
        for unit in sorted(names, key=lambda pk: (pk not in without, names[pk]))
    )


def _of_rules(task: Task) -> QuerySet[Obligation]:
    """Give the obligations of the task that periods made: neither events nor milestones."""
    return Obligation.objects.filter(task=task, happening__isnull=True).exclude(period__startswith="Mốc ")


def _told(rule: Recurrence) -> dict[str, object]:
    return {
        "kind": str(rule.get_kind_display()),
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "due_day": rule.due_day,
        "due_month": rule.due_month,
        "first_whole": rule.first_whole,
        "term_days": rule.term_days,
        "words": rule.words,
    }
