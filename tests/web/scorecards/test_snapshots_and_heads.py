"""Snapshots that were tampered with, the job of the month's end, transfers, and what falls to which head."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django_q.models import Schedule

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.cascade.models import Move, Transfer
from namro.web.organisations.models import Post, Role, Unit
from namro.web.plans.models import Obligation
from namro.web.program.models import ProgramState
from namro.web.scorecards import jobs
from namro.web.scorecards.models import Snapshot
from namro.web.scorecards.selectors.cards import during, headed_posts, of_posts
from namro.web.scorecards.selectors.snapshots import content_of, owed_then

from .conftest import moment


def test_a_snapshot_that_was_changed_is_refused_with_a_sentence(
    plan: object, client_of: Callable[[str], Client]
) -> None:
    made = jobs.freeze("2021-10-31")
    assert made is not None
    assert len(content_of(made)) == made.count
    Snapshot.objects.filter(pk=made.pk).update(sha256="0" * 64)
    made.refresh_from_db()
    with pytest.raises(Refusal, match="không còn nguyên vẹn"):
        content_of(made)
    answer = client_of("sonoivu").get(f"/bang-diem/ban-chup/{made.pk}/")
    assert answer.status_code == 422
    assert "không còn nguyên vẹn" in answer.content.decode()


def test_a_missed_evening_is_made_up_for_from_the_reports_and_only_once(plan: object) -> None:
    made = jobs.freeze("2021-11-03")
    assert made is not None
    assert (made.day, made.is_rebuilt) == (date(2021, 10, 31), True)
    assert jobs.freeze("2021-11-30") is not None
    assert jobs.freeze("2021-11-29") is None
    assert Snapshot.objects.count() == 2


def test_before_anything_was_owed_nothing_is_frozen(plan: object) -> None:
    assert jobs.freeze("2021-08-31") is None


def test_on_a_day_set_by_hand_nothing_is_frozen_by_itself(plan: object) -> None:
    jobs.tick()
    assert not Snapshot.objects.exists()
    ProgramState.objects.update(working_date=None)
    jobs.tick()
    assert Snapshot.objects.count() == 1


def test_the_job_is_registered_once(db: None) -> None:
    jobs.ensure_schedule()
    jobs.ensure_schedule()
    assert Schedule.objects.filter(func="namro.web.scorecards.jobs.tick").count() == 1


def test_a_past_day_gives_the_unit_that_owed_it_then(
    owed: Callable[..., Obligation], units: dict[str, Unit]
) -> None:
    one = owed("thien-loc")
    transfer = Transfer.objects.create(
        kind="decision", from_unit=units["thien-loc"], to_unit=units["vuong-loc"], on=date(2021, 11, 5),
        at=moment(date(2021, 11, 5)), by_name="x", reason="x",
    )  # fmt: skip
    Move.objects.create(transfer=transfer, obligation=one)
    Obligation.objects.filter(pk=one.pk).update(unit=units["vuong-loc"], origin=units["thien-loc"])
    assert owed_then(date(2021, 11, 4))[one.pk].unit_id == units["thien-loc"].pk
    assert owed_then(date(2021, 11, 5))[one.pk].unit_id == units["vuong-loc"].pk


def test_what_fell_due_belongs_to_the_head_of_that_time(
    plan: object, units: dict[str, Unit], cast: dict[str, User], today: date
) -> None:
    change = date(2021, 11, 10)
    unit = units["can-loc"]
    before = Post.objects.create(
        user=cast["xakhac"], unit=unit, role=Role.UNIT_HEAD, until=change - timedelta(days=1)
    )
    after = Post.objects.create(user=cast["stranger"], unit=unit, role=Role.UNIT_HEAD, since=change)
    both = [set(during(post, today).values_list("id", flat=True)) for post in (before, after)]
    assert both[0]
    assert both[1]
    assert not both[0] & both[1]
    assert both[0] | both[1] == set(Obligation.objects.filter(unit=unit).values_list("id", flat=True))
    assert headed_posts(cast["stranger"], today) == (after,)
    assert headed_posts(cast["stranger"], change - timedelta(days=1)) == ()
    assert set(of_posts((before, after), today).values_list("id", flat=True)) == both[0] | both[1]
