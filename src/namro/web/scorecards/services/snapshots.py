"""Snapshots are taken, by hand or by the job, and never changed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.audit.services import Person
from namro.web.organisations.selectors import Posts
from namro.web.program import selectors as program
from namro.web.scorecards import permissions
from namro.web.scorecards.models import Snapshot
from namro.web.scorecards.selectors.snapshots import (
    counts_of,
    has_of,
    owed_now,
    owed_then,
    packed,
    shown_states,
)

MAX_NAME = 200


def take(*, day: date, name: str, by: User, posts: Posts, at: datetime) -> Snapshot:
    """Freeze every obligation as of the day; a day that is over is rebuilt from the reports, and says so.

    Raises `NotAllowed` or `Refusal`; then nothing is written.
    """
    permissions.check_may_take_snapshots(posts)
    today = at.date()
    if day > today:
        raise Refusal(
            f"Ngày {format_date(day)} chưa đến; chỉ chụp được hôm nay ({format_date(today)}) hoặc trước."
        )
    if len(squeeze(name)) > MAX_NAME:
        raise Refusal(f"Tên bản chụp dài quá {MAX_NAME} chữ; hãy viết gọn.")
    return _take(day, squeeze(name), Snapshot.Origin.HAND, by=by, at=at)


def take_by_job(*, day: date, at: datetime) -> Snapshot | None:
    """Freeze the last day of a month; None when it is there already or nothing was owed."""
    if has_of(day):
        return None
    try:  # of two jobs at once the second finds the place taken
        return _take(day, f"Cuối tháng {day.month}/{day.year}", Snapshot.Origin.JOB, by=audit.PROGRAM, at=at)
    except (Refusal, IntegrityError):
        return None


def _take(day: date, name: str, origin: Snapshot.Origin, *, by: Person, at: datetime) -> Snapshot:
    with transaction.atomic():
        is_rebuilt = day < at.date()
        rows = owed_then(day) if is_rebuilt else owed_now(day)
        if not rows:
            raise Refusal(f"Ngày {format_date(day)} chưa có phần việc nào, nên không có gì để chụp.")
        content, digest = packed(rows)
        made = Snapshot.objects.create(
            day=day,
            name=name,
            origin=origin,
            is_rebuilt=is_rebuilt,
            is_illustration=program.state().illustration,
            made_at=at,
            made_by=by.get_full_name() or by.get_username(),
            count=len(rows),
            counts=counts_of(shown_states(rows, day).values()),
            content=content,
            sha256=digest,
        )
        audit.record(
            by=by,
            at=at,
            action="Chụp số liệu",
            subject=f"Ngày {format_date(day)}: {len(rows)} phần việc",
            subject_type="snapshot",
            subject_id=made.pk,
            after={"day": day.isoformat(), "count": len(rows), "sha256": digest, "rebuilt": is_rebuilt},
        )
        return made
