"""Gives posts to people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.accounts.services import ensure_demo_cast
from namro.web.audit import services as audit
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors import existing


@transaction.atomic
def give_post(
    *, by: audit.Person, at: datetime, user: User, unit: Unit, role: Role, since: date | None = None
) -> Post:
    """Give a person a post in a unit; the same post twice is one post."""
    post, is_new = Post.objects.get_or_create(user=user, unit=unit, role=role, defaults={"since": since})
    if is_new:
        audit.record(
            by=by,
            at=at,
            action="Giao vai trò",
            subject=f"{user.get_full_name()}: {role.label}, {unit.name}",
            subject_type="post",
            subject_id=post.pk,
            unit_key=unit.key,
            after={"user": user.username, "unit": unit.key, "role": str(role)},
        )
    return post


@dataclass(frozen=True, slots=True)
class _DemoPost:
    username: str
    role: Role
    names: tuple[str, ...]  # the unit by any of these names, the first that exists


_DEMO_POSTS = (
    _DemoPost("sonoivu", Role.PLAN_OFFICER, ("Sở Nội vụ",)),
    _DemoPost(
        "lanhdao", Role.PROVINCE_LEADER, ("UBND tỉnh Hà Tĩnh", "Ủy ban nhân dân tỉnh Hà Tĩnh", "UBND tỉnh")
    ),
    _DemoPost("sotuphap", Role.UNIT_OFFICER, ("Sở Tư pháp",)),
    _DemoPost("huyen", Role.UNIT_OFFICER, ("UBND huyện Can Lộc", "Ủy ban nhân dân huyện Can Lộc")),
    _DemoPost("xa", Role.UNIT_OFFICER, ("UBND xã Thiên Lộc", "Ủy ban nhân dân xã Thiên Lộc")),
    _DemoPost(
        "mattran",
        Role.SUPERVISOR,
        (
            "UBMTTQ tỉnh",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Tĩnh",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
        ),
    ),
)


@transaction.atomic
def ensure_demo_posts(*, at: datetime, on: date) -> tuple[Post, ...]:
    """Give the cast of the demonstration (created when missing) its posts in the units that exist on the day."""
    users = {user.username: user for user in ensure_demo_cast(at)}
    posts = []
    for wanted in _DEMO_POSTS:
        unit = _named(wanted.names, on)
        if unit is not None:
            posts.append(
                give_post(by=audit.PROGRAM, at=at, user=users[wanted.username], unit=unit, role=wanted.role)
            )
    return tuple(posts)


def _named(names: tuple[str, ...], on: date) -> Unit | None:
    units = existing(Unit.objects.all(), on=on)
    for name in names:
        found = units.filter(aliases__folded=fold(name)).order_by("id").first()
        if found is not None:
            return found
    return None
