"""The page of one obligation: reporting, deciding, proof; what was typed survives."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from namro.web.evidence.models import Evidence
from namro.web.plans.models import Obligation

ClientOf = Callable[[str], Client]
LETTER = {"document_number": "12/BC-UBND", "document_date": "2021-11-01"}


@pytest.fixture(autouse=True)
def files_stay_in_the_test(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _page(obligation: Obligation) -> str:
    return reverse("plans:obligation", args=[obligation.pk])


def _report(obligation: Obligation) -> str:
    return reverse("plans:report", args=[obligation.pk])


def _step(obligation: Obligation, step: str) -> str:
    return reverse("plans:step", args=[obligation.pk, step])


def test_a_commune_reports_is_returned_corrects_and_is_accepted(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    commune, officer = client_of("xa"), client_of("sonoivu")
    sent = {"version": 0, "buoc": "xong", "sentence": "Đã niêm yết", **LETTER}
    assert commune.post(_report(of_commune), sent).status_code == 302
    assert "Đã niêm yết" in officer.get(_page(of_commune)).content.decode()
    assert officer.post(_step(of_commune, "tra-lai"), {"version": 1, "reason": ""}).status_code == 422
    assert (
        officer.post(_step(of_commune, "tra-lai"), {"version": 1, "reason": "Thiếu ảnh"}).status_code == 302
    )
    assert "Thiếu ảnh" in commune.get(_page(of_commune)).content.decode()
    photo = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n....")
    again = {"version": 2, "buoc": "xong", "sentence": "Đã bổ sung ảnh", "attachments": [photo]}
    assert commune.post(_report(of_commune), again).status_code == 302
    assert officer.post(_step(of_commune, "duyet"), {"version": 3, "reason": ""}).status_code == 302
    page = commune.get(_page(of_commune)).content.decode()
    assert "Nguyễn Thị Thu Hà đã công nhận hoàn thành ngày 15/11/2021" in page
    assert 'name="buoc"' not in page


def test_what_was_typed_survives_a_refusal(client_of: ClientOf, of_commune: Obligation) -> None:
    typed = {"version": 0, "buoc": "xong", "sentence": "Đã niêm yết tại trụ sở", "percent": "100"}
    answer = client_of("xa").post(_report(of_commune), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "còn thiếu minh chứng" in page
    assert "Đã niêm yết tại trụ sở</textarea>" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("percent", "1000", "không quá 100"),
        ("quantity", "ba", "chữ số"),
        ("document_date", "31/02/2021", "12/11/2021"),
        ("buoc", "khac", "Hãy chọn"),
    ],
)
def test_a_wrong_field_is_told_in_one_sentence(
    client_of: ClientOf, of_commune: Obligation, field: str, value: str, sentence: str
) -> None:
    typed = {"version": 0, "buoc": "xong", "sentence": "Đã niêm yết", **LETTER, field: value}
    answer = client_of("xa").post(_report(of_commune), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Đã niêm yết</textarea>" in answer.content.decode()


def test_the_later_of_two_keeps_what_was_typed_and_can_send_it_again(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    first, second = client_of("xa"), client_of("xa")
    assert (
        first.post(_report(of_commune), {"version": 0, "buoc": "dang-lam", "sentence": "Một"}).status_code
        == 302
    )
    late = second.post(_report(of_commune), {"version": 0, "buoc": "dang-lam", "sentence": "Hai"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Võ Văn Nam vừa thực hiện" in page
    assert "Hai</textarea>" in page
    assert 'name="version" value="1"' in page
    assert (
        second.post(_report(of_commune), {"version": 1, "buoc": "dang-lam", "sentence": "Hai"}).status_code
        == 302
    )


def test_what_was_typed_is_shown_even_when_it_was_settled_meanwhile(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    Obligation.objects.filter(pk=of_commune.pk).update(state="accepted", version=4)
    late = client_of("xa").post(
        _report(of_commune), {"version": 0, "buoc": "dang-lam", "sentence": "Đang soạn tờ trình"}
    )
    assert late.status_code == 409
    assert "Đang soạn tờ trình" in late.content.decode()


@pytest.mark.parametrize("name", ["lanhdao", "sotuphap", "mattran", "sonoivu"])
def test_those_who_only_look_get_no_form(client_of: ClientOf, of_commune: Obligation, name: str) -> None:
    page = client_of(name).get(_page(of_commune)).content.decode()
    assert 'name="buoc"' not in page
    assert client_of(name).post(_report(of_commune), {"version": 0, "buoc": "xong"}).status_code == 403


@pytest.mark.parametrize("name", ["huyen", "xakhac", "stranger"])
def test_others_do_not_open_it_nor_its_proof(client_of: ClientOf, of_commune: Obligation, name: str) -> None:
    proof = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    client_of("xa").post(
        _report(of_commune), {"version": 0, "buoc": "xong", "sentence": "Xong", "attachments": [proof]}
    )
    piece = Evidence.objects.get()
    client = client_of(name)
    assert client.get(_page(of_commune)).status_code == 403
    assert client.get(reverse("plans:proof", args=[of_commune.pk, piece.pk])).status_code == 403
    assert client.post(_step(of_commune, "duyet"), {"version": 1}).status_code == 403


def test_proof_is_handed_out_as_an_attachment_under_its_real_kind(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    proof = SimpleUploadedFile("báo cáo.html", b"%PDF-1.4 <script>")
    client_of("xa").post(
        _report(of_commune), {"version": 0, "buoc": "xong", "sentence": "Xong", "attachments": [proof]}
    )
    piece = Evidence.objects.get()
    answer = client_of("mattran").get(reverse("plans:proof", args=[of_commune.pk, piece.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer) == b"%PDF-1.4 <script>"  # type: ignore[arg-type]
    assert piece.file_name == "báo cáo.pdf"
    assert Client().get(
        piece.file.url if piece.file.url.startswith("/") else f"/{piece.file.url}"
    ).status_code in (302, 404)


def test_proof_of_another_obligation_is_not_reached_through_ones_own(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    proof = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    client_of("xa").post(
        _report(of_commune), {"version": 0, "buoc": "xong", "sentence": "Xong", "attachments": [proof]}
    )
    other = Obligation.objects.filter(unit__key="tung-anh").first()
    assert other is not None
    piece = Evidence.objects.get()
    assert client_of("xakhac").get(reverse("plans:proof", args=[other.pk, piece.pk])).status_code == 404


def test_many_are_accepted_at_once_and_a_stale_one_does_not_hold_up_the_rest(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    others = list(Obligation.objects.filter(unit__level="commune").exclude(pk=of_commune.pk)[:2])
    chosen = [of_commune, *others]
    Obligation.objects.filter(pk__in=[o.pk for o in chosen]).update(state="submitted", version=1)
    marks = [f"{of_commune.pk}.1", f"{others[0].pk}.1", f"{others[1].pk}.0", "x.y"]
    answer = client_of("sonoivu").post(reverse("plans:approvals"), {"chon": marks}, follow=True)
    page = answer.content.decode()
    assert "Đã công nhận hoàn thành 2 phần việc." in page
    assert "1 phần việc chưa được công nhận" in page
    assert Obligation.objects.filter(state="accepted").count() == 2


def test_signing_in_again_in_the_middle_of_a_report_leads_to_its_page(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    sent = Client().post(_report(of_commune), {"version": 0, "buoc": "xong"})
    assert sent["Location"] == f"/dang-nhap/?next={_report(of_commune)}"
    for address in (_report(of_commune), _step(of_commune, "duyet")):
        answer = client_of("xa").get(address)
        assert (answer.status_code, answer["Location"]) == (302, _page(of_commune))
        assert client_of("xakhac").get(address).status_code == 403
    assert client_of("xa").get(_step(of_commune, "gi-do")).status_code == 404


def test_many_are_returned_with_one_reason_after_the_number_was_shown(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    other = Obligation.objects.filter(unit__key="tung-anh").exclude(pk=of_commune.pk).first()
    assert other is not None
    chosen = [of_commune.pk, other.pk]
    Obligation.objects.filter(pk__in=chosen).update(state="submitted", version=1)
    officer, here = client_of("sonoivu"), reverse("plans:approvals")
    marks = [f"{pk}.1" for pk in chosen]
    asked = officer.post(here, {"chon": marks, "buoc": "tra-lai"}).content.decode()
    assert "Trả lại 2 phần việc" in asked
    silent = officer.post(here, {"chon": marks, "buoc": "chac-tra-lai", "ly_do": "  "})
    assert silent.status_code == 422
    assert "Hãy ghi lý do trả lại" in silent.content.decode()
    assert not Obligation.objects.filter(state="returned").exists()
    sent = {"chon": marks, "buoc": "chac-tra-lai", "ly_do": "Thiếu ảnh niêm yết"}
    assert "Đã trả lại 2 phần việc." in officer.post(here, sent, follow=True).content.decode()
    reasons = Obligation.objects.filter(pk__in=chosen).values_list("state", "return_reason")
    assert set(reasons) == {("returned", "Thiếu ảnh niêm yết")}
    again = officer.post(here, {"chon": marks, "buoc": "tra-lai"}).content.decode()
    assert "không còn chờ bạn duyệt" in again


@pytest.mark.parametrize("name", ["mattran", "xa", "huyen"])
def test_nobody_returns_many_who_may_not_return_one(
    client_of: ClientOf, of_commune: Obligation, name: str
) -> None:
    Obligation.objects.filter(pk=of_commune.pk).update(state="submitted", version=1)
    sent = {"chon": [f"{of_commune.pk}.1"], "buoc": "chac-tra-lai", "ly_do": "Không đồng ý"}
    page = client_of(name).post(reverse("plans:approvals"), sent, follow=True).content.decode()
    assert "1 phần việc chưa trả lại được" in page
    of_commune.refresh_from_db()
    assert of_commune.state == "submitted"


def test_what_waits_is_exactly_what_one_may_decide(client_of: ClientOf, of_commune: Obligation) -> None:
    Obligation.objects.update(state="submitted")
    waiting = {
        name: client_of(name).get(reverse("plans:approvals")).context["list"].list.count
        for name in ("sonoivu", "sotuphap", "lanhdao", "huyen", "xa", "mattran")
    }
    mine = Obligation.objects.filter(unit__key="so-noi-vu").count()
    communes_of_justice = Obligation.objects.filter(
        task__parties__unit__key="so-tu-phap", task__parties__role="lead", unit__level="commune"
    ).count()
    assert waiting == {
        "sonoivu": Obligation.objects.count() - mine,
        "sotuphap": communes_of_justice,
        "lanhdao": mine,
        "huyen": 0,
        "xa": 0,
        "mattran": 0,
    }
    assert mine > 0
    assert communes_of_justice == 3
