"""The pages of reports: who sees what, what is refused, and how many queries they send."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from namro.web.organisations.models import Unit
from namro.web.reports.models import KindVersion, Report

ClientOf = Callable[[str], Client]
Opened = Callable[..., Report]
Budget = Callable[[int], AbstractContextManager[None]]


def _hand_in(client: Client, report: Report, text: str = "Còn chậm.") -> None:
    place = reverse("reports:write", args=[report.pk, "ton-tai"])
    version = report.texts.get(section="ton-tai").version
    assert client.post(place, {"text": text, "version": version}).status_code == 302
    report.refresh_from_db()
    step = reverse("reports:step", args=[report.pk, "gui"])
    assert client.post(step, {"version": report.version}).status_code == 302
    report.refresh_from_db()


@pytest.mark.parametrize(
    ("who", "status"),
    [("xa", 200), ("sonoivu", 200), ("lanhdao", 200), ("huyen", 403), ("sotuphap", 403), ("xakhac", 403),
     ("mattran", 403), ("stranger", 403)],
)  # fmt: skip
def test_a_unit_sees_its_own_and_who_gathers_and_receives_sees_those_below(
    client_of: ClientOf, opened: Opened, who: str, status: int
) -> None:
    report = opened("thien-loc")
    _hand_in(client_of("xa"), report)
    client = client_of(who)
    edition = report.editions.get().pk
    figure = report.figures.first()
    assert figure is not None
    for place in (
        reverse("reports:detail", args=[report.pk]),
        reverse("reports:figure", args=[report.pk, figure.pk]),
        reverse("reports:edition", args=[edition]),
        reverse("reports:edition_file", args=[edition, "docx"]),
        reverse("reports:draft", args=[report.pk, "xlsx"]),
        reverse("reports:template", args=[report.pk]),
    ):
        assert client.get(place).status_code == status, place


@pytest.mark.parametrize(
    ("who", "count"),
    [("xa", 1), ("huyen", 1), ("sonoivu", 3), ("lanhdao", 3), ("sotuphap", 0), ("xakhac", 0)],
)
def test_the_list_and_its_export_hold_what_the_person_may_see(
    client_of: ClientOf, opened: Opened, who: str, count: int
) -> None:
    for report in (opened("thien-loc"), opened("can-loc"), opened("so-noi-vu", whole=True)):
        assert report.pk
    client = client_of(who)
    page = client.get(reverse("reports:list"))
    assert page.context["page"].paginator.count == count
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("reports:export")).content))
    assert book.worksheets[0].max_row - 4 == count


def test_nobody_but_the_plan_officer_sets_kinds_or_opens_for_all(
    client_of: ClientOf, units: dict[str, Unit]
) -> None:
    for who in ("xa", "lanhdao", "mattran", "stranger"):
        assert client_of(who).get(reverse("reports:kind_new")).status_code == 403
    answer = client_of("xa").post(
        reverse("reports:open"), {"ky": "tien-do-ke-hoach:2021-Q3", "don_vi": "tat-ca"}
    )
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_late_and_missing_are_shown_by_the_day_the_province_set(
    client_of: ClientOf, opened: Opened, units: dict[str, Unit]
) -> None:
    client = client_of("sonoivu")
    _set_kind(client, due_commune="5")
    report = opened("thien-loc")
    assert report.due is not None
    assert (report.due.isoformat(), "tỉnh đặt" in report.due_source) == ("2021-10-05", True)
    page = client.get(reverse("reports:list"), {"xem": "qua-han"})
    assert "quá hạn 41 ngày" in page.content.decode()
    _hand_in(client_of("xa"), report)
    assert "gửi muộn 41 ngày" in client.get(reverse("reports:list"), {"xem": "cham"}).content.decode()


def _set_kind(client: Client, **changes: str) -> int:
    place = reverse("reports:kind", args=["tien-do-ke-hoach"])
    form = client.get(place).context["form"]
    held = client.get(place).context["held"]
    typed: dict[str, object] = {
        "version": held.version, "name": form["name"], "source": form["source"], "receiver": form["receiver"],
        "consolidated_by": form["consolidated_by"], "levels": ["province", "district", "commune"],
        "periods": form["periods"], "reason": "Quyết định của tỉnh",
    }  # fmt: skip
    for one in form["sections"]:
        for name in ("key", "place", "title", "figures", "typed"):
            typed[f"{name}_{one['at']}"] = one[name]
    return client.post(place, typed | changes).status_code


def test_a_kind_in_use_keeps_what_was_opened_by_it(client_of: ClientOf, opened: Opened) -> None:
    before = opened("thien-loc")
    client = client_of("sonoivu")
    assert _set_kind(client, title_0="Phần một đổi tên", due_district="3", place_0="9") == 302
    after = opened("can-loc")
    assert before.texts.get(section="chi-so").title == "Kết quả các chỉ số và điểm lấy lại được"
    assert after.texts.last().title == "Phần một đổi tên"  # type: ignore[union-attr]
    assert (before.due, after.due.isoformat() if after.due else "") == (None, "2021-10-03")
    assert KindVersion.objects.filter(key="tien-do-ke-hoach").count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "đặt tên"),
        ({"periods": "Q1 từ đầu năm"}, "dòng 1"),
        ({"periods": "Q1; Quý I; 31/3; 1/1"}, "kết thúc trước khi bắt đầu"),
        ({"periods": "Q1; Quý I; 1/1; 31/13"}, "không phải ngày"),
        ({"periods": "Q1; Quý {x}; 1/1; 31/3"}, "{năm}"),
        ({"due_commune": "abc"}, "số nguyên"),
        ({"reason": ""}, "lý do"),
        ({"typed_1": "Số; việc; trung bình"}, "dòng 1"),
        ({"version": "7"}, "tải lại"),
        ({}, "Chưa có gì thay đổi"),
    ],
)
def test_a_wrong_kind_is_refused_in_one_sentence(
    client_of: ClientOf, units: dict[str, Unit], changes: dict[str, str], sentence: str
) -> None:
    client = client_of("sonoivu")
    if not changes:
        assert _set_kind(client) == 302  # the groups of figures move into their parts once
    count = KindVersion.objects.count()
    place = reverse("reports:kind", args=["tien-do-ke-hoach"])
    before = client.get(place).content
    assert before
    assert _set_kind(client, **changes) == 422
    assert KindVersion.objects.count() == count


def test_figures_that_no_room_offers_are_typed_or_taken_from_a_table_with_their_source(
    client_of: ClientOf, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The guard's own limits are tested where it stands; here three processes would only wait for a busy machine.
    monkeypatch.setattr("namro.cli_guard.run_guarded", lambda work, **limits: work())
    assert _set_kind(client_of("sonoivu"), typed_1="Số văn bản; văn bản; cộng\nTỷ lệ hồ sơ; %; tỷ lệ") == 302
    report, client = opened("thien-loc"), client_of("xa")
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("reports:template", args=[report.pk])).content))
    sheet = book.worksheets[0]
    assert sheet.max_row == 6
    place = reverse("reports:import", args=[report.pk])

    def send(source: str) -> int:
        out = BytesIO()
        book.save(out)
        out.seek(0)
        out.name = "bieu.xlsx"
        return client.post(place, {"file": out, "source": source}).status_code

    sheet["D5"], sheet["E6"], sheet["F6"] = 12, 30, "bốn mươi"
    assert send("Sổ văn bản") == 422
    sheet["F6"] = 40
    assert send("") == 422
    assert not report.figures.exclude(own_value=None).exists()
    assert send("Sổ văn bản") == 302
    typed = {one.label: one for one in report.figures.filter(origin="typed")}
    assert (typed["Số văn bản"].stands, typed["Tỷ lệ hồ sơ"].stands) == (12, 75)
    assert typed["Số văn bản"].reason == "Sổ văn bản"


def test_what_is_typed_over_a_newer_version_comes_back_with_both(client_of: ClientOf, opened: Opened) -> None:
    report, client = opened("thien-loc"), client_of("xa")
    place = reverse("reports:write", args=[report.pk, "ton-tai"])
    client.post(place, {"text": "Một", "version": 0})
    answer = client.post(place, {"text": "Hai", "version": 0})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Một" in page
    assert "Hai" in page


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1"])
def test_a_damaged_version_is_refused(client_of: ClientOf, opened: Opened, version: str) -> None:
    report = opened("thien-loc")
    step = reverse("reports:step", args=[report.pk, "gui"])
    assert client_of("xa").post(step, {"version": version}).status_code == 422
    assert client_of("xa").post(reverse("reports:step", args=[report.pk, "khac"])).status_code == 404


def test_the_same_bytes_come_out_again_on_another_day_after_everything_around_changed(
    client_of: ClientOf, opened: Opened, units: dict[str, Unit]
) -> None:
    from datetime import date

    from namro.web.program.models import ProgramState

    report, client = opened("thien-loc"), client_of("xa")
    _hand_in(client, report, "Còn chậm.\nDòng hai <b>không</b> là thẻ; =1+1.")
    edition = report.editions.get()
    places = [
        reverse("reports:edition_file", args=[edition.pk, form]) for form in ("docx", "pdf", "xlsx", "json")
    ]
    before = [client.get(place).content for place in places]
    ProgramState.objects.update(working_date=date(2021, 12, 20))
    Unit.objects.filter(key="thien-loc").update(name="UBND xã Đổi Tên")
    report.figures.update(value=999)
    assert [client.get(place).content for place in places] == before
    assert json.loads(before[3])["head"]["unit"] == "UBND xã Thiên Lộc"


def test_pages_send_few_queries(client_of: ClientOf, opened: Opened, max_queries: Budget) -> None:
    report = opened("thien-loc")
    for key in ("can-loc", "duc-tho", "vuong-loc", "tung-anh", "so-tu-phap"):
        opened(key)
    whole = opened("so-noi-vu", whole=True)
    client = client_of("sonoivu")
    with max_queries(14):
        client.get(reverse("reports:list"))
    with max_queries(18):
        client.get(reverse("reports:detail", args=[report.pk]))
    with max_queries(18):
        client.get(reverse("reports:gathering", args=[whole.pk]))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "5"}, "lý do"),
        ({"value": "", "reason": "x"}, "ghi một số"),
        ({"value": "năm", "reason": "x"}, "không phải là số"),
        ({"value": "9" * 60, "reason": "x"}, "không phải là số"),
        ({"value": "9" * 20, "reason": "x"}, "quá lớn"),
        ({"value": "1,1234567", "reason": "x"}, "6 chữ số lẻ"),
        ({"value": "5", "reason": "x", "version": "9"}, "vừa sửa"),
        ({"value": "5", "reason": "x", "version": "y"}, "tải lại"),
    ],
)
def test_a_wrong_number_by_hand_is_refused_in_one_sentence(
    client_of: ClientOf, opened: Opened, typed: dict[str, str], sentence: str
) -> None:
    figure = opened("thien-loc").figures.get(name="phan-viec.den-han")
    place = reverse("reports:figure", args=[figure.report_id, figure.pk])
    answer = client_of("xa").post(place, {"version": "0"} | typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    figure.refresh_from_db()
    assert not figure.is_changed


def test_a_number_by_hand_is_kept_and_marked_on_the_page(client_of: ClientOf, opened: Opened) -> None:
    figure = opened("thien-loc").figures.get(name="phan-viec.den-han")
    place, client = reverse("reports:figure", args=[figure.report_id, figure.pk]), client_of("xa")
    assert client.post(place, {"value": "1.234,5", "reason": "Sổ", "version": "0"}).status_code == 302
    page = client.get(reverse("reports:detail", args=[figure.report_id])).content.decode()
    assert "sửa tay" in page
    assert "tính: 3" in page
    assert client.post(place, {"bo": "1", "version": "1"}).status_code == 302
    figure.refresh_from_db()
    assert (figure.stands, figure.is_changed) == (3, False)


def test_periods_are_chosen_by_name_and_the_one_that_ended_last_comes_first(
    client_of: ClientOf, units: dict[str, Unit]
) -> None:
    page = client_of("xa").get(reverse("reports:open")).content.decode()
    quarter, year = (
        "Quý III/2021, Báo cáo kết quả thực hiện kế hoạch: số liệu 1/7/2021 đến 30/9/2021",
        "Năm 2021, Báo cáo kết quả thực hiện kế hoạch: số liệu 1/1/2021 đến 31/12/2021",
    )
    assert 0 < page.index(quarter) < page.index(year)
    assert "Quý I/2022" not in page  # has not begun
    assert "hội họp" not in page  # no commune writes that one
    assert "hội họp" in client_of("sonoivu").get(reverse("reports:open")).content.decode()


@pytest.mark.parametrize("period", ["", "2021-Q3", "tien-do-ke-hoach:2031-Q3", "khac:2021-Q3", "<b>"])
def test_a_period_that_is_not_there_is_refused_in_one_sentence(
    client_of: ClientOf, units: dict[str, Unit], period: str
) -> None:
    answer = client_of("xa").post(reverse("reports:open"), {"ky": period, "don_vi": "thien-loc"})
    assert answer.status_code == 422
    assert "Hãy chọn báo cáo và kỳ." in (page := answer.content.decode()) or "các kỳ mở được" in page
    assert not Report.objects.exists()


def test_what_a_unit_must_write_now_stands_first_on_its_list_and_on_its_work(
    client_of: ClientOf, opened: Opened
) -> None:
    report = opened("thien-loc")
    opened("can-loc")
    client = client_of("xa")
    listed, work = reverse("reports:list"), reverse("plans:work")
    for place in (listed, work):
        page = client.get(place).content.decode()
        assert reverse("reports:detail", args=[report.pk]) in page, place
    assert "Báo cáo phải nộp" in page
    assert [row.report for row in client.get(listed).context["to_write"]] == [report]
    _hand_in(client, report)
    assert "Báo cáo phải nộp" not in client.get(work).content.decode()
    assert not client.get(listed).context["to_write"]
    assert not client_of("lanhdao").get(listed).context["to_write"]
