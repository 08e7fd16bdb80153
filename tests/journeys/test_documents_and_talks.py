"""A commune writes its own document for the plan, asks, reports an obstacle; Sở Nội vụ and the leader answer."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.directives.services.bases import record_example_plan
from namro.web.imports.services.example import ensure_example_plan
from namro.web.plans.models import Obligation

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"


def test_from_the_legal_ground_to_an_obstacle_removed(
    demo: dict[str, User],
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    plan = ensure_example_plan(PLAN_359, at)
    assert plan is not None
    assert record_example_plan(at=at) is not None
    owed = Obligation.objects.get(unit__name="UBND xã Thiên Lộc", task__code="PL1.V.1-5", task__plan=plan)

    # The commune finds the ground of the plan and writes its own document.
    commune = page_as(demo["xa"], "phone")
    commune.goto(f"/ke-hoach/{plan.pk}/")
    panel = commune.locator("#can-cu-van-ban")
    for number in ("76/NQ-CP", "513/KH-UBND", "3787/BNV-CCHC"):
        expect(panel).to_contain_text(number)
    panel.get_by_role("link", name="Ghi văn bản của đơn vị").click()
    commune.get_by_label("Số, ký hiệu").fill("25/KH-UBND")
    commune.get_by_label("Ngày ban hành").fill("12/10/2021")
    check_page(commune)
    commune.get_by_role("button", name="Ghi vào sổ").click()
    expect(commune.get_by_role("heading", name="Kế hoạch 25/KH-UBND")).to_be_visible()
    expect(commune.get_by_role("link", name="Nghị quyết 76/NQ-CP")).to_be_visible()
    check_page(commune)

    # It asks Sở Nội vụ, and reports what hinders it.
    commune.goto(f"/trao-doi/phan-viec/{owed.pk}/")
    commune.get_by_label("Nội dung").fill("Xã dùng mẫu niêm yết nào?")
    commune.get_by_label("Sở Nội vụ (cả đơn vị)").check()
    commune.get_by_label("Đây là câu hỏi, cần trả lời").check()
    check_page(commune)
    commune.get_by_role("button", name="Gửi", exact=True).click()
    commune.goto(f"/phan-viec/{owed.pk}/")
    commune.get_by_role("link", name="Nêu vướng mắc").click()
    commune.get_by_label("Vướng mắc là gì").fill(
        "Phần mềm chưa mở cho cấp xã nên chưa cập nhật được danh sách."
    )
    commune.get_by_label("Đề nghị gì").fill("Mở tài khoản cho cấp xã trước ngày 20/11/2021.")
    commune.get_by_role("button", name="Gửi vướng mắc").click()
    check_page(commune)

    # Sở Nội vụ sees who has issued, answers and gives its opinion.
    interior = page_as(demo["sonoivu"])
    interior.goto(f"/van-ban/ke-hoach/{plan.pk}/?cap=commune&ban_hanh=da")
    expect(interior.get_by_text("25/KH-UBND")).to_be_visible()
    check_page(interior)
    picture(interior, "ban-hanh-van-ban")
    interior.goto("/trao-doi/")
    expect(interior.get_by_text("1 lời chưa đọc")).to_be_visible()
    check_page(interior)
    interior.get_by_role("button", name="Đọc", exact=True).click()
    interior.get_by_role("link", name="Trả lời").click()
    interior.get_by_label("Nội dung").fill("Dùng mẫu 01 kèm Công văn của Sở.")
    interior.get_by_role("button", name="Gửi", exact=True).click()
    expect(interior.get_by_text("Dùng mẫu 01")).to_be_visible()
    check_page(interior)
    interior.goto(f"/trao-doi/phan-viec/{owed.pk}/")
    picture(interior, "trao-doi")
    interior.goto("/vuong-mac/")
    check_page(interior)
    interior.get_by_role("link", name="Phần mềm chưa mở").click()
    interior.get_by_label("Ý kiến, quyết định hoặc lý do").fill(
        "Đề nghị UBND tỉnh giao đơn vị quản lý phần mềm mở."
    )
    interior.get_by_role("button", name="Sở Nội vụ có ý kiến").click()

    # The leader decides; the commune confirms that it is gone.
    leader = page_as(demo["lanhdao"])
    leader.goto(interior.url)
    leader.get_by_label("Ý kiến, quyết định hoặc lý do").fill("Đồng ý, thực hiện trước 20/11/2021.")
    leader.get_by_label("Số, ngày văn bản").fill("6900/UBND-NC ngày 15/11/2021")
    leader.get_by_role("button", name="UBND tỉnh quyết định").click()
    expect(leader.get_by_text("6900/UBND-NC ngày 15/11/2021")).to_be_visible()
    check_page(leader)
    picture(leader, "vuong-mac")
    commune.goto(leader.url)
    commune.get_by_label("Ý kiến, quyết định hoặc lý do").fill("Đã có tài khoản.")
    commune.get_by_role("button", name="Xác nhận đã giải quyết").click()
    expect(commune.get_by_text("Đã có tài khoản.")).to_be_visible()

    # What the Prime Minister gave: entered, reported, closed.
    interior.goto("/viec-duoc-giao/moi/")
    interior.get_by_label("Số của việc").fill("6451/VPCP-TH")
    interior.get_by_label("Ngày giao").fill("1/10/2021")
    interior.get_by_label("Nội dung").fill("Báo cáo kết quả giải ngân vốn đầu tư công.")
    interior.get_by_label("Đơn vị thực hiện").select_option(label="UBND xã Thiên Lộc")
    interior.get_by_label("Hạn").fill("30/11/2021")
    check_page(interior)
    interior.get_by_role("button", name="Giao việc").click()
    commune.goto("/viec-cua-toi/")
    commune.locator("#viec-duoc-giao").get_by_role("link", name="6451/VPCP-TH").click()
    commune.get_by_label("Đã làm gì, đến đâu").fill("Đã báo cáo.")
    commune.get_by_label("Số văn bản").fill("45/BC-UBND")
    commune.get_by_label("Ngày văn bản").fill("12/11/2021")
    check_page(commune)
    commune.get_by_role("button", name="Đã xong").click()
    interior.goto("/viec-duoc-giao/")
    interior.get_by_role("link", name="6451/VPCP-TH").click()
    interior.get_by_role("button", name="Xác nhận kết thúc").click()
    interior.goto("/viec-duoc-giao/")
    expect(interior.get_by_text("1/1 (100,0%)").first).to_be_visible()
    check_page(interior)
    picture(interior, "viec-duoc-giao")
