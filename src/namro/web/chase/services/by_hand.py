"""A reminder by hand: somebody who follows the work reminds those who hold it, at most once a day per person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from namro.core.chase import Channel, Rung, When
from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.core.time import load_calendar
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase import permissions
from namro.web.chase.models import Bulletin, Contact, Delivery, Notice
from namro.web.chase.selectors.holders import holders_of
from namro.web.chase.selectors.people import People, people_on
from namro.web.chase.services.bulletins import addresses
from namro.web.chase.texts import BY_HAND
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.states import WAITS_FOR_UNIT

SETTLED = "Đơn vị đã báo cáo xong hoặc phần việc đã hoàn thành nên không nhắc."
ALREADY = "Người giữ phần việc này đã được nhắc bằng tay hôm nay; mỗi người mỗi ngày chỉ nhắc một lần."
NOBODY = "Chưa có ai giữ tài khoản để nhận nhắc việc."


@dataclass(frozen=True, slots=True)
class Reminding:
    """Whom a reminder would reach: the obligations of each person, and why the others reach nobody."""

    people: dict[int, tuple[int, ...]]
    refused: dict[int, str]


def whom_to_remind(obligations: Sequence[Obligation], *, posts: Posts, day: date) -> Reminding:
    """Say whom a reminder about the obligations reaches on the day; four queries, nothing is written."""
    people = people_on(day)
    held = holders_of([one.pk for one in obligations])
    told = set(Notice.objects.filter(step=BY_HAND, day=day).values_list("user_id", flat=True))
    reached: dict[int, list[int]] = {}
    refused: dict[int, str] = {}
    for one in obligations:
        hearers = _hearers(one, people, [each.user_id for each in held.get(one.pk, ())])
        fresh = [user for user in hearers if user not in told]
        if not permissions.may_remind(posts, one):
            refused[one.pk] = permissions.WHO_REMINDS
        elif one.state not in WAITS_FOR_UNIT:
            refused[one.pk] = SETTLED
        elif not hearers:
            refused[one.pk] = NOBODY
        elif not fresh:
            refused[one.pk] = ALREADY
        else:
            for user in fresh:
                reached.setdefault(user, []).append(one.pk)
    return Reminding({user: tuple(rows) for user, rows in reached.items()}, refused)


@transaction.atomic
def remind(*, obligations: Sequence[Obligation], by: User, posts: Posts, at: datetime) -> Reminding:
    """Write the reminders and one message per person, and record it.

    Whoever had the day's message already is told in the program, and by the next day's message. Raises `Refusal`
    on a day off.
    """
    day = at.date()
    check_works(day)
    # Two who press at once come one after the other: the second sees whom the first has told.
    list(User.objects.select_for_update().order_by("pk").values_list("pk"))
    found = whom_to_remind(obligations, posts=posts, day=day)
    rows = {one.pk: one for one in obligations}
    Notice.objects.bulk_create(
        [_notice(user, rows[pk], day) for user, owed in found.people.items() for pk in owed],
        batch_size=2_000,
        ignore_conflicts=True,
    )
    _tell(found.people, day, at)
    if found.people:
        reached = {pk for owed in found.people.values() for pk in owed}
        audit.record(
            by=by,
            at=at,
            action="Nhắc việc bằng tay",
            subject=f"{len(found.people)} người, {len(reached)} phần việc",
            subject_type="reminder",
            subject_id=day.isoformat(),
            after={"users": sorted(found.people)[:500], "obligations": sorted(reached)[:2_000]},
        )
    return found


def check_works(day: date) -> None:
    """Nobody is reminded on a day off."""
    off = load_calendar().day_off(day)
    if not load_calendar().is_working_day(day):
        name = off.name if off else "cuối tuần"
        raise Refusal(f"Ngày {format_date(day)} là ngày nghỉ ({name}) nên không nhắc ai.")


def _hearers(obligation: Obligation, people: People, holders: Sequence[int]) -> tuple[int, ...]:
    return people.hearers(Rung.OFFICIAL, obligation.unit_id, holders)


def _notice(user: int, obligation: Obligation, day: date) -> Notice:
    left = (obligation.due - day).days if obligation.due else 0
    return Notice(
        user_id=user,
        obligation=obligation,
        step=BY_HAND,
        occurrence=day,
        day=day,
        rung=Rung.OFFICIAL,
        when=When.BEFORE if left >= 0 else When.AFTER,
        days=left,
        urgent=True,
        channels=",".join((Channel.PROGRAM, Channel.EMAIL, Channel.HOOK)),
    )


def _tell(people: dict[int, tuple[int, ...]], day: date, at: datetime) -> None:
    told = set(Bulletin.objects.filter(user_id__in=people, day=day).values_list("user_id", flat=True))
    fresh = [user for user in people if user not in told]
    bulletins = Bulletin.objects.bulk_create(
        Bulletin(user_id=user, day=day, kind=Bulletin.Kind.DAILY, at=at) for user in fresh
    )
    for bulletin in bulletins:
        Notice.objects.filter(user_id=bulletin.user_id, step=BY_HAND, day=day).update(bulletin=bulletin)
    users = User.objects.in_bulk(fresh)
    contacts = {contact.user_id: contact for contact in Contact.objects.filter(user_id__in=fresh)}
    Delivery.objects.bulk_create(
        Delivery(bulletin=bulletin, channel=channel, address=address, next_at=timezone.now())
        for bulletin in bulletins
        for channel, address in addresses(users[bulletin.user_id], contacts.get(bulletin.user_id)).items()
    )
