"""Handing an obligation on: clear in all five or not at all, by those who may, to those who are there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.cascade.models import Acknowledgement, HandOver
from namro.web.cascade.selectors.holders import last_piece
from namro.web.cascade.services.giving import Piece, hand_over, hand_over_many, pass_on
from namro.web.cascade.states import State
from namro.web.organisations.models import Division, Post
from namro.web.organisations.selectors import Posts
from namro.web.organisations.services import end_post
from namro.web.plans.models import Obligation
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.ui.refusals import NotAllowed

PostsOf = Callable[[str], Posts]


@pytest.fixture
def give(
    owed: Obligation, cast: dict[str, User], posts: PostsOf, at: datetime
) -> Callable[..., list[HandOver]]:
    def give(*pieces: Piece, name: str = "chutich", seen: int | None = None) -> list[HandOver]:
        return hand_over(
            obligation_id=owed.pk, pieces=pieces, by=cast[name], posts=posts(name), at=at,
            seen=last_piece(owed.pk) if seen is None else seen,
        )  # fmt: skip

    return give


def test_a_clear_piece_is_given_recorded_and_the_obligation_acknowledged(
    give: Callable[..., list[HandOver]], clear_piece: Piece, owed: Obligation, cast: dict[str, User]
) -> None:
    (made,) = give(clear_piece)
    made.refresh_from_db()
    assert (made.state, made.official, made.unit, made.given_by) == (
        State.GIVEN, cast["congchuc"], owed.unit, cast["chutich"],
    )  # fmt: skip
    assert [step.action for step in made.steps.all()] == ["give"]
    assert Acknowledgement.objects.get(obligation=owed).by == cast["chutich"]
    entry = Entry.objects.get(subject_type="hand_over", subject_id=str(made.pk))
    assert entry.after["receiver"] == "Trần Thị Hiền"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"work": ""}, "Rõ việc"),
        ({"official_id": None}, "Rõ người"),
        ({"responsibility": ""}, "Rõ trách nhiệm"),
        ({"due": None}, "Rõ thời gian"),
        ({"due": date(2022, 1, 2)}, "sau hạn 31/12/2021"),
        ({"product": ""}, "Rõ hiệu quả"),
    ],
)
def test_a_piece_that_is_not_clear_is_refused_and_none_is_given(
    give: Callable[..., list[HandOver]], clear_piece: Piece, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        give(clear_piece, replace(clear_piece, **change))  # type: ignore[arg-type]
    assert "Phần giao 2" in refused.value.sentence
    assert sentence in refused.value.sentence
    assert not HandOver.objects.exists()


def test_a_division_without_a_head_is_not_a_clear_person(
    give: Callable[..., list[HandOver]], clear_piece: Piece, office: Division, at: datetime, today: date
) -> None:
    to_division = replace(clear_piece, official_id=None, division_id=office.pk)
    give(to_division)
    post = Post.objects.select_related("user", "unit", "division").get(role="division_head")
    end_post(by=post.user, at=at, post=post, last_day=today - timedelta(days=1))
    with pytest.raises(Refusal, match="chưa có trưởng phòng"):
        give(to_division)


def test_shares_of_all_standing_pieces_do_not_exceed_the_whole(
    give: Callable[..., list[HandOver]], clear_piece: Piece
) -> None:
    give(replace(clear_piece, share=Decimal(60)))
    with pytest.raises(Refusal, match="110%"):
        give(replace(clear_piece, share=Decimal(50)))
    give(replace(clear_piece, share=Decimal(40)), clear_piece)
    assert HandOver.objects.count() == 3


@pytest.mark.parametrize(
    "name", ["sonoivu", "lanhdao", "sotuphap", "huyen", "mattran", "congchuc", "xakhac", "stranger"]
)
def test_nobody_else_hands_the_communes_work_on(
    give: Callable[..., list[HandOver]], clear_piece: Piece, name: str
) -> None:
    with pytest.raises(NotAllowed):
        give(clear_piece, name=name)
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("who", ["xakhac", "sotuphap", "stranger"])
def test_nothing_is_given_to_somebody_of_another_unit(
    give: Callable[..., list[HandOver]], clear_piece: Piece, cast: dict[str, User], who: str
) -> None:
    with pytest.raises(Refusal, match="không giữ vai trò nào ở đơn vị"):
        give(replace(clear_piece, official_id=cast[who].pk))


def test_two_who_give_at_once_are_told_apart(give: Callable[..., list[HandOver]], clear_piece: Piece) -> None:
    give(clear_piece, seen=0)
    with pytest.raises(ChangedMeanwhile):
        give(clear_piece, name="xa", seen=0)
    assert HandOver.objects.count() == 1


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_what_is_settled_is_not_handed_on(
    give: Callable[..., list[HandOver]], clear_piece: Piece, owed: Obligation, state: str
) -> None:
    Obligation.objects.filter(pk=owed.pk).update(state=state)
    with pytest.raises(Refusal, match="không giao thêm"):
        give(clear_piece)


def test_many_obligations_go_to_one_official_with_their_own_words_and_days(
    owe: Callable[..., Obligation], clear_piece: Piece, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    owed = [owe("thien-loc", f"Tháng {month}/2021", date(2021, month, 28)) for month in (11, 12)]
    made = hand_over_many(
        obligation_ids=[one.pk for one in owed], piece=replace(clear_piece, work="", due=None), by=cast["xa"],
        posts=posts("xa"), at=at,
    )  # fmt: skip
    assert [(one.due, one.work) for one in made] == [
        (date(2021, 11, 28), owed[0].task.text), (date(2021, 12, 28), owed[0].task.text),
    ]  # fmt: skip


def test_one_unclear_among_many_gives_none(
    owe: Callable[..., Obligation], clear_piece: Piece, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    owed = [owe("thien-loc", "Tháng 11/2021"), owe("thien-loc", "Năm 2021", None)]
    with pytest.raises(Refusal, match=r"PL1\.II\.1-1: Rõ thời gian"):
        hand_over_many(
            obligation_ids=[one.pk for one in owed], piece=replace(clear_piece, due=None), by=cast["xa"],
            posts=posts("xa"), at=at,
        )  # fmt: skip
    assert not HandOver.objects.exists()


def test_the_head_of_a_division_passes_on_to_the_own_officials_only(
    give: Callable[..., list[HandOver]], clear_piece: Piece, office: Division, cast: dict[str, User],
    posts: PostsOf, at: datetime,
) -> None:  # fmt: skip
    (above,) = give(replace(clear_piece, official_id=None, division_id=office.pk))
    head = posts("truongphong")
    common = {"hand_over_id": above.pk, "at": at, "version": 0}
    with pytest.raises(Refusal, match="phòng bạn phụ trách"):
        pass_on(
            pieces=[replace(clear_piece, official_id=cast["xa"].pk)],
            by=cast["truongphong"],
            posts=head,
            **common,
        )
    with pytest.raises(NotAllowed):
        pass_on(pieces=[clear_piece], by=cast["xa"], posts=posts("xa"), **common)
    late = replace(clear_piece, due=date(2021, 12, 21))
    with pytest.raises(Refusal, match="sau hạn 20/12/2021"):
        pass_on(pieces=[late], by=cast["truongphong"], posts=head, **common)
    (below,) = pass_on(pieces=[clear_piece], by=cast["truongphong"], posts=head, **common)
    above.refresh_from_db()
    assert (above.state, below.passed_from, below.official) == (State.PASSED_ON, above, cast["congchuc"])
    with pytest.raises(ChangedMeanwhile):
        pass_on(pieces=[clear_piece], by=cast["truongphong"], posts=head, **common)
