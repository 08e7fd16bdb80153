"""Who issues an urging letter: what Sở Nội vụ set, else what the register knows; issued letters keep theirs."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from django.test import Client
from django.urls import reverse

from namro.web.chase.models import LetterHead, UrgingLetter
from namro.web.chase.selectors.letter_heads import head_on, place_of
from namro.web.chase.services.urging import draft_letter, issue_letter
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors.posts import posts_on
from namro.web.plans.models import Obligation
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
ADDRESS = "/nhac-viec/cong-van/the-thuc/"
TYPED = {
    "superior": "UBND TỈNH QUẢNG BÌNH", "issuer": "SỞ NỘI VỤ", "place": "Đồng Hới",
    "position": "KT. GIÁM ĐỐC", "signer": "Trần Thế Vương", "valid_from": "15/11/2021",
}  # fmt: skip


def _words(client: Client, letter: UrgingLetter) -> str:
    answer = client.get(reverse("documents:urging", args=[letter.pk]), {"dang": "docx"})
    with ZipFile(BytesIO(answer.content)) as file:
        # Names do not break across lines: their spaces are hard ones.
        return file.read("word/document.xml").decode().replace("\u00a0", " ")


def test_at_first_the_register_says_it(cast: object) -> None:
    head = head_on(TODAY)
    assert (head.superior, head.issuer, head.place) == ("UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ", "Hà Tĩnh")
    assert head.signer == ""
    assert not LetterHead.objects.exists()


def test_another_province_is_only_another_register(cast: object) -> None:
    Unit.objects.filter(key="ubnd-tinh").update(name="UBND tỉnh Quảng Bình")
    head = head_on(TODAY)
    assert (head.superior, head.place) == ("UBND TỈNH QUẢNG BÌNH", "Quảng Bình")
    assert place_of("Tổng cục Thuế") == ""


def test_an_issued_letter_keeps_its_head_and_a_draft_takes_the_new_one(
    make: Make, client_of: Callable[[str], Client], units: dict[str, Unit], cast: dict[str, object]
) -> None:
    make(due=date(2021, 11, 1))
    make("can-loc", due=date(2021, 11, 1))
    by = cast["sonoivu"]
    more = {"by": by, "posts": posts_on(by, on=TODAY), "at": AT}  # type: ignore[arg-type]
    issued = draft_letter(unit=units["thien-loc"], day=TODAY, **more)  # type: ignore[arg-type]
    issue_letter(letter=issued, number="12/SNV-CCHC", dated=TODAY, **more)  # type: ignore[arg-type]
    draft = draft_letter(unit=units["can-loc"], day=TODAY, **more)  # type: ignore[arg-type]
    client = client_of("sonoivu")
    assert client.post(ADDRESS, TYPED).status_code == 302
    assert "QUẢNG BÌNH" not in _words(client, issued)
    assert "QUẢNG BÌNH" in _words(client, draft)
    assert "Trần Thế Vương" in _words(client, draft)


def test_the_past_is_not_rewritten_and_only_the_department_sets_it(
    client_of: Callable[[str], Client],
) -> None:
    client = client_of("sonoivu")
    late = client.post(ADDRESS, TYPED | {"valid_from": "1/11/2021"})
    assert (late.status_code, LetterHead.objects.count()) == (422, 0)
    assert client.post(ADDRESS, TYPED | {"issuer": ""}).status_code == 422
    assert client.post(ADDRESS, TYPED).status_code == 302
    assert "Đồng Hới" in client.get(ADDRESS).content.decode()
    for who in ("lanhdao", "xa", "mattran", "stranger"):
        assert client_of(who).get(ADDRESS).status_code == 403, who
