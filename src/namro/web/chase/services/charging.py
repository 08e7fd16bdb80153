"""Which leader of the province is in charge of what: given and ended, never erased."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase import permissions
from namro.web.chase.models import Charge
from namro.web.chase.selectors.charges import leaders_on
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan


@transaction.atomic
def give_charge(
    *,
    user: User,
    since: date,
    by: User,
    posts: Posts,
    at: datetime,
    unit: Unit | None = None,
    index: str = "",
    plan: Plan | None = None,
) -> Charge:
    """Put a leader in charge of one unit with what is under it, of one index, or of one plan, from a day on.

    Raises `NotAllowed`, or `Refusal` for none or several of the three, somebody who is no leader, or a charge held already.
    """
    permissions.check_may_run_chase(posts)
    if sum((unit is not None, bool(index), plan is not None)) != 1:
        raise Refusal("Hãy chọn đúng một: đơn vị, chỉ số, hoặc kế hoạch.")
    User.objects.select_for_update().get(pk=user.pk)
    if user.pk not in {post.user_id for post in leaders_on(since)}:
        raise Refusal(
            f"{user.get_full_name()} không giữ vai trò lãnh đạo tỉnh ngày {format_date(since)}; "
            "hãy giao vai trò ở trang Người dùng trước."
        )
    held = Charge.objects.filter(
        Q(until__isnull=True) | Q(until__gte=since), user=user, unit=unit, index=index, plan=plan
    )
    if held.exists():
        raise Refusal(f"{user.get_full_name()} đang phụ trách mục này rồi.")
    charge = Charge.objects.create(
        user=user, unit=unit, index=index, plan=plan, since=since, by_name=by.get_full_name(), at=at
    )
    _record(by, at, "Phân công lãnh đạo phụ trách", charge)
    return charge


@transaction.atomic
def end_charge(*, charge: Charge, last_day: date, by: User, posts: Posts, at: datetime) -> None:
    """Let a charge end after a day; it stays in the history. Refused when it ended already or had not begun."""
    permissions.check_may_run_chase(posts)
    if last_day < charge.since:
        raise Refusal(
            f"Việc phụ trách bắt đầu ngày {format_date(charge.since)}, không thể thôi trước ngày đó."
        )
    ended = Charge.objects.filter(pk=charge.pk, until__isnull=True).update(until=last_day)
    if not ended:
        raise Refusal("Việc phụ trách này đã thôi từ trước; hãy tải lại trang.")
    charge.refresh_from_db()
    _record(by, at, "Thôi phân công lãnh đạo phụ trách", charge)


def what_of(charge: Charge) -> str:
    """Say in words what a charge is of."""
    if charge.unit is not None:
        return f"{charge.unit.name} và đơn vị trực thuộc"
    return (
        f"chỉ số {charge.index}" if charge.index else f"Kế hoạch {charge.plan.number if charge.plan else ''}"
    )


def _record(by: User, at: datetime, action: str, charge: Charge) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{charge.user.get_full_name()}: {what_of(charge)}",
        subject_type="charge",
        subject_id=charge.pk,
        unit_key=charge.unit.key if charge.unit else "",
        after={
            "since": charge.since.isoformat(),
            "until": charge.until.isoformat() if charge.until else None,
        },
    )
