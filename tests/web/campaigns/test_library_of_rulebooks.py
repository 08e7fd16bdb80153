"""The library of rulebooks: what is carried, what the province brings in, versions that say what changed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.campaigns.models import Campaign, ProvinceRulebook
from namro.web.campaigns.services.rulebooks import add_rulebook, drop_rulebook, preview_rulebook
from namro.web.campaigns.services.writing import ChangedMeanwhile
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed
from web.campaigns.conftest import SMALL_RULEBOOK

ClientOf = Callable[[str], Client]
Budget = Callable[[int], AbstractContextManager[None]]
Keep = Callable[..., ProvinceRulebook]
HOME = "/cham-diem/bo-tieu-chi/"


@pytest.fixture
def keep(cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> Keep:
    """`keep(text)` brings a rulebook in as the officer does: preview, then that version."""

    def kept(text: str = SMALL_RULEBOOK, who: str = "sonoivu") -> ProvinceRulebook:
        found = preview_rulebook(name="a.toml", data=text.encode())
        return add_rulebook(
            toml=found.toml, version=found.version, file_name="a.toml", by=cast[who], posts=posts(who), at=at
        )

    return kept


def upload(client: Client, packed: bytes, name: str = "bang.xlsx") -> Any:
    return client.post(f"{HOME}nhap/", {"tep": SimpleUploadedFile(name, packed)})


def sheet_of(client: Client, stored: ProvinceRulebook) -> Any:
    return openpyxl.load_workbook(BytesIO(client.get(f"{HOME}tinh/{stored.pk}/xuat/").content))


def packed_of(book: Any) -> bytes:
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("who", ["sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran"])
def test_everybody_with_a_post_reads_the_library_and_only_the_officer_adds_to_it(
    who: str, keep: Keep, client_of: ClientOf
) -> None:
    stored, client = keep(), client_of(who)
    for place in ("", f"tinh/{stored.pk}/", f"tinh/{stored.pk}/xuat/", "par-index-2025/", "mau/"):
        assert client.get(HOME + place).status_code == 200
    assert client.get(f"{HOME}nhap/").status_code == (200 if who == "sonoivu" else 403)
    assert client.get(f"{HOME}khong-co/").status_code == 404
    assert client_of("stranger").get(HOME).status_code == 403
    if who != "sonoivu":
        with pytest.raises(NotAllowed):
            keep(SMALL_RULEBOOK.replace("xa-2021", "khac"), who)


def test_a_carried_rulebook_shows_its_source_its_rules_in_words_and_what_is_not_verified(
    client_of: ClientOf,
) -> None:
    shown = client_of("xa").get(f"{HOME}par-index-2025/").content.decode()
    assert "Quyết định số 1187/QĐ-BNV" in shown
    assert "Dưới 80%: 0 điểm." in shown
    assert "số nhiệm vụ đã hoàn thành (nhiệm vụ)" in shown
    assert "32,00" in shown  # by survey
    assert "chưa kiểm chứng" in client_of("xa").get(HOME).content.decode()


def test_a_sheet_is_previewed_first_and_nothing_is_kept_until_it_is_confirmed(
    keep: Keep, client_of: ClientOf
) -> None:
    client, stored = client_of("sonoivu"), keep()
    book = sheet_of(client, stored)
    page = book["Bộ tiêu chí"]
    for row in page.iter_rows():
        if row[0].value == "1.2":
            row[2].value = "0,5"
        if row[0].value in {"1", "Tổng điểm"}:
            (row[2] if row[0].value == "1" else row[1]).value = "2" if row[0].value == "1" else "3,5"
    answer = upload(client, packed_of(book))
    shown = answer.content.decode()
    assert "Thay đổi so với phiên bản 1" in shown
    assert "1.2: điểm tối đa 1,00 → 0,50." in shown
    assert ProvinceRulebook.objects.count() == 1

    found = answer.context["preview"]
    done = client.post(
        f"{HOME}nhap/", {"toml": found.toml, "version": found.version, "file_name": "bang.xlsx"}
    )
    second = ProvinceRulebook.objects.get(version=2)
    assert done["Location"] == f"{HOME}tinh/{second.pk}/"
    assert "1.2: điểm tối đa 1,00 → 0,50." in second.changes
    assert "1.2: điểm tối đa 1,00 → 0,50." in client.get(done["Location"]).content.decode()
    stored.refresh_from_db()
    assert "max = 1.00" in stored.toml
    assert Entry.objects.filter(action="Nhập bộ tiêu chí").count() == 2


def test_a_sheet_with_wrong_rows_names_each_row_with_its_reason_and_keeps_nothing(
    keep: Keep, client_of: ClientOf
) -> None:
    client = client_of("sonoivu")
    book = sheet_of(client, keep())
    rows = {row[0].value: row for row in book["Bộ tiêu chí"].iter_rows()}
    rows["1.1"][2].value = "một"
    rows["1.2"][4].value = "Phép màu"
    answer = upload(client, packed_of(book))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f"Dòng {rows['1.1'][0].row}, tiêu chí 1.1" in shown
    assert f"Dòng {rows['1.2'][0].row}, tiêu chí 1.2" in shown
    rows["1.1"][2].value, rows["1.2"][4].value = "1,4", "Có/không"
    shown = upload(client, packed_of(book)).content.decode()
    assert f"Dòng {rows['1'][0].row} của bảng: 1: các dòng con cộng lại 2,40" in shown
    assert "Nhập phiên bản" not in shown
    assert ProvinceRulebook.objects.count() == 1


def test_the_same_rulebook_again_is_refused_and_so_is_the_key_of_a_carried_one(keep: Keep) -> None:
    keep()
    with pytest.raises(Refusal, match="giống hệt phiên bản 1"):
        keep()
    with pytest.raises(Refusal, match="chương trình mang theo"):
        keep(SMALL_RULEBOOK.replace("xa-2021", "par-index-2025"))


def test_what_was_typed_as_version_and_changes_does_not_count(keep: Keep) -> None:
    keep()
    typed = SMALL_RULEBOOK.replace('name = "Báo cáo định kỳ"', 'name = "Báo cáo quý"')
    second = keep(typed.replace("years =", 'version = 9\nchanges = "Không đổi gì"\nyears ='))
    assert second.version == 2
    assert second.changes == ["1.2: tên “Báo cáo định kỳ” → “Báo cáo quý”."]


def test_the_later_of_two_previews_is_told(
    keep: Keep, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    keep()
    late = preview_rulebook(name="a.toml", data=SMALL_RULEBOOK.replace("thử", "một").encode())
    keep(SMALL_RULEBOOK.replace("thử", "hai"))
    with pytest.raises(ChangedMeanwhile, match="phiên bản 2"):
        add_rulebook(
            toml=late.toml,
            version=late.version,
            file_name="",
            by=cast["sonoivu"],
            posts=posts("sonoivu"),
            at=at,
        )
    assert ProvinceRulebook.objects.count() == 2


def test_a_version_that_a_campaign_uses_stays_and_an_unused_newest_one_may_go(
    keep: Keep, client_of: ClientOf, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    first, client = keep(), client_of("sonoivu")
    days = dict.fromkeys(
        ("self_score_by", "appraise_by", "explain_by", "appraise_again_by", "publish_by"), "20/11/2021"
    )
    answer = client.post(
        "/cham-diem/moi/", {"name": "Đợt một", "year": 2021, "rulebook": f"tinh:{first.pk}", **days}
    )
    assert answer.status_code == 302
    campaign = Campaign.objects.get()
    assert campaign.rulebook_sha256 == first.sha256
    second = keep(SMALL_RULEBOOK.replace("thử", "hai"))
    with pytest.raises(Refusal, match="Đợt một"):
        drop_rulebook(rulebook_id=first.pk, **officer)
    assert "Đợt một" in client.get(f"{HOME}tinh/{first.pk}/").content.decode()
    drop_rulebook(rulebook_id=second.pk, **officer)
    with pytest.raises(Refusal, match="Đợt một"):
        drop_rulebook(rulebook_id=first.pk, **officer)
    assert campaign.year == date(2021, 1, 1).year


def test_text_that_looks_like_a_formula_stays_text_on_its_way_out(keep: Keep, client_of: ClientOf) -> None:
    stored = keep(SMALL_RULEBOOK.replace('name = "Báo cáo định kỳ"', 'name = "=1+1"'))
    cells = [cell for row in sheet_of(client_of("xa"), stored)["Bộ tiêu chí"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_the_library_asks_few_questions_however_many_versions(
    keep: Keep, client_of: ClientOf, max_queries: Budget
) -> None:
    for word in ("một", "hai", "ba"):
        keep(SMALL_RULEBOOK.replace("thử", word))
    client = client_of("xa")
    client.get(HOME)
    with max_queries(9):
        assert client.get(HOME).status_code == 200
