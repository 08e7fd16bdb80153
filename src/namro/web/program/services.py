"""Every change of the program's own state."""

from datetime import date, datetime

from django.db import transaction

from namro.core.text import format_date
from namro.web.audit import services as audit
from namro.web.program.models import ProgramState

DEMO_WORKING_DATE = date(2021, 11, 15)


@transaction.atomic
def set_working_date(*, by: audit.Person, at: datetime, day: date | None) -> None:
    """Work on the day given; None follows the calendar again."""
    state = _row()
    before = state.working_date
    if before == day:
        return
    state.working_date = day
    state.save(update_fields=["working_date"])
    audit.record(
        by=by,
        at=at,
        action="Đổi ngày làm việc",
        subject=f"Ngày làm việc: {format_date(day) if day else 'theo lịch'}",
        subject_type="program",
        subject_id="working_date",
        before={"working_date": before.isoformat() if before else None},
        after={"working_date": day.isoformat() if day else None},
    )


@transaction.atomic
def set_illustration(*, by: audit.Person, at: datetime, shown: bool) -> None:
    """Say that the progress in the database is invented (True) or that none of it is (False)."""
    state = _row()
    if (state.illustration_since is not None) == shown:
        return
    state.illustration_since = at if shown else None
    state.save(update_fields=["illustration_since"])
    audit.record(
        by=by,
        at=at,
        action="Nạp số liệu minh họa" if shown else "Xóa số liệu minh họa",
        subject="Số liệu minh họa",
        subject_type="program",
        subject_id="illustration",
        after={"illustration": shown},
    )


@transaction.atomic
def ensure_demo_date(*, clock: datetime) -> None:
    """Start a demonstration on its own working date, at the clock's time of day; a date somebody set is left alone."""
    if not ProgramState.objects.filter(id=1).exists():
        at = datetime.combine(DEMO_WORKING_DATE, clock.timetz())
        set_working_date(by=audit.PROGRAM, at=at, day=DEMO_WORKING_DATE)


def _row() -> ProgramState:
    ProgramState.objects.get_or_create(id=1)
    return ProgramState.objects.select_for_update().get(id=1)
