"""A campaign from self-scoring with proof to publication, as the people of the demonstration do it."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.services.preparing import Dates, add_units, create
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_on
from namro.web.ui.workbooks import XLSX
from web.campaigns.conftest import SMALL_RULEBOOK

Open = Callable[..., Page]


@pytest.fixture
def prepared(demo: dict[str, User], today: date, at: datetime) -> Campaign:
    officer = demo["sonoivu"]
    posts = posts_on(officer, on=today)
    days = Dates(*(date(2021, 12, day) for day in (1, 10, 15, 20, 25)))
    campaign = create(
        name="Chấm điểm cấp xã 2021", year=2021, toml=SMALL_RULEBOOK.encode(), dates=days,
        appraiser=posts.units[0], by=officer, posts=posts, at=at,
    )  # fmt: skip
    communes = Unit.objects.filter(level="commune", valid_to__gte=today).order_by("id")[:2]
    own = posts_on(demo["xa"], on=today).units[0]
    add_units(campaign_id=campaign.pk, units={own, *communes}, by=officer, posts=posts, at=at)
    return campaign


def line_of(campaign: Campaign, user: User, today: date, code: str) -> SheetLine:
    unit = posts_on(user, on=today).units[0]
    return SheetLine.objects.get(entrant__campaign=campaign, entrant__unit=unit, code=code)


def step(page: Page, campaign: Campaign, name: str) -> None:
    page.goto(f"/cham-diem/{campaign.pk}/")
    page.get_by_role("button", name=name, exact=True).click()
    still_open = page.locator("#con-mo")
    expect(page.locator(".notice-success").or_(still_open)).to_be_visible()
    if still_open.is_visible():
        # Other communes have not handed in: what stays behind is said before the step is taken.
        still_open.get_by_role("button", name="Vẫn").click()
    expect(page.locator(".notice-success")).to_be_visible()


@pytest.mark.timeout(300)
def test_from_self_scoring_to_a_published_ranking(
    prepared: Campaign,
    demo: dict[str, User],
    today: date,
    page_as: Open,
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    officer, commune = page_as(demo["sonoivu"]), page_as(demo["xa"])
    step(officer, prepared, "Mở tự đánh giá")
    first = line_of(prepared, demo["xa"], today, "1.1")
    sheet = f"/cham-diem/phieu/{first.entrant_id}/"
    place = f"{sheet}tieu-chi/1.1/"

    # The commune types two numbers; the points and their reckoning appear without pressing anything.
    commune.goto(sheet)
    row = commune.locator('[id="tc-1.1"]')
    row.locator("[name=so-a]").fill("45")
    row.locator("[name=so-b]").fill("45")
    row.locator("[name=so-b]").press("Tab")
    expect(row.locator(".reckoning-line")).to_contain_text("45/45")
    expect(row.locator(f"#diem-{first.pk}")).to_have_text("1,50")
    other = commune.locator('[id="tc-1.2"]')
    other.locator("select").select_option(index=1)
    expect(other.locator(".saved")).to_have_text("Đã lưu")
    check_page(commune)
    picture(commune, "phieu-cham-diem")

    # The sheet goes out, a number is changed offline, and comes back only where the commune says so.
    with commune.expect_download() as started:
        commune.get_by_role("link", name="Xuất Excel").click()
    book = openpyxl.load_workbook(BytesIO(Path(started.value.path()).read_bytes()))
    for cells in book.worksheets[0].iter_rows(min_row=5):
        if (cells[0].value, cells[2].value) == ("1.1", "b"):
            cells[4].value = 44
    filled = BytesIO()
    book.save(filled)
    commune.get_by_role("link", name="Nhập từ Excel").click()
    commune.set_input_files("#tep", {"name": "phieu.xlsx", "mimeType": XLSX, "buffer": filled.getvalue()})
    commune.get_by_role("button", name="Xem trước").click()
    expect(commune.get_by_text("Khác với phiếu đang có (1)")).to_be_visible()
    check_page(commune)
    commune.get_by_label("Ghi tiêu chí 1.1").check()
    commune.get_by_role("button", name="Ghi vào phiếu").click()
    expect(commune.locator(f"#diem-{first.pk}")).to_have_text("1,47")
    row.locator("[name=so-b]").fill("45")
    row.locator("[name=so-b]").press("Tab")
    expect(row.locator(f"#diem-{first.pk}")).to_have_text("1,50")

    # Bare points are not taken; proof and words are.
    commune.get_by_role("button", name="Gửi phiếu").click()
    expect(commune.get_by_role("alert").first).to_contain_text("1.1")
    commune.goto(place)
    commune.get_by_label("Số văn bản").fill("45/BC-UBND")
    commune.get_by_label("Ngày văn bản").fill("30/06/2021")
    commune.get_by_role("button", name="Thêm tài liệu").click()
    expect(commune.locator(".notice-success")).to_be_visible()
    check_page(commune)
    commune.goto(f"{sheet}tieu-chi/1.2/")
    commune.get_by_label("Căn cứ tự chấm").fill("Đã gửi đủ bốn báo cáo quý.")
    commune.get_by_role("button", name="Ghi căn cứ").click()
    commune.goto(sheet)
    commune.get_by_role("button", name="Gửi phiếu").click()
    expect(commune.get_by_text("Đã gửi phiếu tự đánh giá.")).to_be_visible()

    # What is unclear is marked with a sentence; the commune explains before anybody appraises.
    officer.goto(place)
    officer.get_by_label("Đánh dấu").select_option("unclear")
    officer.get_by_label("Chỗ chưa rõ, cần bổ sung gì").fill("Chưa kèm danh mục 45 nhiệm vụ.")
    check_page(officer)
    officer.get_by_role("button", name="Ghi dấu").click()
    expect(officer.locator(".notice-success")).to_be_visible()
    step(officer, prepared, "Chuyển bổ sung, giải trình lần 1")
    small = page_as(demo["xa"], "phone")
    for page in (commune, small):
        page.goto(sheet)
        expect(page.locator("#can-bo-sung")).to_contain_text("Chưa kèm danh mục 45 nhiệm vụ.")
        check_page(page)
    picture(commune, "bo-sung-giai-trinh")
    commune.locator("#can-bo-sung").get_by_role("link", name="1.1").click()
    commune.locator("#giai-trinh-lan-1 textarea").fill("Danh mục là Phụ lục I của kế hoạch xã.")
    check_page(commune)
    commune.get_by_role("button", name="Gửi giải trình lần 1").click()
    expect(commune.locator(".notice-success")).to_be_visible()

    # The appraiser lowers one with a reason and accepts the other.
    step(officer, prepared, "Hết bổ sung, chuyển thẩm định lần 1")
    officer.goto(place)
    officer.get_by_label("Kết luận").select_option("lowered")
    officer.get_by_label("Điểm thẩm định").fill("1,20")
    officer.get_by_label("Lý do").fill("Kế hoạch có 50 nhiệm vụ.")
    officer.get_by_role("button", name="Ghi kết luận").click()
    expect(officer.locator(".notice-success")).to_be_visible()
    officer.goto(sheet)
    officer.get_by_label("Chấp nhận tiêu chí 1.2").check()
    check_page(officer)
    officer.get_by_role("button", name="Chấp nhận các tiêu chí đã đánh dấu").click()
    expect(officer.get_by_text("Đã chấp nhận 1 tiêu chí.")).to_be_visible()
    officer.goto(f"{sheet}?linh-vuc=2")
    survey = officer.locator('[id="tc-2.1"]')
    survey.locator("input[type=text]").fill("80")
    survey.locator("input[type=text]").press("Tab")
    expect(survey.locator(".saved")).to_have_text("Đã lưu")

    # The commune explains, the second appraisal follows it, everything is published.
    step(officer, prepared, "Chuyển giải trình lần 2")
    commune.goto(place)
    expect(commune.get_by_text("Kế hoạch có 50 nhiệm vụ.").first).to_be_visible()
    commune.locator("#giai-trinh textarea").fill("Năm nhiệm vụ thuộc năm sau.")
    commune.get_by_role("button", name="Gửi giải trình").click()
    step(officer, prepared, "Chuyển thẩm định lần 2")
    officer.goto(place)
    officer.get_by_label("Điểm thẩm định").fill("1,50")
    officer.get_by_label("Lý do").fill("Giải trình hợp lý.")
    officer.get_by_role("button", name="Ghi điểm").click()
    expect(officer.locator(".notice-success")).to_be_visible()
    step(officer, prepared, "Công bố")

    # Everybody sees the ranking; who is not complete is left out and said so.
    phone = page_as(demo["xa"], "phone")
    phone.goto(f"/cham-diem/{prepared.pk}/cong-bo/1/")
    expect(phone.locator("tbody tr", has_text="Tốt")).to_contain_text("3,70")
    expect(phone.locator("tbody tr", has_text="không xếp").first).to_contain_text("chưa chấm xong")
    check_page(phone)
    phone.goto(sheet)
    check_page(phone)
    picture(phone, "phieu-cham-diem-dien-thoai")
    officer.goto(f"/cham-diem/{prepared.pk}/")
    check_page(officer)
    picture(officer, "dot-cham-diem")
    officer.goto("/cham-diem/moi/")
    check_page(officer)
