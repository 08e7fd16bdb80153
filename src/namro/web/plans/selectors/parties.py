"""Reads of who is party to a task, and which units a group stands for on a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from namro.core.agencies.model import Level
from namro.web.organisations.models import Group, GroupMember, Post, Role, Unit
from namro.web.organisations.selectors import Posts, existing
from namro.web.plans.models import Obligation, Task, TaskParty

BELOW_PROVINCE = (Level.DISTRICT, Level.COMMUNE)


def province_units(posts: Posts) -> frozenset[int]:
    """Give the province-level units the person works for, with those whose place they have wholly taken.

    With the work of a department that was merged its successor takes over the judging of it.
    """
    own = frozenset(
        post.unit_id
        for post in posts.posts
        if post.unit.level == Level.PROVINCE and post.unit_id in posts.unit_ids
    )
    return posts.line_ids if own else own


def leads_by_name(task_id: int, unit_ids: Collection[int]) -> bool:
    """Say whether the document names one of the units itself as lead of the task.

    A unit that leads only as one of a group ("các sở, ban, ngành") is not asked to judge the others.
    """
    return TaskParty.objects.filter(task_id=task_id, role=TaskParty.Role.LEAD, unit_id__in=unit_ids).exists()


def follows_plans(unit_id: int) -> bool:
    """Say whether the unit's people are those who follow the plans (Sở Nội vụ)."""
    return Post.objects.filter(unit_id=unit_id, role=Role.PLAN_OFFICER).exists()


def led_by_name(posts: Posts) -> QuerySet[TaskParty]:
    """Give the parties in which a province-level unit of the person, or one whose place it took, is named as lead."""
    return TaskParty.objects.filter(role=TaskParty.Role.LEAD, unit_id__in=province_units(posts))


def visible_obligations(posts: Posts) -> QuerySet[Obligation]:
    """Limit to the obligations the person may open; the same rule as `permissions.check_may_see_obligation`."""
    if posts.sees_whole_province:
        return Obligation.objects.all()
    if not posts.member_unit_ids:
        return Obligation.objects.none()
    own = Q(unit_id__in=posts.member_unit_ids)
    if province_units(posts):
        own |= Q(task_id__in=led_by_name(posts).values("task_id"), unit__level__in=BELOW_PROVINCE)
    return Obligation.objects.filter(own)


@dataclass(frozen=True)
class RegisterOnDay:
    """The units that exist on a day and the members of every group, read in three queries."""

    units: dict[int, Unit]
    filled: dict[int, tuple[int, ...]]

    def members(self, group: Group) -> tuple[int, ...]:
        """Give the unit ids of the group in the order of the register; empty for an open group nobody filled."""
        rule = group.rule or {}
        levels, kinds, keys = (set(rule.get(name) or ()) for name in ("levels", "kinds", "members"))
        chosen = set(self.filled.get(group.pk, ()))
        return tuple(
            unit.pk
            for unit in self.units.values()
            if unit.pk in chosen
            or unit.key in keys
            or (
                (levels or kinds)
                and (not levels or unit.level in levels)
                and (not kinds or unit.kind in kinds)
            )
        )


def register_on(day: date) -> RegisterOnDay:
    """Read the register as it stands on the day."""
    units = {unit.pk: unit for unit in existing(Unit.objects.order_by("level", "sort", "id"), on=day)}
    filled: dict[int, list[int]] = {}
    for group_id, unit_id in GroupMember.objects.values_list("group_id", "unit_id"):
        filled.setdefault(group_id, []).append(unit_id)
    return RegisterOnDay(units, {group: tuple(members) for group, members in filled.items()})


def leads_of(tasks: Sequence[Task]) -> dict[int, list[TaskParty]]:
    """Give the parties that lead, by task, in the order the document names them."""
    found: dict[int, list[TaskParty]] = {}
    parties = TaskParty.objects.filter(task__in=[task.pk for task in tasks], role=TaskParty.Role.LEAD)
    for party in parties.select_related("group").order_by("id"):
        found.setdefault(party.task_id, []).append(party)
    return found
