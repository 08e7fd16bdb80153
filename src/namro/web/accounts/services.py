"""Every change of an account."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
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


# Without letters and digits that are mistaken for one another when read from paper.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """Give a password nobody can guess, in three groups of five that can be read out: 74 bits."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(5)) for _ in range(3))


def open_account(
    *, by: audit.Person, at: datetime, username: str, full_name: str, title: str = ""
) -> tuple[User, str]:
    """Create an account with a first password, which is given back once and kept nowhere.

    Raises `Refusal` when the user name is taken, in capitals or not.
    """
    taken = Refusal(f"Tên đăng nhập «{username}» đã có người dùng; hãy chọn tên khác.")
    if User.objects.filter(username__iexact=username).exists():
        raise taken
    password = first_password()
    try:
        user = create_user(
            by=by, at=at, username=username, full_name=full_name, password=password, title=title
        )
    except IntegrityError:
        # Somebody took the name between the question and the write.
        raise taken from None
    return user, password


@transaction.atomic
def renew_password(*, by: audit.Person, at: datetime, user: User) -> str:
    """Give a new first password to a person who forgot the old one; every session of the person ends."""
    password = first_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    _record(by, at, "Đặt lại mật khẩu", user)
    return password


@transaction.atomic
def set_active(*, by: audit.Person, at: datetime, user: User, active: bool) -> None:
    """Lock an account or open it again; a locked one signs in nowhere and its history stays."""
    if not active and user.username == by.get_username():
        raise Refusal("Bạn không thể khóa tài khoản của chính mình.")
    if user.is_active == active:
        return
    user.is_active = active
    user.save(update_fields=["is_active"])
    _record(by, at, "Mở lại tài khoản" if active else "Khóa tài khoản", user)


def _record(by: audit.Person, at: datetime, action: str, user: User) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{user.full_name} ({user.username})",
        subject_type="user",
        subject_id=user.pk,
    )


@transaction.atomic
def set_email(*, user: User, at: datetime, email: str) -> None:
    """Keep the person's own e-mail address; the record says that it changed, not to what."""
    if user.email == email:
        return
    user.email = email
    user.save(update_fields=["email"])
    _record(user, at, "Đổi địa chỉ thư", user)


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
