from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation
from namro.web.plans.permissions import may_see_obligation
from namro.web.talks.models import Mention, Message, ReadMark
from namro.web.talks.selectors.people import posts_in_sight
from namro.web.talks.selectors.talk import unread_count
from namro.web.talks.services import talking
from namro.web.ui.refusals import NotAllowed

ClientOf = Callable[[str], Client]
TODAY = date(2021, 11, 15)
Say = Callable[..., Message]


@pytest.fixture
def say(cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, of_commune: Obligation) -> Say:
    """`say("xa", "…")` writes about what the commune owes."""

    def said(username: str, text: str = "Hỏi", **more: object) -> Message:
        return talking.say(
            obligation=of_commune,
            text=text,
            by=cast[username],
            posts=posts(username),
            at=at,
            **more,  # type: ignore[arg-type]
        )

    return said


def test_a_question_reaches_who_it_names_and_the_answer_comes_back(
    client_of: ClientOf, of_commune: Obligation, units: dict[str, Unit], posts: Callable[[str], Posts]
) -> None:
    address = f"/trao-doi/phan-viec/{of_commune.pk}/"
    commune, interior = client_of("xa"), client_of("sonoivu")
    typed = {"text": "Mẫu nào?", "is_question": "on", "mentions": [f"u{units['so-noi-vu'].pk}"]}
    assert commune.post(address, typed).status_code == 302
    question = Message.objects.get()
    assert unread_count(posts("sonoivu")) == 1
    assert "1 lời chưa đọc" in interior.get("/trao-doi/").content.decode()
    assert "1 lời chưa đọc" in interior.get("/viec-cua-toi/").content.decode()
    assert "chưa trả lời" in interior.get(address).content.decode()
    assert unread_count(posts("sonoivu")) == 1, "looking writes nothing"
    assert interior.post(f"{address}da-doc/").status_code == 302
    assert unread_count(posts("sonoivu")) == 0
    assert interior.post(address, {"text": "Mẫu 01", "answers": question.pk}).status_code == 302
    assert unread_count(posts("xa")) == 1
    assert "chưa trả lời" not in interior.get(address).content.decode()
    assert of_commune.task.code in commune.get("/trao-doi/?xem=chua-doc").content.decode()
    assert "1 trả lời" in commune.get(f"/phan-viec/{of_commune.pk}/").content.decode()


def test_exactly_those_who_may_see_the_obligation_can_be_named(
    cast: dict[str, User], of_commune: Obligation, of_interior: Obligation
) -> None:
    for obligation in (of_commune, of_interior):
        named = {post.user.username for post in posts_in_sight(obligation, TODAY)}
        for username, user in cast.items():
            held = posts_on(user, on=TODAY)
            speaks = may_see_obligation(held, obligation) and not held.is_supervisor
            assert (username in named) is speaks, (username, obligation)


@pytest.mark.parametrize("username", ["xakhac", "mattran", "stranger", "huyen"])
def test_who_may_not_see_it_is_never_named(say: Say, cast: dict[str, User], username: str) -> None:
    with pytest.raises(Refusal):
        say("xa", mentions=[f"p{cast[username].pk}"])
    assert not Message.objects.exists()
    assert not Mention.objects.exists()


@pytest.mark.parametrize("key", ["", "x1", "p", "u999999", "p1; drop", "p\u0000"])
def test_a_name_that_is_none_is_refused(client_of: ClientOf, of_commune: Obligation, key: str) -> None:
    answer = client_of("xa").post(f"/trao-doi/phan-viec/{of_commune.pk}/", {"text": "x", "mentions": [key]})
    assert answer.status_code == 422
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("username", "reads", "writes"),
    [
        ("sonoivu", True, True), ("lanhdao", True, True), ("sotuphap", True, True), ("xa", True, True),
        ("mattran", True, False), ("huyen", False, False), ("xakhac", False, False), ("stranger", False, False),
    ],
)  # fmt: skip
def test_who_reads_and_who_writes(
    client_of: ClientOf, of_commune: Obligation, username: str, reads: bool, writes: bool
) -> None:
    client, address = client_of(username), f"/trao-doi/phan-viec/{of_commune.pk}/"
    assert client.get(address).status_code == (200 if reads else 403)
    assert client.post(address, {"text": "Lời"}).status_code == (302 if writes else 403)
    assert Message.objects.exists() is writes
    assert client.post(f"{address}da-doc/").status_code == (302 if writes else 403)
    assert ReadMark.objects.exists() is writes


def test_everything_is_read_at_once_and_only_for_oneself(
    say: Say, client_of: ClientOf, units: dict[str, Unit], cast: dict[str, User], of_commune: Obligation
) -> None:
    for number in range(3):
        say("xa", f"Lời {number}", mentions=[f"u{units['so-noi-vu'].pk}"])
    interior = client_of("sonoivu")
    assert "3 lời chưa đọc" in interior.get("/trao-doi/").content.decode()
    assert client_of("huyen").post("/trao-doi/da-doc/").status_code == 302
    assert not ReadMark.objects.filter(user=cast["huyen"]).exists()
    for _ in range(2):
        assert interior.post("/trao-doi/da-doc/").status_code == 302
        assert "Không có lời nào chưa đọc" in interior.get("/trao-doi/").content.decode()
    assert ReadMark.objects.get(user=cast["sonoivu"]).obligation == of_commune
    assert client_of("stranger").post("/trao-doi/da-doc/").status_code == 403
    say("xa", "Lời mới", mentions=[f"u{units['so-noi-vu'].pk}"])
    assert "1 lời chưa đọc" in interior.get("/trao-doi/").content.decode()


def test_only_the_writer_takes_a_word_back_and_its_place_stays(
    say: Say, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, client_of: ClientOf,
    of_commune: Obligation,
) -> None:  # fmt: skip
    message = say("xa", "Bí mật")
    for username in ("sonoivu", "lanhdao", "sotuphap", "mattran", "huyen", "stranger"):
        with pytest.raises(NotAllowed):
            talking.take_back(message=message, by=cast[username], posts=posts(username), at=at)
    talking.take_back(message=message, by=cast["xa"], posts=posts("xa"), at=at)
    page = client_of("sonoivu").get(f"/trao-doi/phan-viec/{of_commune.pk}/").content.decode()
    assert "Bí mật" not in page
    assert "đã rút lời này" in page
    with pytest.raises(Refusal):
        talking.take_back(message=message, by=cast["xa"], posts=posts("xa"), at=at)


def test_an_answer_belongs_to_the_same_obligation(
    say: Say, of_interior: Obligation, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    message = say("xa")
    with pytest.raises(Refusal):
        talking.say(
            obligation=of_interior,
            text="x",
            answers=message.pk,
            by=cast["sonoivu"],
            posts=posts("sonoivu"),
            at=at,
        )


def test_long_texts_are_refused_with_what_was_typed_kept(client_of: ClientOf, of_commune: Obligation) -> None:
    address = f"/trao-doi/phan-viec/{of_commune.pk}/"
    client = client_of("xa")
    answer = client.post(address, {"text": "ă" * 20_000})
    assert answer.status_code == 422
    assert "ă" * 20_000 in answer.content.decode()
    assert client.post(address, {"text": "\u200b \u0007 "}).status_code == 422
    assert not Message.objects.exists()
    client.post(address, {"text": "<b onclick=x>đậm</b>\u0007"})
    page = client.get(address).content.decode()
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;đậm&lt;/b&gt;" in page


def test_pages_stay_within_their_queries(
    client_of: ClientOf, say: Say, of_commune: Obligation, units: dict[str, Unit],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    for number in range(8):
        say("xa", f"Lời {number}", mentions=[f"u{units['so-noi-vu'].pk}"])
    client = client_of("sonoivu")
    with max_queries(13):
        client.get("/trao-doi/")
    with max_queries(14):
        client.get(f"/trao-doi/phan-viec/{of_commune.pk}/")
