"""Gives the people of the demonstration their posts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from namro.core.text import fold
from namro.web.accounts.services import ensure_demo_cast
from namro.web.audit import services as audit
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors import existing
from namro.web.organisations.services.posts import give_post


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
    _DemoPost("chutich", Role.UNIT_HEAD, ("UBND xã Thiên Lộc", "Ủy ban nhân dân xã Thiên Lộc")),
    _DemoPost("congchuc", Role.OFFICIAL, ("UBND xã Thiên Lộc", "Ủy ban nhân dân xã Thiên Lộc")),
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
        if unit is None:
            continue
        user = users[wanted.username]
        # A post that is held stays in the division somebody put it in.
        held = (
            Post.objects.filter(user=user, unit=unit, role=wanted.role, until=None)
            .select_related("user")
            .first()
        )
        posts.append(held or give_post(by=audit.PROGRAM, at=at, user=user, unit=unit, role=wanted.role))
    return tuple(posts)


def _named(names: tuple[str, ...], on: date) -> Unit | None:
    units = existing(Unit.objects.all(), on=on)
    for name in names:
        found = units.filter(aliases__folded=fold(name)).order_by("id").first()
        if found is not None:
            return found
    return None
