"""Tables with headings of their own, figures that do not follow, carried figures and units of the province."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.core.indices.results import load_papi
from namro.core.indices.results_provinces import province
from namro.web.audit.models import Entry
from namro.web.indices.models import Result, ResultImport
from namro.web.indices.selectors import totals
from namro.web.indices.services import load_results
from namro.web.indices.tables import year_tables

ClientOf = Callable[[str], Client]
DAY = date(2021, 11, 15)
STRANGE = "Ở đâu;Giá trị đo được;Ghi chú\nHoà Bình;1,9;x\nNghệ An;2,0;y\n"
PARTS = "Năm;Tỉnh;SC11;SC12;SC13\n"


@pytest.fixture
def officer(client_of: ClientOf, at: datetime) -> Client:
    load_results(at=at)
    return client_of("sonoivu")


def _upload(client: Client, text: str, **given: str) -> ResultImport:
    file = SimpleUploadedFile("ket-qua.csv", text.encode())
    answer = client.post("/ket-qua/nap/", {"file": file, "source": "Báo cáo PAPI", **given})
    assert answer.status_code == 302, answer.content.decode()
    return ResultImport.objects.latest("id")


def _page(client: Client, table: ResultImport) -> str:
    return " ".join(client.get(f"/ket-qua/nap/{table.pk}/").content.decode().split())


def _point(province: str, code: str, year: int = 2020) -> Decimal | None:
    table = year_tables(day=DAY)[year]
    return table.values(code)[table.place(province)]


def test_headings_that_are_not_known_are_chosen_by_a_person(officer: Client) -> None:
    table = _upload(officer, STRANGE)
    assert table.state == "columns"
    assert officer.get(f"/ket-qua/nap/{table.pk}/")["Location"] == f"/ket-qua/nap/{table.pk}/cot/"
    page = officer.get(f"/ket-qua/nap/{table.pk}/cot/").content.decode()
    assert "Giá trị đo được" in page
    assert "Ví dụ: 1,9; 2,0" in page
    choices = {"cot-0": "province", "cot-1": "SC11", "cot-2": "", "index": "PAPI", "year": "2020"}
    answer = officer.post(f"/ket-qua/nap/{table.pk}/cot/", choices)
    assert answer["Location"] == f"/ket-qua/nap/{table.pk}/"
    page = _page(officer, table)
    assert "Cột không đọc: Ghi chú." in page
    assert "2 kết quả: 0 mới, 0 đã có và giống, 2 khác" in page
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "Đính chính"})
    assert _point("hoa-binh", "SC11") == Decimal("1.9")


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"cot-1": "score"}, "Hãy chọn đúng một cột là Tỉnh, thành phố hoặc Đơn vị trong tỉnh."),
        ({"cot-0": "province"}, "Hãy chọn ít nhất một cột là Điểm"),
        ({"cot-0": "province", "cot-1": "score", "cot-2": "score"}, "Hai cột cùng được chọn là Điểm"),
        ({"cot-0": "province", "cot-1": "score", "year": "hai"}, "Hãy ghi một năm"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_kept(
    officer: Client, choices: dict[str, str], words: str
) -> None:
    table = _upload(officer, STRANGE)
    answer = officer.post(f"/ket-qua/nap/{table.pk}/cot/", choices)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    for value in set(choices.values()) - {"hai"}:
        assert f'<option value="{value}" selected>' in page
    table.refresh_from_db()
    assert table.state == "columns"


def test_a_table_whose_columns_are_not_chosen_is_not_taken_over(officer: Client) -> None:
    table = _upload(officer, STRANGE)
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "x"})
    table.refresh_from_db()
    assert table.state == "columns"
    officer.post(f"/ket-qua/nap/{table.pk}/bo/")
    table.refresh_from_db()
    assert table.state == "cancelled"


def test_columns_that_were_read_can_be_chosen_again_until_the_table_is_taken_over(officer: Client) -> None:
    table = _upload(officer, PARTS + "2020;Nghệ An;1,5;1,5;1,5\n", index="PAPI")
    choices = {"cot-0": "year", "cot-1": "province", "cot-2": "SC12", "index": "PAPI"}
    officer.post(f"/ket-qua/nap/{table.pk}/cot/", choices)
    table.refresh_from_db()
    assert [row["code"] for row in table.rows] == ["SC12"]
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "x"})
    answer = officer.post(f"/ket-qua/nap/{table.pk}/cot/", choices)
    assert answer.status_code == 422
    assert "đã được nạp hoặc đã bỏ" in answer.content.decode()


def test_a_carried_figure_of_another_province_is_corrected_only_with_a_reason(officer: Client) -> None:
    before = _point("nghe-an", "SC11")
    table = _upload(officer, "Năm;Tỉnh;SC11\n2020;Nghệ An;1,5\n", index="PAPI")
    assert officer.post(f"/ket-qua/nap/{table.pk}/", {}).status_code == 422
    assert _point("nghe-an", "SC11") == before
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "Đơn vị công bố đính chính"})
    assert _point("nghe-an", "SC11") == Decimal("1.5")
    entry = Entry.objects.get(action="Đính chính kết quả chỉ số")
    assert entry.before is not None
    assert entry.after is not None
    assert (Decimal(entry.before["score"]), entry.after["score"]) == (before, "1.5")


def test_the_same_figure_as_carried_changes_nothing(officer: Client) -> None:
    value = str(_point("nghe-an", "SC11"))
    table = _upload(officer, f"Năm;Tỉnh;SC11\n2020;Nghệ An;{value}\n", index="PAPI")
    assert "0 mới, 1 đã có và giống, 0 khác" in _page(officer, table)
    officer.post(f"/ket-qua/nap/{table.pk}/", {})
    assert not Result.objects.filter(province="Nghệ An").exists()


def test_sums_that_do_not_follow_and_points_outside_their_range_are_told_in_the_preview(
    officer: Client,
) -> None:
    rows = "PAPI;2020;Hoà Bình;;50\nPAPI;2020;Hoà Bình;1;5\nPAPI;2020;Nghệ An;SC11;9\n"
    table = _upload(officer, "Chỉ số;Năm;Tỉnh;Mã;Điểm\n" + rows)
    page = _page(officer, table)
    assert "3 số không suy ra được từ các phần hoặc ngoài khoảng điểm" in page
    assert "Hòa Bình: PAPI năm 2020, tổng điểm: in 50, cộng các phần được 44,6037." in page
    assert "Nghệ An: SC11 năm 2020: 9 nằm ngoài khoảng 0,2500–2,5000." in page


def test_what_follows_is_not_told(officer: Client) -> None:
    table = _upload(officer, "Chỉ số;Năm;Tỉnh;Mã;Điểm\nPAPI;2020;Hoà Bình;;44,6037\n")
    assert "không suy ra được" not in _page(officer, table)


def test_an_imported_sum_that_does_not_follow_stands_on_the_page_of_checks(officer: Client) -> None:
    table = _upload(officer, "Chỉ số;Năm;Tỉnh;Mã;Điểm\nPAPI;2020;Hoà Bình;;50\n")
    officer.post(f"/ket-qua/nap/{table.pk}/", {})
    page = officer.get("/chi-so/papi/doi-chieu/").content.decode()
    assert "Số nạp vào không khớp các phần" in page
    assert "in 50, cộng các phần được 44,6037" in page


@pytest.mark.parametrize("name", ["Hoà Bình", "Hòa Bình", "HOÀ BÌNH", "tỉnh Hòa Bình", "Hoa Binh"])
def test_a_name_is_found_wherever_its_tone_mark_stands(officer: Client, name: str) -> None:
    table = _upload(officer, f"Năm;Tỉnh;SC11\n2020;{name};1,5\n", index="PAPI")
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "x"})
    assert Result.objects.get(taken_from=table).province == "Hòa Bình"


def test_a_merged_province_is_taken_over_as_it_was_then(officer: Client) -> None:
    table = _upload(officer, "Năm;Tỉnh;SC11\n2020;Hà Giang;1,5\n", index="PAPI")
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "x"})
    assert _point("ha-giang", "SC11") == Decimal("1.5")


def test_a_result_with_its_day_of_announcement_is_known_from_that_day(officer: Client) -> None:
    rows = "Chỉ số;Năm;Tỉnh;Điểm\nPAPI;2025;Hà Tĩnh;46\n"
    table = _upload(officer, rows, announced_on="7/5/2026")
    officer.post(f"/ket-qua/nap/{table.pk}/", {})
    assert totals(date(2026, 5, 6))["PAPI"][-1].year == 2024
    assert totals(date(2026, 5, 7))["PAPI"][-1].year == 2025


def test_units_of_the_province_are_found_and_kept_apart_from_the_province(officer: Client) -> None:
    before = totals(DAY)
    rows = "Đơn vị;Năm;Điểm;Thứ hạng\nSở Nội vụ;2020;92,5;1\nSo Tu phap;2020;90;2\nUBND huyện Can Lộc;2020;88;1\n"
    table = _upload(officer, rows)
    page = _page(officer, table)
    assert "3 kết quả: 3 mới" in page
    assert "Sở Tư pháp (viết là So Tu phap)" in page
    officer.post(f"/ket-qua/nap/{table.pk}/", {})
    assert sorted(Result.objects.filter(taken_from=table).values_list("province", "unit", "index")) == [
        ("Hà Tĩnh", "so-noi-vu", "CCHC CỦA TỈNH"),
        ("Hà Tĩnh", "so-tu-phap", "CCHC CỦA TỈNH"),
        ("Hà Tĩnh", "ubnd-huyen-can-loc", "CCHC CỦA TỈNH"),
    ]
    assert totals(DAY) == before
    page = " ".join(officer.get("/ket-qua/don-vi/").content.decode().split())
    assert page.index("Sở Nội vụ") < page.index("Sở Tư pháp") < page.index("UBND huyện Can Lộc")
    assert "Tính lại theo điểm: hạng 2/2 cùng cấp" in page
    assert "không biết tỷ trọng của từng đơn vị" in page
    assert "nay: không còn, danh bạ không ghi đơn vị kế tục" in page


def test_a_unit_that_was_merged_names_the_one_that_carries_it_today(officer: Client) -> None:
    table = _upload(officer, "Đơn vị;Năm;Điểm\nUBND xã Thiên Lộc;2020;90\n")
    officer.post(f"/ket-qua/nap/{table.pk}/", {})
    page = " ".join(officer.get("/ket-qua/don-vi/").content.decode().split())
    assert "nay: UBND xã Can Lộc" in page


def test_units_with_equal_points_share_a_rank_and_a_printed_one_that_differs_is_told(officer: Client) -> None:
    rows = "Đơn vị;Năm;Điểm;Thứ hạng\nSở Nội vụ;2020;90;1\nSở Tư pháp;2020;90;2\n"
    table = _upload(officer, rows)
    assert "Sở Tư pháp in hạng 2, theo điểm là hạng 1" in _page(officer, table)
    officer.post(f"/ket-qua/nap/{table.pk}/", {})
    page = " ".join(officer.get("/ket-qua/don-vi/?nam=2020").content.decode().split())
    assert page.count("hạng 1/2 cùng cấp") == 2
    assert page.count("khác hạng in") == 1


def test_without_results_of_units_the_page_says_what_to_do(officer: Client, client_of: ClientOf) -> None:
    assert "Chưa có kết quả của đơn vị nào" in officer.get("/ket-qua/don-vi/").content.decode()
    assert client_of("stranger").get("/ket-qua/don-vi/").status_code == 403


def test_a_unit_that_is_not_sure_waits_for_a_choice(officer: Client) -> None:
    table = _upload(officer, "Đơn vị;Năm;Điểm\nSở Tư phép;2020;90\n")
    assert officer.post(f"/ket-qua/nap/{table.pk}/", {}).status_code == 422
    officer.post(f"/ket-qua/nap/{table.pk}/", {"tinh-0": "so-tu-phap"})
    assert Result.objects.get(taken_from=table).unit == "so-tu-phap"


@pytest.mark.parametrize("who", ["lanhdao", "xa", "mattran"])
def test_only_the_plan_officer_chooses_columns(officer: Client, client_of: ClientOf, who: str) -> None:
    table = _upload(officer, STRANGE)
    assert client_of(who).get(f"/ket-qua/nap/{table.pk}/cot/").status_code == 403
    assert client_of(who).post(f"/ket-qua/nap/{table.pk}/cot/", {"cot-0": "province"}).status_code == 403


def test_the_carried_table_itself_changes_nothing_when_it_comes_in(officer: Client) -> None:
    table = load_papi()[2020]
    lines = [";".join(["Tỉnh", *table.columns])]
    for at, key in enumerate(table.provinces):
        lines.append(";".join([province(key).name, *(str(column[at]) for column in table.columns.values())]))
    came = _upload(officer, "\n".join(lines), index="PAPI", year="2020")
    page = _page(officer, came)
    assert "1827 kết quả: 0 mới, 1827 đã có và giống, 0 khác" in page
    assert "nằm ngoài khoảng" in page  # SC81 of Phú Yên, as carried


def test_points_are_kept_as_exactly_as_they_came(officer: Client) -> None:
    table = _upload(officer, "Năm;Tỉnh;SC11\n2020;Nghệ An;1,234567891\n", index="PAPI")
    officer.post(f"/ket-qua/nap/{table.pk}/", {"reason": "x"})
    assert _point("nghe-an", "SC11") == Decimal("1.234567891")
