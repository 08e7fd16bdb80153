"""Saying who belongs to a group that no register can list, so that its tasks oblige somebody."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Group, GroupMember, Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans import permissions
from namro.web.plans.models import Task, TaskParty
from namro.web.plans.services.obliging import make_obligations


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
            raise Refusal("Hãy chọn ít nhất một đơn vị chưa có trong nhóm.")
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
