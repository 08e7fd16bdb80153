"""The road map of another document: milestones typed one by one or taken over from a table, and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from namro.core.errors import Refusal
from namro.core.text import fold, format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.plans.services.obliging import recount
from namro.web.recurrences import permissions
from namro.web.recurrences.models import Milestone, Recurrence
from namro.web.recurrences.selectors.untouched import untouched
from namro.web.recurrences.services.making import make_for
from namro.web.recurrences.services.ruling import Draft, set_rule

MOST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone as typed or read."""

    name: str
    due: date


@transaction.atomic
def add_milestones(
    *, task: Task, steps: Sequence[Step], source: str, by: User, posts: Posts, at: datetime
) -> int:
    """Write milestones and make their obligations; those that stand there already are left; gives how many are new.

    A task without a rule gets the rule "theo các mốc" from the earliest day on. Raises Refusal without a
    source, without a step, and when another kind of rule is in force.
    """
    permissions.check_may_set_rules(posts)
    Task.objects.select_for_update().get(pk=task.pk)
    source = squeeze(source)
    if not source:
        raise Refusal("Hãy ghi văn bản có lộ trình này (số, ngày, cơ quan ban hành).")
    if not steps:
        raise Refusal("Chưa có mốc nào; hãy ghi tên mốc và ngày phải xong.")
    if len(steps) > MOST:
        raise Refusal(f"Nhiều hơn {MOST} mốc trong một lần; hãy kiểm tra lại bảng.")
    known = {
        (fold(name), due)
        for name, due in Milestone.objects.filter(task=task, ended_at__isnull=True).values_list("name", "due")
    }
    _rule_for(task, source, by, posts, at)
    number = Milestone.objects.filter(task=task).aggregate(last=Max("number"))["last"] or 0
    fresh: list[Milestone] = []
    for step in sorted(steps, key=lambda one: one.due):
        name = squeeze(step.name)
        if not name:
            raise Refusal(f"Mốc ngày {format_date(step.due)} chưa có tên.")
        if (fold(name), step.due) in known:
            continue
        known.add((fold(name), step.due))
        number += 1
        fresh.append(
            Milestone(
                task=task, number=number, name=name[:300], due=step.due, source=source[:300],
                by=by.get_full_name() or by.get_username(), at=at,
            )
        )  # fmt: skip
    Milestone.objects.bulk_create(fresh)
    make_for([task.pk], day=at.date(), from_start=True)
    if fresh:
        audit.record(
            by=by,
            at=at,
            action="Ghi mốc thực hiện",
            subject=f"{task.code} · {task.plan}: {len(fresh)} mốc",
            subject_type="task",
            subject_id=task.pk,
            after={"source": source, "milestones": [[one.name, one.due.isoformat()] for one in fresh]},
        )
    return len(fresh)


@transaction.atomic
def end_milestone(*, milestone_id: int, reason: str, by: User, posts: Posts, at: datetime) -> int:
    """Give a milestone up; its untouched obligations are taken back, the others stay. Gives how many were taken back."""
    permissions.check_may_set_rules(posts)
    milestone = (
        Milestone.objects.select_for_update(of=("self",)).select_related("task__plan").get(pk=milestone_id)
    )
    if milestone.ended_at is not None:
        raise Refusal("Mốc này đã được bỏ.")
    if not squeeze(reason):
        raise Refusal("Hãy ghi lý do bỏ mốc.")
    milestone.ended_at, milestone.ended_by = at, by.get_full_name() or by.get_username()
    milestone.end_reason = squeeze(reason)[:300]
    milestone.save(update_fields=["ended_at", "ended_by", "end_reason"])
    free = untouched(Obligation.objects.filter(task=milestone.task, period=milestone.period))
    keys = list(free.select_for_update(of=("self",)).values_list("pk", flat=True))
    Obligation.objects.filter(pk__in=keys).delete()
    recount([milestone.task])
    audit.record(
        by=by,
        at=at,
        action="Bỏ mốc thực hiện",
        subject=f"{milestone.task.code} · {milestone.period}",
        subject_type="task",
        subject_id=milestone.task_id,
        after={"withdrawn": len(keys)},
        reason=squeeze(reason),
    )
    return len(keys)


def _rule_for(task: Task, source: str, by: User, posts: Posts, at: datetime) -> None:
    rule = Recurrence.objects.filter(task=task, valid_to__isnull=True).first()
    if rule is None:
        day = max(task.plan.issued_on or at.date(), min(at.date(), date.max))
        draft = Draft(Recurrence.Kind.ROADMAP, day, task.deadline_text or source)
        set_rule(task=task, draft=draft, by=by, posts=posts, at=at)
    elif rule.kind != Recurrence.Kind.ROADMAP:
        raise Refusal(
            f"Nhiệm vụ đang theo lịch “{rule.get_kind_display()}”; hãy đặt lịch “Theo các mốc” trước khi ghi mốc."
        )
