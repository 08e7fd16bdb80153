"""The pages of a campaign: who opens what, what is typed, the workbook out and in, how many queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.selectors.checks import findings_of
from namro.web.campaigns.services import filling
from namro.web.campaigns.services.preparing import add_units, create, move, shipped_toml
from namro.web.campaigns.states import Move
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from web.campaigns.conftest import DATES

Line = Callable[..., SheetLine]
ClientOf = Callable[[str], Client]
Budget = Callable[[int], AbstractContextManager[None]]


def place(line: SheetLine, rest: str = "") -> str:
    return f"/cham-diem/phieu/{line.entrant_id}/{rest}"


def save(
    client: Client, line: SheetLine, *, version: int | None = None, htmx: bool = True, **values: str
) -> str:
    posted = {f"so-{name}": value for name, value in values.items()}
    posted["version"] = str(line.version if version is None else version)
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(place(line, f"so-lieu/{line.code}/"), posted, headers=headers)
    assert answer.status_code == 200 or not htmx
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sonoivu", 200), ("lanhdao", 200), ("mattran", 200), ("xa", 200),
        ("sotuphap", 403), ("huyen", 403), ("xakhac", 403), ("stranger", 403),
    ],
)  # fmt: skip
def test_a_sheet_is_seen_by_its_unit_its_appraiser_and_who_follows_the_province(
    who: str, status: int, line: Line, client_of: ClientOf
) -> None:
    for rest in ("", "tieu-chi/1.1/", "xuat/"):
        assert client_of(who).get(place(line("1.1"), rest)).status_code == status


def test_words_that_lost_against_somebody_else_stay_on_the_page(line: Line, client_of: ClientOf) -> None:
    client = client_of("xa")
    save(client, line("1.1"), a="45", b="45")
    answer = client.post(
        place(line("1.1"), "tieu-chi/1.1/can-cu/"), {"text": "Theo báo cáo năm.", "note": "", "version": "0"}
    )
    assert answer.status_code == 409
    assert "Những gì bạn nhập vẫn còn trên trang" in answer.content.decode()
    assert "Theo báo cáo năm." in answer.content.decode()
    assert line("1.1").self_text == ""


@pytest.mark.parametrize("who", ["xa", "lanhdao", "mattran", "stranger"])
def test_a_campaign_in_preparation_is_seen_by_who_runs_it(
    who: str, draft: Campaign, client_of: ClientOf
) -> None:
    assert client_of(who).get(f"/cham-diem/{draft.pk}/").status_code == 403
    assert client_of("sonoivu").get(f"/cham-diem/{draft.pk}/").status_code == 200
    assert draft.name not in client_of(who).get("/cham-diem/").content.decode()


def test_another_units_points_do_not_stand_on_the_page_of_the_campaign(
    campaign: Campaign, line: Line, client_of: ClientOf
) -> None:
    save(client_of("xa"), line("1.1"), a="45", b="44")
    assert "1,47" in client_of("xa").get(f"/cham-diem/{campaign.pk}/").content.decode()
    assert "1,47" not in client_of("xakhac").get(f"/cham-diem/{campaign.pk}/").content.decode()


def test_typing_gives_the_reckoning_the_sums_and_the_next_version_back(
    line: Line, client_of: ClientOf
) -> None:
    shown = save(client_of("xa"), line("1.1"), a="45", b="45")
    assert "45/45" in shown
    assert f'name="version" value="{line("1.1").version}"' in shown
    assert 'id="nhom-1"' in shown
    assert "<html" not in shown


def test_impossible_inputs_are_said_beside_the_boxes(line: Line, client_of: ClientOf) -> None:
    assert 'class="error"' in save(client_of("xa"), line("1.1"), a="45", b="46")
    whole = save(client_of("xa"), line("1.1"), htmx=False, a="45", b="46")
    assert 'value="46"' in whole
    assert line("1.1").inputs == {}


def test_without_htmx_saving_leads_back_to_the_line(line: Line, client_of: ClientOf) -> None:
    answer = client_of("xa").post(
        place(line("1.1"), "so-lieu/1.1/"), {"so-a": "45", "so-b": "45", "version": "0"}
    )
    assert answer["Location"] == place(line("1.1"), "?linh-vuc=1#tc-1.1")


def test_the_later_sees_both_and_replaces_only_by_saying_so(line: Line, client_of: ClientOf) -> None:
    client = client_of("xa")
    save(client, line("1.1"), version=0, a="45", b="45")
    shown = save(client, line("1.1"), version=0, a="45", b="40")
    assert "trong lúc bạn đang nhập" in shown
    assert 'name="version" value="0"' in shown
    assert line("1.1").inputs["b"] == "45"
    client.post(place(line("1.1"), "so-lieu/1.1/"), {"so-a": "45", "so-b": "40", "version": "0", "thay": "1"})
    assert line("1.1").inputs["b"] == "40"


def test_the_workbook_goes_out_and_comes_back_with_a_preview(
    line: Line, client_of: ClientOf, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    client = client_of("xa")
    filling.write_text(
        line_id=line("1.1").pk, text="", note='=HYPERLINK("http://x")', by=cast["xa"], posts=posts("xa"), at=at,
        version=line("1.1").version,
    )  # fmt: skip
    packed = client.get(place(line("1.1"), "xuat/")).content
    book = openpyxl.load_workbook(BytesIO(packed))
    page = book.active
    assert page is not None
    heads = {str(cell.value): cell.column for cell in page[4]}
    assert {"Tự đánh giá", "Thẩm định lần 1", "Giải trình", "Chỉ số", "Ghi chú"} <= set(heads)
    cells = [cell for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if cell.value == '=HYPERLINK("http://x")']
    for row in page.iter_rows(min_row=5):
        named = (str(row[heads["Mã tiêu chí"] - 1].value), row[heads["Số liệu"] - 1].value)
        if named in {("1.1", "a"), ("1.1", "b")}:
            row[heads["Giá trị"] - 1].value = 45
    out = BytesIO()
    book.save(out)

    save(client, line("1.1"), a="45", b="40")
    shown = _upload(client, line("1.1"), out.getvalue())
    assert "Khác với phiếu đang có (1)" in shown
    assert "b (số nhiệm vụ đã hoàn thành): 40" in shown
    assert line("1.1").inputs["b"] == "40"

    stale = {"xac-nhan": "1", "lay|1.1": "1", "ban|1.1": "0", "so|1.1|b": "45"}
    assert client.post(place(line("1.1"), "nhap/"), stale).status_code == 409
    assert line("1.1").inputs["b"] == "40"
    client.post(place(line("1.1"), "nhap/"), {**stale, "ban|1.1": str(line("1.1").version)})
    assert line("1.1").inputs == {"a": "45", "b": "45"}
    nothing = client.post(place(line("1.1"), "nhap/"), {"xac-nhan": "1", "so|1.1|b": "1"})
    assert nothing.status_code == 422


def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(line: Line, client_of: ClientOf) -> None:
    shown = _upload(client_of("xa"), line("1.1"), b"PK\x03\x04 broken")
    assert "notice-error" in shown


def test_checks_say_what_looks_wrong(
    line: Line,
    campaign: Campaign,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
) -> None:
    def as_(who: str) -> dict[str, object]:
        return {"by": cast[who], "posts": posts(who), "at": at}

    same = "Thực hiện đúng kế hoạch và báo cáo đầy đủ theo quy định của huyện."
    filling.save_inputs(line_id=line("1.1").pk, values={"a": 45, "b": 45}, version=0, **as_("xa"))  # type: ignore[arg-type]
    kinds = {(found.code, found.kind) for found in findings_of(line("1.1").entrant)}
    assert kinds == {("1.1", "unproved")}
    filling.prove(
        line_id=line("1.1").pk, proof=Proof(document_number="1/BC", document_date=date(2019, 5, 4)), version=1,
        **as_("xa"),  # type: ignore[arg-type]
    )  # fmt: skip
    filling.write_text(line_id=line("1.1").pk, text=same, note="", version=2, **as_("xa"))  # type: ignore[arg-type]
    other = line("1.1", "tung-anh")
    filling.write_text(line_id=other.pk, text=same, note="", version=0, **as_("xakhac"))  # type: ignore[arg-type]
    found = {one.kind: one.sentence for one in findings_of(line("1.1").entrant)}
    assert set(found) == {"outside_year", "copied"}
    assert "4/5/2019" in found["outside_year"]
    assert "Tùng Ảnh" in found["copied"]


def test_pages_ask_few_questions_of_the_database_however_many_units(
    campaign: Campaign,
    line: Line,
    client_of: ClientOf,
    max_queries: Budget,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    units: dict[str, Unit],
) -> None:
    add_units(
        campaign_id=campaign.pk, units=units.values(), by=cast["sonoivu"], posts=posts("sonoivu"), at=at
    )
    client = client_of("sonoivu")
    commune = client_of("xa")
    save(commune, line("1.1"), a="45", b="45")
    for address, most in (
        ("/cham-diem/", 8),
        (f"/cham-diem/{campaign.pk}/", 14),
        (place(line("1.1")), 20),
        (place(line("1.1"), "tieu-chi/1.1/"), 16),
    ):
        client.get(address)
        with max_queries(most):
            assert client.get(address).status_code == 200


def test_a_sheet_of_a_hundred_criteria_asks_no_more_than_a_small_one(
    client_of: ClientOf,
    max_queries: Budget,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    units: dict[str, Unit],
) -> None:
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    large = create(
        name="Chỉ số của tỉnh", year=2025, toml=shipped_toml("par-index-2025"), dates=DATES,
        appraiser=units["so-noi-vu"], **officer,
    )  # fmt: skip
    add_units(campaign_id=large.pk, units=[units["thien-loc"]], **officer)
    move(campaign_id=large.pk, move=Move.OPEN, version=0, **officer)
    held = SheetLine.objects.get(entrant__campaign=large, code="1.1")
    assert held.entrant.lines.count() == 102
    client = client_of("xa")
    client.get(place(held))
    for rest in ("", "?linh-vuc=tat-ca"):
        with max_queries(15):
            assert client.get(place(held, rest)).status_code == 200
    with max_queries(26):
        save(client, held, a="45", b="45")


def _upload(client: Client, line: SheetLine, packed: bytes) -> str:
    answer = client.post(place(line, "nhap/"), {"tep": SimpleUploadedFile("phieu.xlsx", packed)})
    return answer.content.decode()
