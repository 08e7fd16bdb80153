"""Search: without diacritics, over everything in sight and nothing else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.talks.services.talking import say
from namro.web.ui.search import pieces, words_of
from namro.web.worklist.selectors.searching import Answer, answer_to


@pytest.fixture
def ask(posts: Callable[[str], Posts], today: date) -> Callable[..., Answer]:
    return lambda who, text, kind="": answer_to(text, kind=kind, posts=posts(who), today=today)


def titles(answer: Answer, kind: str) -> list[str]:
    return [line.hit.title for block in answer.blocks if block.source.code == kind for line in block.lines]


def test_words_of_the_task_and_of_the_unit_together_find_the_obligation(
    plan: Plan, ask: Callable[..., Answer]
) -> None:
    found = ask("sonoivu", "niem yet thien loc")
    assert titles(found, "phan-viec") == ["UBND xã Thiên Lộc · PLII.I.1-1"]
    assert not titles(found, "nhiem-vu")  # the task alone does not name the commune
    assert titles(ask("sonoivu", "NIÊM yết"), "nhiem-vu") == ["PLII.I.1-1"]
    assert titles(ask("sonoivu", "đức thọ"), "don-vi") == titles(ask("sonoivu", "duc tho"), "don-vi")


@pytest.mark.parametrize("who", ["sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "xakhac", "mattran"])
def test_obligations_are_found_exactly_where_they_may_be_opened(
    plan: Plan, ask: Callable[..., Answer], posts: Callable[[str], Posts], who: str
) -> None:
    """The long way: every visible obligation whose task and unit together hold the words."""
    for text in ("xa", "niem yet", "niem yet xa", "cong khai thien", "bao cao huyen can loc"):
        words = words_of(text)
        expected = {
            f"/phan-viec/{one.pk}/"
            for one in visible_obligations(posts(who)).select_related("task", "unit")
            if all(word in one.task.search or word in one.unit.search for word in words)
        }
        found = ask(who, text, "phan-viec")
        assert {line.hit.address for block in found.blocks for line in block.lines} == expected, (who, text)
        assert found.count == len(expected)


def test_talk_is_found_by_whoever_may_read_it_and_by_nobody_once_taken_back(
    of_commune: Obligation, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime,
    ask: Callable[..., Answer],
) -> None:  # fmt: skip
    said = say(
        obligation=of_commune, text="Đã họp với các thôn về bảng niêm yết.", is_question=False, answers=None,
        mentions=(), by=cast["xa"], posts=posts("xa"), at=at,
    )  # fmt: skip
    assert len(titles(ask("xa", "hop voi cac thon"), "trao-doi")) == 1
    assert len(titles(ask("sotuphap", "hop voi cac thon"), "trao-doi")) == 1
    assert not titles(ask("xakhac", "hop voi cac thon"), "trao-doi")
    type(said).objects.filter(pk=said.pk).update(withdrawn_at=at)
    assert not titles(ask("xa", "hop voi cac thon"), "trao-doi")


def test_people_are_only_found_by_those_who_manage_them(plan: Plan, ask: Callable[..., Answer]) -> None:
    assert titles(ask("sonoivu", "ho thi lan"), "nguoi") == ["Hồ Thị Lan"]
    assert not titles(ask("xa", "ho thi lan"), "nguoi")


def test_the_page_marks_what_was_found_and_keeps_the_question_in_the_address(
    plan: Plan, client_of: Callable[[str], Client], max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    client = client_of("xa")
    with max_queries(30):
        page = client.get("/tim/", {"q": "niem yet"}).content.decode()
    assert "<mark>Niêm yết</mark>" in page or "<mark>Niêm</mark> <mark>yết</mark>" in page
    assert 'value="niem yet"' in page
    part = client.get("/tim/", {"q": "niem yet", "loai": "nhiem-vu"}, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert "Không thấy gì" in client.get("/tim/", {"q": "zzzz"}).content.decode()
    assert "Gõ vài chữ" in client.get("/tim/").content.decode()
    assert client.get("/tim/", {"q": "\x00%_'\"<b>" * 40, "loai": "khong-co"}).status_code == 200


def test_a_stranger_searches_nothing(plan: Plan, client_of: Callable[[str], Client]) -> None:
    assert client_of("stranger").get("/tim/", {"q": "niem yet"}).status_code == 403


def test_a_percent_sign_is_a_letter_and_not_a_wildcard(plan: Plan, ask: Callable[..., Answer]) -> None:
    assert ask("sonoivu", "n%m").count == 0
    assert ask("sonoivu", "n_em").count == 0


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_marking_changes_no_letter_and_marks_only_what_was_asked_for(text: str, asked: list[str]) -> None:
    words = words_of(" ".join(asked))
    line = " ".join(text.split())
    found = pieces(text, words, most=10_000)
    assert "".join(piece.text for piece in found).removeprefix("… ") in (line, line)
    for piece in found:
        if piece.is_hit:
            assert any(word in fold(piece.text) for word in words)


def test_a_long_text_is_cut_around_its_first_hit() -> None:
    text = "mở đầu " * 60 + "niêm yết " + "kết thúc " * 60
    found = pieces(text, ("niem",))
    assert [piece.text for piece in found if piece.is_hit] == ["niêm"]
    assert sum(len(piece.text) for piece in found) < 240
