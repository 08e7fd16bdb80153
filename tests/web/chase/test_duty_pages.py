"""Reports in the pages of reminders, in what goes out, and in urging letters."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from namro.core.letters.model import Paragraph, Table, words_of
from namro.core.letters.templates import template_called
from namro.web.accounts.models import User
from namro.web.chase.models import Delivery, DutyNotice, Run, UrgingLetter
from namro.web.chase.selectors.late_units import late_units
from namro.web.chase.services.delivering import deliver
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.reports.documents.urging import urging_letter
from namro.web.reports.models import Report
from web.chase.servers import CatchAll, Gateway
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
OweReport = Callable[..., Report]
GiveBack = Callable[[Report, datetime], None]
ClientOf = Callable[[str], Client]
LABEL = "Báo cáo quý thử, Quý III/2021"
LATE = date(2021, 11, 3)


def test_the_person_sees_one_row_for_a_report_with_why_and_where(
    owe_report: OweReport, chase: Chase, client_of: ClientOf
) -> None:
    report = owe_report(due=date(2021, 11, 16))
    chase()
    chase(date(2021, 11, 16))
    page = client_of("xa").get("/nhac-viec/").content.decode()
    assert page.count(LABEL) == 1
    assert f'href="/bao-cao/{report.pk}/"' in page
    assert "còn 1 ngày" in page
    assert "Đúng ngày đến hạn: nhắc" in page


def test_known_is_pressed_once_and_the_row_is_gone(
    owe_report: OweReport, chase: Chase, client_of: ClientOf
) -> None:
    owe_report(due=date(2021, 11, 13))
    chase()
    client = client_of("xa")
    number = DutyNotice.objects.get().pk
    answer = client.post("/nhac-viec/da-biet/", {"nhac": f"bao-cao-{number}"}, follow=True)
    assert LABEL not in answer.content.decode()
    assert LABEL in client.get("/nhac-viec/?xem=tat-ca").content.decode()


def test_what_was_handed_in_leaves_the_page_at_once(
    owe_report: OweReport, chase: Chase, client_of: ClientOf
) -> None:
    report = owe_report(due=date(2021, 11, 13))
    chase()
    Report.objects.filter(pk=report.pk).update(state="submitted", first_submitted_on=TODAY, submitted_at=AT)
    client = client_of("xa")
    assert LABEL not in client.get("/nhac-viec/").content.decode()
    bulletin = DutyNotice.objects.get().bulletin_id
    assert "đã xong" in client.get(f"/nhac-viec/tong-hop/{bulletin}/").content.decode()


@pytest.mark.parametrize(
    ("due", "title", "words"),
    [
        (date(2021, 11, 10), "Quá hạn", "quá hạn 5 ngày"),
        (TODAY, "Đến hạn hôm nay", "đến hạn hôm nay"),
        (date(2021, 11, 20), "Sắp đến hạn", "còn 5 ngày"),
        (None, "Chưa đặt hạn", "đã mở, chưa đặt hạn"),
    ],
)
def test_the_morning_page_says_how_the_units_reports_stand(
    owe_report: OweReport, client_of: ClientOf, due: date | None, title: str, words: str
) -> None:
    owe_report(due=due)
    page = client_of("xa").get("/nhac-viec/buoi-sang/").content.decode()
    assert LABEL in page
    assert words in page
    assert f">{title} " in page


def test_a_returned_report_says_so_in_the_morning(
    owe_report: OweReport, client_of: ClientOf, give_back: GiveBack
) -> None:
    give_back(owe_report(due=date(2021, 12, 1)), AT - timedelta(days=3))
    page = client_of("xa").get("/nhac-viec/buoi-sang/").content.decode()
    assert "bị trả lại ngày 12/11/2021" in page


@pytest.mark.parametrize(
    ("who", "sees_late", "sees_waiting"),
    [
        ("sonoivu", True, True),
        ("lanhdao", True, False),
        ("huyen", False, False),
        ("sotuphap", False, False),
        ("mattran", False, False),
    ],
)
def test_who_sees_others_late_and_what_waits(
    owe_report: OweReport, client_of: ClientOf, who: str, sees_late: bool, sees_waiting: bool
) -> None:
    owe_report(due=LATE)
    owe_report("tung-anh", state="submitted", first_submitted_on=TODAY, submitted_at=AT)
    page = client_of(who).get("/nhac-viec/buoi-sang/").content.decode()
    assert ("quá hạn 12 ngày" in page) is sees_late
    assert ("1 báo cáo chờ nhận" in page) is sees_waiting


def test_the_address_of_what_waits_leads_to_that_list(owe_report: OweReport, client_of: ClientOf) -> None:
    owe_report(state="submitted", first_submitted_on=TODAY, submitted_at=AT)
    client = client_of("sonoivu")
    page = client.get("/nhac-viec/buoi-sang/").content.decode()
    address = "/bao-cao/?loai=quy-thu&amp;ky=2021-Q3&amp;xem=cho"
    assert address in page
    answer = client.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "UBND xã Thiên Lộc" in answer.content.decode()


def test_pages_of_reports_keep_their_budget(
    owe_report: OweReport,
    chase: Chase,
    client_of: ClientOf,
    units: dict[str, Unit],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for unit in units:
        for month in range(1, 10):
            owe_report(unit, due=LATE, period=f"2021-{month:02}")
    chase()
    for who in ("xa", "sonoivu"):
        client = client_of(who)
        client.get("/nhac-viec/")
        with max_queries(18):
            client.get("/nhac-viec/")
        with max_queries(18):
            client.get("/nhac-viec/buoi-sang/")


def test_the_mail_lists_reports_and_a_mail_of_nothing_else_is_sent_too(
    owe_report: OweReport, chase: Chase, mailbox: CatchAll
) -> None:
    report = owe_report(due=date(2021, 11, 13))
    chase()
    assert deliver(day=TODAY, at=AT).counts == {"sent": 1}
    ((to, mail),) = mailbox.caught
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert to == "xa@tinh.example"
    assert f"Quá hạn 2 ngày: {LABEL}" in text
    assert f"/bao-cao/{report.pk}/" in text
    assert "1 báo cáo cần xử lý (1 quá hạn)" in text
    assert deliver(day=TODAY, at=AT).counts == {}


def test_a_mail_about_a_report_handed_in_meanwhile_is_not_sent(
    owe_report: OweReport, chase: Chase, mailbox: CatchAll
) -> None:
    report = owe_report(due=date(2021, 11, 13))
    chase()
    Report.objects.filter(pk=report.pk).update(state="submitted", first_submitted_on=TODAY, submitted_at=AT)
    deliver(day=TODAY, at=AT)
    assert Delivery.objects.get().state == "dropped"
    assert not mailbox.caught


def test_the_gateway_gets_the_reports_beside_the_tasks(
    owe_report: OweReport, chase: Chase, gateway: Gateway
) -> None:
    owe_report(due=date(2021, 11, 13))
    chase()
    deliver(day=TODAY, at=AT)
    body = json.loads(gateway.calls[0][1])
    assert (body["count"], body["report_count"]) == (0, 1)
    assert body["reports"][0]["report"] == "Báo cáo quý thử"
    assert LABEL in body["text"]
    assert len(body["text"]) <= 300


def test_the_export_has_the_reports_after_the_tasks(
    owe_report: OweReport, make: Make, chase: Chase, client_of: ClientOf
) -> None:
    make(due=date(2021, 11, 13))
    owe_report(due=date(2021, 11, 13))
    chase()
    sheet = load_workbook(BytesIO(client_of("xa").get("/nhac-viec/xuat/").content)).active
    assert sheet is not None
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert words.index("Báo cáo quý thử") > next(
        place for place, word in enumerate(words) if word.startswith("Niêm yết")
    )


def test_units_late_with_reports_alone_stand_in_the_list_of_the_late(
    owe_report: OweReport, make: Make, cast: dict[str, User]
) -> None:
    make("can-loc", due=date(2021, 11, 13))
    owe_report(due=LATE)
    owe_report("tung-anh", due=None)
    rows = [(one.unit.key, one.count, one.report_count, one.oldest_days) for one in late_units(TODAY)]
    assert rows == [("thien-loc", 0, 1, 12), ("can-loc", 1, 0, 2)]


def _draft(client: Client) -> UrgingLetter:
    client.post("/nhac-viec/cong-van/", {"don-vi": "thien-loc"})
    return UrgingLetter.objects.latest("id")


def test_a_letter_lists_reports_apart_from_tasks_and_says_next_time_what_came(
    owe_report: OweReport, make: Make, client_of: ClientOf
) -> None:
    make(due=date(2021, 11, 10))
    first = owe_report(due=LATE)
    client = client_of("sonoivu")
    letter = _draft(client)
    page = client.get(f"/nhac-viec/cong-van/{letter.pk}/").content.decode()
    assert "còn 1 phần việc quá hạn chưa báo cáo hoàn thành và 1 báo cáo quá hạn chưa gửi" in page
    assert "Báo cáo chưa gửi" in page
    assert [one["days"] for one in letter.content["reports"]] == [12]
    UrgingLetter.objects.filter(pk=letter.pk).update(state="issued", number="1/SNV", dated=TODAY)
    Report.objects.filter(pk=first.pk).update(state="submitted", first_submitted_on=TODAY, submitted_at=AT)
    owe_report(due=LATE, period="2021-10", period_label="Tháng 10/2021")
    again = _draft(client)
    page = client.get(f"/nhac-viec/cong-van/{again.pk}/").content.decode()
    assert "Báo cáo: 1 đã gửi, 0 vẫn quá hạn, 1 mới quá hạn." in page


def test_a_letter_issued_before_reports_were_urged_still_reads(
    owe_report: OweReport, make: Make, client_of: ClientOf
) -> None:
    make(due=date(2021, 11, 10))
    client = client_of("sonoivu")
    letter = _draft(client)
    content = {key: value for key, value in letter.content.items() if key != "reports"}
    UrgingLetter.objects.filter(pk=letter.pk).update(
        content=content, state="issued", number="1/SNV", dated=TODAY
    )
    owe_report(due=LATE)
    assert client.get(f"/nhac-viec/cong-van/{letter.pk}/").status_code == 200
    assert client.get("/nhac-viec/cong-van/xuat/").status_code == 200
    again = _draft(client)
    assert again.content["since"]["reports"]["new"] == [again.content["reports"][0]["duty"]]


def test_a_unit_late_with_nothing_gets_no_letter(owe_report: OweReport, client_of: ClientOf) -> None:
    owe_report(due=None)
    answer = client_of("sonoivu").post("/nhac-viec/cong-van/", {"don-vi": "thien-loc"}, follow=True)
    assert "không cần đôn đốc" in answer.content.decode()
    assert not UrgingLetter.objects.exists()


@pytest.mark.parametrize("has_task", [True, False])
def test_the_letter_as_a_document_has_a_table_of_reports_apart(
    owe_report: OweReport, make: Make, client_of: ClientOf, has_task: bool
) -> None:
    if has_task:
        make(due=date(2021, 11, 10))
    owe_report(due=LATE)
    drawn = urging_letter(_draft(client_of("sonoivu")), template_called("don-doc").wording)
    tables = [block.name for block in drawn.blocks if isinstance(block, Table)]
    words = " ".join(words_of(block.text) for block in drawn.blocks if isinstance(block, Paragraph))
    assert tables == (["Phần việc quá hạn"] if has_task else []) + ["Báo cáo chưa gửi"]
    assert "còn 1 báo cáo quá hạn chưa gửi, lâu nhất quá hạn 12 ngày" in words
    assert ("0 phần việc" in words) is False
    assert ("Ngoài ra" in words) is has_task
