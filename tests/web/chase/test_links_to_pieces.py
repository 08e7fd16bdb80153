"""A one-use link to a piece in hand: for an official who may not report for the unit."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.audit.models import Entry
from namro.web.cascade.models import HandOver, HandOverStep
from namro.web.chase.models import OneUseLink, Run
from namro.web.chase.services.delivering import deliver
from namro.web.chase.services.links import make_link
from namro.web.organisations.models import Division, Post, Role, Unit
from namro.web.plans.models import Obligation, Report
from namro.web.program.models import ProgramState
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
PROGRESS = {"sentence": "Đã niêm yết ở 12 thôn.", "buoc": "dang-lam", "version": "0"}


@pytest.fixture
def piece(make: Make, cast: dict[str, User], units: dict[str, Unit]) -> HandOver:
    return HandOver.objects.create(
        obligation=make(due=date(2021, 11, 13)), unit=units["thien-loc"], official=cast["congchuc"],
        work="Niêm yết danh sách hộ nghèo", responsibility="Đúng, đủ", product="Biên bản", counted_in="thôn",
        due=date(2021, 11, 13), given_by=cast["chutich"], given_by_name="x", given_at=AT,
    )  # fmt: skip


@pytest.fixture
def path(piece: HandOver, cast: dict[str, User]) -> str:
    _, address = make_link(
        user=cast["congchuc"], obligation=piece.obligation, hand_over=piece, by=audit.PROGRAM, at=AT
    )
    return address.removeprefix("http://127.0.0.1:8000")


def test_the_page_shows_the_piece_and_not_the_whole_obligation(path: str) -> None:
    page = Client().get(path).content.decode()
    assert "Niêm yết danh sách hộ nghèo" in page
    assert "Niêm yết thủ tục hành chính lần" not in page
    assert "Số lượng (thôn)" in page
    assert "gửi nghiệm thu" in page


def test_a_report_goes_to_the_piece_and_the_units_obligation_stays(path: str, piece: HandOver) -> None:
    answer = Client().post(path, PROGRESS | {"achieved": "12"})
    assert answer.status_code == 200
    piece.refresh_from_db()
    assert (piece.state, piece.sentence, piece.achieved) == ("in_progress", "Đã niêm yết ở 12 thôn.", 12)
    assert HandOverStep.objects.get().by_name.endswith("(qua liên kết một lần)")
    assert not Report.objects.exists()
    piece.obligation.refresh_from_db()
    assert (piece.obligation.state, piece.obligation.version) == ("not_started", 0)
    assert Entry.objects.get(action="Dùng liên kết một lần").by_username == "congchuc"
    assert Client().post(path, PROGRESS | {"version": "1"}).status_code == 410
    assert HandOverStep.objects.count() == 1


def test_done_without_proof_leaves_the_link_and_what_was_typed(path: str, piece: HandOver) -> None:
    answer = Client().post(path, PROGRESS | {"buoc": "xong"})
    assert answer.status_code == 422
    assert "minh chứng" in answer.content.decode()
    assert "Đã niêm yết ở 12 thôn." in answer.content.decode()
    proof = {"buoc": "xong", "document_number": "12/BB-UBND", "document_date": "12/11/2021"}
    assert Client().post(path, PROGRESS | proof).status_code == 200
    piece.refresh_from_db()
    assert piece.state == "done"


def test_an_older_version_is_told_and_the_link_lives(path: str, piece: HandOver) -> None:
    HandOver.objects.update(version=3)
    answer = Client().post(path, PROGRESS)
    assert answer.status_code == 409
    assert Client().post(path, PROGRESS | {"version": "3"}).status_code == 200


def _take_away(piece: HandOver) -> None:
    HandOver.objects.update(state="withdrawn")


def _give_to_another(piece: HandOver) -> None:
    HandOver.objects.update(official=User.objects.get(username="xakhac"))


def _leave(piece: HandOver) -> None:
    Post.objects.filter(user=piece.official).update(until=date(2021, 11, 14))


def _pass_to_another_unit(piece: HandOver) -> None:
    Obligation.objects.update(unit=Unit.objects.get(key="tung-anh"), origin=piece.unit)


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        (_take_away, "«Đã rút»"),
        (_give_to_another, "không còn phụ trách"),
        (_leave, "không còn phụ trách"),
        (_pass_to_another_unit, "không còn phụ trách"),
    ],
)
def test_a_piece_that_is_no_longer_the_persons_opens_nothing(
    path: str, piece: HandOver, happened: Callable[[HandOver], None], says: str
) -> None:
    happened(piece)
    for answer in (Client().get(path), Client().post(path, PROGRESS)):
        assert answer.status_code == 410
        assert says in answer.content.decode()
    assert not HandOverStep.objects.exists()


def test_the_mail_to_an_official_carries_a_link_to_the_piece(
    piece: HandOver, chase: Callable[..., Run], mailbox: CatchAll, cast: dict[str, User]
) -> None:
    chase()
    deliver(day=TODAY, at=AT, clock=timezone.now)
    assert [to for to, _ in mailbox.caught] == ["congchuc@tinh.example"]
    link = OneUseLink.objects.get()
    assert (link.user, link.hand_over) == (cast["congchuc"], piece)


def test_the_head_of_a_division_gets_a_link_to_the_divisions_piece(
    piece: HandOver,
    chase: Callable[..., Run],
    mailbox: CatchAll,
    cast: dict[str, User],
    units: dict[str, Unit],
) -> None:
    division = Division.objects.create(unit=units["thien-loc"], name="Phòng", sort="phong")
    Post.objects.create(
        user=cast["huyen"], unit=units["thien-loc"], division=division, role=Role.DIVISION_HEAD
    )
    HandOver.objects.update(official=None, division=division)
    chase()
    deliver(day=TODAY, at=AT, clock=timezone.now)
    link = OneUseLink.objects.get()
    assert (link.user, link.hand_over) == (cast["huyen"], piece)


def test_a_working_date_set_back_does_not_revive_a_link(path: str) -> None:
    assert Client().get(path).status_code == 200
    OneUseLink.objects.update(expires_by_clock=timezone.now() - timedelta(minutes=1))
    ProgramState.objects.update(working_date=date(2021, 11, 1))
    answer = Client().get(path)
    assert answer.status_code == 410
    assert "hết hiệu lực" in answer.content.decode()


def test_a_working_date_set_ahead_ends_a_link_although_little_time_has_passed(path: str) -> None:
    ProgramState.objects.update(working_date=date(2021, 11, 30))
    assert Client().get(path).status_code == 410
