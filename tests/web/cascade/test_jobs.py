"""The job that passes obligations to successors: by itself only on the calendar's own day, and once."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from django_q.models import Schedule

from namro.web.cascade import jobs
from namro.web.cascade.models import Transfer
from namro.web.organisations.models import Succession, Unit
from namro.web.plans.models import Obligation
from namro.web.program.models import ProgramState


@pytest.fixture
def gone(owed: Obligation, units: dict[str, Unit]) -> Unit:
    """Thiên Lộc ended long ago and Vượng Lộc, which does not end, succeeds it."""
    yesterday = timezone.localdate().replace(year=2021, month=10, day=31)
    Unit.objects.filter(key="thien-loc").update(valid_to=yesterday)
    Unit.objects.filter(key="vuong-loc").update(valid_to=None)
    Succession.objects.create(
        predecessor=units["thien-loc"], successor=units["vuong-loc"], on=yesterday.replace(month=11, day=1)
    )
    return units["vuong-loc"]


def test_nothing_passes_by_itself_on_a_date_set_by_hand(gone: Unit, owed: Obligation) -> None:
    assert jobs.tick() == 0
    assert jobs.pass_on_the_day() == 1  # by hand it does


def test_on_the_calendars_own_day_it_passes_once(gone: Unit, owed: Obligation) -> None:
    ProgramState.objects.update(working_date=None)
    assert [jobs.tick(), jobs.tick()] == [1, 0]
    owed.refresh_from_db()
    assert (owed.unit, Transfer.objects.count()) == (gone, 1)


def test_a_day_before_the_first_passes_nothing(gone: Unit) -> None:
    assert jobs.pass_on_the_day("2021-10-31") == 0


def test_the_schedule_stands_once(db: None, owe: Callable[..., Obligation]) -> None:
    jobs.ensure_schedule()
    jobs.ensure_schedule()
    assert Schedule.objects.filter(func="namro.web.cascade.jobs.tick").count() == 1
