"""Makes the divisions of a unit and ends them."""

from datetime import date, datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import fold, format_date, squeeze
from namro.web.audit import services as audit
from namro.web.organisations.models import Division, Unit
from namro.web.organisations.selectors import people_of
from namro.web.organisations.services.register import sort_column


@transaction.atomic
def add_division(
    *, by: audit.Person, at: datetime, unit: Unit, name: str, since: date | None = None
) -> Division:
    """Make a division of the unit; one that was ended and bears the same name begins anew.

    Raises `Refusal` for a name that says nothing or that a division of the unit bears already.
    """
    said = squeeze(name)
    if len(said) < 2:
        raise Refusal("Hãy ghi tên phòng, ví dụ Văn phòng HĐND - UBND.")
    alike = [known for known in unit.divisions.select_for_update() if fold(known.name) == fold(said)]
    if any(known.until is None for known in alike):
        raise Refusal(f"{unit.name} đã có «{alike[0].name}»; hãy ghi tên khác.")
    if alike:
        division = alike[0]
        division.since, division.until = since, None
        division.save(update_fields=["since", "until"])
    else:
        division = Division.objects.create(
            unit=unit, name=said[:200], sort=sort_column(said)[:400], since=since
        )
    _record(by, at, "Lập phòng", division, after={"name": division.name, "since": _iso(since)})
    return division


@transaction.atomic
def end_division(*, by: audit.Person, at: datetime, division: Division, last_day: date) -> None:
    """End a division after its last day; what it held stays in the history.

    Raises `Refusal` while somebody holds a post in it after that day.
    """
    if division.since is not None and last_day < division.since:
        raise Refusal(
            f"Ngày cuối không thể trước ngày lập {format_date(division.since)}; hãy ghi một ngày từ đó trở đi."
        )
    left = [
        post.user.get_full_name()
        for post in people_of(division.unit, on=last_day)
        if post.division_id == division.pk and (post.until is None or post.until > last_day)
    ]
    if left:
        raise Refusal(
            f"{division.name} còn {len(left)} người ({', '.join(left[:3])}); "
            "hãy thôi giao vai trò hoặc chuyển họ sang phòng khác trước."
        )
    division.until = last_day
    division.save(update_fields=["until"])
    _record(by, at, "Thôi dùng phòng", division, after={"name": division.name, "until": _iso(last_day)})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record(
    by: audit.Person, at: datetime, action: str, division: Division, *, after: dict[str, str | None]
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{division.name}, {division.unit.name}",
        subject_type="division",
        subject_id=division.pk,
        unit_key=division.unit.key,
        after=after,
    )
