"""One task of Phụ lục II from the province to an official of a commune and back, with everything in between.

Sở Nội vụ sees the work, the head receives it and hands it on with the five clears, the daily job reminds the
official by a real mail server, the link in the mail opens on a phone without a password, the piece is accepted by
the head, the unit reports, Sở Nội vụ returns and then accepts, and the leader of the province sees it done.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.audit.models import Entry
from namro.web.cascade.models import HandOver
from namro.web.chase.models import Notice, OneUseLink
from namro.web.chase.services.daily import run_day
from namro.web.chase.services.delivering import deliver
from namro.web.imports.services.example import ensure_example_plan
from namro.web.plans.models import Obligation
from namro.web.program.models import ProgramState
from web.chase.servers import CatchAll, running

Open = Callable[..., Page]
PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"
CODE = "PLII.III.1-1"
# Five days before 31/12/2021 is a Sunday: the reminder moves to Monday.
REMINDED = date(2021, 12, 27)
MOST_TAPS = 4
MOST_SECONDS = 60


@pytest.fixture
def owed(demo: dict[str, User], at: datetime) -> Obligation:
    ensure_example_plan(PLAN_359, at)
    return Obligation.objects.get(unit__name="UBND xã Thiên Lộc", task__code=CODE)


@pytest.fixture
def mailbox(settings: Settings, demo: dict[str, User]) -> Iterator[CatchAll]:
    with running(CatchAll()) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "Năm Rõ <namro@tinh.example>"
        settings.NAMRO_MAIL = True
        User.objects.filter(pk=demo["congchuc"].pk).update(email="hien@thienloc.example")
        yield server


def _hand_on(head: Page, owed: Obligation, picture: Callable[[Page, str], None]) -> None:
    head.goto(f"/phan-viec/{owed.pk}/")
    head.get_by_role("button", name="Nhận phần việc này").click()
    expect(head.locator("#ai-lam")).to_contain_text("đã nhận")
    head.locator("#ai-lam").get_by_role("link", name="Giao việc").click()
    head.get_by_label("Rõ người: giao cho").select_option(
        label="Trần Thị Hiền, Công chức Văn phòng - Thống kê, xã Thiên Lộc"
    )
    head.get_by_label("Rõ thời gian: phải xong ngày").fill("30/12/2021")
    head.get_by_role("button", name="Giao việc", exact=True).click()
    refused = head.get_by_role("alert").first
    expect(refused).to_contain_text("Rõ trách nhiệm")
    expect(refused).to_contain_text("Rõ hiệu quả")
    assert not HandOver.objects.exists()
    head.get_by_label("Rõ trách nhiệm: chịu trách nhiệm về điều gì").fill(
        "Mọi hồ sơ quá hạn đều có thư xin lỗi"
    )
    head.get_by_label("Rõ hiệu quả: sản phẩm").fill("Danh sách thư xin lỗi đã gửi")
    picture(head, "giao-viec-nam-ro")
    head.get_by_role("button", name="Giao việc", exact=True).click()
    expect(head.locator("#ai-lam")).to_contain_text("Trần Thị Hiền")


def _remind(mailbox: CatchAll, at: datetime) -> str:
    """Run the job of the day and give the path of the link in the one mail that goes out."""
    ProgramState.objects.update(working_date=REMINDED)
    morning = datetime.combine(REMINDED, at.timetz())
    run_day(day=REMINDED, by=audit.PROGRAM, at=morning)
    deliver(day=REMINDED, at=morning)
    ((to, mail),) = mailbox.caught
    assert to == "hien@thienloc.example"
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    found = re.search(r"/nhac-viec/mot-lan/[\w-]{43}/", text)
    assert found
    return found[0]


def _update_by_link(
    phone: Page, path: str, check_page: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    """Report the piece done: a sentence, a picture, a press; nothing else is asked."""
    began = timezone.now()
    phone.goto(path)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Việc được giao")
    expect(phone.get_by_text("Trần Thị Hiền")).to_be_visible()
    check_page(phone)
    assert phone.locator("input[type=password]").count() == 0
    taps = 0
    phone.get_by_label("Đã làm gì, đến đâu").fill("Đã gửi thư xin lỗi cho cả 3 hồ sơ quá hạn.")
    taps += 2  # the field, the words
    phone.set_input_files("input[type=file]", {"name": "thu.png", "mimeType": "image/png", "buffer": _png()})
    taps += 1
    picture(phone, "lien-ket-viec-duoc-giao-dien-thoai")
    phone.get_by_role("button", name="Đã xong, gửi nghiệm thu").click()
    taps += 1
    expect(phone.get_by_role("heading", name="Đã báo xong; bên giao sẽ nghiệm thu.")).to_be_visible()
    assert taps <= MOST_TAPS
    assert (timezone.now() - began).total_seconds() < MOST_SECONDS
    check_page(phone)
    assert "sessionid" not in {cookie["name"] for cookie in phone.context.cookies()}
    assert phone.request.get(path).status == 410


def _png() -> bytes:
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
        "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
    )


def _report(page: Page, owed: Obligation, sentence: str, number: str) -> None:
    page.goto(f"/phan-viec/{owed.pk}/")
    page.locator("#bao-cao textarea").first.fill(sentence)
    page.get_by_text("Số văn bản, địa chỉ trang web").click()
    page.locator("#bao-cao [name=document_number]").fill(number)
    page.locator("#bao-cao [name=document_date]").fill("27/12/2021")
    page.get_by_role("button", name="Đã xong, gửi duyệt").click()
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()


@pytest.mark.timeout(300)
def test_a_task_goes_down_to_an_official_and_comes_back_done(
    owed: Obligation,
    demo: dict[str, User],
    at: datetime,
    mailbox: CatchAll,
    page_as: Open,
    check_page: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    department = page_as(demo["sonoivu"])
    department.goto(f"/phan-viec/?q={CODE}")
    expect(department.get_by_text(CODE).first).to_be_visible()
    department.goto(f"/phan-viec/{owed.pk}/")
    expect(department.locator("#ai-lam")).to_contain_text("đơn vị chưa nhận")

    head = page_as(demo["chutich"])
    _hand_on(head, owed, picture)
    department.reload()
    expect(department.locator("#ai-lam")).to_contain_text("Trần Thị Hiền")

    path = _remind(mailbox, at)
    heard = Notice.objects.filter(obligation=owed).values_list("user__username", "step")
    assert set(heard) == {("congchuc", "truoc-5"), ("chutich", "im-60")}
    _update_by_link(page_as(None, "phone"), path, check_page, picture)
    owed.refresh_from_db()
    assert owed.state == Obligation.State.NOT_STARTED  # the official's word is not yet the unit's

    head.goto("/giao-viec/?muc=bao-xong")
    head.get_by_role("link", name="Trần Thị Hiền").first.click()
    expect(head.get_by_text("Đã gửi thư xin lỗi cho cả 3 hồ sơ quá hạn.").first).to_be_visible()
    head.get_by_role("button", name="Nghiệm thu", exact=True).click()
    expect(head.get_by_text("Đã nghiệm thu.", exact=True)).to_be_visible()

    unit = page_as(demo["xa"], "phone")
    _report(unit, owed, "Đã gửi thư xin lỗi cho cả 3 hồ sơ quá hạn.", "45/BC-UBND")
    department.goto(f"/phan-viec/{owed.pk}/")
    department.get_by_label("Lý do trả lại").fill("Chưa nêu nguyên nhân quá hạn.")
    department.get_by_role("button", name="Trả lại").click()
    unit.goto(f"/phan-viec/{owed.pk}/")
    expect(unit.get_by_text("Chưa nêu nguyên nhân quá hạn.").first).to_be_visible()
    check_page(unit)
    _report(unit, owed, "Đã gửi thư xin lỗi, nêu rõ nguyên nhân của 3 hồ sơ.", "46/BC-UBND")
    department.goto(f"/phan-viec/{owed.pk}/")
    department.get_by_role("button", name="Công nhận hoàn thành").click()
    expect(department.get_by_text("Phần việc được khóa").first).to_be_visible()
    picture(department, "phan-viec-tu-tinh-den-cong-chuc")

    leader = page_as(demo["lanhdao"], "phone")
    leader.goto(f"/phan-viec/{owed.pk}/")
    expect(leader.get_by_text("Hoàn thành").first).to_be_visible()
    expect(leader.locator("#ai-lam")).to_contain_text("Đã nghiệm thu")
    check_page(leader)
    assert OneUseLink.objects.get().used_at is not None
    told = list(
        Entry.objects.filter(subject_type="obligation").order_by("id").values_list("action", flat=True)
    )
    assert told.count("Dùng liên kết một lần") == 1
    assert told[0] == "Nhận phần việc"
