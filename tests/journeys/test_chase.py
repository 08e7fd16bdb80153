"""Reminders in the browser: the bell, the job run by hand, the one-use link on a phone, the letter."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase.services.daily import run_day
from namro.web.chase.services.links import make_link
from namro.web.imports.services.example import ensure_example_plan
from namro.web.plans.models import Obligation, Report

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"


@pytest.fixture
def owed(demo: dict[str, User], at: datetime) -> Obligation:
    """One obligation of the commune two days late."""
    ensure_example_plan(PLAN_359, at)
    found = Obligation.objects.filter(unit__name="UBND xã Thiên Lộc", task__code="PL1.V.1-5").get()
    Obligation.objects.filter(pk=found.pk).update(due=date(2021, 11, 13))
    return found


def test_a_reminder_is_known_with_one_press(
    owed: Obligation,
    demo: dict[str, User],
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    run_day(day=at.date(), by=audit.PROGRAM, at=at)
    page = page_as(demo["xa"], "phone")
    page.goto("/")
    page.get_by_role("link", name="Nhắc việc,").click()
    expect(page.get_by_text("quá hạn 2 ngày")).to_be_visible()
    check_page(page)
    picture(page, "nhac-viec-dien-thoai")
    row = page.locator(".notices li", has_text="quá hạn 2 ngày")
    row.get_by_role("button", name="Đã biết").click()
    expect(page.get_by_text("Đã đánh dấu đã biết 1 nhắc việc.")).to_be_visible()
    expect(page.get_by_text("quá hạn 2 ngày")).to_have_count(0)


def test_an_update_by_the_link_takes_one_sentence_and_one_press_without_a_password(
    owed: Obligation,
    demo: dict[str, User],
    at: datetime,
    live_server: LiveServer,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    _, address = make_link(user=demo["xa"], obligation=owed, by=audit.PROGRAM, at=at)
    path = address[address.index("/nhac-viec/") :]
    page = page_as(None, "phone")
    page.goto(path)
    check_page(page)
    page.get_by_label("Đã làm gì, đến đâu").fill("Đã lấy ý kiến 120 người dân tại bộ phận Một cửa.")
    picture(page, "lien-ket-mot-lan-dien-thoai")
    page.get_by_role("button", name="Đang làm").click()
    expect(page.get_by_role("heading", name="Đã ghi tiến độ.")).to_be_visible()
    check_page(page)
    assert Report.objects.get().by_name == "Võ Văn Nam (qua liên kết một lần)"
    other = page_as(demo["huyen"], "phone")
    answer = other.request.get(path)
    assert answer.status == 410
    assert "đã được dùng" in answer.text()


def test_the_department_runs_the_job_reads_the_rules_and_drafts_a_letter(
    owed: Obligation,
    demo: dict[str, User],
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    page = page_as(demo["sonoivu"])
    page.goto("/nhac-viec/lan-chay/")
    page.get_by_role("button", name="Chạy ngay").click()
    expect(page.get_by_role("cell", name="Đã xong")).to_be_visible()
    check_page(page)
    for path in (
        "/nhac-viec/quy-tac/",
        "/nhac-viec/quy-tac/sua/",
        "/nhac-viec/kenh/",
        "/nhac-viec/luot-gui/",
    ):
        page.goto(path)
        check_page(page)
    page.goto("/nhac-viec/buoi-sang/")
    check_page(page)
    picture(page, "buoi-sang")
    page.goto("/nhac-viec/cong-van/")
    check_page(page)
    page.get_by_label("Chọn UBND xã Thiên Lộc").check()
    page.get_by_role("button", name="Soạn cho các đơn vị đã chọn").click()
    expect(page.get_by_role("heading", name="Công văn đôn đốc UBND xã Thiên Lộc")).to_be_visible()
    check_page(page)
    picture(page, "cong-van-don-doc")
    page.get_by_label("Số, ký hiệu").fill("1234/SNV-CCHC")
    page.get_by_role("button", name="Ghi số, ban hành").click()
    expect(page.get_by_text("Số 1234/SNV-CCHC ngày 15/11/2021")).to_be_visible()
