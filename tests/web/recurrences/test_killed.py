"""The job in processes of its own: killed with -9 in the middle and started again, and two at the same moment."""

import os
import subprocess
import sys
import time
from datetime import datetime
from urllib.parse import quote

import pytest
from django.db import connection

from namro.web.plans.models import Obligation, Plan
from namro.web.recurrences.models import Run
from namro.web.recurrences.services.making import make_ahead
from web.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
WORK = """
import time, django
django.setup()
from namro.web.recurrences.services import making
from namro.web.recurrences.jobs import make_ahead
making.TASKS_AT_ONCE = 1
whole = making.make_for
def slowly(*args, **more):
    made = whole(*args, **more)
    time.sleep({pause})  # inside the transaction: what a kill finds half done
    return made
making.make_for = slowly
make_ahead("2021-12-20")
"""


def _start(pause: float) -> "subprocess.Popen[bytes]":
    kept = connection.settings_dict
    if connection.vendor == "sqlite":
        database = f"sqlite:{kept['NAME']}"
    else:
        parts = {
            name: kept[name.upper()] for name in ("host", "port", "user", "password") if kept[name.upper()]
        }
        database = f"postgresql:{kept['NAME']}?" + "&".join(
            f"{k}={quote(str(v), safe='/')}" for k, v in parts.items()
        )
    env = {
        **os.environ,
        "NAMRO_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "namro.config.settings",
        "PYTHONPATH": "src",
    }
    return subprocess.Popen([sys.executable, "-c", WORK.format(pause=pause)], env=env)


def _rows() -> list[tuple[int, int, str]]:
    return sorted(
        Obligation.objects.filter(period_start__year=2022).values_list("task_id", "unit_id", "period")
    )


def _expected(at: datetime) -> int:
    """4 + 1 + 3 yearly ones of 2022 and the districts' two months."""
    return 4 + 1 + 3 + 2 * 2


def test_killed_in_the_middle_and_started_again_nothing_is_lost_or_doubled(
    transactional_db: None, plan: Plan, at: datetime
) -> None:
    assert TODAY.year == 2021
    child = _start(0.4)
    until = time.monotonic() + 60
    while not Run.objects.filter(added__gt=0).exists():
        assert time.monotonic() < until
        assert child.poll() is None
        time.sleep(0.02)
    child.kill()  # -9
    assert child.wait() == -9
    half = len(_rows())
    assert 0 < half < _expected(at)
    assert Run.objects.get().finished_at is None
    again = _start(0)
    assert again.wait(60) == 0
    assert len(set(_rows())) == len(_rows()) == _expected(at)
    assert make_ahead(day=TODAY.replace(month=12, day=20), at=at).added == 0


def test_two_at_once_make_everything_once(transactional_db: None, plan: Plan, at: datetime) -> None:
    children = [_start(0.05), _start(0.05)]
    assert [child.wait(90) for child in children] == [0, 0]
    assert len(set(_rows())) == len(_rows()) == _expected(at)
    assert sum(Run.objects.values_list("added", flat=True)) == _expected(at)
    assert Run.objects.filter(finished_at__isnull=False).count() == 2
