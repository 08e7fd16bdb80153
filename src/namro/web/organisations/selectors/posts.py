"""Reads of who holds which post on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from namro.web.accounts.models import User
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors.succession import successions
from namro.web.program import selectors as program


@dataclass(frozen=True)
class Posts:
    """The posts a person holds on a day: the one value that permissions of every room are asked with."""

    user_id: int
    posts: tuple[Post, ...]
    on: date

    def has(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    @cached_property
    def is_plan_officer(self) -> bool:
        return self.has(Role.PLAN_OFFICER)

    @cached_property
    def is_province_leader(self) -> bool:
        return self.has(Role.PROVINCE_LEADER)

    @cached_property
    def is_supervisor(self) -> bool:
        return self.has(Role.SUPERVISOR)

    @cached_property
    def sees_whole_province(self) -> bool:
        return self.has(Role.PLAN_OFFICER, Role.PROVINCE_LEADER, Role.SUPERVISOR)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Units for which the person reports."""
        return frozenset(
            p.unit_id for p in self.posts if p.role in (Role.UNIT_HEAD, Role.UNIT_OFFICER, Role.PLAN_OFFICER)
        )

    @cached_property
    def line_ids(self) -> frozenset[int]:
        """Units for which the person reports and those whose place they have wholly taken; one query, once."""
        return successions().line_of(self.unit_ids, self.on) if self.unit_ids else frozenset()

    @cached_property
    def member_unit_ids(self) -> frozenset[int]:
        """Units whose work the person may see from inside: those of `unit_ids`, and of divisions and officials."""
        inside = (Role.DIVISION_HEAD, Role.OFFICIAL)
        return self.unit_ids | {post.unit_id for post in self.posts if post.role in inside}

    @cached_property
    def headed_unit_ids(self) -> frozenset[int]:
        """Units whose head the person is."""
        return frozenset(post.unit_id for post in self.posts if post.role == Role.UNIT_HEAD)

    @cached_property
    def headed_division_ids(self) -> frozenset[int]:
        """Divisions whose head the person is."""
        return frozenset(
            post.division_id
            for post in self.posts
            if post.role == Role.DIVISION_HEAD and post.division_id is not None
        )

    @cached_property
    def unit_keys(self) -> frozenset[str]:
        """Keys of the units for which the person reports."""
        return frozenset(p.unit.key for p in self.posts if p.unit_id in self.unit_ids)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return tuple({p.unit_id: p.unit for p in self.posts}.values())


def posts_on(user: User, *, on: date) -> Posts:
    """Give the posts the person holds on the day, with their units, in one query."""
    rows: Iterable[Post] = (
        Post.objects.filter(user=user)
        .filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))
        .select_related("unit", "division")
        .order_by("id")
    )
    return Posts(user_id=user.pk, posts=tuple(rows), on=on)


def posts_of(request: HttpRequest) -> Posts:
    """Give the posts of the signed-in person on the working date, once per request."""
    known: Posts | None = getattr(request, "_posts", None)
    if known is None:
        assert isinstance(request.user, User)
        known = posts_on(request.user, on=program.state_of(request).working_date)
        request._posts = known  # type: ignore[attr-defined]
    return known


def people_of(unit: Unit, *, on: date) -> QuerySet[Post]:
    """Give the posts held in the unit on the day, with their people."""
    return (
        Post.objects.filter(unit=unit, user__is_active=True)
        .filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))
        .select_related("user")
        .order_by("role", "user__full_name", "id")
    )
