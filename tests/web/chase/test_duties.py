"""Reports that units must write, in the daily job: the same ladder, the same message, once, until they are handed in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from namro.web.accounts.models import User
from namro.web.chase.models import Bulletin, DutyNotice, Gathering, Notice, Run
from namro.web.chase.selectors.lists import unseen_count
from namro.web.chase.services import duties
from namro.web.chase.services.acknowledging import acknowledge
from namro.web.chase.services.gathering import MOST_APART
from namro.web.organisations.models import Post, Unit
from namro.web.plans.models import Obligation
from namro.web.reports.models import Report
from namro.web.ui.dues import DutyState, duties_named, open_duties
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
OweReport = Callable[..., Report]
GiveBack = Callable[[Report, datetime], None]
UNITS = ("thien-loc", "can-loc", "so-tu-phap", "tung-anh")


def _told(*, step: str = "") -> list[tuple[str, str, date]]:
    found = DutyNotice.objects.filter(step=step) if step else DutyNotice.objects.all()
    return sorted(found.values_list("user__username", "step", "occurrence"))


@pytest.mark.parametrize(
    ("days", "step", "who"),
    [
        (15, "truoc-15", {"xa"}),
        (5, "truoc-5", {"xa"}),
        (0, "dung-han", {"xa"}),
        (-2, "qua-1", {"xa"}),
        (-7, "qua-7", {"xa", "chutich"}),
        (-31, "qua-30", {"xa", "chutich", "sonoivu", "lanhdao"}),
    ],
)
def test_a_report_climbs_the_same_ladder_as_a_task(
    owe_report: OweReport, chase: Chase, days: int, step: str, who: set[str]
) -> None:
    owe_report(due=TODAY + timedelta(days=days))
    chase()
    told = _told()
    assert {user for user, *_ in told} == who
    assert step in {step for _, step, _ in told}
    assert not any(step.startswith("im-") for _, step, _ in told)


def test_nothing_is_said_before_its_day(owe_report: OweReport, chase: Chase) -> None:
    owe_report(due=TODAY + timedelta(days=16))
    assert chase().notice_count == 0


def test_tasks_and_reports_of_a_day_are_one_message(
    owe_report: OweReport, make: Make, chase: Chase, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 13))
    owe_report(due=date(2021, 11, 13))
    run = chase()
    assert (run.notice_count, run.bulletin_count) == (2, 1)
    bulletin = Bulletin.objects.get(user=cast["xa"])
    assert (bulletin.notices.count(), bulletin.duty_notices.count()) == (1, 1)
    assert unseen_count(cast["xa"].pk) == 2


def test_another_run_says_nothing_twice_and_a_year_of_days_neither(
    owe_report: OweReport, chase: Chase
) -> None:
    for unit, days in zip(UNITS, (0, 20, 40, 90), strict=True):
        owe_report(unit, due=date(2021, 10, 1) + timedelta(days=days))
    day = date(2021, 10, 1)
    while day < date(2022, 2, 1):
        first = chase(day)
        assert chase(day).notice_count == 0, day
        assert first.state in ("done", "skipped")
        day += timedelta(days=1)
    told = list(DutyNotice.objects.values_list("duty", "step", "occurrence", "user"))
    assert len(told) == len(set(told)) > 30
    days = list(Bulletin.objects.values_list("user", "day"))
    assert len(days) == len(set(days))


def test_what_is_handed_in_is_let_rest(owe_report: OweReport, chase: Chase, cast: dict[str, User]) -> None:
    report = owe_report(due=date(2021, 11, 1))
    chase()
    Report.objects.filter(pk=report.pk).update(state="accepted", first_submitted_on=TODAY)
    for later in range(1, 30):
        chase(TODAY + timedelta(days=later))
    assert {one.day for one in DutyNotice.objects.all()} == {TODAY}
    assert not DutyNotice.objects.filter(seen_at=None).exists()
    assert unseen_count(cast["xa"].pk) == 0


def test_a_report_without_a_due_day_is_told_once_and_is_never_late(
    owe_report: OweReport, chase: Chase
) -> None:
    owe_report(due=None, opened_at=AT)
    for later in range(120):
        chase(TODAY + timedelta(days=later))
    assert _told() == [("xa", "mo-bao-cao", TODAY)]
    assert open_duties()[0].days_late(date(2030, 1, 1)) == 0


def test_a_returned_report_is_told_the_next_morning_and_counts_from_its_return(
    owe_report: OweReport, chase: Chase, give_back: GiveBack
) -> None:
    report = owe_report(due=date(2021, 10, 1))
    give_back(report, AT - timedelta(days=2))  # a Saturday
    chase()
    assert _told() == [("xa", "tra-lai", TODAY)]
    duty = duties_named([f"bao-cao:{report.pk}"]).popitem()[1]
    assert (duty.state, duty.days_late(TODAY)) == (DutyState.RETURNED, 2)


def test_a_return_before_the_due_day_is_told_and_is_not_late(
    owe_report: OweReport, chase: Chase, give_back: GiveBack
) -> None:
    report = owe_report(due=date(2021, 12, 20))
    give_back(report, AT - timedelta(days=2))  # a Saturday: said on Monday
    chase()
    assert _told() == [("xa", "tra-lai", TODAY)]


def test_a_correction_that_the_unit_opened_itself_is_nobodys_reminder(
    owe_report: OweReport, chase: Chase
) -> None:
    owe_report(due=date(2021, 10, 1), state="correcting", first_submitted_on=date(2021, 10, 1))
    assert chase().notice_count == 0


def test_many_late_reports_are_one_line_for_those_above_and_few_are_not(
    owe_report: OweReport, chase: Chase
) -> None:
    for month in range(1, MOST_APART + 2):
        owe_report(due=date(2021, 10, 1), period=f"2021-{month:02}")
    owe_report("can-loc", due=date(2021, 10, 1))
    chase()
    lines = set(Gathering.objects.values_list("user__username", "level", "reason", "obligation_count"))
    assert lines == {("sonoivu", "commune", "duties", 6), ("lanhdao", "commune", "duties", 6)}
    above = DutyNotice.objects.filter(user__username__in=("sonoivu", "lanhdao"))
    assert set(above.values_list("unit__key", flat=True)) == {"can-loc"}
    assert all("báo cáo" in line.get_reason_display() for line in Gathering.objects.all())
    again = chase(date(2021, 11, 16))
    assert not Gathering.objects.filter(day=again.day).exists()


def test_a_unit_with_nobody_is_one_line_to_the_department(
    owe_report: OweReport, chase: Chase, units: dict[str, Unit]
) -> None:
    Post.objects.filter(unit=units["tung-anh"]).delete()
    owe_report("tung-anh", due=date(2021, 11, 12))
    chase()
    assert not DutyNotice.objects.exists()
    assert set(Gathering.objects.values_list("user__username", "reason")) == {("sonoivu", "duties_unmanned")}


def test_what_waits_to_be_accepted_is_told_to_the_gatherer_every_working_day_once(
    owe_report: OweReport, chase: Chase, cast: dict[str, User]
) -> None:
    waiting = [
        owe_report(unit, state="submitted", first_submitted_on=date(2021, 11, 8), submitted_at=AT)
        for unit in ("thien-loc", "can-loc")
    ]
    chase()
    chase()
    assert _told() == [("sonoivu", "cho-nhan", TODAY)]
    chase(date(2021, 11, 16))
    assert len(_told()) == 2
    assert DutyNotice.objects.filter(seen_at=None).count() == 1
    assert Bulletin.objects.filter(user=cast["sonoivu"]).count() == 2
    Report.objects.filter(pk__in=[one.pk for one in waiting]).update(state="accepted")
    chase(date(2021, 11, 17))
    assert len(_told()) == 2
    assert unseen_count(cast["sonoivu"].pk) == 0


def test_known_once_means_every_earlier_reminder_of_that_report(
    owe_report: OweReport, chase: Chase, cast: dict[str, User]
) -> None:
    owe_report(due=date(2021, 11, 15))
    for later in range(4):
        chase(TODAY + timedelta(days=later))
    last = DutyNotice.objects.filter(user=cast["xa"]).latest("id")
    assert DutyNotice.objects.filter(user=cast["xa"]).count() == 2
    assert acknowledge(by=cast["xa"], at=AT, duty_notice_id=last.pk) == 2
    assert acknowledge(by=cast["xakhac"], at=AT, duty_notice_id=last.pk) == 0


def test_a_run_cut_off_before_the_messages_is_finished_by_the_next(
    owe_report: OweReport, chase: Chase, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in UNITS:
        owe_report(unit, due=date(2021, 11, 13))
    with monkeypatch.context() as broken:
        broken.setattr("namro.web.chase.services.daily.make_bulletins", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            chase()
    assert DutyNotice.objects.count() == len(UNITS)
    again = chase()
    assert (again.notice_count, again.bulletin_count) == (0, len(UNITS))


def test_reports_of_all_units_cost_one_question(
    owe_report: OweReport,
    units: dict[str, Unit],
    chase: Chase,
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for unit in units:
        for month in range(1, 10):
            owe_report(unit, due=date(2021, 11, 1), period=f"2021-{month:02}")
    with max_queries(1):
        assert len(open_duties()) == 9 * len(units)
    with max_queries(50):
        chase()


def test_keys_are_asked_in_parts() -> None:
    keys = [str(number) for number in range(1_201)]
    parts = list(duties.batched_keys(keys))
    assert [len(part) for part in parts] == [500, 500, 201]
    assert [key for part in parts for key in part] == keys


def test_obligations_are_told_as_before(make: Make, owe_report: OweReport, chase: Chase) -> None:
    make(due=date(2021, 11, 13))
    owe_report(due=date(2021, 11, 13))
    chase()
    assert list(Notice.objects.values_list("user__username", "step")) == [("xa", "qua-1")]
