"""Sở Nội vụ prepares the two pages for the chair, issues them, makes the sheets; a commune opens its own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.imports.services.example import ensure_example_plan
from namro.web.indices.services import load_results
from namro.web.plans.models import Obligation
from namro.web.reports.briefing.fitting import page_count
from namro.web.reports.briefing.models import Briefing, Package
from namro.web.reports.briefing.services import packing
from namro.web.talks.models import Obstacle

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"


def test_from_the_numbers_to_what_the_chair_holds(
    demo: dict[str, User],
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    load_results(at=at)
    assert ensure_example_plan(PLAN_359, at) is not None
    owed = Obligation.objects.filter(unit__name="UBND xã Thiên Lộc").first()
    Obstacle.objects.create(
        obligation=owed,
        content="Chưa có đường truyền cho Bộ phận Một cửa",
        request="Cấp kinh phí",
        asked="province",
        raised_by=demo["xa"],
        raised_at=at.replace(day=3),
    )

    # What the program proposes, then another matter with a sentence.
    officer = page_as(demo["sonoivu"])
    officer.goto("/tai-lieu-hop/")
    check_page(officer)
    officer.get_by_role("link", name="Chuẩn bị tài liệu họp").first.click()
    expect(officer.locator(".briefing-decision").first).to_contain_text("Chưa có đường truyền")
    check_page(officer)
    officer.get_by_text("Chọn ngày so sánh, việc cần quyết định, câu đề nghị").click()
    officer.get_by_label("Tên tài liệu").fill("Tài liệu họp giao ban tháng 11")
    officer.get_by_label("So với ngày").fill("01/10/2021")
    officer.get_by_label("Câu đề nghị").first.fill(
        "Giao Sở Thông tin và Truyền thông lắp đặt trong tháng 12."
    )
    officer.get_by_role("button", name="Xem lại").click()
    expect(officer.get_by_role("heading", name="Tài liệu họp giao ban tháng 11")).to_be_visible()
    expect(officer.locator(".briefing-decision").first).to_contain_text("Giao Sở Thông tin và Truyền thông")
    check_page(officer)
    picture(officer, "tai-lieu-hop-chuan-bi")
    officer.get_by_role("button", name="Phát hành").click()
    expect(officer.get_by_text("Đã phát hành tài liệu họp bản 1")).to_be_visible()
    check_page(officer)
    picture(officer, "tai-lieu-hop")
    with officer.expect_download() as found:
        officer.get_by_role("link", name="Tải PDF hai trang").click()
    assert page_count(found.value.path().read_bytes()) == 2
    assert "Giao Sở Thông tin" in Briefing.objects.get().content

    # The leader reads it on a phone and opens the sheet of a late unit.
    leader = page_as(demo["lanhdao"], "phone")
    leader.goto("/tai-lieu-hop/1/")
    check_page(leader)
    picture(leader, "tai-lieu-hop-dien-thoai")
    leader.locator(".briefing-late th a").first.click()
    expect(leader.get_by_role("heading", name="Phần việc theo trạng thái")).to_be_visible()
    check_page(leader)

    # The sheets of all districts are made in the background, and fetched when ready.
    officer.goto("/tai-lieu-hop/goi/")
    officer.get_by_label("Cấp").select_option("district")
    check_page(officer)
    picture(officer, "tai-lieu-nhieu-don-vi")
    with patch.object(packing, "async_task", lambda _job, _pk: None):
        officer.get_by_role("button", name="Lập").first.click()
        expect(officer.get_by_role("progressbar")).to_be_visible()
    check_page(officer)
    packing.run(Package.objects.get().pk)
    with officer.expect_download() as sheets:
        officer.get_by_role("link", name="Tải về").click()
    assert page_count(sheets.value.path().read_bytes()) == Package.objects.get().total > 0

    # A commune sees its own page, not the others'.
    commune = page_as(demo["xa"], "phone")
    commune.goto("/tai-lieu-hop/don-vi/" + demo["xa"].posts.get().unit.key + "/")
    expect(commune.get_by_role("heading", name="UBND xã Thiên Lộc")).to_be_visible()
    check_page(commune)
    picture(commune, "to-mot-trang-dien-thoai")
