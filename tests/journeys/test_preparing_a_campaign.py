"""An officer brings in the province's own rulebook from a spreadsheet and hands its criteria out."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.campaigns.models import ProvinceRulebook
from namro.web.campaigns.selectors.assigning import names_kept
from namro.web.campaigns.services.preparing import Dates, create
from namro.web.campaigns.services.rulebooks import add_rulebook, preview_rulebook
from namro.web.organisations.selectors import posts_on
from namro.web.ui.workbooks import XLSX
from web.campaigns.conftest import SMALL_RULEBOOK

Open = Callable[..., Page]


@pytest.mark.timeout(240)
def test_a_rulebook_from_a_spreadsheet_becomes_a_version_that_says_what_changed(
    demo: dict[str, User], today: date, at: datetime, page_as: Open, check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:  # fmt: skip
    officer = demo["sonoivu"]
    found = preview_rulebook(name="a.toml", data=SMALL_RULEBOOK.encode())
    first = add_rulebook(
        toml=found.toml,
        version=1,
        file_name="cap-xa.xlsx",
        by=officer,
        posts=posts_on(officer, on=today),
        at=at,
    )
    page = page_as(officer)
    page.goto("/cham-diem/")
    page.get_by_role("link", name="Bộ tiêu chí", exact=True).click()
    check_page(page)
    picture(page, "bo-tieu-chi")
    page.get_by_role("link", name=first.name).click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Xuất Excel").click()
    book = openpyxl.load_workbook(BytesIO(Path(started.value.path()).read_bytes()))
    rows = {row[0].value: row for row in book["Bộ tiêu chí"].iter_rows()}
    rows["1.1"][5].value = str(rows["1.1"][5].value).replace("80%", "90%")
    rows["1.2"][2].value = "một"

    def upload() -> None:
        packed = BytesIO()
        book.save(packed)
        page.goto("/cham-diem/bo-tieu-chi/nhap/")
        page.set_input_files("#tep", {"name": "moi.xlsx", "mimeType": XLSX, "buffer": packed.getvalue()})
        page.get_by_role("button", name="Xem trước").click()

    upload()
    expect(page.get_by_role("alert")).to_contain_text(f"Dòng {rows['1.2'][0].row}, tiêu chí 1.2")
    check_page(page)
    rows["1.2"][2].value = "1"
    upload()
    expect(page.get_by_text("1.1: đổi cách chấm")).to_be_visible()
    check_page(page)
    picture(page, "nhap-bo-tieu-chi")
    page.get_by_role("button", name="Nhập phiên bản 2").click()
    expect(page.locator(".notice-success")).to_contain_text("phiên bản 2")
    check_page(page)
    assert ProvinceRulebook.objects.count() == 2
    phone = page_as(demo["xa"], "phone")
    for place in ("", f"tinh/{first.pk}/", "par-index-2025/"):
        phone.goto(f"/cham-diem/bo-tieu-chi/{place}")
        check_page(phone)


@pytest.mark.timeout(240)
def test_many_criteria_are_handed_out_at_once(
    demo: dict[str, User], today: date, at: datetime, page_as: Open, check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:  # fmt: skip
    officer = demo["sonoivu"]
    posts = posts_on(officer, on=today)
    days = Dates(*(date(2021, 12, day) for day in (1, 10, 15, 20, 25)))
    campaign = create(
        name="Chấm điểm cấp xã 2021", year=2021, toml=SMALL_RULEBOOK.encode(), dates=days,
        appraiser=posts.units[0], by=officer, posts=posts, at=at,
    )  # fmt: skip
    for size in ("phone", "desk"):
        page = page_as(officer, size)
        page.goto(f"/cham-diem/{campaign.pk}/")
        page.get_by_role("link", name="Phân công cả bảng").click()
        check_page(page)
    page.get_by_label("Đánh dấu 1.1").check()
    page.get_by_label("Đánh dấu 1.2").check()
    page.get_by_label("Đơn vị nhập số liệu", exact=True).fill("Sở Tư pháp")
    page.get_by_role("button", name="Đặt và ghi").click()
    expect(page.locator(".notice-success")).to_contain_text("2 tiêu chí")
    page.get_by_label("Đơn vị thẩm định 2", exact=True).fill("Sở Không Có")
    page.get_by_role("button", name="Ghi phân công").last.click()
    expect(page.get_by_text("Không có đơn vị “Sở Không Có”")).to_be_visible()
    check_page(page)
    page.get_by_label("Đơn vị thẩm định 2", exact=True).fill("Sở Tư pháp")
    page.get_by_role("button", name="Ghi phân công").last.click()
    expect(page.locator(".notice-success")).to_be_visible()
    picture(page, "phan-cong-tieu-chi")
    assert names_kept(campaign) == {
        "1.1": ("Sở Tư pháp", ""),
        "1.2": ("Sở Tư pháp", ""),
        "2": ("", "Sở Tư pháp"),
    }
