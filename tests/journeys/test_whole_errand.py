"""The whole errand on Plan 359: from the document to a result that is returned, corrected and accepted."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.indices.services import load_results
from namro.web.plans.models import Correction, Obligation, Plan

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"
Open = Callable[..., Page]


def bring_in(page: Page) -> None:
    """Upload the document and wait until it has been read."""
    page.goto("/nhap-ke-hoach/moi/")
    page.set_input_files("input[type=file]", PLAN_359)
    page.get_by_role("button", name="Tải lên và đọc").click()
    page.wait_for_url(re.compile(r"/nhap-ke-hoach/\d+/$"), timeout=60_000)


def correct_a_row(page: Page) -> None:
    """Correct the deadline of the first row that wants a look; the original sentence stays beside it."""
    row = page.locator("article.review-row").first
    key = row.get_attribute("id")
    row.get_by_role("link", name="Sửa").click()
    opened = page.locator(f"article#{key}")
    deadline = opened.get_by_label("Thời hạn")
    expect(deadline).to_have_value("Quý IV/2021")
    deadline.fill("Trước ngày 15/12/2021")
    expect(opened.locator(".preview", has_text="15/12/2021")).to_be_visible()
    opened.get_by_role("button", name="Lưu").click()
    expect(page.locator(f"article#{key}", has_text="Trước ngày 15/12/2021")).to_be_visible()


def confirm(page: Page) -> Plan:
    page.get_by_role("link", name="Xem tóm tắt và xác nhận").click()
    expect(page.get_by_text("Sẽ tạo kế hoạch")).to_be_visible()
    page.get_by_role("button", name="Xác nhận kế hoạch").click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/"), timeout=60_000)
    return Plan.objects.get(number="359/KH-UBND")


def report(page: Page, obligation: Obligation, sentence: str, number: str) -> None:
    page.goto(f"/phan-viec/{obligation.pk}/")
    page.locator("#bao-cao textarea").first.fill(sentence)
    page.get_by_text("Số văn bản, địa chỉ trang web").click()  # folded away on a phone
    page.locator("#bao-cao [name=document_number]").fill(number)
    page.locator("#bao-cao [name=document_date]").fill("12/11/2021")
    page.get_by_role("button", name="Đã xong, gửi duyệt").click()
    page.wait_for_load_state()


@pytest.mark.timeout(300)
def test_from_the_document_to_an_accepted_result(
    demo: dict[str, User],
    at: datetime,
    page_as: Open,
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    load_results(by=demo["sonoivu"], at=at)
    officer = page_as(demo["sonoivu"])
    bring_in(officer)
    picture(officer, "ra-soat")
    check_page(officer)
    correct_a_row(officer)
    plan = confirm(officer)
    check_page(officer)
    picture(officer, "ke-hoach")
    assert Correction.objects.filter(field="deadline").count() == 1

    commune = demo["xa"].posts.get().unit
    owed = Obligation.objects.get(task__plan=plan, task__code="PL1.II.1-1", unit=commune)
    assert Obligation.objects.filter(task=owed.task).count() == 13 + 216
    assert str(owed.due) == "2021-12-15"

    phone = page_as(demo["xa"], "phone")
    phone.goto("/viec-cua-toi/")
    check_page(phone)
    picture(phone, "viec-cua-toi")
    report(phone, owed, "Đã niêm yết danh sách hộ nghèo tại trụ sở.", "45/BC-UBND")
    expect(phone.get_by_text("Chờ duyệt").first).to_be_visible()

    officer.goto("/cho-duyet/")
    check_page(officer)
    officer.goto(f"/phan-viec/{owed.pk}/")
    officer.get_by_label("Lý do trả lại").fill("Chưa công khai trên trang thông tin điện tử.")
    officer.get_by_role("button", name="Trả lại").click()

    phone.goto(f"/phan-viec/{owed.pk}/")
    expect(phone.get_by_text("Chưa công khai trên trang thông tin điện tử.").first).to_be_visible()
    check_page(phone)
    report(phone, owed, "Đã niêm yết và đăng trên trang thông tin điện tử của xã.", "46/BC-UBND")

    officer.goto(f"/phan-viec/{owed.pk}/")
    officer.get_by_role("button", name="Công nhận hoàn thành").click()
    expect(officer.get_by_text("Phần việc được khóa").first).to_be_visible()
    owed.refresh_from_db()
    assert owed.state == Obligation.State.ACCEPTED

    phone.goto(f"/phan-viec/{owed.pk}/")
    expect(phone.get_by_role("button", name="Đã xong, gửi duyệt")).to_have_count(0)

    officer.goto("/")
    check_page(officer)
    picture(officer, "tong-quan")
    lost = officer.get_by_role("row").filter(has_text="Công khai danh sách hộ nghèo").first
    expect(lost).to_contain_text("1/230")  # 13 districts, 216 communes and Sở LĐTB&XH answer this lost point
    told = [entry.action for entry in Entry.objects.filter(subject_type="obligation").order_by("id")]
    assert len(told) == 4
    leader = page_as(demo["lanhdao"], "phone")
    leader.goto("/")
    check_page(leader)
    picture(leader, "tong-quan-dien-thoai")


def test_the_same_document_twice_is_recognised(demo: dict[str, User], page_as: Open) -> None:
    page = page_as(demo["sonoivu"])
    bring_in(page)
    page.goto("/nhap-ke-hoach/moi/")
    page.set_input_files("input[type=file]", PLAN_359)
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.get_by_text("đã được nhập").first).to_be_visible()
