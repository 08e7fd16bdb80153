"""Fills open groups: sets of units that no register can list."""

from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Group, GroupMember, Unit


@transaction.atomic
def add_member(*, by: User, at: datetime, group: Group, unit: Unit) -> bool:
    """Put a unit into an open group; False when it was there already."""
    _check_open(group)
    _, is_new = GroupMember.objects.get_or_create(group=group, unit=unit)
    if is_new:
        _record(by, at, "Thêm đơn vị vào nhóm", group, unit, before=None, after={"unit": unit.key})
    return is_new


@transaction.atomic
def remove_member(*, by: User, at: datetime, group: Group, unit: Unit) -> bool:
    """Take a unit out of an open group; obligations already made stay. False when it was not in it."""
    _check_open(group)
    gone, _ = GroupMember.objects.filter(group=group, unit=unit).delete()
    if gone:
        _record(by, at, "Bỏ đơn vị khỏi nhóm", group, unit, before={"unit": unit.key}, after=None)
    return bool(gone)


def _check_open(group: Group) -> None:
    if not group.is_open:
        raise Refusal(f"Nhóm “{group.name}” được lập theo danh bạ, không ghi đơn vị bằng tay được.")


def _record(
    by: User,
    at: datetime,
    action: str,
    group: Group,
    unit: Unit,
    *,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{group.name}: {unit.name}",
        subject_type="group",
        subject_id=group.key,
        unit_key=unit.key,
        before=before,
        after=after,
    )
