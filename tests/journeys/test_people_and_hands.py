"""People and hands: finding by the slash key, many at once by the keyboard, a spreadsheet, a task that was missing."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.evidence.services import Proof
from namro.web.imports.services.example import ensure_example_plan
from namro.web.organisations.selectors import posts_on
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.services.reporting import Progress, report

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"
FAIR = "Công bằng trong tuyển dụng vào khu vực công"


@pytest.fixture
def plan(demo: dict[str, User], at: datetime) -> Plan:
    ensure_example_plan(PLAN_359, at)
    return Plan.objects.get()


@pytest.fixture
def handed_in(plan: Plan, demo: dict[str, User], at: datetime) -> None:
    posts = posts_on(demo["xa"], on=at.date())
    for one in Obligation.objects.filter(unit__in=posts.units).order_by("sort_due", "id")[:4]:
        report(
            obligation_id=one.pk, done=True, progress=Progress("Đã niêm yết ở trụ sở."), version=one.version,
            proof=Proof(document_number=f"{one.pk}/BC-UBND", document_date=at.date()),
            by=demo["xa"], posts=posts, at=at,
        )  # fmt: skip


def test_the_slash_key_finds_without_diacritics(
    plan: Plan, demo: dict[str, User], page_as: Callable[..., Page], picture: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
) -> None:  # fmt: skip
    page = page_as(demo["sonoivu"])
    page.goto("/ke-hoach/")
    page.keyboard.press("/")
    page.wait_for_url("**/tim/**")
    page.get_by_role("searchbox").fill("niem yet thien loc")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_role("heading", name="Phần việc")).to_be_visible()
    check_page(page)
    picture(page, "tim")
    phone = page_as(demo["xa"], "phone")
    phone.goto("/tim/?q=niem+yet")
    check_page(phone)


def test_many_are_ticked_by_the_keyboard_accepted_and_taken_back(
    handed_in: None, demo: dict[str, User], page_as: Callable[..., Page], picture: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
) -> None:  # fmt: skip
    page = page_as(demo["sonoivu"])
    page.goto("/viec/hang-loat/?trang_thai=submitted")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("input[name=chon]:checked")).to_have_count(2)
    check_page(page)
    picture(page, "lam-nhieu-viec")
    page.get_by_role("button", name="Công nhận…").click()
    expect(page.get_by_text("Chưa có gì thay đổi")).to_be_visible()
    check_page(page)
    picture(page, "xem-truoc-hang-loat")
    page.get_by_role("button", name="Công nhận hoàn thành 2 phần việc").click()
    expect(page.get_by_text("2/2 phần việc đã làm xong")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác 2 phần việc").click()
    expect(page.get_by_role("heading", name="Hoàn tác: công nhận hoàn thành")).to_be_visible()
    assert not Obligation.objects.filter(state="accepted").exists()


def test_a_missing_task_is_added_with_its_clears_in_sight(
    plan: Plan, demo: dict[str, User], page_as: Callable[..., Page], picture: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
) -> None:  # fmt: skip
    page = page_as(demo["sonoivu"])
    page.goto(
        f"/ke-hoach/{plan.pk}/them-nhiem-vu/?chi_so=PAPI&tieu_chi={FAIR}&truc=Kiểm soát tham nhũng trong khu vực công"
    )
    page.get_by_label("Rõ việc").fill("Công khai kết quả mọi kỳ tuyển dụng trên cổng thông tin.")
    page.get_by_label("Rõ người").fill("Sở Nội vụ")
    page.get_by_label("Rõ thời gian").fill("Hàng quý")
    expect(page.get_by_text("Lặp lại theo kỳ: Hàng quý.")).to_be_visible()
    page.get_by_label("Bổ sung theo văn bản số").fill("512/UBND-NC")
    page.get_by_label("Ngày văn bản").fill("12/11/2021")
    page.get_by_label("Lý do bổ sung").fill("Nội dung mất điểm mà kế hoạch bỏ sót.")
    check_page(page)
    picture(page, "them-nhiem-vu")
    page.get_by_role("button", name="Bổ sung nhiệm vụ").click()
    expect(page.get_by_text("theo văn bản số 512/UBND-NC")).to_be_visible()


def test_a_spreadsheet_goes_out_and_comes_back_filled(
    plan: Plan,
    at: datetime, demo: dict[str, User], page_as: Callable[..., Page], picture: Callable[[Page, str], None],
    check_page: Callable[[Page], None], tmp_path: Path,
) -> None:  # fmt: skip
    page = page_as(demo["xa"], "phone")
    page.goto("/viec/bang/")
    check_page(page)
    desk = page_as(demo["xa"])
    desk.goto("/viec/bang/")
    with desk.expect_download() as caught:
        desk.get_by_role("link", name="Xuất bảng Excel").click()
    taken = tmp_path / "bang.xlsx"
    caught.value.save_as(taken)
    desk.set_input_files("input[type=file]", taken)
    desk.get_by_role("button", name="Xem trước").click()
    expect(desk.get_by_text("Không có dòng nào để ghi")).to_be_visible()
    owed = Obligation.objects.filter(unit__in=posts_on(demo["xa"], on=at.date()).units).order_by(
        "sort_due", "id"
    )[0]
    filled = tmp_path / "bang.csv"
    filled.write_text(
        'Khóa dòng,Tình trạng,Tỷ lệ (%),Số lượng,"Đã làm gì, một câu",Số văn bản minh chứng,Ngày văn bản,Địa chỉ minh chứng\n'
        f"{owed.pk}.{owed.version}.x,Đã xong,100,,Đã niêm yết ở trụ sở.,45/BC-UBND,12/11/2021,\n",
        encoding="utf-8",
    )
    desk.goto("/viec/bang/")
    desk.set_input_files("input[type=file]", filled)
    desk.get_by_role("button", name="Xem trước").click()
    expect(desk.get_by_text("1 dòng sẽ được ghi")).to_be_visible()
    check_page(desk)
    picture(desk, "nhap-bang-phan-viec")
    desk.get_by_role("button", name="Ghi các dòng đã chọn").click()
    expect(desk.get_by_text("Đã ghi 1 dòng")).to_be_visible()
