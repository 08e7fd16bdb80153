from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from namro.web.accounts.models import User
from namro.web.audit.export import harmless
from namro.web.audit.services import record


@pytest.fixture
def entries(cast: dict[str, User], at: datetime) -> None:
    for number, unit in enumerate(("thien-loc", "tung-anh", "so-tu-phap")):
        record(
            by=cast["xa"],
            at=at + timedelta(days=number),
            action="Báo cáo",
            subject=f"Phần việc của {unit}",
            subject_type="obligation",
            subject_id=number,
            unit_key=unit,
            after={"state": "submitted"},
            reason="=HYPERLINK(1)",
        )


def page(client: Client, address: str = "/nhat-ky/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["sonoivu", "lanhdao", "mattran"])
def test_who_sees_the_province_sees_every_entry(
    entries: None, client_of: Callable[[str], Client], name: str
) -> None:
    text = page(client_of(name), "/nhat-ky/?viec=Báo+cáo")
    assert all(unit in text for unit in ("thien-loc", "tung-anh", "so-tu-phap"))


def test_an_officer_sees_only_the_entries_of_the_own_unit(
    entries: None, client_of: Callable[[str], Client]
) -> None:
    text = page(client_of("xa"))
    assert "Phần việc của thien-loc" in text
    assert "Phần việc của tung-anh" not in text
    assert "Phần việc của so-tu-phap" not in text


def test_somebody_without_a_post_is_told_who_may(entries: None, client_of: Callable[[str], Client]) -> None:
    answer = client_of("stranger").get("/nhat-ky/")
    assert answer.status_code == 403
    assert "Nhật ký dành cho cán bộ theo dõi kế hoạch" in answer.content.decode()


def test_days_are_both_included(entries: None, client_of: Callable[[str], Client]) -> None:
    text = page(client_of("sonoivu"), "/nhat-ky/?tu=2021-11-16&den=2021-11-16")
    assert "tung-anh" in text
    assert "Phần việc của thien-loc" not in text
    assert "Phần việc của so-tu-phap" not in text


def test_a_day_written_the_vietnamese_way_is_understood(
    entries: None, client_of: Callable[[str], Client]
) -> None:
    assert "Phần việc của thien-loc" not in page(client_of("sonoivu"), "/nhat-ky/?tu=16/11/2021")


def test_the_spreadsheet_holds_what_the_page_shows_and_no_formula(
    entries: None, client_of: Callable[[str], Client]
) -> None:
    answer = client_of("xa").get("/nhat-ky/nhat-ky.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert {row[5] for row in rows} == {"thien-loc"}
    reported = next(row for row in rows if row[3] == "Báo cáo")
    assert reported[8] == "'=HYPERLINK(1)"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text


def test_other_text_stays_as_it_is() -> None:
    assert harmless("Sở Nội vụ = đầu mối") == "Sở Nội vụ = đầu mối"


def test_the_page_needs_few_queries(
    entries: None,
    client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client = client_of("sonoivu")
    with max_queries(8):
        client.get("/nhat-ky/")
