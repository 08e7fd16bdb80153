"""The sheet while it is filled: the line drops, the page is closed, somebody else is quicker; nothing typed is lost."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.services.filling import save_inputs
from namro.web.campaigns.services.preparing import Dates, add_units, create, move
from namro.web.campaigns.states import Move
from namro.web.organisations.selectors import posts_on
from web.campaigns.conftest import SMALL_RULEBOOK

Open = Callable[..., Page]
PARTS = """
[[line]]
code = "3"
name = "Trách nhiệm giải trình"
max = 2.00

[[line]]
code = "3.1"
name = "Thực hiện trách nhiệm giải trình"
max = 2.00
point = "documentary"
[line.rule]
kind = "sum"
[[line.rule.parts]]
name = "Ban hành kế hoạch"
max = 1.00
rule = { kind = "yes_no", label = "Kế hoạch", yes = "Ban hành trong quý I", no = "Ban hành sau quý I" }
[[line.rule.parts]]
name = "Xử lý vụ việc"
max = 1.00
rule = { kind = "ratio", a = "tổng số vụ việc", b = "số vụ việc đã xử lý" }
"""


@pytest.fixture
def campaign(demo: dict[str, User], today: date, at: datetime) -> Campaign:
    officer = demo["sonoivu"]
    posts = posts_on(officer, on=today)
    days = Dates(*(date(2021, 12, day) for day in (1, 10, 15, 20, 25)))
    toml = (SMALL_RULEBOOK + PARTS).replace("total = 4.00", "total = 6.00")
    made = create(
        name="Chấm điểm cấp xã 2021", year=2021, toml=toml.encode(), dates=days, appraiser=posts.units[0],
        by=officer, posts=posts, at=at,
    )  # fmt: skip
    units = posts_on(demo["xa"], on=today).units
    add_units(campaign_id=made.pk, units=units, by=officer, posts=posts, at=at)
    return move(campaign_id=made.pk, move=Move.OPEN, by=officer, posts=posts, at=at, version=0)


def line(campaign: Campaign, code: str) -> SheetLine:
    return SheetLine.objects.get(entrant__campaign=campaign, code=code)


def sheet(campaign: Campaign, field: str = "1") -> str:
    return f"/cham-diem/phieu/{campaign.entrants.get().pk}/?linh-vuc={field}"


@pytest.mark.timeout(180)
def test_what_was_typed_without_a_connection_is_sent_when_it_is_back(
    campaign: Campaign, demo: dict[str, User], page_as: Open, check_page: Callable[[Page], None]
) -> None:
    page = page_as(demo["xa"], "phone")
    page.goto(sheet(campaign))
    row = page.locator('[id="tc-1.1"]')
    page.context.set_offline(True)
    row.locator("[name=so-a]").fill("45")
    row.locator("[name=so-a]").press("Enter")
    expect(row.locator("[name=so-b]")).to_be_focused()
    row.locator("[name=so-b]").fill("44")
    row.locator("[name=so-b]").press("Tab")
    bar = page.locator(".unsent")
    expect(bar).to_contain_text("Mất kết nối với máy chủ")
    expect(bar.get_by_role("link", name="1.1")).to_be_visible()
    check_page(page)
    assert line(campaign, "1.1").inputs == {}

    page.context.set_offline(False)
    page.keyboard.press("Control+s")
    expect(row.locator(".saved")).to_have_text("Đã lưu")
    expect(bar).to_be_hidden()
    assert line(campaign, "1.1").inputs == {"a": "45", "b": "44"}


@pytest.mark.timeout(180)
def test_what_was_not_sent_is_put_back_when_the_page_is_opened_again(
    campaign: Campaign, demo: dict[str, User], page_as: Open
) -> None:
    page = page_as(demo["xa"])
    page.goto(sheet(campaign))
    page.route("**/so-lieu/**", lambda route: route.abort("internetdisconnected"))
    page.locator('[id="tc-1.1"] [name=so-a]').fill("45")
    page.locator('[id="tc-1.1"] [name=so-b]').fill("40")
    page.locator('[id="tc-1.1"] [name=so-b]').press("Tab")
    expect(page.locator(".unsent")).to_contain_text("Mất kết nối")
    page.unroute("**/so-lieu/**")
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks before it leaves
    page.goto(sheet(campaign, "2"))
    expect(page.get_by_text("Còn số chưa gửi ở tiêu chí")).to_be_hidden()  # no box may be typed into here
    page.goto(sheet(campaign))
    expect(page.locator('[id="tc-1.1"] [name=so-b]')).to_have_value("40")
    expect(page.locator(".unsent")).to_contain_text("Đã đặt lại số bạn nhập lần trước")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator('[id="tc-1.1"] .saved')).to_have_text("Đã lưu")
    page.reload()
    expect(page.locator(".unsent")).to_be_hidden()
    assert line(campaign, "1.1").inputs == {"a": "45", "b": "40"}


@pytest.mark.timeout(180)
def test_a_draft_that_waited_while_somebody_else_wrote_overwrites_nothing(
    campaign: Campaign, demo: dict[str, User], page_as: Open, today: date, at: datetime
) -> None:
    page = page_as(demo["xa"])
    page.goto(sheet(campaign))
    row = page.locator('[id="tc-1.1"]')
    page.context.set_offline(True)
    row.locator("[name=so-a]").fill("45")
    row.locator("[name=so-b]").fill("40")
    row.locator("[name=so-b]").press("Tab")
    expect(page.locator(".unsent")).to_contain_text("Mất kết nối")
    other = line(campaign, "1.1")
    save_inputs(
        line_id=other.pk, values={"a": "50", "b": "50"}, by=demo["xa"], posts=posts_on(demo["xa"], on=today),
        at=at, version=other.version,
    )  # fmt: skip
    page.context.set_offline(False)
    page.keyboard.press("Control+s")
    expect(page.locator(".unsent")).to_contain_text("hãy so hai bản rồi chọn")
    expect(row.get_by_text("Số đang được ghi")).to_contain_text("b (số nhiệm vụ đã hoàn thành): 50")
    expect(row.locator("[name=so-b]")).to_have_value("40")
    assert line(campaign, "1.1").inputs == {"a": "50", "b": "50"}
    row.get_by_role("button", name="Thay bằng số của tôi").click()
    expect(row.locator(".saved")).to_have_text("Đã lưu")
    expect(page.locator(".unsent")).to_be_hidden()
    assert line(campaign, "1.1").inputs == {"a": "45", "b": "40"}


@pytest.mark.timeout(180)
def test_parts_stand_under_their_printed_names_and_choices_under_their_labels(
    campaign: Campaign, demo: dict[str, User], page_as: Open, check_page: Callable[[Page], None]
) -> None:
    page = page_as(demo["xa"])
    page.goto(sheet(campaign, "3"))
    row = page.locator('[id="tc-3.1"]')
    expect(row.get_by_text("Phần 1. Ban hành kế hoạch")).to_be_visible()
    row.get_by_label("Kế hoạch").select_option(label="Ban hành trong quý I (1,00)")
    expect(row.locator(".saved")).to_have_text("Đã lưu")
    check_page(page)
    assert "1.dat" not in page.inner_text("main")
    page.goto(f"/cham-diem/phieu/{campaign.entrants.get().pk}/tieu-chi/3.1/")
    expect(page.get_by_text("Phần 1, Kế hoạch: Ban hành trong quý I")).to_be_visible()
    assert "1.dat" not in page.inner_text("main")
