"""From notices to at most one message per person and day, with what has to be sent of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from namro.core.chase import Caller, Channel
from namro.web.accounts.models import User
from namro.web.chase.models import Bulletin, Contact, Delivery, DutyNotice, Gathering, Notice
from namro.web.chase.selectors.people import People
from namro.web.chase.texts import RETURNED
from namro.web.plans.states import WAITS_FOR_UNIT

_PEOPLE_AT_ONCE = 200
_OWN = ~Q(kind=Bulletin.Kind.EXTRA)  # the one message of a day


@dataclass(frozen=True, slots=True)
class _Pending:
    """What a person has not been told: how much of it, and by which channels the rules want it told."""

    user_id: int
    urgent: int
    channels_of_urgent: frozenset[Channel]
    channels: frozenset[Channel]


def make_bulletins(caller: Caller, people: People, *, at: datetime) -> int:
    """Make the day's messages from what nobody was told yet; give how many were made."""
    _settle()
    weekly_since = caller.digest_day()
    digested = set(
        Bulletin.objects.filter(kind=Bulletin.Kind.WEEKLY, day__gte=weekly_since).values_list(
            "user_id", flat=True
        )
    )
    pending = [one for one in _pending(_untold_of_all()) if one.user_id in people.everybody]
    made = 0
    for part in _parts(pending):
        made += _make(part, digested, day=caller.day, at=at)
    return made


def untold() -> QuerySet[Notice]:
    """Limit to notices that are in no message and that nobody has seen."""
    return Notice.objects.filter(bulletin__isnull=True, seen_at__isnull=True)


def untold_gatherings() -> QuerySet[Gathering]:
    """Limit to the lines about units without anybody that are in no message and that their person has not seen."""
    return Gathering.objects.filter(bulletin__isnull=True, seen_at__isnull=True)


def untold_duties() -> QuerySet[DutyNotice]:
    """Limit to reminders about duties that are in no message and that nobody has seen."""
    return DutyNotice.objects.filter(bulletin__isnull=True, seen_at__isnull=True)


def _untold_of_all() -> tuple[QuerySet[Any], ...]:
    return untold(), untold_gatherings(), untold_duties()


def _settle() -> None:
    """Let what was done before anybody was told of it rest."""
    waits = [state.value for state in WAITS_FOR_UNIT]
    done = untold().exclude(obligation__state__in=waits)
    Notice.objects.filter(pk__in=done.values("pk")).update(seen_at=timezone.now())


def _pending(waiting: Sequence[QuerySet[Any]]) -> list[_Pending]:
    rows = [
        row
        for of_kind in waiting
        for row in of_kind.order_by()
        .values("user_id", "urgent", "channels")
        .annotate(count=Count("id"))
        .values_list("user_id", "urgent", "channels", "count")
    ]
    found: dict[int, _Pending] = {}
    for user_id, urgent, channels, count in rows:
        before = found.get(user_id, _Pending(user_id, 0, frozenset(), frozenset()))
        asked = frozenset(Channel(word) for word in channels.split(","))
        found[user_id] = _Pending(
            user_id,
            before.urgent + (count if urgent else 0),
            before.channels_of_urgent | (asked if urgent else frozenset()),
            before.channels | asked,
        )
    return sorted(found.values(), key=lambda one: one.user_id)


def _parts(pending: Sequence[_Pending]) -> Iterator[list[_Pending]]:
    rest = iter(pending)
    while part := list(islice(rest, _PEOPLE_AT_ONCE)):
        yield part


@transaction.atomic
def _make(part: Sequence[_Pending], digested: set[int], *, day: date, at: datetime) -> int:
    # Held until the end, so that two jobs make the message of one person after each other.
    ids = [one.user_id for one in part]
    people = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    told = set(Bulletin.objects.filter(_OWN, user_id__in=ids, day=day).values_list("user_id", flat=True))
    weekly = {one.user_id for one in part if one.user_id not in digested}
    now = [one for one in part if one.user_id not in told and (one.urgent or one.user_id in weekly)]
    bulletins = Bulletin.objects.bulk_create(
        Bulletin(
            user_id=one.user_id,
            day=day,
            kind=Bulletin.Kind.WEEKLY if one.user_id in weekly else Bulletin.Kind.DAILY,
            at=at,
        )
        for one in now
    )
    own = Bulletin.objects.filter(_OWN, user_id=OuterRef("user_id"), day=day).values("id")[:1]
    held = {one.user_id for one in now}
    for waiting in _untold_of_all():
        waiting.filter(user_id__in=held & weekly).update(bulletin_id=Subquery(own))
        waiting.filter(user_id__in=held - weekly, urgent=True).update(bulletin_id=Subquery(own))
    asked = {one.user_id: one.channels if one.user_id in weekly else one.channels_of_urgent for one in now}
    _queue(bulletins, people, asked)
    return len(bulletins)


def make_extra(people: People, *, day: date, at: datetime) -> int:
    """Make one message more for those whose message of the day was made before something was returned; give how many.

    It holds only what was returned; at most one a person and day.
    """
    pending = [one for one in _pending(_returned(day)) if one.urgent and one.user_id in people.everybody]
    made = 0
    for part in _parts(pending):
        made += _make_extra(part, day=day, at=at)
    return made


def _returned(day: date) -> tuple[QuerySet[Any], ...]:
    return (
        untold().filter(step=RETURNED, day=day),
        untold_duties().filter(step=RETURNED, day=day),
        untold_gatherings().filter(Q(reason=Gathering.Reason.RETURNED) | Q(step=RETURNED), day=day),
    )


@transaction.atomic
def _make_extra(part: Sequence[_Pending], *, day: date, at: datetime) -> int:
    ids = [one.user_id for one in part]
    people = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    kinds: dict[int, set[bool]] = {}
    for user, kind in Bulletin.objects.filter(user_id__in=ids, day=day).values_list("user_id", "kind"):
        kinds.setdefault(user, set()).add(kind == Bulletin.Kind.EXTRA)
    now = [one for one in part if kinds.get(one.user_id) == {False}]
    bulletins = Bulletin.objects.bulk_create(
        Bulletin(user_id=one.user_id, day=day, kind=Bulletin.Kind.EXTRA, at=at) for one in now
    )
    of_user = {bulletin.user_id: bulletin for bulletin in bulletins}
    for waiting in _returned(day):
        for user, bulletin in of_user.items():
            waiting.filter(user_id=user, urgent=True).update(bulletin=bulletin)
    _queue(bulletins, people, {one.user_id: one.channels_of_urgent for one in now})
    return len(bulletins)


def _queue(
    bulletins: Sequence[Bulletin], people: Mapping[int, User], asked: Mapping[int, frozenset[Channel]]
) -> None:
    """Put the messages into the outbox, by the channels that the rules and their people want."""
    contacts = {contact.user_id: contact for contact in Contact.objects.filter(user_id__in=list(asked))}
    Delivery.objects.bulk_create(
        Delivery(bulletin=bulletin, channel=channel, address=address, next_at=timezone.now())
        for bulletin in bulletins
        for channel, address in addresses(people[bulletin.user_id], contacts.get(bulletin.user_id)).items()
        if channel in asked[bulletin.user_id]
    )


def addresses(user: User, contact: Contact | None) -> dict[Channel, str]:
    """Give the address of each channel that is set up here and that the person wants."""
    found: dict[Channel, str] = {}
    if settings.NAMRO_MAIL and user.email and (contact is None or contact.by_email):
        found[Channel.EMAIL] = user.email
    if settings.NAMRO_HOOK_URL and contact is not None and contact.by_hook and contact.phone:
        found[Channel.HOOK] = contact.phone
    return found
