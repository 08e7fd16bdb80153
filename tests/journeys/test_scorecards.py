"""Sở Nội vụ looks at all units, freezes a day and sees what changed; a head sees the own card; a district inspects."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.imports.services.example import ensure_example_plan
from namro.web.plans.services.illustrating import add_illustration
from namro.web.scorecards.models import Inspection

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"


def test_the_heads_account(
    demo: dict[str, User],
    today: date,
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    assert ensure_example_plan(PLAN_359, at) is not None
    add_illustration(by=demo["sonoivu"], at=at)

    # Every number leads to what it counts.
    interior = page_as(demo["sonoivu"])
    interior.goto("/bang-diem/tat-ca/?cap=commune&xep_hang=hoan-thanh")
    expect(interior.get_by_role("heading", name="Cấp xã")).to_contain_text("216 đơn vị, 216 được xếp hạng")
    check_page(interior)
    picture(interior, "bang-diem")
    interior.get_by_role("searchbox", name="Đơn vị").fill("thien loc")
    interior.get_by_role("button", name="Lọc").click()
    interior.get_by_role("link", name="UBND xã Thiên Lộc").click()
    check_page(interior)
    interior.get_by_role("link", name="Đang mở, chưa đến hạn").click()
    expect(interior.get_by_role("heading", name="Đang mở, chưa đến hạn")).to_be_visible()
    check_page(interior)

    # A day that is over is rebuilt, and says so; what changed leads to the obligations.
    interior.goto("/bang-diem/ban-chup/")
    interior.get_by_label("Ngày", exact=True).fill("31/10/2021")
    interior.get_by_label("Để làm gì").fill("Báo cáo 10 tháng")
    check_page(interior)
    interior.get_by_role("button", name="Chụp").click()
    expect(interior.get_by_text("được dựng lại từ các báo cáo")).to_be_visible()
    interior.get_by_role("link", name="xong", exact=True).click()
    expect(interior.get_by_role("heading", name="Xong")).to_be_visible()
    check_page(interior)
    picture(interior, "thay-doi")
    interior.goto("/bang-diem/bao-cao/?ky=2021-10")
    check_page(interior)
    picture(interior, "day-du-kip-thoi")

    # The unit sees its own card, on a phone, without the names of others.
    commune = page_as(demo["xa"], "phone")
    commune.goto("/viec-cua-toi/")
    commune.get_by_role("link", name="Phiếu điểm").click()
    expect(commune.get_by_role("heading", name="Phiếu điểm UBND xã Thiên Lộc")).to_be_visible()
    expect(commune.get_by_text("Tên các đơn vị khác chỉ hiện khi tỉnh quyết định công khai.")).to_be_visible()
    check_page(commune)
    picture(commune, "phieu-diem-dien-thoai")

    # A district inspects its commune by surprise; the commune answers; the district closes.
    district = page_as(demo["huyen"])
    district.goto("/bang-diem/kiem-tra/ghi/?don_vi=")
    district.get_by_label("Đơn vị được kiểm tra").select_option(label="UBND xã Thiên Lộc")
    district.get_by_label("Đột xuất").check()
    district.get_by_label("Người kiểm tra").fill("Tổ kiểm tra của Phòng Nội vụ")
    district.get_by_label("Kết quả, phát hiện").fill("Chưa niêm yết danh sách hộ nghèo tại trụ sở.")
    district.get_by_label("Phải khắc phục").fill("Niêm yết đủ danh sách.")
    district.get_by_label("Hạn khắc phục").fill("25/11/2021")
    check_page(district)
    picture(district, "ghi-kiem-tra")
    district.get_by_role("button", name="Ghi", exact=True).click()
    expect(district.get_by_role("heading", name="Kiểm tra UBND xã Thiên Lộc")).to_be_visible()
    row = Inspection.objects.get()
    commune.goto(f"/bang-diem/kiem-tra/{row.pk}/")
    commune.get_by_label("Nội dung").fill("Đã niêm yết ngày 15/11/2021.")
    check_page(commune)
    commune.get_by_role("button", name="Báo đã khắc phục").click()
    expect(commune.get_by_text("Đã báo khắc phục, còn 10 ngày")).to_be_visible()
    district.reload()
    district.get_by_label("Nội dung").fill("Đã xem biên bản niêm yết.")
    district.get_by_role("button", name="Đóng").click()
    expect(district.get_by_text("Đóng ngày")).to_be_visible()
    check_page(district)
    row.refresh_from_db()
    assert row.state == Inspection.State.CLOSED
