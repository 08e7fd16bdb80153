"""Gives posts to people and ends them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from namro.core.agencies.model import Level
from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.accounts.models import User
from namro.web.accounts.services import open_account, set_active
from namro.web.audit import services as audit
from namro.web.organisations.models import Division, Post, Role, Unit

# These roles see or decide about the whole province.
OF_THE_PROVINCE = (Role.PLAN_OFFICER, Role.PROVINCE_LEADER, Role.SUPERVISOR)


@transaction.atomic
def give_post(
    *,
    by: audit.Person,
    at: datetime,
    user: User,
    unit: Unit,
    role: Role,
    since: date | None = None,
    division: Division | None = None,
) -> Post:
    """Give a person a post in a unit; the same post twice is one post, and one that ended begins anew.

    A post in another division moves the person there. Raises `Refusal` for a post of the province in a unit
    below it, for a head of a division that is not named or already has one, and for a division of another unit.
    """
    if role in OF_THE_PROVINCE and unit.level != Level.PROVINCE:
        raise Refusal(
            f"«{role.label}» là vai trò ở cơ quan cấp tỉnh; {unit.name} không phải cơ quan cấp tỉnh."
        )
    _check_division(user, unit, role, division, since or at.date())
    post, is_new = Post.objects.get_or_create(
        user=user, unit=unit, role=role, defaults={"since": since, "division": division}
    )
    before = None
    if not is_new:
        if post.until is None and post.division_id == (division.pk if division else None):
            return post
        before = _days(post)
        if post.until is not None:
            post.since, post.until = since, None
        post.division = division
        post.save(update_fields=["since", "until", "division"])
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


def _check_division(user: User, unit: Unit, role: Role, division: Division | None, on: date) -> None:
    if division is None:
        if role == Role.DIVISION_HEAD:
            raise Refusal("Trưởng phòng phải thuộc một phòng; hãy chọn phòng, hoặc lập phòng trước.")
        return
    if division.unit_id != unit.pk or (division.until is not None and division.until < on):
        raise Refusal(f"{division.name} không phải phòng đang có của {unit.name}; hãy chọn phòng khác.")
    if role not in (Role.DIVISION_HEAD, Role.OFFICIAL):
        raise Refusal(f"Vai trò «{role.label}» là của cả đơn vị, không thuộc phòng nào; hãy để trống phòng.")
    if role == Role.DIVISION_HEAD:
        other = (
            Post.objects.filter(division=division, role=role, user__is_active=True)
            .filter(Q(until__isnull=True) | Q(until__gte=on))
            .exclude(user=user)
            .select_related("user")
            .first()
        )
        if other is not None:
            raise Refusal(
                f"{division.name} đã có trưởng phòng là {other.user.get_full_name()}; "
                "hãy thôi giao vai trò ấy trước."
            )


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
    division: Division | None = None,
) -> tuple[User, str]:
    """Create an account and give it its first post; gives the person and the first password."""
    user, password = open_account(by=by, at=at, username=username, full_name=full_name, title=title)
    give_post(by=by, at=at, user=user, unit=unit, role=role, since=since, division=division)
    return user, password


def _subject(post: Post) -> str:
    division = f", {post.division.name}" if post.division else ""
    return f"{post.user.get_full_name()}: {Role(post.role).label}{division}, {post.unit.name}"


def _days(post: Post) -> dict[str, str | None]:
    return {
        "since": post.since.isoformat() if post.since else None,
        "until": post.until.isoformat() if post.until else None,
        **({"division": post.division.name} if post.division else {}),
    }
