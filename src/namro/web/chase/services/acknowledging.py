"""A person says that reminders were seen."""

from datetime import datetime

from django.db import transaction

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase.models import DutyNotice, Gathering, Notice


@transaction.atomic
def acknowledge(
    *,
    by: User,
    at: datetime,
    notice_id: int | None = None,
    gathering_id: int | None = None,
    duty_notice_id: int | None = None,
) -> int:
    """Mark one of the person's reminders or lines as known, or all; give how many were not before.

    With a reminder about a duty, the earlier ones about the same duty are known too: the page shows only the last.
    """
    notices = Notice.objects.filter(user=by, seen_at__isnull=True)
    lines = Gathering.objects.filter(user=by, seen_at__isnull=True)
    duties = DutyNotice.objects.filter(user=by, seen_at__isnull=True)
    if notice_id is not None:
        notices, lines, duties = notices.filter(pk=notice_id), lines.none(), duties.none()
    elif gathering_id is not None:
        notices, lines, duties = notices.none(), lines.filter(pk=gathering_id), duties.none()
    elif duty_notice_id is not None:
        shown = DutyNotice.objects.filter(user=by, pk=duty_notice_id).values("duty")
        notices, lines = notices.none(), lines.none()
        duties = duties.filter(pk__lte=duty_notice_id, duty__in=shown)
    ids = list(notices.values_list("pk", flat=True))
    line_ids = list(lines.values_list("pk", flat=True))
    duty_ids = list(duties.values_list("pk", flat=True))
    if not ids and not line_ids and not duty_ids:
        return 0
    count = notices.update(seen_at=at) + lines.update(seen_at=at)
    count += DutyNotice.objects.filter(pk__in=duty_ids).update(seen_at=at)
    audit.record(
        by=by,
        at=at,
        action="Đã biết nhắc việc",
        subject=f"{count} nhắc việc",
        subject_type="notice",
        subject_id=ids[0] if len(ids) == 1 and not line_ids and not duty_ids else "",
        after={"notices": ids[:500], "gatherings": line_ids, "duties": duty_ids[:500]},
    )
    return count
