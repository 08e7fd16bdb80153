"""The book of points on Plan 359: the loss nobody looks after stands out, its cause is written, the year after read."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.imports.services.example import ensure_example_plan
from namro.web.indices.services import load_results
from namro.web.overview.models import Cause
from namro.web.plans.services.illustrating import add_illustration

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"
CAUSE = "Người dân cho rằng phải quen biết mới vào được khu vực công."


@pytest.mark.timeout(300)
def test_from_a_loss_to_who_looks_after_it_and_what_came_back(
    demo: dict[str, User],
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    load_results(by=demo["sonoivu"], at=at)
    assert ensure_example_plan(PLAN_359, at) is not None
    add_illustration(by=demo["sonoivu"], at=at)

    officer = page_as(demo["sonoivu"])
    officer.goto("/chi-so/papi/")
    officer.get_by_role("link", name="Mở sổ điểm").click()
    officer.wait_for_url("**/chi-so/papi/so-diem/2020/")
    expect(officer.get_by_text("45,0052")).to_be_visible()
    expect(officer.locator("tr.book-line")).to_have_count(12)
    expect(officer.locator("tr.stands-out")).to_have_count(1)
    check_page(officer)

    officer.locator("#SC62 summary").click()
    expect(officer.locator("#SC62 .book-reckoning")).to_contain_text("1,421774387 − 1,783568978 = −0,362")
    officer.locator("tr.stands-out").get_by_role("link", name="Công bằng trong tuyển dụng").click()
    officer.wait_for_url("**/SC43/")
    expect(officer.get_by_role("link", name="Thêm nhiệm vụ")).to_be_visible()
    check_page(officer)
    officer.get_by_text("Ghi nguyên nhân", exact=True).click()
    officer.get_by_label("Vì sao mất điểm").fill(CAUSE)
    officer.get_by_role("button", name="Lưu nguyên nhân").click()
    expect(officer.get_by_text("Đã lưu nguyên nhân.")).to_be_visible()
    assert Cause.objects.get().text == CAUSE

    leader = page_as(demo["lanhdao"])
    leader.goto("/chi-so/papi/so-diem/2020/?sau=co")
    expect(leader.locator("tr.stands-out")).to_contain_text(CAUSE)
    expect(leader.locator("tr.stands-out")).to_contain_text("lấy lại 61%")
    expect(leader.locator("tr.stands-out").get_by_role("link", name="Thêm nhiệm vụ")).to_have_count(0)
    picture(leader, "so-diem")
    leader.locator("#SC41").evaluate("line => line.scrollIntoView()")
    picture(leader, "so-diem-bo-sot")
    leader.get_by_label("Mốc so").select_option("toi-da")
    leader.wait_for_url("**so=toi-da**")
    expect(leader.locator("tr.book-line")).to_have_count(29)

    # The link of a criterion's work leads to exactly the obligations that its bar counts.
    leader.goto("/chi-so/papi/so-diem/2020/")
    line = leader.locator("#SC22")
    expect(line.locator(".progress-words")).to_contain_text("/230 ")
    line.get_by_role("link", name="2 nhiệm vụ").click()
    expect(leader.locator(".count").first).to_contain_text("230")

    phone = page_as(demo["sotuphap"], "phone")
    phone.goto("/")
    phone.get_by_role("link", name="Mở sổ điểm, phần của đơn vị bạn").click()
    expect(phone.locator("tr.book-line")).to_have_count(2)
    check_page(phone)
    phone.goto("/chi-so/papi/so-diem/2020/SC33/?sau=co")
    check_page(phone)
