"""The pages: who may, what is frozen, what a package makes, how many queries."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from namro.core.reports.freezing import digest
from namro.web.plans.models import Obligation, Plan
from namro.web.reports.briefing.fitting import page_count
from namro.web.reports.briefing.models import Briefing, Package
from namro.web.reports.briefing.services import packing

pytestmark = pytest.mark.django_db
AsWho = Callable[[str], Client]


@pytest.fixture
def queued() -> Iterator[list[int]]:
    """What was handed to the queue, instead of a queue."""
    found: list[int] = []
    with patch.object(packing, "async_task", lambda _job, pk: found.append(pk)):
        yield found


@pytest.mark.parametrize(
    ("who", "list_", "sheet", "packages"),
    [
        ("sonoivu", 200, 200, 200),
        ("lanhdao", 200, 200, 403),
        ("mattran", 200, 200, 403),
        ("sotuphap", 403, 403, 403),
        ("huyen", 403, 403, 403),
        ("xa", 403, 200, 403),
        ("stranger", 403, 403, 403),
    ],
)
def test_who_opens_what(
    who: str, list_: int, sheet: int, packages: int, worked: Plan, client_of: AsWho
) -> None:
    client = client_of(who)
    for address in ("/tai-lieu-hop/", "/tai-lieu-hop/chuan-bi/", "/tai-lieu-hop/chuan-bi/?dang=pdf"):
        assert client.get(address).status_code == list_, address
    assert client.get("/tai-lieu-hop/don-vi/thien-loc/").status_code == sheet
    assert client.get("/tai-lieu-hop/don-vi/thien-loc/?dang=pdf").status_code == sheet
    assert client.get("/tai-lieu-hop/goi/").status_code == packages
    if who != "sonoivu":
        assert client.post("/tai-lieu-hop/chuan-bi/", {}).status_code == 403
        assert not Briefing.objects.exists()


def test_an_issued_briefing_stays_as_it_was(worked: Plan, client_of: AsWho) -> None:
    client = client_of("sonoivu")
    answer = client.post("/tai-lieu-hop/chuan-bi/", {}, follow=True)
    assert "Đã phát hành tài liệu họp bản 1" in answer.content.decode()
    made = Briefing.objects.get()
    assert digest(made.content) == made.sha256
    before = {form: client.get(f"/tai-lieu-hop/1/tai/{form}/").content for form in ("pdf", "pptx", "json")}
    assert page_count(before["pdf"]) == 2
    Obligation.objects.update(state="accepted")
    assert {form: client.get(f"/tai-lieu-hop/1/tai/{form}/").content for form in before} == before
    for change in (lambda: Briefing.objects.update(title="khác"), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert client.get("/tai-lieu-hop/1/tai/exe/").status_code == 404


def test_the_officer_chooses_other_matters_and_writes_a_sentence(worked: Plan, client_of: AsWho) -> None:
    client = client_of("sonoivu")
    asked = {
        "tieu_de": "Họp giao ban",
        "tu_ngay": "01/10/2021",
        "viec_1": "tu-ghi",
        "cau_1": "Tăng người cho <b>một cửa</b>",
    }
    page = client.get("/tai-lieu-hop/chuan-bi/", asked).content.decode()
    assert "Tăng người cho &lt;b&gt;" in page
    assert "<b>một cửa" not in page
    client.post("/tai-lieu-hop/chuan-bi/", asked)
    content = json.loads(Briefing.objects.get().content)
    assert content["head"]["since"] == "2021-10-01"
    assert [one["title"] for one in content["decisions"]["chosen"]] == ["Tăng người cho <b>một cửa</b>"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"tu_ngay": "15/11/2021"}, "phải trước ngày làm việc"),
        ({"tu_ngay": "hôm qua"}, "Ngày cần viết dạng"),
        ({"viec_1": "khong-co"}, "không còn trong danh sách"),
        ({"viec_1": "tu-ghi"}, "Hãy ghi việc cần quyết định"),
        ({"viec_1": "", "cau_1": "Một câu"}, "Hãy chọn một việc cho câu này"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_keeps_the_words(
    asked: dict[str, str], sentence: str, worked: Plan, client_of: AsWho
) -> None:
    for method in ("get", "post"):
        answer = getattr(client_of("sonoivu"), method)(
            "/tai-lieu-hop/chuan-bi/", {"tieu_de": "Giữ lại", **asked}
        )
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "Giữ lại" in answer.content.decode()
    assert not Briefing.objects.exists()


def test_two_briefings_are_compared_number_by_number(worked: Plan, client_of: AsWho) -> None:
    client = client_of("sonoivu")
    client.post("/tai-lieu-hop/chuan-bi/", {})
    Obligation.objects.filter(state="not_started", unit__key="thien-loc").update(state="accepted")
    client.post("/tai-lieu-hop/chuan-bi/", {})
    page = client.get("/tai-lieu-hop/2/so-voi/1/").content.decode()
    assert "Bản 1 và bản 2" in page
    assert "UBND xã Thiên Lộc, quá hạn" in page
    assert "không có" in page
    assert "PAPI" not in client.get("/tai-lieu-hop/2/so-voi/1/?doi=1").content.decode().split("<main")[1]


def test_a_damaged_briefing_is_refused_in_a_sentence(worked: Plan, client_of: AsWho, at: Any) -> None:
    Briefing.objects.create(
        number=1, title="x", day=at.date(), since=at.date(), content="{}", sha256="0" * 64, by_name="x", at=at
    )
    for address in ("/tai-lieu-hop/1/", "/tai-lieu-hop/1/tai/pdf/", "/tai-lieu-hop/1/so-voi/1/"):
        answer = client_of("sonoivu").get(address)
        assert answer.status_code == 422
        assert "không còn nguyên vẹn" in answer.content.decode()


def test_sheets_of_a_level_are_one_file_with_a_page_each(
    worked: Plan, client_of: AsWho, queued: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of("sonoivu")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/tai-lieu-hop/goi/", {"goi": "to", "to-cap": "commune", "to-dang": "pdf"})
    made = Package.objects.get()
    assert queued == [made.pk]
    page = client.get(f"/tai-lieu-hop/goi/{made.pk}/").content.decode()
    assert "0/3 đơn vị" in page
    assert client.get(f"/tai-lieu-hop/goi/{made.pk}/tai/").status_code == 302
    packing.run(made.pk)
    packing.run(made.pk)
    made.refresh_from_db()
    assert (made.state, made.done) == ("done", 3)
    content = b"".join(client.get(f"/tai-lieu-hop/goi/{made.pk}/tai/").streaming_content)  # type: ignore[attr-defined]
    assert page_count(content) == 3
    assert client_of("lanhdao").get(f"/tai-lieu-hop/goi/{made.pk}/tai/").status_code == 403


def test_reports_of_many_units_are_opened_filled_and_packed(
    worked: Plan, client_of: AsWho, queued: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of("sonoivu")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/tai-lieu-hop/goi/", {"goi": "bao-cao", "bc-ky": "tien-do-ke-hoach:2021-Q3", "bc-dang": "zip"}
        )
    assert answer.status_code == 302, answer.content.decode()
    made = Package.objects.get()
    assert made.total > 0
    packing.run(made.pk)
    made.refresh_from_db()
    assert (made.state, made.done, made.said) == ("done", made.total, "")
    content = b"".join(client.get(f"/tai-lieu-hop/goi/{made.pk}/tai/").streaming_content)  # type: ignore[attr-defined]
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert len(names) == 2 * made.total
    assert {name.rpartition(".")[2] for name in names} == {"docx", "pdf"}


def test_a_level_without_units_and_a_strange_period_are_refused(worked: Plan, client_of: AsWho) -> None:
    for asked in (
        {"goi": "to", "to-cap": "central", "to-dang": "pdf"},
        {"goi": "bao-cao", "bc-ky": "x:y"},
        {},
    ):
        assert client_of("sonoivu").post("/tai-lieu-hop/goi/", asked).status_code == 422
    assert not Package.objects.exists()


def test_pages_ask_the_same_number_of_queries_whatever_there_is(
    worked: Plan, client_of: AsWho, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = client_of("sonoivu")
    client.post("/tai-lieu-hop/chuan-bi/", {})
    budgets = {
        "/tai-lieu-hop/": 14,
        "/tai-lieu-hop/1/": 14,
        "/tai-lieu-hop/chuan-bi/": 110,
        "/tai-lieu-hop/don-vi/thien-loc/": 40,
        "/tai-lieu-hop/goi/": 16,
    }
    for address, most in budgets.items():
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_the_sheet_is_found_on_the_page_of_the_unit_and_on_its_work(worked: Plan, client_of: AsWho) -> None:
    way = "/tai-lieu-hop/don-vi/thien-loc/"
    assert way in client_of("xa").get("/don-vi/thien-loc/").content.decode()
    assert way in client_of("xa").get("/viec-cua-toi/").content.decode()
    assert way not in client_of("huyen").get("/don-vi/thien-loc/").content.decode()
    assert "/tai-lieu-hop/goi/" in client_of("sonoivu").get("/bao-cao/").content.decode()
    assert "/tai-lieu-hop/goi/" not in client_of("xa").get("/bao-cao/").content.decode()
