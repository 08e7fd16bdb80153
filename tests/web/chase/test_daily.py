"""The daily job: who is told what, once; never on a day off; whatever happens in between."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.cascade.models import HandOver
from namro.web.chase.models import Bulletin, Gathering, Notice, Run
from namro.web.chase.services import daily
from namro.web.chase.services.acknowledging import acknowledge
from namro.web.organisations.models import Division, Post, Role, Unit
from namro.web.organisations.services import give_post
from namro.web.plans.models import Obligation
from web.conftest import AT

MONDAY = date(2021, 11, 15)
Make = Callable[..., Obligation]
Chase = Callable[..., Run]


def _told(user: User) -> list[tuple[str, date]]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("step", "occurrence"))


def test_the_officer_hears_of_what_is_late_and_nobody_else_does_yet(
    make: Make, chase: Chase, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 13))
    run = chase()
    assert (run.state, run.notice_count, run.bulletin_count) == ("done", 1, 1)
    assert _told(cast["xa"]) == [("qua-1", MONDAY)]
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"xa"}


def test_a_second_run_changes_nothing(make: Make, chase: Chase) -> None:
    for days in range(-40, 40, 3):
        make(due=MONDAY + timedelta(days=days))
    chase()
    before = list(Notice.objects.order_by("id").values()), list(Bulletin.objects.order_by("id").values())
    again = chase()
    assert (again.notice_count, again.bulletin_count) == (0, 0)
    assert (
        list(Notice.objects.order_by("id").values()),
        list(Bulletin.objects.order_by("id").values()),
    ) == before


def test_nobody_is_told_twice_in_one_day_whatever_turns_up(
    make: Make, chase: Chase, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    make(due=date(2021, 11, 14))
    assert chase().bulletin_count == 0
    assert Notice.objects.filter(user=cast["xa"], bulletin__isnull=True).count() == 1
    chase(date(2021, 11, 16))
    assert Bulletin.objects.filter(user=cast["xa"]).count() == 2
    assert not Notice.objects.filter(bulletin__isnull=True).exists()


@pytest.mark.parametrize("day", [date(2021, 11, 13), date(2021, 11, 14), date(2021, 9, 2), date(2022, 2, 1)])
def test_nothing_is_said_on_a_day_off(make: Make, chase: Chase, day: date) -> None:
    make(due=day - timedelta(days=2))
    run = chase(day)
    assert run.state == "skipped"
    assert "ngày nghỉ" in run.said
    assert not Notice.objects.exists()


def test_the_ladder_climbs_to_division_unit_department_and_province(make: Make, chase: Chase) -> None:
    make(due=date(2021, 10, 1))
    chase()
    assert dict(Notice.objects.values_list("user__username", "rung")) == {
        "xa": "official",
        "chutich": "division_head",  # the commune has no divisions: the rung passes to its head
        "sonoivu": "plan_officer",
        "lanhdao": "province_leader",
    }


def test_holders_hear_first_and_the_head_of_their_division_next(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    division = Division.objects.create(unit=units["thien-loc"], name="Phòng", sort="phong")
    people = cast["huyen"], cast["xakhac"]
    for user, role in zip(people, (Role.OFFICIAL, Role.DIVISION_HEAD), strict=True):
        Post.objects.create(user=user, unit=units["thien-loc"], division=division, role=role)
    owed = make(due=date(2021, 11, 9))
    HandOver.objects.create(
        obligation=owed, unit=units["thien-loc"], official=cast["huyen"], work="x", responsibility="x",
        due=date(2021, 11, 9), given_by=cast["chutich"], given_by_name="x", given_at=AT,
    )  # fmt: skip
    chase()
    assert dict(Notice.objects.values_list("user__username", "rung")) == {
        "huyen": "official",
        "xakhac": "division_head",
    }


def test_whoever_left_hears_nothing_and_the_successor_hears_it(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    Post.objects.filter(user=cast["xa"]).update(until=date(2021, 11, 15))
    give_post(by=audit.PROGRAM, at=AT, user=cast["xakhac"], unit=units["thien-loc"], role=Role.UNIT_OFFICER)
    chase(date(2021, 11, 16))
    assert _told(cast["xakhac"]) == [("qua-1", MONDAY)]
    assert len(_told(cast["xa"])) == 1


def test_what_a_unit_abolished_yesterday_owes_is_told_to_the_department_that_follows_plans(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    make(due=date(2021, 11, 13))
    Unit.objects.filter(key="thien-loc").update(valid_to=date(2021, 11, 14))
    chase()
    assert not Notice.objects.exists()
    assert list(Gathering.objects.values_list("user__username", "reason")) == [("sonoivu", "gone")]


def test_a_clock_set_back_is_said_and_reminds_nobody(make: Make, chase: Chase) -> None:
    make(due=date(2021, 11, 1))
    chase(date(2021, 11, 16))
    count = Notice.objects.count()
    run = chase(date(2021, 11, 9))
    assert run.state == "skipped"
    assert "lùi về 9/11/2021" in run.said
    assert Notice.objects.count() == count


def test_what_is_not_urgent_waits_for_the_weekly_digest(
    make: Make, chase: Chase, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 10), state="accepted")
    chase()  # Monday: nothing to tell, the digest of this week is not used up
    make(due=date(2021, 12, 1))
    chase(date(2021, 11, 16))
    assert [b.kind for b in Bulletin.objects.filter(user=cast["xa"])] == ["weekly"]
    make(due=date(2021, 12, 2))
    chase(date(2021, 11, 17))
    assert Bulletin.objects.filter(user=cast["xa"]).count() == 1
    chase(date(2021, 11, 22))
    assert Bulletin.objects.filter(user=cast["xa"]).count() == 2


def test_what_was_seen_or_done_meanwhile_is_not_told_again(
    make: Make, chase: Chase, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    seen, done = make(due=date(2021, 11, 14)), make(due=date(2021, 11, 14))
    chase()
    acknowledge(by=cast["xa"], at=AT, notice_id=Notice.objects.get(obligation=seen).pk)
    Obligation.objects.filter(pk=done.pk).update(state="submitted")
    chase(date(2021, 11, 16))
    assert Bulletin.objects.filter(user=cast["xa"]).count() == 1


def test_the_counts_of_a_run_are_those_of_the_obligations(make: Make, chase: Chase) -> None:
    make(due=date(2021, 11, 1))
    make(due=MONDAY)
    make(due=date(2021, 11, 20))
    make(due=None)
    make(due=date(2022, 6, 1), reported_at=AT)
    make(due=date(2021, 11, 1), state="accepted")
    run = chase()
    assert run.counts == {"overdue": 1, "due": 1, "soon": 1, "silent": 1, "not_due": 1}
    assert run.total == run.done == 5


def test_a_year_of_working_days_tells_each_person_at_most_once_a_day(make: Make, chase: Chase) -> None:
    for days in range(0, 200, 20):
        make(due=date(2021, 10, 1) + timedelta(days=days))
    day = date(2021, 10, 1)
    while day < date(2022, 3, 1):
        chase(day)
        day += timedelta(days=1)
    pairs = list(Bulletin.objects.values_list("user_id", "day"))
    assert len(pairs) == len(set(pairs)) > 50
    keys = list(Notice.objects.values_list("user_id", "obligation_id", "step", "occurrence"))
    assert len(keys) == len(set(keys))
    assert not Run.objects.filter(state="done", day__week_day__in=[1, 7]).exists()


def test_the_job_asks_the_same_few_questions_however_many_are_owed(
    make: Make, chase: Chase, max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    for _ in range(30):
        make(due=date(2021, 11, 13))
    with max_queries(40):
        chase()


def test_a_run_that_fails_says_so_and_the_next_one_finishes(
    make: Make, chase: Chase, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(due=date(2021, 11, 13))
    with monkeypatch.context() as broken:
        broken.setattr(daily, "make_bulletins", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            chase()
    failed = Run.objects.get()
    assert (failed.state, failed.notice_count) == ("failed", 1)
    assert "chạy lại" in failed.said
    assert chase().bulletin_count == 1


def test_nobody_hears_of_a_leader_who_does_not_exist(make: Make, cast: dict[str, User]) -> None:
    Post.objects.filter(role=Role.PROVINCE_LEADER).delete()
    make(due=date(2021, 9, 1))
    run = daily.run_day(day=MONDAY, by=audit.PROGRAM, at=datetime.combine(MONDAY, AT.timetz()))
    assert run.state == "done"
    assert set(Notice.objects.filter(rung="province_leader").values_list("user__username", flat=True)) <= {
        "sonoivu"
    }


def test_what_was_handed_to_an_official_is_told_to_that_official(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    owed = make(due=date(2021, 11, 13))
    HandOver.objects.create(
        obligation=owed, unit=units["thien-loc"], official=cast["congchuc"], work="x", responsibility="x",
        due=date(2021, 11, 13), given_by=cast["chutich"], given_by_name="x", given_at=AT,
    )  # fmt: skip
    chase()
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"congchuc"}
