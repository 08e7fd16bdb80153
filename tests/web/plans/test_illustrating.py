"""Invented progress goes in and comes out whole, and never beside a real report."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.campaigns.models import Campaign, ProvinceRulebook
from namro.web.campaigns.services.illustrating import add_campaign_illustration
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, Report, Task
from namro.web.plans.services.illustrating import add_illustration, remove_illustration
from namro.web.plans.services.inventing import MARK, invent
from namro.web.plans.services.reporting import Progress, report
from namro.web.plans.states import STEPS, State
from namro.web.program import selectors as program

LATER = date(2021, 12, 20)


@pytest.fixture
def late(at: datetime) -> datetime:
    return at.replace(month=12, day=20)


def rows() -> list[dict[str, Any]]:
    found = list(Obligation.objects.order_by("id").values())
    return [{key: value for key, value in row.items() if key != "version"} for row in found]


def test_every_invented_step_says_that_it_is_one(plan: Plan, cast: dict[str, User], late: datetime) -> None:
    counts = add_illustration(by=cast["sonoivu"], at=late)
    assert counts.reports == Report.objects.filter(is_illustration=True).count() == Report.objects.count() > 0
    assert all(name.endswith(MARK) for name in Report.objects.values_list("by_name", flat=True))
    assert all(MARK in number for number in Evidence.objects.values_list("document_number", flat=True))
    assert program.state().illustration


def test_the_same_seed_invents_the_same_year(plan: Plan, cast: dict[str, User], late: datetime) -> None:
    add_illustration(by=cast["sonoivu"], at=late)
    first = rows()
    remove_illustration(by=cast["sonoivu"], at=late)
    add_illustration(by=cast["sonoivu"], at=late)
    assert rows() == first


def test_removing_restores_every_obligation_and_leaves_the_record(
    plan: Plan, cast: dict[str, User], late: datetime
) -> None:
    before = rows()
    added = add_illustration(by=cast["sonoivu"], at=late)
    assert rows() != before
    removed = remove_illustration(by=cast["sonoivu"], at=late)
    assert removed == added
    assert rows() == before
    assert not Report.objects.exists()
    assert not Evidence.objects.exists()
    assert not program.state().illustration
    assert Entry.objects.filter(subject_type="illustration").count() == 2


def test_one_press_takes_the_invented_data_of_every_room_and_nothing_that_people_made(
    plan: Plan, cast: dict[str, User], late: datetime, client_of: Callable[[str], Client]
) -> None:
    add_illustration(by=cast["sonoivu"], at=late)
    invented = add_campaign_illustration(by=cast["sonoivu"], filler=cast["xa"], at=late)
    own = Campaign.objects.get(pk=invented.pk)
    own.pk, own.name, own.rulebook_sha256 = None, "Đợt của tỉnh", "1" * 64
    own.save()
    client = client_of("sonoivu")
    assert "<b>1</b> đợt chấm điểm minh họa" in client.get("/minh-hoa/xoa/").content.decode()
    client.post("/minh-hoa/xoa/")
    assert [campaign.name for campaign in Campaign.objects.all()] == ["Đợt của tỉnh"]
    assert not ProvinceRulebook.objects.exists()
    assert not Evidence.objects.exists()
    assert not Report.objects.exists()
    assert not program.state().illustration


def test_what_cannot_be_removed_in_one_room_leaves_every_room_as_it_was(
    plan: Plan, cast: dict[str, User], late: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_illustration(by=cast["sonoivu"], at=late)
    add_campaign_illustration(by=cast["sonoivu"], filler=cast["xa"], at=late)
    steps = Report.objects.count()

    def breaks(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("namro.web.plans.services.illustrating.set_illustration", breaks)
    with pytest.raises(RuntimeError):
        remove_illustration(by=cast["sonoivu"], at=late)
    assert Campaign.objects.count() == 1
    assert Report.objects.count() == steps > 0


def hand_in(obligation: Obligation, *, by: User, posts: Posts, at: datetime) -> Obligation:
    return report(
        obligation_id=obligation.pk,
        done=True,
        progress=Progress(sentence="Đã niêm yết."),
        proof=Proof(document_number="12/BC-UBND", document_date=date(2021, 11, 10)),
        by=by,
        posts=posts,
        at=at,
        version=obligation.version,
    )


def test_real_reports_keep_the_illustration_out(
    of_commune: Obligation, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    hand_in(of_commune, by=cast["xa"], posts=posts("xa"), at=at)
    before = rows()
    with pytest.raises(Refusal, match="thật và minh họa không bao giờ chung"):
        add_illustration(by=cast["sonoivu"], at=at)
    assert rows() == before
    assert not program.state().illustration


def test_what_people_type_while_it_is_shown_is_illustration_and_goes_with_it(
    of_commune: Obligation, cast: dict[str, User], posts: Callable[[str], Posts], late: datetime
) -> None:
    before = rows()
    add_illustration(by=cast["sonoivu"], at=late)
    Obligation.objects.filter(pk=of_commune.pk).update(state=State.NOT_STARTED)
    of_commune.refresh_from_db()
    hand_in(of_commune, by=cast["xa"], posts=posts("xa"), at=late)
    assert not Report.objects.filter(is_illustration=False).exists()
    remove_illustration(by=cast["sonoivu"], at=late)
    assert rows() == before
    assert not Evidence.objects.exists()


def test_a_form_opened_during_the_illustration_is_stale_after_it(
    of_commune: Obligation, cast: dict[str, User], posts: Callable[[str], Posts], late: datetime
) -> None:
    add_illustration(by=cast["sonoivu"], at=late)
    touched = Obligation.objects.filter(reports__isnull=False).select_related("unit", "task").first()
    assert touched is not None
    remove_illustration(by=cast["sonoivu"], at=late)
    assert Obligation.objects.get(pk=touched.pk).version > touched.version


def test_it_is_not_added_twice_nor_removed_when_it_is_not_there(
    plan: Plan, cast: dict[str, User], late: datetime
) -> None:
    with pytest.raises(Refusal, match="Không có số liệu minh họa"):
        remove_illustration(by=cast["sonoivu"], at=late)
    add_illustration(by=cast["sonoivu"], at=late)
    with pytest.raises(Refusal, match="đã được nạp"):
        add_illustration(by=cast["sonoivu"], at=late)


def test_without_obligations_there_is_nothing_to_illustrate(cast: dict[str, User], late: datetime) -> None:
    with pytest.raises(Refusal, match="Chưa có phần việc"):
        add_illustration(by=cast["sonoivu"], at=late)


def _obligation(due: date | None, level: str, number: int) -> Obligation:
    unit = Unit(pk=number, key=f"unit-{number}", name=f"UBND xã {number}", level=level, kind="committee")
    return Obligation(
        task=Task(code=f"PL1.{number}", plan_id=1),
        unit=unit,
        period="Năm 2021",
        period_start=date(2021, 1, 1),
        period_end=date(2021, 12, 31),
        due=due,
    )


@settings(max_examples=60)
@given(
    due=st.none() | st.dates(date(2021, 9, 1), date(2022, 6, 30)),
    until=st.dates(date(2021, 9, 1), date(2022, 12, 31)),
    level=st.sampled_from(["province", "district", "commune"]),
    seed=st.integers(0, 99),
)
def test_invented_stories_follow_the_table_and_the_calendar(
    due: date | None, until: date, level: str, seed: int
) -> None:
    issued = date(2021, 9, 27)
    owed = [_obligation(due, level, number) for number in range(30)]
    for story in invent(owed, since={1: issued}, until=until, seed=seed):
        state, last = State.NOT_STARTED, None
        for step in story.steps:
            assert step.before == state
            assert state in STEPS[step.action].sources
            assert issued < step.at.date() <= until
            assert last is None or last <= step.at
            state, last = step.after, step.at
        assert story.state == state


def test_only_the_plan_officer_clears_and_only_by_post(
    plan: Plan, cast: dict[str, User], late: datetime, client_of: Callable[[str], Client]
) -> None:
    add_illustration(by=cast["sonoivu"], at=late)
    for username in ("lanhdao", "sotuphap", "xa", "mattran", "stranger"):
        assert client_of(username).get("/minh-hoa/xoa/").status_code == 403
        assert client_of(username).post("/minh-hoa/xoa/").status_code == 403
    officer = client_of("sonoivu")
    asked = officer.get("/minh-hoa/xoa/").content.decode()
    assert "Số liệu minh họa." in asked  # the banner
    assert Report.objects.exists()
    done = officer.post("/minh-hoa/xoa/", follow=True)
    assert "phần việc trở về «Chưa bắt đầu»" in done.content.decode()
    assert not Report.objects.exists()
