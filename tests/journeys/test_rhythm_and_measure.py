"""From "thường xuyên" to a day on which somebody reports, with a figure that rolls up."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.measures.models import MeasureValue
from namro.web.organisations.models import Unit
from namro.web.plans.models import Task
from namro.web.plans.services.confirming import confirm_plan
from namro.web.recurrences.models import Recurrence
from web.plans.conftest import small_reading


def test_an_always_becomes_a_quarter_and_its_figure_is_given_and_rolled_up(
    page_as: Callable[..., Page],
    demo: dict[str, User],
    at: object,
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    confirm_plan(reading=small_reading(), plan_import=None, by=demo["sonoivu"], at=at)  # type: ignore[arg-type]
    task = Task.objects.get(text__startswith="Niêm yết")
    Task.objects.filter(pk=task.pk).update(deadline_kind="continuous", deadline_text="Thường xuyên")
    task.obligations.update(due=None)
    task.parties.create(role="lead", unit=Unit.objects.get(posts__user=demo["xa"]))

    officer = page_as(demo["sonoivu"])
    officer.goto("/lich-lap/")
    check_page(officer)
    officer.get_by_role("link", name=f"Đặt kỳ kiểm tra cho {task.code}").click()
    officer.get_by_label("Nhịp").select_option("quarterly")
    officer.get_by_label("Áp dụng từ ngày").fill("1/10/2021")
    officer.get_by_role("button", name="Xem trước").click()
    expect(officer.get_by_text("Nếu đặt lịch này:")).to_be_visible()
    check_page(officer)
    picture(officer, "dat-ky-kiem-tra")
    officer.get_by_role("button", name="Đặt lịch").click()
    expect(officer.get_by_text("Quý IV/2021, hạn 31/12/2021")).to_be_visible()
    check_page(officer)
    assert Recurrence.objects.get().task_id == task.pk

    officer.goto(f"/thuoc-do/nhiem-vu/{task.pk}/dat/")
    officer.get_by_label("Tên thước đo").fill("Thủ tục được niêm yết")
    officer.get_by_label("Đơn vị tính").fill("%")
    officer.get_by_label("Gộp giữa các đơn vị").select_option("ratio_of_sums")
    officer.get_by_label("Gộp giữa các kỳ").select_option("latest")
    officer.get_by_label("Tử số là gì").fill("số đã niêm yết")
    officer.get_by_label("Mẫu số (hoặc quyền số) là gì").fill("tổng số thủ tục")
    officer.get_by_label("Con số mục tiêu").fill("100")
    officer.get_by_label("Câu chữ của kế hoạch hoặc căn cứ").fill("Niêm yết thủ tục hành chính")
    check_page(officer)
    officer.get_by_role("button", name="Đặt thước đo").click()
    expect(officer.get_by_text("chưa có").first).to_be_visible()
    measure = officer.url

    commune = page_as(demo["xa"], "phone")
    unit = task.obligations.get(unit__posts__user=demo["xa"])
    commune.goto(f"/phan-viec/{unit.pk}/")
    check_page(commune)
    commune.get_by_label("Tử số: số đã niêm yết").fill("45")
    commune.get_by_label("Mẫu số: tổng số thủ tục").fill("50")
    commune.get_by_role("button", name="Ghi số liệu").click()
    expect(commune.get_by_text("Đã ghi số liệu")).to_be_visible()
    assert MeasureValue.objects.get().obligation_id == unit.pk

    officer.goto(measure)
    expect(officer.get_by_text("Σ tử / Σ mẫu = 45/50 = 90,00%").first).to_be_visible()
    check_page(officer)
    picture(officer, "thuoc-do")
