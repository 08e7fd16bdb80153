"""A province changes the words of its documents on a page; what cannot be used is refused where it stands."""

from collections.abc import Callable

import pytest
from django.test import Client

from namro.core.letters.templates import FIELDS, template_called
from namro.web.audit.models import Entry
from namro.web.plans.models import Plan
from namro.web.reports.documents.models import WordingVersion
from namro.web.reports.documents.selectors import wording_of

ClientOf = Callable[[str], Client]
PAGE = "/soan-thao/mau/don-doc/"


def typed(**changes: str) -> dict[str, str]:
    words = dict(template_called("don-doc").wording)
    return {
        **{name: words[name] for name in FIELDS},
        "reason": "Theo thông báo của tỉnh",
        "version": "0",
        **changes,
    }


def test_new_words_are_a_version_with_who_and_why_and_are_used_at_once(client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    answer = client.post(PAGE, typed(closing="Yêu cầu {don_vi} làm ngay."))
    assert answer.status_code == 302
    kept = WordingVersion.objects.get()
    assert (kept.version, kept.reason) == (1, "Theo thông báo của tỉnh")
    assert wording_of(template_called("don-doc"))["closing"] == "Yêu cầu {don_vi} làm ngay."
    page = client.get(PAGE).content.decode()
    assert "Theo thông báo của tỉnh" in page
    assert Entry.objects.filter(subject_type="wording", subject_id="don-doc").count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Gửi {ten_khong_co}", "{ten_khong_co} không có trong mẫu này"),
        ("{% for x in y %}", "không có vòng lặp"),
        ("Gửi {don_vi", "chưa đóng"),
        ("Gửi {opening}", "không lồng vào ô kia được"),
        ("Như {closing}", "là ô “Lời kết (mỗi dòng một đoạn)” của chính mẫu này"),
    ],
)
def test_words_that_cannot_be_used_are_refused_at_their_box_and_kept_on_the_page(
    words: str, said: str, client_of: ClientOf
) -> None:
    answer = client_of("sonoivu").post(PAGE, typed(opening=words))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert words.split("{", maxsplit=1)[0] in page
    assert not WordingVersion.objects.exists()


def test_a_preview_keeps_nothing(client_of: ClientOf) -> None:
    answer = client_of("sonoivu").post(PAGE, typed(closing="Xem thử {don_vi}.", xem="co"))
    assert answer.status_code == 200
    assert "Xem thử UBND xã Thiên Lộc." in answer.content.decode()
    assert not WordingVersion.objects.exists()


def test_a_preview_shows_real_figures_where_there_are_some(worked: Plan, client_of: ClientOf) -> None:
    page = client_of("sonoivu").get("/soan-thao/mau/tien-do/").content.decode()
    assert "số liệu thật" in page
    assert "Kế hoạch số 359/KH-UBND" in page
    assert "số liệu ví dụ" in client_of("xa").get("/soan-thao/mau/tien-do/").content.decode()


def test_the_default_comes_back_and_the_changed_words_stay_in_the_history(client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    client.post(PAGE, typed(closing="Khác."))
    stale = client.post(f"{PAGE}mau-goc/", {"version": "0"}, follow=True)
    assert "trong lúc bạn viết" in stale.content.decode()
    client.post(f"{PAGE}mau-goc/", {"version": "1"})
    assert wording_of(template_called("don-doc")) == template_called("don-doc").wording
    assert WordingVersion.objects.count() == 2
    assert "Khác." in client.get(PAGE).content.decode()


def test_two_people_do_not_overwrite_each_other(client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    client.post(PAGE, typed(closing="Một."))
    answer = client.post(PAGE, typed(closing="Hai."))
    assert answer.status_code == 422
    assert "trong lúc bạn viết" in answer.content.decode()
    assert wording_of(template_called("don-doc"))["closing"] == "Một."


def test_a_change_needs_a_reason_and_no_change_makes_no_version(client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    assert client.post(PAGE, typed(closing="Một.", reason=" ")).status_code == 422
    assert client.post(PAGE, typed()).status_code == 302
    assert not WordingVersion.objects.exists()


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xa", "mattran"])
def test_everybody_reads_the_templates_and_only_the_plan_officer_changes_them(
    who: str, client_of: ClientOf
) -> None:
    client = client_of(who)
    assert client.get("/soan-thao/mau/").status_code == 200
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, typed(closing="Khác.")).status_code == 403
    assert client.post(f"{PAGE}mau-goc/", {"version": "0"}).status_code == 403
    assert not WordingVersion.objects.exists()


def test_a_stranger_and_an_unknown_template_get_nothing(client_of: ClientOf) -> None:
    assert client_of("stranger").get("/soan-thao/mau/").status_code == 403
    assert client_of("stranger").get(PAGE).status_code == 403
    assert client_of("sonoivu").get("/soan-thao/mau/khong-co/").status_code == 404


def test_minutes_and_apologies_are_filled_by_hand_and_left_open_where_nothing_is_typed(
    client_of: ClientOf,
) -> None:
    client = client_of("xa")
    page = client.get("/soan-thao/mau/xin-loi/soan/", {"nguoi_nop": "Ông =1+1 <b>", "ma_ho_so": "H27"})
    words = page.content.decode()
    assert "Ông =1+1 &lt;b&gt;" in words
    assert "vào ngày …" in words
    file = client.get("/soan-thao/mau/xin-loi/soan/", {"nguoi_nop": "Ông A", "dang": "docx"})
    assert file.content.startswith(b"PK")
    assert client.get("/soan-thao/mau/tien-do/soan/").status_code == 404
