"""A person says that reminders were seen."""

from datetime import datetime

from django.db import transaction

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase.models import Notice


@transaction.atomic
def acknowledge(*, by: User, at: datetime, notice_id: int | None = None) -> int:
    """Mark one of the person's reminders as known, or all; give how many were not before."""
    unseen = Notice.objects.filter(user=by, seen_at__isnull=True)
    if notice_id is not None:
        unseen = unseen.filter(pk=notice_id)
    ids = list(unseen.values_list("pk", flat=True))
    if not ids:
        return 0
    count = unseen.update(seen_at=at)
    audit.record(
        by=by,
        at=at,
        action="Đã biết nhắc việc",
        subject=f"{count} nhắc việc",
        subject_type="notice",
        subject_id=ids[0] if len(ids) == 1 else "",
        after={"notices": ids[:500]},
    )
    return count
