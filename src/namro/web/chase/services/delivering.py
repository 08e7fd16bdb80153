"""The outbox: claims one delivery after another, sends it, and writes what came of it.

May die anywhere. What was claimed and not answered is found again: by e-mail it becomes "unsure", through the hook it is
called again with the same key.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from namro.core.chase import Channel
from namro.core.time import load_calendar
from namro.web.audit import services as audit
from namro.web.chase.channels import hook
from namro.web.chase.channels.letters import Mail, mail
from namro.web.chase.channels.outcome import ChannelDown, NotSent, Rejected, Unsure
from namro.web.chase.messages import Content, Item, email_text, sms_text
from namro.web.chase.models import Attempt, Delivery
from namro.web.chase.selectors import duties
from namro.web.chase.selectors.bulletins import items_of
from namro.web.chase.selectors.links import pieces_in_hand
from namro.web.chase.selectors.people import People, people_on
from namro.web.chase.services.links import make_link
from namro.web.chase.states import AFTER_SENDING, AGAIN_FROM, State

BACK_OFF = (1, 5, 30, 120, 360, 720)  # minutes until the next try
DOWN_FOR = timedelta(minutes=5)
ABANDONED_AFTER = timedelta(minutes=5)
TOO_OLD = timedelta(days=7)
SECONDS = 200  # the queue gives a job five minutes
FAILURES_IN_A_ROW = 5
LINKS = 10

Clock = Callable[[], datetime]


@dataclass
class Sent:
    """What a round of sending did, by state."""

    counts: dict[str, int] = field(default_factory=dict)
    said: str = ""

    def add(self, state: str) -> None:
        self.counts[state] = self.counts.get(state, 0) + 1


def deliver(*, day: date, at: datetime, clock: Clock = timezone.now) -> Sent:
    """Send what is due on the machine's clock; nothing on a day off of the working date."""
    sent = Sent()
    if not load_calendar().is_working_day(day):
        sent.said = "Ngày nghỉ nên chưa gửi gì; ngày làm việc tới sẽ gửi tiếp."
        return sent
    _recover(clock())
    people = people_on(day)
    until = time.monotonic() + SECONDS
    with mail() as line:
        for channel in (Channel.EMAIL, Channel.HOOK):
            in_a_row = 0
            while time.monotonic() < until and in_a_row < FAILURES_IN_A_ROW:
                delivery = _claim(channel, clock())
                if delivery is None:
                    break
                state, is_down = _one(delivery, line, people, day=day, at=at, clock=clock)
                sent.add(state)
                in_a_row = in_a_row + 1 if state == State.QUEUED else 0
                if is_down:
                    break
    return sent


@transaction.atomic
def send_again(*, delivery: Delivery, by: audit.Person, at: datetime) -> None:
    """Put back what was not sent, or may not have been; the person who asks takes the risk of a second copy."""
    put = Delivery.objects.filter(pk=delivery.pk, state__in=AGAIN_FROM).update(
        state=State.QUEUED, next_at=timezone.now(), attempts=0, outcome=""
    )
    if put:
        audit.record(
            by=by,
            at=at,
            action="Gửi lại nhắc việc",
            subject=f"{delivery.bulletin.user.get_full_name()}, {delivery.address}",
            subject_type="delivery",
            subject_id=delivery.pk,
            before={"state": delivery.state},
        )


def _recover(now: datetime) -> None:
    lost = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=now - ABANDONED_AFTER)
    for delivery in lost:
        if delivery.channel == Channel.HOOK:
            _end(delivery, State.QUEUED, "Chương trình bị ngắt khi đang gửi; gọi lại với cùng mã.", now)
        else:
            _end(
                delivery, State.UNSURE, "Chương trình bị ngắt khi đang gửi: không rõ thư đã đi hay chưa.", now
            )


def _claim(channel: Channel, now: datetime) -> Delivery | None:
    """Take the next delivery for ourselves; of two jobs only one gets it."""
    while True:
        found = (
            Delivery.objects.filter(channel=channel, state=State.QUEUED, next_at__lte=now)
            .select_related("bulletin__user")
            .order_by("next_at", "id")
            .first()
        )
        if found is None:
            return None
        taken = Delivery.objects.filter(pk=found.pk, state=State.QUEUED).update(
            state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
        if taken:
            found.attempts += 1
            return found


def _one(
    delivery: Delivery, line: Mail, people: People, *, day: date, at: datetime, clock: Clock
) -> tuple[str, bool]:
    """Send one that we hold; give its state afterwards, and whether the whole channel is down."""
    bulletin = delivery.bulletin
    if not bulletin.user.is_active or bulletin.user_id not in people.everybody:
        return _end(delivery, State.DROPPED, "Người nhận không còn giữ vị trí nào.", clock()), False
    if day - bulletin.day > TOO_OLD:
        return _end(
            delivery, State.FAILED, "Quá 7 ngày chưa gửi được; nội dung vẫn ở trang Nhắc việc.", clock()
        ), False
    content = Content(
        _items(delivery, people, day=day, at=at),
        list(bulletin.gatherings.order_by("id")),
        duties.items_of(bulletin, day),
    )
    if content.is_empty:
        return _end(delivery, State.DROPPED, "Mọi việc trong bản này đã xong.", clock()), False
    key = key_of(delivery)
    try:
        if delivery.channel == Channel.EMAIL:
            subject, text = email_text(bulletin, content)
            host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "namro"
            said = line.send(to=delivery.address, subject=subject, text=text, message_id=f"<{key}@{host}>")
        else:
            said = hook.call(_payload(delivery, content), key=key, clock=clock())
    except ChannelDown as down:
        # No try of this one is used up, and the others of the channel wait too.
        Delivery.objects.filter(
            channel=delivery.channel, state=State.QUEUED, next_at__lt=clock() + DOWN_FOR
        ).update(next_at=clock() + DOWN_FOR)
        delivery.attempts -= 1
        return _end(delivery, State.QUEUED, down.sentence, clock(), wait=DOWN_FOR), True
    except Rejected as never:
        return _end(delivery, State.FAILED, never.sentence, clock()), False
    except NotSent as later:
        if delivery.attempts > len(BACK_OFF):
            return _end(delivery, State.FAILED, later.sentence, clock()), False
        wait = timedelta(minutes=BACK_OFF[delivery.attempts - 1])
        return _end(delivery, State.QUEUED, later.sentence, clock(), wait=wait), False
    except Unsure as lost:
        return _end(delivery, State.UNSURE, lost.sentence, clock()), False
    return _end(delivery, State.SENT, said, clock()), False


def key_of(delivery: Delivery) -> str:
    """Give the name under which the other side knows a repetition; the same in every try."""
    return f"namro-{delivery.channel}-{delivery.bulletin_id}-{delivery.bulletin.day:%Y%m%d}"


def _items(delivery: Delivery, people: People, *, day: date, at: datetime) -> list[Item]:
    bulletin = delivery.bulletin
    items: list[Item] = []
    found = items_of(bulletin, day)
    pieces = pieces_in_hand(bulletin.user_id, [obligation.pk for obligation, _ in found[:LINKS]], day)
    for number, (obligation, stands) in enumerate(found):
        link = ""
        piece = pieces.get(obligation.pk)
        if number < LINKS and (piece or people.reports(bulletin.user_id, obligation.unit_id)):
            _, link = make_link(
                user=bulletin.user,
                obligation=obligation,
                by=audit.PROGRAM,
                at=at,
                bulletin=bulletin,
                hand_over=piece,
            )
        items.append(Item(obligation, stands, link))
    return items


def _payload(delivery: Delivery, content: Content) -> dict[str, object]:
    bulletin, items = delivery.bulletin, content.items
    return {
        "to": {"phone": delivery.address, "name": bulletin.user.get_full_name()},
        "day": bulletin.day.isoformat(),
        "text": sms_text(bulletin, content),
        "items": [
            {
                "task": item.obligation.task.code,
                "unit": item.obligation.unit.name,
                "due": item.obligation.due.isoformat() if item.obligation.due else None,
                "stands": item.stands,
                "link": item.link or None,
            }
            for item in items[:LINKS]
        ],
        "count": len(items),
        "reports": [
            {
                "report": duty.label,
                "period": duty.period,
                "unit": duty.unit,
                "due": duty.due.isoformat() if duty.due else None,
                "stands": duty.stands,
                "address": f"{settings.NAMRO_ADDRESS}{duty.address}" if duty.address else None,
            }
            for duty in content.duties[:LINKS]
        ],
        "report_count": len(content.duties),
    }


@transaction.atomic
def _end(
    delivery: Delivery, state: State, said: str, now: datetime, *, wait: timedelta = timedelta(0)
) -> str:
    assert state in AFTER_SENDING  # only what we hold is ended
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state, outcome=said[:300], next_at=now + wait, attempts=max(delivery.attempts, 0)
    )
    Attempt.objects.create(delivery=delivery, at=now, state=state, outcome=said[:300])
    return state.value
