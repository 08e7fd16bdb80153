"""Coming in, looking around, going out; every page of the ground floor at three widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from namro.web.accounts.cast import DEMO_PASSWORD
from namro.web.accounts.models import User

PAGES = [
    "/tai-khoan/",
    "/tai-khoan/mat-khau/",
    "/don-vi/",
    "/don-vi/?q=khong-co-don-vi-nao",
    "/don-vi/can-loc/",
    "/don-vi/nhom/",
    "/don-vi/nhom/audited-units/?q=can+loc",
    "/nhat-ky/",
    "/thiet-lap/",
]


@pytest.mark.parametrize("size", ["desk", "phone", "zoomed"])
def test_every_page_fits_and_can_be_used_by_everyone(
    cast: dict[str, User], page_as: Callable[..., Page], check_page: Callable[[Page], None], size: str
) -> None:
    page = page_as(None, size)
    page.goto("/dang-nhap/")
    check_page(page)
    page = page_as(cast["sonoivu"], size)
    for path in PAGES:
        page.goto(path)
        check_page(page)


def test_a_person_signs_in_with_a_password_looks_around_and_signs_out(
    cast: dict[str, User], page_as: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    page = page_as(None)
    page.goto("/don-vi/")
    picture(page, "dang-nhap")
    page.get_by_label("Tên đăng nhập").fill("sotuphap")
    page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    assert page.url.endswith("/don-vi/")
    page.get_by_text("Lê Anh Tuấn").first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    assert "/dang-nhap/" in page.url
    page.goto("/don-vi/")
    assert "/dang-nhap/" in page.url


def test_the_list_of_units_narrows_while_typing_without_diacritics(
    cast: dict[str, User], page_as: Callable[..., Page]
) -> None:
    page = page_as(cast["xa"])
    page.goto("/don-vi/")
    page.keyboard.press("/")
    page.keyboard.type("tung anh")
    page.get_by_text("1 đơn vị có mặt").wait_for()
    assert page.locator("tbody tr").count() == 1
    assert "q=tung" in page.url
    page.reload()
    assert page.get_by_label("Tìm theo tên").input_value() == "tung anh"


def test_arrow_keys_walk_down_a_table(cast: dict[str, User], page_as: Callable[..., Page]) -> None:
    page = page_as(cast["xa"])
    page.goto("/don-vi/")
    page.locator("tbody a").first.focus()
    page.keyboard.press("ArrowDown")
    assert (
        page.evaluate("document.activeElement.textContent") == page.locator("tbody a").nth(1).text_content()
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi/*/")


def test_leaving_a_changed_form_warns(cast: dict[str, User], page_as: Callable[..., Page]) -> None:
    page = page_as(cast["sonoivu"])
    page.goto("/thiet-lap/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("textbox", name="Ngày làm việc").click()
    page.keyboard.type("1")
    page.goto("/don-vi/")
    assert asked == ["beforeunload"]


def test_on_a_phone_the_menu_opens_without_script(
    cast: dict[str, User], page_as: Callable[..., Page]
) -> None:
    page = page_as(cast["xa"], "phone")
    page.goto("/tai-khoan/")
    page.get_by_text("Trang", exact=True).click()
    page.locator(".person-menu").get_by_role("link", name="Đơn vị", exact=True).click()
    assert page.url.endswith("/don-vi/")
