"""One obligation of a commune: from the head to an official on a phone, and back to the head."""

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.imports.services.example import ensure_example_plan
from namro.web.plans.models import Obligation

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"
PHONE_HEIGHT = 844


@pytest.fixture
def owed(demo: dict[str, User], at: datetime) -> Obligation:
    ensure_example_plan(PLAN_359, at)
    return Obligation.objects.filter(unit__name="UBND xã Thiên Lộc", task__code="PL1.II.1-1").get()


def test_a_piece_goes_from_the_head_to_the_official_and_back(
    owed: Obligation,
    demo: dict[str, User],
    page_as: Callable[..., Page],
    picture: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
) -> None:
    head = page_as(demo["chutich"])
    head.goto("/giao-viec/")
    check_page(head)
    head.get_by_role("link", name="Giao việc PL1.II.1-1", exact=True).click()
    head.get_by_label("Rõ người: giao cho").select_option(
        label="Trần Thị Hiền, Công chức Văn phòng - Thống kê, xã Thiên Lộc"
    )
    head.get_by_label("Rõ thời gian: phải xong ngày").fill("20/12/2021")
    head.get_by_role("button", name="Giao việc", exact=True).click()
    refused = head.get_by_role("alert").first
    expect(refused).to_contain_text("Rõ trách nhiệm: cần ghi người nhận chịu trách nhiệm về điều gì.")
    expect(refused).to_contain_text("Rõ hiệu quả: cần ghi sản phẩm")
    head.get_by_label("Rõ trách nhiệm: chịu trách nhiệm về điều gì").fill(
        "Danh sách đúng, đủ, niêm yết đúng hạn"
    )
    head.get_by_label("Rõ hiệu quả: sản phẩm").fill("Biên bản niêm yết")
    check_page(head)
    picture(head, "giao-viec")
    head.get_by_role("button", name="Giao việc", exact=True).click()
    expect(head.locator("#ai-lam")).to_contain_text("Trần Thị Hiền")

    official = page_as(demo["congchuc"], "phone")
    official.goto("/giao-viec/cua-toi/")
    check_page(official)
    official.locator(".my-pieces a").first.click()
    check_page(official)
    picture(official, "viec-toi-duoc-giao")
    official.get_by_label("Đã làm gì, đến đâu").fill("Đã niêm yết danh sách ở 12 thôn.")
    official.get_by_text("Số văn bản, địa chỉ trang web").click()
    official.get_by_label("Số văn bản", exact=True).fill("12/BB-UBND")
    official.get_by_label("Ngày văn bản").fill("12/11/2021")
    official.get_by_role("button", name="Đã xong, gửi nghiệm thu").click()
    expect(official.get_by_text("Đã báo xong; bên giao sẽ nghiệm thu.")).to_be_visible()

    head.goto("/giao-viec/?muc=bao-xong")
    head.get_by_role("link", name="Trần Thị Hiền").first.click()
    head.get_by_text("Trả lại để làm tiếp").click()
    head.get_by_label("Cần bổ sung, sửa gì").fill("Thiếu chữ ký của hai thôn")
    head.get_by_role("button", name="Trả lại", exact=True).click()
    expect(head.get_by_text("Đã trả lại kèm lý do.")).to_be_visible()

    official.goto("/giao-viec/cua-toi/")
    expect(official.get_by_text("Thiếu chữ ký của hai thôn")).to_be_visible()
    official.locator(".my-pieces a").first.click()
    official.get_by_label("Đã làm gì, đến đâu").fill("Đã bổ sung chữ ký của hai thôn.")
    official.get_by_role("button", name="Đã xong, gửi nghiệm thu").click()
    head.reload()
    head.get_by_role("button", name="Nghiệm thu", exact=True).click()
    expect(head.get_by_text("Đã nghiệm thu.", exact=True)).to_be_visible()
    head.goto(f"/phan-viec/{owed.pk}/")
    expect(head.locator("#ai-lam")).to_contain_text("Đã nghiệm thu")
    check_page(head)


def test_the_preview_of_the_first_of_july_says_what_passes_and_what_waits(
    owed: Obligation, demo: dict[str, User], page_as: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    page = page_as(demo["sonoivu"])
    page.goto("/giao-viec/ke-tuc/?ngay=1/7/2025")
    said = re.search(
        r"Ngày 1/7/2025: ([\d\s]+) phần việc chuyển; ([\d\s]+) phần việc chờ quyết định",
        page.inner_text("main"),
    )
    assert said
    passing, waiting = (int("".join(number.split())) for number in said.groups())
    # Every obligation of a unit that is no more on the day is in one of the two.
    assert passing + waiting == Obligation.objects.filter(unit__valid_to__lt=date(2025, 7, 1)).count()
    assert passing > 2_000
    assert (
        page.get_by_role("button", name="phần việc ngay").count() == 0
    )  # only the day itself passes anything
    check_page(page)
