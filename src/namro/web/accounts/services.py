"""Every change of an account."""

from datetime import datetime

from django.db import transaction

from namro.web.accounts.cast import CAST, DEMO_PASSWORD
from namro.web.accounts.models import User
from namro.web.audit import services as audit


@transaction.atomic
def create_user(
    *, by: audit.Person, at: datetime, username: str, full_name: str, password: str, title: str = ""
) -> User:
    """Create an account; the posts that let the person do something are given in `organisations`."""
    user = User(username=username, full_name=full_name, title=title, date_joined=at)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(
        by=by,
        at=at,
        action="Tạo tài khoản",
        subject=f"{full_name} ({username})",
        subject_type="user",
        subject_id=user.pk,
        after={"username": username, "full_name": full_name, "title": title},
    )
    return user


@transaction.atomic
def change_password(*, user: User, at: datetime, password: str) -> None:
    """Set a new password; the person does it for himself or herself."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(
        by=user,
        at=at,
        action="Đổi mật khẩu",
        subject=f"{user.full_name} ({user.username})",
        subject_type="user",
        subject_id=user.pk,
    )


@transaction.atomic
def ensure_demo_cast(at: datetime) -> tuple[User, ...]:
    """Create the accounts of the demonstration that are missing; give all of them in the order of the cast."""
    known = User.objects.in_bulk([member.username for member in CAST], field_name="username")
    for member in CAST:
        if member.username not in known:
            known[member.username] = create_user(
                by=audit.PROGRAM,
                at=at,
                username=member.username,
                full_name=member.full_name,
                password=DEMO_PASSWORD,
                title=member.title,
            )
    return tuple(known[member.username] for member in CAST)
