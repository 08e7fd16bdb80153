"""Gives posts to people and ends them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from namro.core.agencies.model import Level
from namro.core.errors import Refusal
from namro.core.text import fold, format_date
from namro.web.accounts.models import User
from namro.web.accounts.services import ensure_demo_cast, open_account, set_active
from namro.web.audit import services as audit
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors import existing

# These roles see or decide about the whole province.
OF_THE_PROVINCE = (Role.PLAN_OFFICER, Role.PROVINCE_LEADER, Role.SUPERVISOR)


@transaction.atomic
def give_post(
    *, by: audit.Person, at: datetime, user: User, unit: Unit, role: Role, since: date | None = None
) -> Post:
    """Give a person a post in a unit; the same post twice is one post, and one that ended begins anew.

    Raises `Refusal` for a post of the province in a unit below it.
    """
    if role in OF_THE_PROVINCE and unit.level != Level.PROVINCE:
        raise Refusal(
            f"«{role.label}» là vai trò ở cơ quan cấp tỉnh; {unit.name} không phải cơ quan cấp tỉnh."
        )
    post, is_new = Post.objects.get_or_create(user=user, unit=unit, role=role, defaults={"since": since})
    before = None
    if not is_new:
        if post.until is None:
            return post
        before = _days(post)
        post.since, post.until = since, None
        post.save(update_fields=["since", "until"])
    audit.record(
        by=by,
        at=at,
        action="Giao vai trò",
        subject=_subject(post),
        subject_type="post",
        subject_id=post.pk,
        unit_key=unit.key,
        before=before,
        after={"user": user.username, "unit": unit.key, "role": str(role), **_days(post)},
    )
    return post


@transaction.atomic
def end_post(*, by: audit.Person, at: datetime, post: Post, last_day: date) -> None:
    """End a post after its last day; the post stays in the history.

    Raises `Refusal` for a last day before the first, and when nobody would be left to follow the plans.
    """
    if post.since is not None and last_day < post.since:
        raise Refusal(
            f"Ngày cuối không thể trước ngày bắt đầu {format_date(post.since)}; hãy ghi một ngày từ đó trở đi."
        )
    if post.role == Role.PLAN_OFFICER:
        check_somebody_is_left(without=[post.pk], on=last_day + timedelta(days=1))
    before = _days(post)
    post.until = last_day
    post.save(update_fields=["until"])
    audit.record(
        by=by,
        at=at,
        action="Thôi giao vai trò",
        subject=_subject(post),
        subject_type="post",
        subject_id=post.pk,
        unit_key=post.unit.key,
        before=before,
        after=_days(post),
    )


def check_somebody_is_left(*, without: Iterable[int], on: date) -> None:
    """Refuse what would leave no plan officer on the day and after: nobody could give the post again."""
    others = Post.objects.select_for_update().filter(
        Q(since__isnull=True) | Q(since__lte=on), role=Role.PLAN_OFFICER, until=None, user__is_active=True
    )
    if not others.exclude(pk__in=list(without)).exists():
        raise Refusal(
            "Đây là cán bộ theo dõi kế hoạch duy nhất; hãy giao vai trò này cho người khác trước, "
            "nếu không sẽ không còn ai giao lại được."
        )


@transaction.atomic
def lock_account(*, by: audit.Person, at: datetime, user: User, on: date) -> None:
    """Lock the account of a person, unless nobody would be left to follow the plans."""
    held = user.posts.filter(role=Role.PLAN_OFFICER).values_list("id", flat=True)
    if held:
        check_somebody_is_left(without=held, on=on)
    set_active(by=by, at=at, user=user, active=False)


@transaction.atomic
def add_person(
    *,
    by: audit.Person,
    at: datetime,
    username: str,
    full_name: str,
    title: str,
    unit: Unit,
    role: Role,
    since: date | None,
) -> tuple[User, str]:
    """Create an account and give it its first post; gives the person and the first password."""
    user, password = open_account(by=by, at=at, username=username, full_name=full_name, title=title)
    give_post(by=by, at=at, user=user, unit=unit, role=role, since=since)
    return user, password


def _subject(post: Post) -> str:
    return f"{post.user.get_full_name()}: {Role(post.role).label}, {post.unit.name}"


def _days(post: Post) -> dict[str, str | None]:
    return {
        "since": post.since.isoformat() if post.since else None,
        "until": post.until.isoformat() if post.until else None,
    }


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
