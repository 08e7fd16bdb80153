"""Marks on documents: chosen in a template for all letters, or for one urging letter; secrecy is refused."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document

from makers.wordml import word_faults
from namro.core.letters.templates import FIELDS, template_called
from namro.web.chase.models import UrgingLetter
from namro.web.reports.documents import urging
from namro.web.reports.documents.models import WordingVersion

ClientOf = Callable[[str], Client]
PAGE = "/soan-thao/mau/don-doc/"
CONTACT = "Số 1 đường Mẫu, thành phố Hà Tĩnh; điện thoại: 0239 3 855 000"


def typed(**changes: str) -> dict[str, str]:
    words = template_called("don-doc").wording
    return {**{name: words[name] for name in FIELDS}, "reason": "Theo quy chế", "version": "0", **changes}


def _texts(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    head = "".join(str(words) for words in document.element.body.itertext())
    return head + "".join(paragraph.text for paragraph in document.sections[0].first_page_footer.paragraphs)


def test_what_the_template_says_of_marks_stands_on_every_urging_letter(
    letter: UrgingLetter, client_of: ClientOf
) -> None:
    client = client_of("sonoivu")
    changed = typed(urgency="KHẨN", circulation="LƯU HÀNH NỘI BỘ", drafter="PL.(300)", contact=CONTACT)
    assert client.post(PAGE, changed).status_code == 302
    page = client.get(f"/soan-thao/don-doc/{letter.pk}/").content.decode()
    for said in ("KHẨN</span>", "LƯU HÀNH NỘI BỘ</span>", "PL.(300)</p>", f"{CONTACT}</p>"):
        assert said in page
    content = client.get(f"/soan-thao/don-doc/{letter.pk}/", {"dang": "docx"}).content
    assert word_faults(content) == []
    words = _texts(content)
    for said in ("KHẨN", "LƯU HÀNH NỘI BỘ", "PL.(300)", CONTACT):
        assert said in words


def test_one_urging_letter_may_be_more_urgent_than_the_others(
    letter: UrgingLetter, client_of: ClientOf
) -> None:
    client = client_of("sonoivu")
    address = f"/soan-thao/don-doc/{letter.pk}/"
    plain = client.get(address)
    assert "paper-mark" not in plain.content.decode()
    assert 'name="khan"' in plain.content.decode()
    chosen = client.get(address, {"khan": "HỎA TỐC"})
    assert 'paper-mark">HỎA TỐC<' in chosen.content.decode()
    assert "dang=docx" in chosen.content.decode()
    assert "HỎA TỐC" in _texts(client.get(address, {"khan": "HỎA TỐC", "dang": "docx"}).content)
    assert "HỎA TỐC" not in _texts(client.get(address, {"dang": "docx"}).content)
    refused = client.get(address, {"khan": "CHẬM", "dang": "docx"})
    assert refused.status_code == 422
    assert "hãy chọn trong danh sách" in refused.content.decode()


def test_an_empty_choice_takes_away_what_the_template_says(letter: UrgingLetter, client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    client.post(PAGE, typed(urgency="KHẨN"))
    assert "paper-mark" not in client.get(f"/soan-thao/don-doc/{letter.pk}/", {"khan": ""}).content.decode()
    drawn = urging.urging_letter(letter, {**template_called("don-doc").wording, "urgency": "KHẨN"})
    assert drawn.urgency == "KHẨN"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"urgency": "TUYỆT MẬT"}, "chỉ chọn trong danh sách"),
        ({"circulation": "AI CŨNG XEM"}, "chỉ chọn trong danh sách"),
        ({"contact": CONTACT * 4}, "2 dòng cuối trang 1"),
    ],
)
def test_marks_that_are_none_are_refused_at_their_box(
    changes: dict[str, str], said: str, client_of: ClientOf
) -> None:
    answer = client_of("sonoivu").post(PAGE, typed(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not WordingVersion.objects.exists()


def test_words_kept_before_there_were_marks_are_still_used(letter: UrgingLetter, client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    client.post(PAGE, typed(closing="Yêu cầu làm ngay."))
    row = WordingVersion.objects.get()
    kept = {
        name: words for name, words in row.wording.items() if name not in ("urgency", "contact", "drafter")
    }
    WordingVersion.objects.filter(pk=row.pk).update(wording=kept)
    assert "Yêu cầu làm ngay." in client.get(f"/soan-thao/don-doc/{letter.pk}/").content.decode()
