"""The only door through which the record of changes is written."""

from datetime import datetime
from typing import Any, Protocol

from namro.web.audit.models import Entry


class Person(Protocol):
    """Whoever can sign a change; `accounts.User` does."""

    def get_full_name(self) -> str: ...

    def get_username(self) -> str: ...


class _Program:
    """The program itself, for what it does without a person: loading the register, the demo."""

    def get_full_name(self) -> str:
        return "Chương trình Năm Rõ"

    def get_username(self) -> str:
        return "chuong-trinh"


PROGRAM: Person = _Program()


def record(
    *,
    by: Person,
    at: datetime,
    action: str,
    subject: str,
    subject_type: str,
    subject_id: object,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    unit_key: str = "",
    reason: str = "",
) -> Entry:
    """Write one change; call it inside the transaction that makes the change."""
    return Entry.objects.create(
        at=at,
        by=by.get_full_name() or by.get_username(),
        by_username=by.get_username(),
        action=action,
        subject=subject[:500],
        subject_type=subject_type,
        subject_id=str(subject_id),
        unit_key=unit_key,
        before=before,
        after=after,
        reason=reason,
    )
