"""A quarter of reports: two units hand in, one comes back, all is gathered, frozen, corrected, and made again."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.plans.services.confirming import confirm_plan
from namro.web.reports.models import ReportEdition
from web.plans.conftest import small_reading

# What another process knows of the report: the frozen content and nothing else, no database, no clock of ours.
_AGAIN = """
import hashlib, sys
from namro.core.reports.freezing import thawed
from namro.web.reports.documents.making import FORMS, made
content = thawed(open(sys.argv[1], encoding="utf-8").read())
print(" ".join(hashlib.sha256(made(content, form)).hexdigest() for form in FORMS))
"""
SAME = "Đã ban hành Kế hoạch số 15/KH-UBND về rà soát thủ tục hành chính."


def _open(page: Page, unit: str = "") -> None:
    page.goto("/bao-cao/mo/")
    page.get_by_label("Báo cáo và kỳ").select_option("tien-do-ke-hoach:2021-Q3")
    if unit:
        page.get_by_label("Đơn vị").select_option(unit)
    page.get_by_role("button", name="Mở báo cáo").click()


def _write(page: Page, section: str, text: str) -> None:
    part = page.locator(f"#phan-{section}")
    part.get_by_label("Nhận định").fill(text)
    part.get_by_role("button", name="Lưu phần").click()
    expect(page.get_by_text("Đã lưu phần")).to_be_visible()


def _hand_in(page: Page) -> None:
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Gửi báo cáo: xong.")).to_be_visible()


def _words_save_themselves(page: Page) -> None:
    """After a pause, and before whatever is pressed without one."""
    part = page.locator("#phan-vuong-mac")
    part.get_by_label("Nhận định").fill("Thiếu máy quét.")
    expect(part.get_by_text("Đã lưu")).to_be_visible()
    part.get_by_label("Nhận định").fill("Thiếu máy quét và đường truyền.")
    page.get_by_role("button", name="Tính lại số liệu").click()
    expect(page.get_by_text("Đã tính lại số liệu")).to_be_visible()
    expect(part.get_by_label("Nhận định")).to_have_value("Thiếu máy quét và đường truyền.")


def test_a_quarter_is_reported_returned_gathered_frozen_and_corrected(
    page_as: Callable[..., Page],
    demo: dict[str, User],
    at: object,
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    confirm_plan(reading=small_reading(), plan_import=None, by=demo["sonoivu"], at=at)  # type: ignore[arg-type]
    commune, district, officer = (page_as(demo[who]) for who in ("xa", "huyen", "sonoivu"))

    for page in (commune, district):
        _open(page)
        expect(page.get_by_text("số liệu đã điền sẵn")).to_be_visible()
        _write(page, "nhiem-vu", SAME)
    check_page(commune)
    _words_save_themselves(commune)
    commune.get_by_role("link", name="Phần việc đến hạn trong kỳ").click()
    expect(commune.get_by_role("heading", name="Vì sao là số này?")).to_be_visible()
    check_page(commune)
    commune.get_by_label("Số", exact=True).fill("4")
    commune.get_by_role("button", name="Ghi số").click()
    expect(commune.get_by_text("Hãy ghi lý do sửa số")).to_be_visible()
    commune.get_by_label("Lý do sửa").fill("Thêm một việc giao miệng")
    commune.get_by_role("button", name="Ghi số").click()
    expect(commune.get_by_text("sửa tay", exact=True)).to_be_visible()
    picture(commune, "bao-cao-dinh-ky")
    report = commune.url.partition("#")[0]
    for page in (commune, district):
        _hand_in(page)

    officer.goto(report)
    officer.get_by_role("link", name="Trả lại kèm ý kiến").click()
    expect(officer.get_by_role("heading", name="Trả lại báo cáo của UBND xã Thiên Lộc")).to_be_visible()
    check_page(officer)
    officer.get_by_label("Ý kiến về Phần việc đến hạn trong kỳ").fill("Việc giao miệng không tính.")
    officer.get_by_role("button", name="Trả lại báo cáo").click()
    expect(officer.get_by_text("Đã trả lại báo cáo kèm ý kiến.")).to_be_visible()

    commune.goto(report)
    expect(commune.get_by_text("Việc giao miệng không tính.")).to_be_visible()
    check_page(commune)
    picture(commune, "bao-cao-bi-tra-lai")
    commune.get_by_role("link", name="Phần việc đến hạn trong kỳ").click()
    commune.get_by_role("button", name="Trở lại số chương trình tính").click()
    expect(commune.get_by_text("Đã bỏ số sửa tay")).to_be_visible()
    commune.goto(report)
    _hand_in(commune)
    officer.goto(report)
    officer.get_by_role("button", name="Nhận báo cáo").click()
    expect(officer.get_by_text("Nhận báo cáo: xong.")).to_be_visible()

    _open(officer, "tat-ca")
    expect(officer.get_by_text("số liệu điền sẵn")).to_be_visible()
    check_page(officer)
    officer.get_by_role("link", name="Xem các báo cáo").click()
    officer.get_by_label("Xem").select_option("tong-hop")
    officer.get_by_role("row", name="tổng hợp").get_by_role("link").first.click()
    officer.get_by_role("link", name="Lời của các đơn vị").click()
    expect(officer.get_by_text("nêu cùng một câu")).to_be_visible()
    expect(officer.get_by_text("có văn bản số 15/KH-UBND")).to_be_visible()
    check_page(officer)
    officer.get_by_role("link", name="Xem lời của 2 đơn vị").click()
    expect(officer.get_by_text("Chỉ các đơn vị của chỗ này")).to_be_visible()
    check_page(officer)
    picture(officer, "tong-hop-bao-cao")
    officer.get_by_role("button", name="Chép lời của UBND xã Thiên Lộc").click()
    expect(officer.get_by_text("Đã chép vào báo cáo tổng hợp.")).to_be_visible()
    officer.get_by_role("link", name="Báo cáo kết quả thực hiện kế hoạch, Quý III/2021").click()
    expect(officer.get_by_role("heading", name="Bước tiếp theo")).to_be_visible()
    check_page(officer)
    _hand_in(officer)
    whole = officer.url
    officer.get_by_role("link", name="Bản 1").click()
    expect(officer.get_by_role("heading", name="Bản 1 đã gửi")).to_be_visible()
    check_page(officer)

    officer.goto(whole)
    officer.get_by_label("Lý do đính chính").fill("Bổ sung kiến nghị")
    officer.get_by_role("button", name="Mở để đính chính").click()
    _write(officer, "kien-nghi", "Đề nghị bố trí kinh phí.")
    _hand_in(officer)
    officer.get_by_role("link", name="Bản 2").click()
    expect(officer.get_by_role("heading", name="Khác với bản 1")).to_be_visible()
    expect(officer.get_by_role("row", name="Đề xuất, kiến nghị: lời")).to_be_visible()
    check_page(officer)
    picture(officer, "ban-dinh-chinh")

    edition = ReportEdition.objects.get(report__is_consolidated=True, number=1)
    kept = tmp_path / "ban-1.json"
    kept.write_text(edition.content, encoding="utf-8")
    again = subprocess.run(
        [sys.executable, "-c", _AGAIN, str(kept)], capture_output=True, text=True, check=True, timeout=300
    ).stdout.split()
    answers = (officer.request.get(f"/bao-cao/ban/{edition.pk}/{form}/") for form in ("docx", "pdf", "xlsx"))
    assert [hashlib.sha256(answer.body()).hexdigest() for answer in answers] == again
