"""Tables of published results come in: looked at first, whole or not at all, corrected only with a reason."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.web.audit.models import Entry
from namro.web.indices.models import Result, ResultImport
from namro.web.indices.selectors import totals
from namro.web.indices.services import load_results

ClientOf = Callable[[str], Client]
HEAD = "Chỉ số;Năm;Tỉnh;Mã;Điểm;Điểm tối đa;Tỷ lệ;Thứ hạng;Số tỉnh\n"
NEW_ROW = "PAR INDEX;2020;Hoà Bình;;82,5;100;82,5;40;63\n"
CORRECTION = "SIPAS;2020;Hà Tĩnh;;8,92;10;89,20;11;63\n"


@pytest.fixture
def officer(client_of: ClientOf, at: datetime) -> Client:
    load_results(at=at)
    return client_of("sonoivu")


def _upload(client: Client, rows: str) -> ResultImport:
    file = SimpleUploadedFile("ket-qua.csv", (HEAD + rows).encode())
    answer = client.post("/ket-qua/nap/", {"file": file, "source": "Quyết định 1/QĐ-BNV"})
    assert answer.status_code == 302, answer.content.decode()
    return ResultImport.objects.latest("id")


def test_a_table_changes_nothing_until_it_is_taken_over(officer: Client) -> None:
    before = Result.objects.count()
    table = _upload(officer, NEW_ROW)
    page = officer.get(f"/ket-qua/nap/{table.pk}/").content.decode()
    assert "1 kết quả: 1 mới, 0 đã có và giống, 0 khác" in page
    assert Result.objects.count() == before
    officer.post(f"/ket-qua/nap/{table.pk}/", {})
    row = Result.objects.get(province="Hòa Bình")
    assert (row.percent, row.rank, row.source, row.taken_from) == (
        Decimal("82.5"),
        40,
        "Quyết định 1/QĐ-BNV",
        table,
    )
    table.refresh_from_db()
    assert table.state == "confirmed"


def test_a_published_figure_is_only_corrected_with_a_reason_and_both_are_recorded(
    officer: Client, at: datetime
) -> None:
    table = _upload(officer, CORRECTION + NEW_ROW)
    answer = officer.post(f"/ket-qua/nap/{table.pk}/", {})
    assert answer.status_code == 422
    assert "hãy ghi lý do đính chính" in answer.content.decode()
    assert not Result.objects.filter(province="Hòa Bình").exists()
    assert Result.objects.get(index="SIPAS", year=2020).percent == Decimal("89.13")
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "Bộ Nội vụ đính chính"})
    assert Result.objects.get(index="SIPAS", year=2020).percent == Decimal("89.20")
    entry = Entry.objects.get(action="Đính chính kết quả chỉ số")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["percent"], entry.after["percent"], entry.reason) == (
        "89.1300",
        "89.20",
        "Bộ Nội vụ đính chính",
    )
    load_results(at=at)
    assert Result.objects.get(index="SIPAS", year=2020).percent == Decimal("89.20")


def test_a_name_that_is_not_sure_waits_for_a_choice(officer: Client) -> None:
    table = _upload(officer, "PAR INDEX;2020;Nghệ Ăn;;82,5;100;82,5;40;63\n")
    assert officer.post(f"/ket-qua/nap/{table.pk}/", {}).status_code == 422
    assert officer.post(f"/ket-qua/nap/{table.pk}/", {"tinh-0": "ha-tinh"}).status_code == 422
    officer.post(f"/ket-qua/nap/{table.pk}/", {"tinh-0": "nghe-an"})
    assert Result.objects.get(province="Nghệ An").rank == 40


def test_what_was_chosen_stays_when_a_reason_is_missing(officer: Client) -> None:
    table = _upload(officer, CORRECTION + "PAR INDEX;2020;Nghệ Ăn;;82,5;100;82,5;40;63\n")
    page = officer.post(f"/ket-qua/nap/{table.pk}/", {"tinh-0": "nghe-an"}).content.decode()
    assert '<option value="nghe-an" selected>' in page
    assert "8,92 điểm; 89,13%; hạng 11" in page
    assert "8,92 điểm; 89,2%; hạng 11" in page


def test_a_name_may_be_skipped(officer: Client) -> None:
    table = _upload(officer, "PAR INDEX;2020;Nghệ Ăn;;82,5;100;82,5;40;63\n")
    officer.post(f"/ket-qua/nap/{table.pk}/", {"tinh-0": "-"})
    assert not Result.objects.filter(province="Nghệ An").exists()
    assert ResultImport.objects.get(pk=table.pk).state == "confirmed"


def test_two_names_chosen_for_one_province_are_refused(officer: Client) -> None:
    table = _upload(officer, NEW_ROW.replace("Hoà Bình", "Nghệ Ăn") + NEW_ROW.replace("Hoà Bình", "Nghệ An"))
    answer = officer.post(f"/ket-qua/nap/{table.pk}/", {"tinh-0": "nghe-an"})
    assert answer.status_code == 422
    assert "cùng nói về một số của Nghệ An" in answer.content.decode()
    assert not Result.objects.filter(province="Nghệ An").exists()


def test_one_wrong_row_stops_the_whole_table(officer: Client) -> None:
    table = _upload(officer, NEW_ROW + "PAR INDEX;2020;Paris;;82,5;100;82,5;40;63\n")
    assert "Không nhận ra “Paris”" in officer.get(f"/ket-qua/nap/{table.pk}/").content.decode()
    assert officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "x"}).status_code == 422
    assert not Result.objects.filter(province="Hòa Bình").exists()


def test_a_table_is_taken_over_once_or_put_aside(officer: Client) -> None:
    table = _upload(officer, NEW_ROW)
    officer.post(f"/ket-qua/nap/{table.pk}/bo/")
    assert ResultImport.objects.get(pk=table.pk).state == "cancelled"
    assert officer.post(f"/ket-qua/nap/{table.pk}/", {}).status_code == 422
    assert not Result.objects.filter(province="Hòa Bình").exists()


def test_the_same_table_again_adds_nothing(officer: Client) -> None:
    officer.post(f"/ket-qua/nap/{_upload(officer, NEW_ROW).pk}/", {})
    again = _upload(officer, NEW_ROW)
    assert "0 mới, 1 đã có và giống" in officer.get(f"/ket-qua/nap/{again.pk}/").content.decode()


def test_results_of_other_provinces_do_not_stand_on_our_pages(officer: Client) -> None:
    day = datetime(2021, 11, 15).date()  # noqa: DTZ001
    before = [row.pk for row in totals(day)["PAR INDEX"]]
    officer.post(f"/ket-qua/nap/{_upload(officer, NEW_ROW).pk}/", {})
    assert [row.pk for row in totals(day)["PAR INDEX"]] == before
    page = officer.get("/ket-qua/").content.decode()
    assert "Quyết định 1/QĐ-BNV" in page


@pytest.mark.parametrize(
    ("data", "source", "words"),
    [(b"", "x", "rỗng"), (b"abc", "x", "tiêu đề"), (HEAD.encode() + b"x", "", "Hãy ghi nguồn")],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    officer: Client, data: bytes, source: str, words: str
) -> None:
    answer = officer.post("/ket-qua/nap/", {"file": SimpleUploadedFile("x.csv", data), "source": source})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ResultImport.objects.exists()


@pytest.mark.parametrize("username", ["lanhdao", "xa", "mattran"])
def test_only_the_plan_officer_brings_results_in(client_of: ClientOf, username: str) -> None:
    client = client_of(username)
    assert client.get("/ket-qua/nap/").status_code == 403
    page = client.get("/ket-qua/")
    assert page.status_code == 200
    assert "Nạp bảng kết quả" not in page.content.decode()


def test_a_table_with_a_row_that_cannot_be_offers_the_mended_file_and_nothing_that_would_be_refused(
    officer: Client,
) -> None:
    table = _upload(officer, NEW_ROW + "PAR INDEX;2020;Nơi Không Có;;82,5;100;82,5;41;63\n")
    page = officer.get(f"/ket-qua/nap/{table.pk}/").content.decode()
    assert "Không nhận ra “Nơi Không Có”" in page
    assert "Tải lên tệp đã sửa" in page
    assert "Nạp vào chương trình" not in page
    assert "Lý do đính chính" not in page
