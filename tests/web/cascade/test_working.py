"""The life of a hand-over step by step: by whom, from where to where, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.cascade.models import HandOver, HandOverStep
from namro.web.cascade.selectors.holders import tree_of
from namro.web.cascade.services import working
from namro.web.cascade.services.giving import Piece, hand_over, pass_on
from namro.web.cascade.services.working import Said
from namro.web.cascade.states import STEPS, Action, State
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Division, Post
from namro.web.organisations.selectors import Posts
from namro.web.organisations.services import end_post
from namro.web.plans.models import Obligation
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.ui.refusals import NotAllowed

PostsOf = Callable[[str], Posts]
PAPER = Proof(document_number="12/BB", document_date=date(2021, 11, 12))


@pytest.fixture
def act(cast: dict[str, User], posts: PostsOf, at: datetime) -> Callable[..., HandOver]:
    """`act("congchuc", Action.FINISH, piece)` takes the step as that person, against the piece as it is now."""

    def act(name: str, action: Action, piece: HandOver, **more: object) -> HandOver:
        piece.refresh_from_db()
        common = {"hand_over_id": piece.pk, "by": cast[name], "posts": posts(name), "at": at}
        common["version"] = more.pop("version", piece.version)
        if action in (Action.PROGRESS, Action.FINISH):
            said = more.pop("said", Said("Đã niêm yết ở 12 thôn"))
            proof = more.pop("proof", PAPER)
            return working.report(done=action is Action.FINISH, said=said, proof=proof, **common)  # type: ignore[arg-type]
        if STEPS[action].needs_reason:
            more.setdefault("reason", "Thiếu danh sách hai thôn")
        name_of = {Action.RETURN: "return_"}.get(action, action.value)
        return getattr(working, name_of)(**common, **more)  # type: ignore[no-any-return]

    return act


def test_a_piece_goes_from_the_giver_to_the_official_and_back(
    given: HandOver, owed: Obligation, act: Callable[..., HandOver]
) -> None:
    path = [
        ("congchuc", Action.ACKNOWLEDGE), ("congchuc", Action.PROGRESS), ("congchuc", Action.FINISH),
        ("xa", Action.RETURN), ("congchuc", Action.FINISH), ("chutich", Action.ACCEPT),
    ]  # fmt: skip
    for name, action in path:
        assert act(name, action, given).state == STEPS[action].target
    assert [step.action for step in given.steps.all()] == ["give", *(action for _, action in path)]
    given.refresh_from_db()
    assert given.closed_at is not None
    owed.refresh_from_db()
    assert (owed.state, owed.version) == ("not_started", 0)  # the unit reports it itself


@pytest.mark.parametrize("action", list(STEPS))
@pytest.mark.parametrize("state", list(State))
def test_no_step_is_taken_from_a_state_the_table_does_not_name(
    given: HandOver, act: Callable[..., HandOver], action: Action, state: State
) -> None:
    if action is Action.PASS_ON or state in STEPS[action].sources:
        return
    HandOver.objects.filter(pk=given.pk).update(state=state)
    name = "chutich" if STEPS[action].who == "giver" else "congchuc"
    with pytest.raises(Refusal, match="không làm được bước"):
        act(name, action, given)


@pytest.mark.parametrize("action", [Action.ACKNOWLEDGE, Action.PROGRESS, Action.FINISH])
@pytest.mark.parametrize(
    "name", ["chutich", "xa", "sonoivu", "lanhdao", "sotuphap", "huyen", "mattran", "xakhac", "stranger"]
)
def test_only_the_official_reports(
    given: HandOver, act: Callable[..., HandOver], name: str, action: Action
) -> None:
    with pytest.raises(NotAllowed):
        act(name, action, given)


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.RETURN, Action.WITHDRAW])
@pytest.mark.parametrize(
    "name", ["congchuc", "sonoivu", "lanhdao", "sotuphap", "huyen", "mattran", "xakhac", "stranger"]
)
def test_only_the_givers_side_decides(
    given: HandOver, act: Callable[..., HandOver], name: str, action: Action
) -> None:
    HandOver.objects.filter(pk=given.pk).update(state=State.DONE)
    with pytest.raises(NotAllowed):
        act(name, action, given)


def test_nobody_accepts_the_own_piece(
    owed: Obligation, clear_piece: Piece, cast: dict[str, User], posts: PostsOf, at: datetime,
    act: Callable[..., HandOver],
) -> None:  # fmt: skip
    (own,) = hand_over(
        obligation_id=owed.pk, pieces=[replace(clear_piece, official_id=cast["xa"].pk)], by=cast["xa"],
        posts=posts("xa"), at=at, seen=0,
    )  # fmt: skip
    act("xa", Action.FINISH, own)
    with pytest.raises(NotAllowed, match="chính mình"):
        act("xa", Action.ACCEPT, own)
    assert act("chutich", Action.ACCEPT, own).state == State.ACCEPTED


@pytest.mark.parametrize(
    ("said", "proof", "sentence"),
    [
        (Said(), PAPER, "một câu nói rõ đã làm gì"),
        (Said("Xong rồi"), Proof(), "minh chứng"),
        (Said("Xong rồi", percent=80), PAPER, "phải là 100%"),
        (Said("Xong rồi", percent=180), PAPER, "từ 0 đến 100%"),
        (Said("x" * 1001), PAPER, "quá 1000 chữ"),
    ],
)
def test_done_needs_a_sentence_and_proof(
    given: HandOver, act: Callable[..., HandOver], said: Said, proof: Proof, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        act("congchuc", Action.FINISH, given, said=said, proof=proof)
    assert HandOverStep.objects.count() == 1


def test_a_step_against_an_older_version_is_told_and_writes_nothing(
    given: HandOver, act: Callable[..., HandOver]
) -> None:
    act("congchuc", Action.PROGRESS, given)
    with pytest.raises(ChangedMeanwhile, match="Trần Thị Hiền vừa thực hiện «Báo tiến độ»"):
        act("chutich", Action.WITHDRAW, given, version=0)


def test_what_a_division_passed_on_must_be_settled_before_it_reports_and_goes_with_it_when_withdrawn(
    owed: Obligation, clear_piece: Piece, office: Division, cast: dict[str, User], posts: PostsOf, at: datetime,
    act: Callable[..., HandOver],
) -> None:  # fmt: skip
    (above,) = hand_over(
        obligation_id=owed.pk, pieces=[replace(clear_piece, official_id=None, division_id=office.pk)],
        by=cast["chutich"], posts=posts("chutich"), at=at, seen=0,
    )  # fmt: skip
    (below,) = pass_on(
        hand_over_id=above.pk, pieces=[clear_piece], by=cast["truongphong"], posts=posts("truongphong"), at=at,
        version=0,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Còn 1 phần đã giao tiếp"):
        act("truongphong", Action.FINISH, above)
    act("congchuc", Action.FINISH, below)
    act("truongphong", Action.RETURN, below)
    act("chutich", Action.WITHDRAW, above)
    below.refresh_from_db()
    assert below.state == State.WITHDRAWN
    assert below.steps.last().sentence == "Thiếu danh sách hai thôn"  # type: ignore[union-attr]


def test_who_left_holds_nothing_any_more_and_the_head_sees_it(
    given: HandOver, owed: Obligation, cast: dict[str, User], at: datetime, today: date,
    act: Callable[..., HandOver], posts: PostsOf,
) -> None:  # fmt: skip
    assert [row.is_manned for row in tree_of(owed, today)] == [True]
    post = Post.objects.select_related("user", "unit").get(user=cast["congchuc"])
    end_post(by=cast["chutich"], at=at, post=post, last_day=today - timedelta(days=1))
    assert [row.is_manned for row in tree_of(owed, today)] == [False]
    with pytest.raises(NotAllowed):
        act("congchuc", Action.PROGRESS, given)
