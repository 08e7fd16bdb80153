"""What leaves the program: once, or again with the same name; what is not known is said."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from namro.web.accounts.models import User
from namro.web.chase.models import Attempt, Delivery, OneUseLink, Run
from namro.web.chase.services.contacts import set_contact
from namro.web.chase.services.delivering import BACK_OFF, Sent, deliver, send_again
from namro.web.organisations.models import Post
from namro.web.plans.models import Obligation
from web.chase.servers import CatchAll, Gateway
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]


def _send(after: timedelta = timedelta(0), day: date = TODAY) -> Sent:
    return deliver(day=day, at=datetime.combine(day, AT.timetz()), clock=lambda: timezone.now() + after)


def _only() -> Delivery:
    return Delivery.objects.get()


def test_the_mail_says_what_is_late_and_carries_a_link(make: Make, chase: Chase, mailbox: CatchAll) -> None:
    make(due=date(2021, 11, 13))
    chase()
    assert _send().counts == {"sent": 1}
    ((to, mail),) = mailbox.caught
    assert to == "xa@tinh.example"
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "Quá hạn 2 ngày: Niêm yết thủ tục hành chính" in text
    assert re.search(r"/nhac-viec/mot-lan/[\w-]{43}/", text)
    assert mail["Message-ID"] == f"<namro-email-{_only().bulletin_id}-20211115@tinh.example>"
    assert _send().counts == {}
    assert len(mailbox.caught) == 1


def test_a_dead_mail_server_loses_nothing_and_uses_up_no_try(
    make: Make, chase: Chase, mailbox: CatchAll, settings: Settings
) -> None:
    for unit in ("thien-loc", "can-loc"):
        make(unit, due=date(2021, 11, 13))
    chase()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    for minute in range(0, 600, 10):
        assert _send(timedelta(minutes=minute)).counts == {"queued": 1}
    assert {d.attempts for d in Delivery.objects.all()} == {0}
    assert "không trả lời" in Attempt.objects.latest("id").outcome
    settings.EMAIL_PORT = port
    assert _send(timedelta(minutes=700)).counts == {"sent": 2}
    assert sorted(to for to, _ in mailbox.caught) == ["huyen@tinh.example", "xa@tinh.example"]


def test_a_mailbox_that_does_not_exist_is_said_at_once(make: Make, chase: Chase, mailbox: CatchAll) -> None:
    mailbox.trouble = "refuse"
    make(due=date(2021, 11, 13))
    chase()
    _send()
    assert _only().state == "failed"
    assert "550" in _only().outcome


def test_a_busy_server_is_asked_again_later_and_later_and_then_given_up(
    make: Make, chase: Chase, mailbox: CatchAll
) -> None:
    mailbox.trouble = "later"
    make(due=date(2021, 11, 13))
    chase()
    passed = timedelta(0)
    for minutes in BACK_OFF:
        _send(passed)
        assert _only().state == "queued"
        assert _send(passed + timedelta(minutes=minutes) / 2).counts == {}
        passed += timedelta(minutes=minutes, seconds=5)
    _send(passed)
    assert _only().state == "failed"
    assert Attempt.objects.count() == len(BACK_OFF) + 1


def test_a_mail_that_may_have_gone_is_not_sent_again_by_itself(
    make: Make, chase: Chase, mailbox: CatchAll, cast: dict[str, User]
) -> None:
    mailbox.trouble = "hang up after data"
    make(due=date(2021, 11, 13))
    chase()
    _send()
    assert _only().state == "unsure"
    mailbox.trouble = ""
    assert _send(timedelta(days=1)).counts == {}
    assert len(mailbox.caught) == 1
    send_again(delivery=_only(), by=cast["sonoivu"], at=AT)
    _send(timedelta(minutes=1))
    assert _only().state == "sent"
    first, second = (mail["Message-ID"] for _, mail in mailbox.caught)
    assert first == second


def test_a_mail_whose_sender_was_killed_is_said_to_be_unsure(
    make: Make, chase: Chase, mailbox: CatchAll
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    Delivery.objects.update(state="sending", claimed_at=timezone.now())
    assert _send().counts == {}
    _send(timedelta(minutes=6))
    assert (_only().state, mailbox.caught) == ("unsure", [])


def test_whoever_left_gets_nothing_although_it_was_queued(
    make: Make, chase: Chase, mailbox: CatchAll, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    Post.objects.filter(user=cast["xa"]).update(until=date(2021, 11, 14))
    assert _send().counts == {"dropped": 1}
    assert mailbox.caught == []


def test_what_is_done_before_it_is_sent_is_not_sent(make: Make, chase: Chase, mailbox: CatchAll) -> None:
    make(due=date(2021, 11, 13))
    chase()
    Obligation.objects.update(state="submitted")
    assert _send().counts == {"dropped": 1}
    assert "đã xong" in _only().outcome


def test_nothing_leaves_on_a_day_off(make: Make, chase: Chase, mailbox: CatchAll) -> None:
    make(due=date(2021, 11, 13))
    chase()
    assert "Ngày nghỉ" in _send(day=date(2021, 11, 20)).said
    assert mailbox.caught == []


def test_the_gateway_gets_a_signed_reminder(make: Make, chase: Chase, gateway: Gateway) -> None:
    make(due=date(2021, 11, 13))
    chase()
    assert _send().counts == {"sent": 1}
    ((headers, body),) = gateway.calls
    payload = json.loads(body)
    assert payload["schema"] == "namro.reminder/1"
    assert payload["to"]["phone"] == "0912345678"
    assert len(payload["text"]) <= 300
    assert payload["items"][0]["link"] in payload["text"]
    moment, given = (part.split("=", 1)[1] for part in headers["X-Namro-Signature"].split(","))
    right = hmac.new(b"bi-mat-chung", moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert given == right
    assert headers["Idempotency-Key"] == payload["idempotency_key"]


@pytest.mark.parametrize(
    ("trouble", "state", "says"),
    [
        ("slow", "queued", "không trả lời trong 1 giây"),
        ("nonsense", "queued", "không đúng quy ước"),
        ("500", "queued", "lỗi 500"),
        ("400", "failed", "mã 400"),
        ("redirect", "failed", "mã 302"),
    ],
)
def test_a_gateway_that_misbehaves_is_said_and_called_again_with_the_same_key(
    make: Make, chase: Chase, gateway: Gateway, trouble: str, state: str, says: str
) -> None:
    gateway.trouble = trouble
    make(due=date(2021, 11, 13))
    chase()
    before = time.monotonic()
    _send()
    assert time.monotonic() - before < 20
    assert _only().state == state
    assert says in _only().outcome
    gateway.trouble = ""
    _send(timedelta(minutes=2))
    if state == "queued":
        assert _only().state == "sent"
        keys = {headers["Idempotency-Key"] for headers, _ in gateway.calls}
        assert len(keys) == 1
        assert len({body for _, body in gateway.calls}) == 1  # the link in it is the same one
        assert len(gateway.sent) == 1


def test_a_dead_gateway_loses_nothing(make: Make, chase: Chase, gateway: Gateway, settings: Settings) -> None:
    address, settings.NAMRO_HOOK_URL = settings.NAMRO_HOOK_URL, "http://127.0.0.1:9/"
    make(due=date(2021, 11, 13))
    chase()
    for minute in range(0, 100, 10):
        _send(timedelta(minutes=minute))
    assert (_only().state, _only().attempts) == ("queued", 0)
    settings.NAMRO_HOOK_URL = address
    _send(timedelta(minutes=200))
    assert _only().state == "sent"


def test_a_call_whose_program_was_killed_is_repeated_with_the_same_key(
    make: Make, chase: Chase, gateway: Gateway
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    _send()
    Delivery.objects.update(state="sending", claimed_at=timezone.now())
    _send(timedelta(minutes=6))
    assert _only().state == "sent"
    assert len(gateway.calls) == 2
    assert len(gateway.sent) == 1


def test_the_database_holds_no_token_that_was_sent(make: Make, chase: Chase, mailbox: CatchAll) -> None:
    make(due=date(2021, 11, 13))
    chase()
    _send()
    text = mailbox.caught[0][1].get_payload(decode=True).decode()  # type: ignore[union-attr]
    found = re.search(r"mot-lan/([\w-]+)/", text)
    assert found
    link = OneUseLink.objects.get()
    assert link.token_hash == hashlib.sha256(found[1].encode()).hexdigest()
    assert found[1] not in str(OneUseLink.objects.values())


def test_who_wants_no_mail_gets_none(
    make: Make, chase: Chase, mailbox: CatchAll, cast: dict[str, User]
) -> None:
    set_contact(by=cast["xa"], at=AT, email="xa@tinh.example", phone="", by_email=False, by_hook=False)
    make(due=date(2021, 11, 13))
    assert chase().bulletin_count == 1
    assert not Delivery.objects.exists()
