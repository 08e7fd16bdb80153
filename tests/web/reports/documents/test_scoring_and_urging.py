"""Ranking notice, self-assessment and urging letters: what was decided, drawn; and who gets it."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client

from namro.core.letters.docx import docx
from namro.core.letters.model import Letter, Table, words_of
from namro.core.letters.pdf import pdf
from namro.core.letters.templates import template_called
from namro.web.campaigns.models import Campaign, Entrant, Publication
from namro.web.campaigns.selectors.sheets import sheet_of
from namro.web.chase.models import UrgingLetter
from namro.web.reports.documents import ranking, sheet, urging
from namro.web.reports.documents.packing import joined, packed
from web.conftest import TODAY

ClientOf = Callable[[str], Client]


def told(letter: Letter) -> str:
    every = (*letter.blocks, *(block for one in letter.appendices for block in one.blocks))
    words = []
    for block in every:
        if isinstance(block, Table):
            words += [str(cell.value) for row in block.rows for cell in row]
        elif hasattr(block, "text"):
            words.append(words_of(block.text))
    return "\n".join(words)


def notice(publication: Publication) -> Letter:
    return ranking.ranking_letter(publication.campaign, publication, template_called("xep-hang").wording)


def test_the_notice_says_ranks_classes_and_who_is_not_ranked_and_why(published: Publication) -> None:
    letter, row = notice(published), published.ranking[0]
    assert row["unit"] in told(letter)
    assert f"{row['class']}: 1/1 đơn vị." in told(letter)
    assert "tiêu chí thành phần chưa chấm xong" in told(letter)
    for one in published.ranking:
        assert one["unit"] in told(letter)
    assert "bản 1 công bố ngày 15/11/2021" in told(letter)
    assert letter.issuer == "SỞ NỘI VỤ"


def test_ties_are_named(published: Publication) -> None:
    first = published.ranking[0]
    twin = {**first, "unit": "=HYPERLINK(1) <b>", "unit_key": "khong-co"}
    published.ranking = [first, twin]
    letter = notice(published)
    assert f"Cùng hạng 1 (bằng điểm): {first['unit']}, =HYPERLINK(1) <b>." in told(letter)
    assert "Mọi đơn vị tham gia đều được xếp hạng." in told(letter)
    assert docx(letter) == docx(notice(published))


def test_a_campaign_not_yet_published_has_no_notice(campaign: Campaign, client_of: ClientOf) -> None:
    assert client_of("sonoivu").get(f"/soan-thao/xep-hang/{campaign.pk}/1/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("sonoivu", 200), ("lanhdao", 200), ("xa", 200), ("xakhac", 200), ("mattran", 200), ("stranger", 403)],
)
def test_a_published_notice_is_for_whoever_holds_a_post(
    who: str, status: int, published: Publication, client_of: ClientOf
) -> None:
    address = f"/soan-thao/xep-hang/{published.campaign_id}/1/"
    assert client_of(who).get(address).status_code == status
    assert client_of(who).get(address, {"dang": "docx"}).status_code == status


def test_the_submission_has_the_sheet_its_proof_and_explanations(published: Publication) -> None:
    entrant = Entrant.objects.select_related("unit", "campaign__appraiser").get(unit__key="thien-loc")
    found = sheet_of(entrant, "tat-ca")
    letter = sheet.sheet_letter(entrant, found, template_called("tu-danh-gia").wording, day=TODAY)
    words = told(letter)
    for said in (
        "45/BC-UBND",
        "Đã gửi đủ bốn báo cáo quý đúng hạn.",
        "Năm nhiệm vụ thuộc năm sau.",
        "Tổng điểm",
    ):
        assert said in words
    rows = next(block for block in letter.appendices[0].blocks if isinstance(block, Table)).rows
    assert len(rows) == len(found.rows) + 1
    assert rows[-1][-3].value == found.total.points
    assert letter.addressees == ("Sở Nội vụ",)
    assert letter.symbol == "TTr-UBND"


def test_what_is_not_scored_says_so_and_is_never_nought(campaign: Campaign) -> None:
    entrant = Entrant.objects.select_related("unit", "campaign__appraiser").get(unit__key="tung-anh")
    found = sheet_of(entrant, "tat-ca")
    letter = sheet.sheet_letter(entrant, found, template_called("tu-danh-gia").wording, day=TODAY)
    words = told(letter)
    assert "chưa chấm" in words
    assert "Phiếu chưa có tài liệu kiểm chứng nào." in words
    assert "Không có căn cứ tự chấm" in words


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sonoivu", 200),
        ("lanhdao", 200),
        ("mattran", 200),
        ("xa", 200),
        ("xakhac", 403),
        ("huyen", 403),
        ("stranger", 403),
    ],
)
def test_a_submission_is_for_whoever_may_see_the_sheet(
    who: str, status: int, campaign: Campaign, client_of: ClientOf
) -> None:
    entrant = Entrant.objects.get(unit__key="thien-loc")
    assert client_of(who).get(f"/soan-thao/tu-danh-gia/{entrant.pk}/").status_code == status


def test_an_urging_letter_says_what_is_late_in_the_words_of_the_province(letter: UrgingLetter) -> None:
    words = template_called("don-doc").wording
    drawn = urging.urging_letter(letter, words)
    count = len(letter.content["items"])
    assert f"UBND xã Vượng Lộc còn {count} phần việc quá hạn" in told(drawn)
    assert drawn.addressees == ("UBND xã Vượng Lộc",)
    assert drawn.is_draft
    other = urging.urging_letter(letter, {**words, "closing": "Yêu cầu {don_vi} khẩn trương."})
    assert "Yêu cầu UBND xã Vượng Lộc khẩn trương." in told(other)


def test_an_issued_letter_keeps_number_and_day_and_what_changed_since_the_last(letter: UrgingLetter) -> None:
    letter.state, letter.number, letter.dated = UrgingLetter.State.ISSUED, "12/SNV-CCHC", TODAY
    letter.content["since"] = {
        "words": "Công văn 9/SNV ngày 1/11/2021", "days": 14, "done": [{"code": "PL1.I.1-9"}], "still": [1],
        "new": [], "moved": [],
    }  # fmt: skip
    drawn = urging.urging_letter(letter, template_called("don-doc").wording)
    assert (drawn.number, drawn.symbol, drawn.issued_on, drawn.is_draft) == ("12", "SNV-CCHC", TODAY, False)
    assert "So với Công văn 9/SNV ngày 1/11/2021 (14 ngày trước): 1 phần việc đã báo cáo xong" in told(drawn)


def test_a_batch_is_one_file_per_unit_or_one_file(letter: UrgingLetter, client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    archive = client.get("/soan-thao/don-doc/", {"dang": "zip-docx"})
    names = zipfile.ZipFile(BytesIO(archive.content)).namelist()
    assert names == ["don-doc-ubnd-xa-vuong-loc-20211115.docx"]
    assert archive.content == client.get("/soan-thao/don-doc/", {"dang": "zip-docx"}).content
    merged = client.get("/soan-thao/don-doc/", {"dang": "pdf"})
    assert merged.content.startswith(b"%PDF")
    assert merged.content == client.get("/soan-thao/don-doc/", {"dang": "pdf"}).content
    assert client.get("/soan-thao/don-doc/", {"dang": "pdf", "cv": "999999"}).status_code == 302
    assert client.get("/soan-thao/don-doc/").status_code == 302


@pytest.mark.parametrize("who", ["sotuphap", "huyen", "xa", "stranger"])
def test_units_get_neither_drafts_nor_batches(who: str, letter: UrgingLetter, client_of: ClientOf) -> None:
    assert client_of(who).get(f"/soan-thao/don-doc/{letter.pk}/").status_code == 403
    assert client_of(who).get("/soan-thao/don-doc/", {"dang": "zip-pdf"}).status_code == 403


def test_joined_pdfs_have_all_pages_and_two_of_one_unit_do_not_overwrite_each_other(
    letter: UrgingLetter,
) -> None:

    one = pdf(urging.urging_letter(letter, template_called("don-doc").wording))
    pages = len(pypdfium2.PdfDocument(one))
    assert len(pypdfium2.PdfDocument(joined([one, one, one]))) == 3 * pages
    twin = UrgingLetter(pk=letter.pk + 1, unit=letter.unit, day=letter.day)
    archive = zipfile.ZipFile(BytesIO(urging.urging_archive([(letter, b"a"), (twin, b"b")], "docx")))
    assert len(archive.namelist()) == 2
    assert packed({"b": b"1", "a": b"2"}) == packed({"a": b"2", "b": b"1"})


def test_the_list_shows_each_person_what_they_may_make(letter: UrgingLetter, client_of: ClientOf) -> None:
    officer, commune = (client_of(who).get("/soan-thao/").content.decode() for who in ("sonoivu", "xa"))
    assert "toàn tỉnh" in officer
    assert "/soan-thao/khac-phuc/" in officer
    assert "?don-vi=thien-loc" in commune
    assert "/soan-thao/khac-phuc/" not in commune
