"""What was typed waits for the person when the session ended in the middle of a form."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from namro.web.accounts.cast import DEMO_PASSWORD
from namro.web.accounts.models import User


def _sign_in(page: Page, name: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_words_typed_before_the_session_ended_are_there_after_signing_in(
    demo: dict[str, User], page_as: Callable[..., Page]
) -> None:
    page = page_as(demo["sonoivu"])
    page.goto("/don-vi/nguoi/moi/")
    page.get_by_label("Họ và tên").fill("Hoàng Thị Yến")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect(page.get_by_text("phần chữ đã nhập sẽ hiện lại")).to_be_visible()

    _sign_in(page, "sonoivu")
    expect(page.get_by_label("Họ và tên")).to_have_value("Hoàng Thị Yến")
    page.get_by_role("button", name="Bỏ đi").click()
    expect(page.get_by_label("Họ và tên")).to_have_value("")


def test_another_person_at_the_same_window_does_not_see_them(
    demo: dict[str, User], page_as: Callable[..., Page]
) -> None:
    page = page_as(demo["sonoivu"])
    page.goto("/don-vi/nguoi/moi/")
    page.get_by_label("Họ và tên").fill("Hoàng Thị Yến")
    page.get_by_role("button", name="Tạo tài khoản").click()  # refused: the rest is missing
    page.goto("/tai-khoan/")
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Đăng xuất").click()

    _sign_in(page, "sonoivu")
    page.goto("/don-vi/nguoi/moi/")
    expect(page.get_by_label("Họ và tên")).to_have_value("")
