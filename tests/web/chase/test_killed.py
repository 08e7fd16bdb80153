"""The jobs in processes of their own: killed with -9 in the middle and started again, and two at the same moment."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from namro.web.chase.models import Bulletin, Delivery, DutyNotice, Notice, Run
from namro.web.chase.services.delivering import deliver
from namro.web.plans.models import Obligation
from namro.web.reports.models import Report
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Obligation]
Chase = Callable[..., Run]
DAILY = """
import time, django
django.setup()
from datetime import datetime, date
from django.utils import timezone
from namro.web.audit import services as audit
from namro.web.chase.selectors import owed
from namro.web.chase.services import daily
owed.CHUNK = 2
whole = daily._insert
def slowly(*args):
    whole(*args)
    time.sleep({pause})
daily._insert = slowly
at = timezone.make_aware(datetime(2021, 11, 15, 9))
daily.run_day(day=date(2021, 11, 15), by=audit.PROGRAM, at=at)
"""
DUTIES = """
import time, django
django.setup()
from datetime import datetime, date
from django.utils import timezone
from namro.web.audit import services as audit
from namro.web.chase.services import daily
whole = daily.write_duties
def slowly(*args, **more):
    count = whole(*args, **more)
    time.sleep({pause})
    return count
daily.write_duties = slowly
at = timezone.make_aware(datetime(2021, 11, 15, 9))
daily.run_day(day=date(2021, 11, 15), by=audit.PROGRAM, at=at)
"""
SEND = """
import time, django
django.setup()
from datetime import datetime, date
from django.utils import timezone
from namro.web.chase.services import delivering
whole = delivering._end
def slowly(*args, **more):
    time.sleep({pause})
    return whole(*args, **more)
delivering._end = slowly
delivering.deliver(day=date(2021, 11, 15), at=timezone.make_aware(datetime(2021, 11, 15, 9)))
"""
COUNT = 12
UNITS = ("thien-loc", "can-loc", "so-tu-phap", "tung-anh")


def _start(work: str, pause: float, mailbox: CatchAll | None = None) -> "subprocess.Popen[bytes]":
    kept = connection.settings_dict
    if connection.vendor == "sqlite":
        database = f"sqlite:{kept['NAME']}"
    else:
        names = ("host", "port", "user", "password")
        parts = {name: kept[name.upper()] for name in names if kept[name.upper()]}
        query = "&".join(f"{name}={quote(str(value), safe='/')}" for name, value in parts.items())
        database = f"postgresql:{kept['NAME']}?{query}"
    port = mailbox.server_address[1] if mailbox else 9
    env = {
        **os.environ,
        "NAMRO_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "namro.config.settings",
        "PYTHONPATH": "src",
        "NAMRO_SMTP_HOST": "127.0.0.1",
        "NAMRO_SMTP_PORT": str(port),
        "NAMRO_MAIL_FROM": "namro@tinh.example",
    }
    return subprocess.Popen([sys.executable, "-c", work.format(pause=pause)], env=env)


def _until(what: Callable[[], bool], child: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until
        assert child.poll() is None
        time.sleep(0.02)


def test_the_daily_job_killed_half_way_is_finished_by_the_next_and_doubles_nothing(
    transactional_db: None, make: Make, chase: Chase
) -> None:
    for _ in range(COUNT):
        make(due=date(2021, 11, 13))
    child = _start(DAILY, 0.5)
    _until(lambda: Notice.objects.count() >= 2, child)
    child.kill()  # -9
    assert child.wait() == -9
    assert 0 < Notice.objects.count() < COUNT
    assert not Bulletin.objects.exists()
    assert Run.objects.get().state == "running"
    assert _start(DAILY, 0).wait(60) == 0
    assert (Notice.objects.count(), Bulletin.objects.count()) == (COUNT, 1)
    assert not Notice.objects.filter(bulletin__isnull=True).exists()
    again = chase()
    assert (again.notice_count, again.bulletin_count) == (0, 0)


def test_a_job_killed_after_the_reminders_of_reports_tells_them_once_in_one_message(
    transactional_db: None, owe_report: Callable[..., Report], make: Make, mailbox: CatchAll
) -> None:
    make(due=date(2021, 11, 13))
    for unit in UNITS:
        owe_report(unit, due=date(2021, 11, 13))
    child = _start(DUTIES, 60)
    _until(lambda: DutyNotice.objects.count() == len(UNITS), child)
    child.kill()
    assert child.wait() == -9
    assert not Bulletin.objects.exists()
    children = [_start(DUTIES, 0.05), _start(DUTIES, 0.05)]
    assert [child.wait(90) for child in children] == [0, 0]
    assert DutyNotice.objects.count() == len(UNITS)
    assert (Bulletin.objects.count(), Delivery.objects.count()) == (len(UNITS), len(UNITS))
    assert not DutyNotice.objects.filter(bulletin=None).exists()


def test_two_daily_jobs_at_once_write_everything_once(
    transactional_db: None, make: Make, mailbox: CatchAll
) -> None:
    for unit in ("thien-loc", "can-loc", "so-tu-phap") * 4:
        make(unit, due=date(2021, 11, 13))
    children = [_start(DAILY, 0.05), _start(DAILY, 0.05)]
    assert [child.wait(90) for child in children] == [0, 0]
    assert (Notice.objects.count(), Bulletin.objects.count(), Delivery.objects.count()) == (COUNT, 3, 3)
    assert not Notice.objects.filter(bulletin__isnull=True).exists()


def test_a_sender_killed_between_sending_and_marking_sends_nothing_twice(
    transactional_db: None, make: Make, chase: Chase, mailbox: CatchAll
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    child = _start(SEND, 60, mailbox)
    _until(lambda: len(mailbox.caught) == 1, child)
    child.kill()
    assert child.wait() == -9
    assert Delivery.objects.get().state == "sending"
    for minutes in (0, 6, 60, 600):
        deliver(day=TODAY, at=AT, clock=lambda minutes=minutes: timezone.now() + timedelta(minutes=minutes))
    assert len(mailbox.caught) == 1
    assert Delivery.objects.get().state == "unsure"
    assert "không rõ thư đã đi hay chưa" in Delivery.objects.get().outcome


def test_two_senders_at_once_send_each_mail_once(
    transactional_db: None, make: Make, chase: Chase, mailbox: CatchAll
) -> None:
    for unit in ("thien-loc", "can-loc", "so-tu-phap", "tung-anh"):
        make(unit, due=date(2021, 11, 13))
    chase()
    children = [_start(SEND, 0.1, mailbox), _start(SEND, 0.1, mailbox)]
    assert [child.wait(90) for child in children] == [0, 0]
    assert Counter(to for to, _ in mailbox.caught) == Counter(
        f"{who}@tinh.example" for who in ("xa", "huyen", "sotuphap", "xakhac")
    )
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
