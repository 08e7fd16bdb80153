"""An officer makes a progress report from the page, changes its words, previews it, and takes the file."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.plans.services.confirming import confirm_plan
from web.plans.conftest import small_reading


def test_from_the_page_to_the_file_in_the_words_of_the_province(
    demo: dict[str, User],
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    confirm_plan(reading=small_reading(), plan_import=None, by=demo["sonoivu"], at=at)
    officer = page_as(demo["sonoivu"])
    officer.goto("/soan-thao/")
    check_page(officer)
    officer.get_by_role("link", name="toàn tỉnh").first.click()
    officer.get_by_label("Kỳ báo cáo").select_option("2021-Q4")
    officer.get_by_role("button", name="Xem", exact=True).click()
    expect(officer.get_by_role("article", name="Xem trước văn bản")).to_contain_text("quý IV/2021")
    check_page(officer)
    picture(officer, "soan-bao-cao-tien-do")

    # The words are changed: looked at before they are kept, and a place that is not there is refused at its box.
    officer.goto("/soan-thao/mau/tien-do/")
    check_page(officer)
    officer.get_by_label("Lời kết").fill("Kính báo cáo {khong_co}.")
    officer.get_by_label("Lý do sửa").fill("Theo ý kiến lãnh đạo Sở")
    officer.get_by_role("button", name="Lưu thành bản mới").click()
    expect(officer.locator(".field-wrong")).to_contain_text("khong_co")
    officer.get_by_label("Lời kết").fill("Sở Nội vụ kính báo cáo UBND tỉnh.")
    officer.get_by_role("button", name="Xem trước, chưa lưu").click()
    expect(officer.get_by_role("article", name="Xem trước văn bản")).to_contain_text("kính báo cáo UBND tỉnh")
    picture(officer, "mau-van-ban")
    officer.get_by_role("button", name="Lưu thành bản mới").click()
    expect(officer.get_by_text("Đã lưu mẫu thành bản mới.")).to_be_visible()

    phone = page_as(demo["sonoivu"], "phone")
    phone.goto("/soan-thao/")
    check_page(phone)
    phone.get_by_role("link", name="toàn tỉnh").first.click()
    expect(phone.get_by_role("article", name="Xem trước văn bản")).to_contain_text("kính báo cáo UBND tỉnh")
    check_page(phone)
    picture(phone, "soan-van-ban-dien-thoai")
    with phone.expect_download() as found:
        phone.get_by_role("link", name="Tải Word").click()
    with ZipFile(BytesIO(found.value.path().read_bytes())) as parts:
        assert "kính báo cáo UBND tỉnh" in parts.read("word/document.xml").decode()
