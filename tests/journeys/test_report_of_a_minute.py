"""A commune's officer reports from a phone: everything needed stands in the first screen."""

from collections.abc import Callable
from datetime import datetime
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
    return Obligation.objects.filter(unit__name="UBND xã Thiên Lộc", task__code="PL1.V.1-5").get()


def test_work_reason_and_the_three_buttons_stand_in_the_first_screen(
    owed: Obligation,
    demo: dict[str, User],
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
) -> None:
    page = page_as(demo["xa"], "phone")
    page.goto(f"/phan-viec/{owed.pk}/")
    for words in ("Đã xong, gửi duyệt", "Đang làm", "Vướng mắc"):
        box = page.get_by_role("button", name=words, exact=True).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE_HEIGHT, words
    assert page.evaluate("window.scrollY") == 0
    check_page(page)


def test_a_report_takes_a_sentence_a_number_a_date_and_one_press(
    owed: Obligation, demo: dict[str, User], page_as: Callable[..., Page]
) -> None:
    page = page_as(demo["xa"], "phone")
    page.goto(f"/phan-viec/{owed.pk}/")
    expect(page.get_by_label("Số văn bản", exact=True)).to_be_hidden()
    page.get_by_label("Đã làm gì, đến đâu").fill("Đã lấy ý kiến 120 người dân tại bộ phận Một cửa.")
    page.get_by_text("Số văn bản, địa chỉ trang web").click()
    page.get_by_label("Số văn bản", exact=True).fill("45/BC-UBND")
    page.get_by_role("button", name="Đã xong, gửi duyệt").click()
    expect(page.get_by_role("alert").first).to_contain_text("cần cả số, ký hiệu và ngày")
    # What was filled in stays in sight although the fold of this part is closed again.
    expect(page.get_by_label("Số văn bản", exact=True)).to_have_value("45/BC-UBND")
    page.get_by_label("Ngày văn bản").fill("12/11/2021")
    page.get_by_role("button", name="Đã xong, gửi duyệt").click()
    expect(page.get_by_text("Đã gửi báo cáo, đang chờ duyệt.")).to_be_visible()
