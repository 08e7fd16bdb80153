"""PAPI totals that come in alone, and totals that their parts do not give: said on the page, never repaired."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.web.indices.models import Result, ResultImport
from namro.web.indices.ranking_selectors import ranking_list, years
from namro.web.indices.services import load_results
from namro.web.program.models import ProgramState

ClientOf = Callable[[str], Client]
DAY = date(2026, 8, 1)
TOTALS = """Chỉ số;Năm;Tỉnh;Mã;Điểm
PAPI;2025;Hà Tĩnh;;45,2
PAPI;2025;Nghệ An;;44,1
PAPI;2025;Quảng Ninh;;45,2
PAPI;2025;Thanh Hóa;;43
"""


@pytest.fixture
def officer(client_of: ClientOf, at: datetime) -> Client:
    load_results(at=at)
    client = client_of("sonoivu")
    ProgramState.objects.update(working_date=DAY)
    return client


def _take(client: Client, rows: str) -> None:
    file = SimpleUploadedFile("papi.csv", rows.encode())
    answer = client.post("/ket-qua/nap/", {"file": file, "source": "Báo cáo PAPI"})
    assert answer.status_code == 302, answer.content.decode()
    table = ResultImport.objects.latest("id")
    answer = client.post(f"/ket-qua/nap/{table.pk}/", {"reason": "Theo báo cáo đính chính"})
    assert answer.status_code == 302, answer.content.decode()


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_a_year_of_totals_alone_is_ranked_by_them_with_ties(officer: Client) -> None:
    assert 2025 not in years("PAPI", day=DAY)
    _take(officer, TOTALS)
    assert years("PAPI", day=DAY)[0] == 2025
    shown = ranking_list("PAPI", 2025, day=DAY)
    assert shown is not None
    assert [(row.name, row.rank, row.tied) for row in shown.rows] == [
        ("Hà Tĩnh", 1, 1), ("Quảng Ninh", 1, 1), ("Nghệ An", 3, 0), ("Thanh Hóa", 4, 0),
    ]  # fmt: skip
    page = _page(officer, "/chi-so/papi/xep-hang/2025/")
    assert "Chỉ có tổng điểm của 4 tỉnh, chưa có các nội dung thành phần" in page
    assert officer.get("/chi-so/papi/xep-hang/2025/?theo=1").status_code == 404
    assert officer.get("/chi-so/papi/xep-hang/2025/tep/").status_code == 200
    assert ">2025<" in _page(officer, "/chi-so/papi/tinh/ha-tinh/")


def test_one_total_alone_is_no_ranking(officer: Client) -> None:
    _take(officer, "".join(TOTALS.splitlines(keepends=True)[:2]))
    assert 2025 not in years("PAPI", day=DAY)
    assert officer.get("/chi-so/papi/xep-hang/2025/").status_code == 404


def test_the_carried_totals_agree_with_their_parts(officer: Client) -> None:
    assert "tong-khong-khop" not in _page(officer, "/chi-so/papi/")


def test_a_part_that_was_corrected_shows_on_the_page_of_the_index_and_the_printed_total_stays(
    officer: Client,
) -> None:
    _take(officer, "Chỉ số;Năm;Tỉnh;Mã;Điểm\nPAPI;2020;Hà Tĩnh;SC62;1,921774387\n")
    assert Result.objects.get(index="PAPI", year=2020, province="Hà Tĩnh", code="").score == Decimal("45.005")
    page = _page(officer, "/chi-so/papi/")
    assert "Năm 2020: tổng điểm in là 45,005, các nội dung đã nạp cộng lại là 45,5052" in page
    assert "45,5052" in _page(officer, "/chi-so/papi/xep-hang/2020/")
