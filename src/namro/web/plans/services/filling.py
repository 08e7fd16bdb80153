"""Saying who is meant where the document names nobody, or a group that no register can list."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Group, GroupMember, Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans import permissions
from namro.web.plans.models import Task, TaskParty
from namro.web.plans.services.obliging import make_obligations

NOBODY_CHOSEN = "Hãy chọn ít nhất một đơn vị chưa có trong danh sách."


def fill_group(*, group: Group, unit_ids: Collection[int], by: User, posts: Posts, at: datetime) -> int:
    """Put units into an open group and make the obligations that follow in every plan; give how many.

    Nobody is taken out again: what a unit may already have reported on stays.
    """
    permissions.check_may_run_plans(posts)
    if not group.is_open:
        raise Refusal("Nhóm này lấy thành viên từ danh bạ đơn vị nên không cần điền.")
    with transaction.atomic():
        known = set(GroupMember.objects.filter(group=group).values_list("unit_id", flat=True))
        fresh = list(Unit.objects.filter(pk__in=set(unit_ids) - known).order_by("sort", "id"))
        if not fresh:
            raise Refusal(NOBODY_CHOSEN)
        GroupMember.objects.bulk_create(GroupMember(group=group, unit=unit) for unit in fresh)
        audit.record(
            by=by,
            at=at,
            action="Điền thành viên nhóm",
            subject=group.name,
            subject_type="group",
            subject_id=group.pk,
            after={"added": [unit.key for unit in fresh]},
        )
        tasks: dict[int, list[Task]] = {}
        leading = TaskParty.objects.filter(group=group, role=TaskParty.Role.LEAD).values("task_id")
        for task in Task.objects.filter(pk__in=leading).select_related("plan"):
            tasks.setdefault(task.plan_id, []).append(task)
        return sum(make_obligations(of_plan, by=by, at=at).added for of_plan in tasks.values())


def name_leads(
    *, task: Task, unit_ids: Collection[int], group_ids: Collection[int], by: User, posts: Posts, at: datetime
) -> int:
    """Name who leads a task for which the document names nobody; give how many obligations that makes.

    What the document says stays as it is: `lead_text` is not touched, only the parties are added.
    """
    permissions.check_may_run_plans(posts)
    if task.is_reference:
        raise Refusal("Dòng này chỉ dẫn sang phụ lục khác; việc được giao ở phụ lục đó.")
    if task.lead_text or task.parties.filter(role=TaskParty.Role.LEAD).exclude(text="").exists():
        raise Refusal("Văn bản đã ghi đơn vị chủ trì của nhiệm vụ này.")
    with transaction.atomic():
        leads = task.parties.filter(role=TaskParty.Role.LEAD)
        units = Unit.objects.filter(pk__in=unit_ids).exclude(pk__in=_named(leads, "unit_id"))
        groups = Group.objects.filter(pk__in=group_ids, is_open=False).exclude(
            pk__in=_named(leads, "group_id")
        )
        fresh = [
            TaskParty(task=task, role=TaskParty.Role.LEAD, group=group) for group in groups.order_by("name")
        ]
        fresh += [
            TaskParty(task=task, role=TaskParty.Role.LEAD, unit=unit) for unit in units.order_by("sort", "id")
        ]
        if not fresh:
            raise Refusal(NOBODY_CHOSEN)
        TaskParty.objects.bulk_create(fresh)
        audit.record(
            by=by,
            at=at,
            action="Giao đơn vị chủ trì",
            subject=f"{task.code} · {task.plan}",
            subject_type="task",
            subject_id=task.pk,
            after={"added": [str(party.unit or party.group) for party in fresh]},
        )
        return make_obligations([task], by=by, at=at).added


def _named(parties: QuerySet[TaskParty], column: str) -> list[int]:
    return [pk for pk in parties.values_list(column, flat=True) if pk is not None]
