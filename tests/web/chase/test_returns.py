"""What is returned after the day's run: told the same day, once, whoever had the day's message and whatever was gathered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase import jobs
from namro.web.chase.models import Bulletin, Delivery, DutyNotice, Gathering, Notice, Run
from namro.web.chase.services.daily import run_day
from namro.web.chase.services.delivering import deliver
from namro.web.chase.services.gathering import MOST_APART
from namro.web.chase.services.returns import tell_returns
from namro.web.plans.models import Obligation
from namro.web.plans.models import Report as Step
from namro.web.reports.models import Report
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
OweReport = Callable[..., Report]
GiveBack = Callable[[Report, datetime], None]
MORNING, NOON, EVENING = AT.replace(hour=6, minute=30), AT.replace(hour=12), AT.replace(hour=16, minute=5)
TUESDAY = date(2021, 11, 16)
LONG_AGO = date(2021, 10, 1)  # past every rung on 15/11/2021


@pytest.fixture
def send_back(cast: dict[str, User]) -> Callable[[Obligation, datetime], None]:
    """`send_back(obligation, at)` returns what was handed in, at a moment."""

    def returned(obligation: Obligation, at: datetime) -> None:
        Obligation.objects.filter(pk=obligation.pk).update(
            state="returned", reported_at=at - timedelta(days=1)
        )
        Step.objects.create(
            obligation=obligation, at=at, by=cast["sonoivu"], by_name="x", action="return",
            state_before="submitted", state_after="returned",
        )  # fmt: skip

    return returned


SendBack = Callable[[Obligation, datetime], None]


def _run(day: date = TODAY, at: datetime = MORNING) -> Run:
    moment = datetime.combine(day, at.timetz())
    return run_day(day=day, by=audit.PROGRAM, at=moment)


def _tell(at: datetime) -> Run | None:
    return tell_returns(day=at.date(), at=at)


def _told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("user__username", "step"))


def test_a_return_at_noon_is_a_reminder_the_same_day_and_one_message_in_the_evening(
    make: Make, send_back: SendBack, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 14))
    back = make(due=date(2021, 12, 30), state="submitted")
    _run()
    send_back(back, NOON)
    run = _tell(NOON + timedelta(minutes=5))
    assert run is not None
    assert (run.state, run.notice_count, run.bulletin_count) == ("done", 1, 0)
    assert ("xa", "tra-lai") in _told()
    assert _tell(NOON + timedelta(minutes=10)) is None
    assert Bulletin.objects.filter(user=cast["xa"]).count() == 1
    for minutes in range(0, 60, 5):
        _tell(EVENING + timedelta(minutes=minutes))
    kinds = list(Bulletin.objects.filter(user=cast["xa"]).order_by("id").values_list("kind", flat=True))
    assert kinds[1:] == ["extra"]
    assert Bulletin.objects.get(kind="extra").notices.get().obligation == back
    assert _run(TUESDAY).notice_count == 0
    assert not Notice.objects.filter(bulletin=None).exists()


def test_whoever_had_no_message_that_day_gets_the_days_own_at_once(
    make: Make, send_back: SendBack, cast: dict[str, User]
) -> None:
    back = make(due=date(2021, 12, 30), state="submitted")
    _run()
    send_back(back, NOON)
    run = _tell(NOON)
    assert run is not None
    assert run.bulletin_count == 1
    _tell(EVENING)
    assert [one.kind for one in Bulletin.objects.filter(user=cast["xa"])] == ["weekly"]


def test_all_returns_of_a_day_are_one_message(make: Make, send_back: SendBack, cast: dict[str, User]) -> None:
    make(due=date(2021, 11, 14))
    backs = [make(due=date(2021, 12, 30), state="submitted") for _ in range(3)]
    _run()
    for hour, back in zip((9, 11, 15), backs, strict=True):
        send_back(back, AT.replace(hour=hour))
        _tell(AT.replace(hour=hour, minute=5))
    _tell(EVENING)
    assert Bulletin.objects.get(kind="extra").notices.count() == 3
    late = make(due=date(2021, 12, 30), state="submitted")
    send_back(late, AT.replace(hour=17))
    _tell(AT.replace(hour=17, minute=5))
    assert Bulletin.objects.filter(user=cast["xa"], day=TODAY).count() == 2
    assert Notice.objects.get(obligation=late).day == TODAY
    _run(TUESDAY)
    assert Notice.objects.get(obligation=late).bulletin == Bulletin.objects.get(day=TUESDAY)


def test_a_return_the_program_slept_through_is_told_the_next_morning_once(
    make: Make, send_back: SendBack
) -> None:
    back = make(due=date(2021, 12, 30), state="submitted")
    _run()
    send_back(back, AT.replace(hour=23))
    _run(TUESDAY)
    _run(TUESDAY, NOON)
    assert _tell(datetime.combine(TUESDAY, EVENING.timetz())) is None
    assert _told() == [("xa", "tra-lai")]


def test_what_was_returned_long_ago_is_left_to_the_ladder(make: Make, send_back: SendBack) -> None:
    send_back(make(due=LONG_AGO, state="submitted"), AT - timedelta(days=8))
    _run()
    assert "tra-lai" not in {step for _, step in _told()}


def test_what_comes_back_after_the_line_of_the_day_is_one_line_more_and_never_again(
    make: Make, send_back: SendBack
) -> None:
    for _ in range(MOST_APART + 1):
        make(due=LONG_AGO)
    backs = [make(due=LONG_AGO, state="submitted") for _ in range(MOST_APART + 3)]
    _run()
    gathered = Gathering.objects.filter(user__username="lanhdao")
    assert gathered.get().obligation_count == MOST_APART + 1
    for back in backs:
        send_back(back, NOON)
    _tell(NOON + timedelta(minutes=5))
    extra = gathered.get(reason="returned")
    assert (extra.day, extra.obligation_count, extra.step) == (TODAY, MOST_APART + 3, "qua-30")
    assert _tell(EVENING) is None
    _run(TUESDAY)
    assert gathered.count() == 2


def test_a_few_that_come_back_after_the_line_are_told_one_by_one(make: Make, send_back: SendBack) -> None:
    for _ in range(MOST_APART + 1):
        make(due=LONG_AGO)
    back = make(due=LONG_AGO, state="submitted")
    _run()
    send_back(back, NOON)
    _tell(NOON)
    _tell(EVENING)
    _run(TUESDAY)
    _run(date(2021, 11, 17))
    told = Notice.objects.filter(obligation=back).values_list("user__username", "step")
    assert sorted(told) == [
        ("chutich", "qua-3"),
        ("lanhdao", "qua-30"),
        ("sonoivu", "qua-15"),
        ("xa", "tra-lai"),
    ]


def test_what_was_in_no_line_before_it_came_back_is_not_said_to_be_returned_in_one(
    make: Make, send_back: SendBack
) -> None:
    backs = [make(due=LONG_AGO, state="submitted") for _ in range(MOST_APART + 1)]
    _run()
    for back in backs:
        send_back(back, NOON)
    _tell(NOON)
    assert set(Gathering.objects.values_list("reason", flat=True)) == {"many"}


def test_the_tick_tells_returns_only_after_the_days_run(
    make: Make, send_back: SendBack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("namro.web.chase.jobs.settings.NAMRO_CHASE_TICKS", True)
    back = make(due=date(2021, 12, 30), state="submitted")
    send_back(back, AT.replace(hour=5))
    for hour, runs in ((6, 0), (8, 1), (9, 1)):
        monkeypatch.setattr("namro.web.program.selectors.now", lambda hour=hour: AT.replace(hour=hour))
        jobs.tick()
        assert Run.objects.count() == runs
    assert _told() == [("xa", "tra-lai")]


@pytest.mark.parametrize("day", [date(2021, 11, 13), date(2021, 11, 14)])
def test_nothing_is_told_on_a_day_off(make: Make, send_back: SendBack, day: date) -> None:
    _run(date(2021, 11, 12))
    send_back(make(due=LONG_AGO, state="submitted"), datetime.combine(day, NOON.timetz()))
    assert _tell(datetime.combine(day, EVENING.timetz())) is None
    assert not Notice.objects.exists()


def test_a_returned_report_is_told_the_same_day_too(
    owe_report: OweReport, make: Make, give_back: GiveBack, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 14))
    report = owe_report(due=date(2021, 11, 1), state="submitted", first_submitted_on=date(2021, 11, 1),
                        submitted_at=AT)  # fmt: skip
    _run()
    give_back(report, NOON)
    _tell(NOON + timedelta(minutes=5))
    _tell(EVENING)
    _run(TUESDAY)
    told = DutyNotice.objects.exclude(step="cho-nhan").values_list("user__username", "step", "day")
    assert ("xa", "tra-lai", TODAY) in told
    assert {step for _, step, day in told if day == TODAY} == {"tra-lai"}
    assert Bulletin.objects.get(kind="extra", user=cast["xa"]).duty_notices.count() == 1


def test_cut_off_half_way_the_next_call_finishes(
    make: Make, send_back: SendBack, monkeypatch: pytest.MonkeyPatch, cast: dict[str, User]
) -> None:
    back = make(due=date(2021, 12, 30), state="submitted")
    _run()
    send_back(back, NOON)
    with monkeypatch.context() as broken:
        broken.setattr("namro.web.chase.services.returns.make_bulletins", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            _tell(NOON)
    assert Run.objects.latest("id").state == "failed"
    run = _tell(NOON + timedelta(minutes=5))
    assert run is not None
    assert (run.notice_count, run.bulletin_count) == (0, 1)


def test_the_extra_message_goes_out_once_and_says_what_came_back(
    make: Make, send_back: SendBack, mailbox: CatchAll
) -> None:
    make(due=date(2021, 11, 14))
    back = make(due=date(2021, 11, 12), state="submitted")
    _run()
    deliver(day=TODAY, at=AT)
    send_back(back, NOON)
    _tell(EVENING)
    _tell(EVENING + timedelta(minutes=5))
    deliver(day=TODAY, at=EVENING)
    deliver(day=TODAY, at=EVENING)
    mails = [mail.get_payload(decode=True).decode() for to, mail in mailbox.caught if to == "xa@tinh.example"]  # type: ignore[union-attr]
    assert len(mails) == 2
    assert "Việc bị trả lại sau bản nhắc sáng" in mails[1]
    assert "Bị trả lại, quá hạn 3 ngày" in mails[1]
    assert Delivery.objects.filter(bulletin__kind="extra").count() == 1
