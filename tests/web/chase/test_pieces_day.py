"""Whoever holds a piece is reminded by the day and the silence of the piece, the unit by its own."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from namro.web.accounts.models import User
from namro.web.cascade.models import HandOver
from namro.web.chase.models import Notice, Run
from namro.web.chase.selectors.holders import holders_of
from namro.web.chase.services.delivering import deliver
from namro.web.organisations.models import Division, Post, Role, Unit
from namro.web.plans.models import Obligation
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
Hand = Callable[..., HandOver]


@pytest.fixture
def hand(cast: dict[str, User], units: dict[str, Unit]) -> Hand:
    """`hand(obligation, due=…)` gives a piece to the official of the commune, on 1/11/2021 unless told."""

    def give(
        obligation: Obligation, *, due: date, given: date = date(2021, 11, 1), **other: object
    ) -> HandOver:
        receiver = {"official": cast["congchuc"]} if "division" not in other else {}
        return HandOver.objects.create(
            obligation=obligation, unit=units["thien-loc"], work="Niêm yết", responsibility="Đúng, đủ", product="Biên bản",
            due=due, given_by=cast["chutich"], given_by_name="x",
            given_at=datetime.combine(given, AT.timetz()), **receiver | other,
        )  # fmt: skip

    return give


def _told() -> dict[str, str]:
    return dict(Notice.objects.values_list("user__username", "step"))


def test_a_piece_due_before_the_obligation_is_late_on_its_own_day(
    make: Make, hand: Hand, chase: Chase
) -> None:
    piece = hand(make(due=date(2021, 12, 31)), due=date(2021, 11, 14))
    chase()
    assert _told() == {"congchuc": "qua-1"}
    notice = Notice.objects.get()
    assert (notice.days, notice.hand_over) == (-1, piece)


def test_the_obligation_is_nearer_when_a_piece_may_be_done_after_it(
    make: Make, hand: Hand, chase: Chase
) -> None:
    hand(make(due=date(2021, 11, 14)), due=date(2021, 12, 20), reason_later="Theo lịch xóm")
    chase()
    assert _told() == {"congchuc": "qua-1"}


def test_a_piece_in_time_calls_for_nothing_and_the_unit_is_told_of_its_own_day_only(
    make: Make, hand: Hand, chase: Chase
) -> None:
    hand(make(due=date(2021, 12, 31)), due=date(2021, 12, 1))
    chase()
    assert not Notice.objects.exists()


def test_a_piece_without_a_day_of_the_obligation_has_its_own(make: Make, hand: Hand, chase: Chase) -> None:
    hand(make(due=None), due=date(2021, 11, 15))
    chase()
    assert _told()["congchuc"] == "dung-han"


def test_of_several_pieces_of_one_person_the_first_due_counts(
    make: Make, hand: Hand, cast: dict[str, User]
) -> None:
    owed = make(due=date(2021, 12, 31))
    hand(owed, due=date(2021, 12, 1))
    nearer = hand(owed, due=date(2021, 11, 20))
    (held,) = holders_of([owed.pk])[owed.pk]
    assert (held.user_id, held.piece_id, held.due) == (cast["congchuc"].pk, nearer.pk, date(2021, 11, 20))


def test_the_head_of_the_division_hears_by_the_day_of_the_piece(
    make: Make, hand: Hand, chase: Chase, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    division = Division.objects.create(unit=units["thien-loc"], name="Phòng", sort="phong")
    Post.objects.create(
        user=cast["stranger"], unit=units["thien-loc"], division=division, role=Role.DIVISION_HEAD
    )
    Post.objects.filter(user=cast["congchuc"]).update(division=division)
    hand(make(due=date(2021, 12, 31)), due=date(2021, 11, 12))
    chase()
    assert _told() == {"congchuc": "qua-1", "stranger": "qua-3"}


def test_the_silence_of_an_official_is_not_that_of_the_unit(make: Make, hand: Hand, chase: Chase) -> None:
    """The unit reported last week, the official has said nothing for 31 days; and the other way round."""
    silent = hand(
        make(due=date(2021, 12, 31), reported_at=AT), due=date(2021, 12, 20), given=date(2021, 10, 15)
    )
    spoken = hand(
        make(due=date(2021, 12, 31)), due=date(2021, 12, 20), given=date(2021, 10, 15), reported_at=AT
    )
    chase()
    assert [
        (notice.user.username, notice.step, notice.days)
        for notice in Notice.objects.filter(obligation=silent.obligation)
    ] == [("congchuc", "im-30", 31)]
    assert not Notice.objects.filter(obligation=spoken.obligation, user__username="congchuc").exists()


def test_page_and_mail_say_the_day_of_the_piece(
    make: Make, hand: Hand, chase: Chase, client_of: Callable[[str], Client], mailbox: CatchAll
) -> None:
    hand(make(due=date(2021, 12, 31)), due=date(2021, 11, 12))
    chase()
    deliver(day=TODAY, at=AT)
    words = "quá hạn 3 ngày (hạn được giao 12/11/2021)"
    assert words in client_of("congchuc").get("/nhac-viec/").content.decode()
    mails = dict(mailbox.caught)
    text = mails["congchuc@tinh.example"].get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert f"{words[0].upper()}{words[1:]}" in text
    assert "1 việc quá hạn" in text
