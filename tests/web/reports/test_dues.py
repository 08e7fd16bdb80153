"""What this room offers to whoever reminds, through the life of a real report."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.dues import open_reports, waiting_reports
from namro.web.reports.models import Report
from namro.web.reports.services.flow import take_step
from namro.web.reports.services.writing import save_text
from namro.web.reports.states import Action
from namro.web.ui.dues import DutyState, duties_named, open_duties

Opened = Callable[..., Report]
PostsOf = Callable[[str], Posts]


@pytest.fixture
def step(cast: dict[str, User], posts: PostsOf, at: datetime) -> Callable[..., None]:
    """`step("xa", report, Action.SUBMIT)` takes a step as a member of the cast."""

    def take(who: str, report: Report, action: Action, sentence: str = "") -> None:
        report.refresh_from_db()
        take_step(
            report_id=report.pk, action=action, version=report.version, by=cast[who], posts=posts(who), at=at,
            sentence=sentence,
        )  # fmt: skip

    return take


def test_a_report_waits_for_its_unit_then_for_the_gatherer_then_for_nobody(
    opened: Opened, step: Callable[..., None], cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    report = opened("thien-loc")
    key = f"bao-cao:{report.pk}"
    (duty,) = open_duties()
    assert (duty.key, duty.unit, duty.receiver) == (key, "UBND xã Thiên Lộc", "so-noi-vu")
    assert (duty.state, duty.due, duty.days_late(date(2030, 1, 1))) == (DutyState.OPEN, None, 0)
    text = report.texts.get(section="ton-tai")
    save_text(
        report_id=report.pk, section="ton-tai", text="Lời", version=text.version, by=cast["xa"], posts=posts("xa"), at=at
    )  # fmt: skip
    step("xa", report, Action.SUBMIT)
    assert not open_duties()
    (line,) = waiting_reports()
    assert (line.receiver, line.count, line.since) == ("so-noi-vu", 1, at.date())
    step("sonoivu", report, Action.RETURN, "Bổ sung số liệu")
    (duty,) = open_duties(returned_after=at.replace(hour=0))
    assert (duty.state, duty.returned_at) == (DutyState.RETURNED, at)
    assert not open_duties(returned_after=at)
    assert not waiting_reports()
    step("xa", report, Action.SUBMIT)
    step("sonoivu", report, Action.ACCEPT)
    assert not open_duties()
    assert not waiting_reports()
    assert duties_named([key])[key].state is DutyState.HANDED_IN


def test_only_the_units_asked_for_answer_and_a_gathered_report_is_handed_in_outside(
    opened: Opened, units: dict[str, Unit]
) -> None:
    for key in ("thien-loc", "can-loc"):
        opened(key)
    whole = opened("so-noi-vu", whole=True)
    assert {duty.unit_id for duty in open_reports([units["can-loc"].pk], None)} == {units["can-loc"].pk}
    assert not open_duties(unit_ids=[])
    (duty,) = open_duties(unit_ids=[units["so-noi-vu"].pk])
    assert (duty.receiver, duty.label.endswith("(tổng hợp)"), duty.address) == (
        "",
        True,
        f"/bao-cao/{whole.pk}/",
    )


def test_keys_that_name_nothing_are_missing(today: date) -> None:
    assert duties_named(["bao-cao:999", "bao-cao:x", "khac:1", ""]) == {}
