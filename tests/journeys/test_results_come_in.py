"""A corrected table of results comes in: columns chosen, preview read, reason given, and the ledger shows the new figure."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.imports.services.example import ensure_example_plan
from namro.web.indices.services import load_results

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"
TABLE = "Địa bàn khảo sát;Năm;Giá trị;Ghi chú\nHà Tĩnh;2020;1,222;đính chính\nHoà Bình;2020;9;in sai\n"


def test_a_correction_is_looked_at_given_a_reason_and_seen_in_the_ledger(
    demo: dict[str, User],
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    load_results(at=at)
    ensure_example_plan(PLAN_359, at)
    file = tmp_path / "papi-dinh-chinh.csv"
    file.write_text(TABLE, encoding="utf-8")
    page = page_as(demo["sonoivu"])
    page.goto("/ket-qua/")
    page.get_by_role("link", name="Nạp bảng kết quả").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Nguồn công bố").fill("Công văn đính chính của nhóm nghiên cứu PAPI")
    page.get_by_label("Chỉ số", exact=False).first.select_option("PAPI")
    page.get_by_role("button", name="Tải lên và xem trước").click()

    expect(page.get_by_role("heading", name="Mỗi cột của bảng là gì")).to_be_visible()
    check_page(page)
    page.get_by_label("Địa bàn khảo sát").select_option("province")
    page.get_by_role("button", name="Đọc bảng và xem trước").click()
    expect(page.get_by_role("alert").first).to_contain_text("Hãy chọn ít nhất một cột")
    expect(page.get_by_label("Địa bàn khảo sát")).to_have_value("province")
    page.locator("#cot-1").select_option("year")
    page.get_by_label("Giá trị").select_option("SC43")
    page.get_by_role("button", name="Đọc bảng và xem trước").click()

    expect(page.get_by_text("2 khác với số đã nạp")).to_be_visible()
    expect(page.get_by_text("nằm ngoài khoảng")).to_be_visible()
    check_page(page)
    picture(page, "ket-qua-xem-truoc")
    page.get_by_role("button", name="Nạp vào chương trình").click()
    expect(page.get_by_role("alert").first).to_contain_text("hãy ghi lý do đính chính")
    page.get_by_label("Lý do đính chính").fill("Đơn vị công bố sửa số của Hà Tĩnh")
    page.get_by_role("button", name="Nạp vào chương trình").click()
    expect(page.get_by_text("Đã nạp 0 kết quả mới, đính chính 2 kết quả.")).to_be_visible()
    assert Entry.objects.filter(action="Đính chính kết quả chỉ số", reason__startswith="Đơn vị").count() == 2

    page.goto("/chi-so/papi/xep-hang/2020/ha-tinh/")
    expect(page.get_by_role("row", name="SC43").first).to_contain_text("1,222")
    check_page(page)
    page.goto("/chi-so/papi/doi-chieu/")
    expect(page.get_by_role("row", name="SC43").first).to_contain_text("9 nằm ngoài khoảng")
    page.goto("/chi-so/papi/")
    expect(page.get_by_text("1,222").first).to_be_attached()


def test_the_rankings_read_well_on_a_phone(
    demo: dict[str, User],
    at: datetime,
    page_as: Callable[..., Page],
    check_page: Callable[[Page], None],
) -> None:
    load_results(at=at)
    page = page_as(demo["xa"], "phone")
    for path in (
        "/chi-so/papi/xep-hang/2020/?so=nghe-an",
        "/chi-so/papi/tinh/ha-giang/",
        "/chi-so/papi/doi-chieu/",
        "/chi-so/papi/xep-hang/2020/don-vi-nay/",
        "/ket-qua/don-vi/",
    ):
        page.goto(path)
        check_page(page)
