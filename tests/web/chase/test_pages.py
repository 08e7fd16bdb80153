"""The pages of the chase: who may, what they say, how few questions they ask."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase.models import Contact, Delivery, Notice, RuleVersion, Run, UrgingLetter
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.services.links import make_link
from namro.web.plans.models import Obligation
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
ClientOf = Callable[[str], Client]
EVERYBODY = ("sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran", "xakhac")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/nhac-viec/", EVERYBODY),
        ("/nhac-viec/buoi-sang/", EVERYBODY),
        ("/nhac-viec/quy-tac/", EVERYBODY),
        ("/nhac-viec/kenh/", EVERYBODY),
        ("/nhac-viec/quy-tac/sua/", ("sonoivu",)),
        ("/nhac-viec/lan-chay/", ("sonoivu",)),
        ("/nhac-viec/luot-gui/", ("sonoivu",)),
        ("/nhac-viec/cong-van/", ("sonoivu", "lanhdao", "mattran")),
    ],
)
def test_each_page_opens_to_whom_it_is_for(path: str, allowed: tuple[str, ...], client_of: ClientOf) -> None:
    for who in (*EVERYBODY, "stranger"):
        assert client_of(who).get(path).status_code == (200 if who in allowed else 403), who


def test_a_person_sees_the_own_reminders_with_their_reason_and_says_to_know_them(
    make: Make, chase: Chase, client_of: ClientOf, cast: dict[str, User]
) -> None:
    make(due=date(2021, 11, 13))
    make("tung-anh", due=date(2021, 11, 13))
    chase()
    page = client_of("xa").get("/nhac-viec/").content.decode()
    assert "quá hạn 2 ngày" in page
    assert "Quá hạn 1 ngày: nhắc người được giao" in page
    assert page.count("Tùng Ảnh") == 0
    theirs = Notice.objects.get(user=cast["xakhac"])
    client_of("xa").post("/nhac-viec/da-biet/", {"nhac": theirs.pk})
    theirs.refresh_from_db()
    assert theirs.seen_at is None
    assert ">1</span>" in page  # the bell
    client_of("xa").post("/nhac-viec/da-biet/", {"nhac": "tat-ca"})
    after = client_of("xa").get("/nhac-viec/").content.decode()
    assert "Không có nhắc việc nào chưa xem" in after
    assert "đã biết 15/11/2021" in client_of("xa").get("/nhac-viec/?xem=tat-ca").content.decode()


@pytest.mark.parametrize("which", ["", "x", "²", "-1", "9" * 40])
def test_a_broken_acknowledgement_changes_nothing(
    which: str, make: Make, chase: Chase, client_of: ClientOf
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    assert client_of("xa").post("/nhac-viec/da-biet/", {"nhac": which}).status_code == 302
    assert Notice.objects.filter(seen_at__isnull=True).count() == 1


def test_the_morning_page_shows_what_is_late_untouched_and_waiting(make: Make, client_of: ClientOf) -> None:
    late, fresh, sent = (
        make(),
        make(due=date(2021, 12, 20)),
        make("can-loc", state="submitted", reported_at=AT),
    )
    page = client_of("xa").get("/nhac-viec/buoi-sang/").content.decode()
    assert f"/phan-viec/{late.pk}/" in page
    assert f"/phan-viec/{fresh.pk}/" in page
    assert f"/phan-viec/{sent.pk}/" not in page
    assert f"/phan-viec/{sent.pk}/" in client_of("sonoivu").get("/nhac-viec/buoi-sang/").content.decode()
    assert (
        "/phan-viec/"
        not in client_of("xakhac")
        .get("/nhac-viec/buoi-sang/")
        .content.decode()
        .split("<main")[1]
        .split("phan-viec/?")[0]
    )


def test_running_now_shows_what_it_did(make: Make, client_of: ClientOf) -> None:
    make(due=date(2021, 11, 13))
    assert client_of("sonoivu").post("/nhac-viec/lan-chay/").status_code == 302
    run = Run.objects.get()
    assert (run.state, run.by_name) == ("done", "Nguyễn Thị Thu Hà")
    page = client_of("sonoivu").get("/nhac-viec/lan-chay/").content.decode()
    assert "Đã xong" in page
    for who in ("lanhdao", "xa", "mattran"):
        assert client_of(who).post("/nhac-viec/lan-chay/").status_code == 403
    assert Run.objects.count() == 1


def test_a_run_that_was_killed_is_told_and_can_be_started_again(client_of: ClientOf) -> None:
    Run.objects.create(day=TODAY, by_name="x", started_at=AT, heard_at=AT)
    page = client_of("sonoivu").get("/nhac-viec/lan-chay/").content.decode()
    assert "im lặng đã lâu" in page


def test_the_page_says_what_became_of_a_mail_and_sends_it_again(
    make: Make, chase: Chase, client_of: ClientOf, mailbox: CatchAll
) -> None:
    make(due=date(2021, 11, 13))
    chase()
    Delivery.objects.update(state="unsure", outcome="Mất kết nối khi đang gửi.")
    page = client_of("sonoivu").get("/nhac-viec/luot-gui/?trang_thai=unsure").content.decode()
    assert "Mất kết nối khi đang gửi." in page
    delivery = Delivery.objects.get()
    assert client_of("xa").post(f"/nhac-viec/luot-gui/{delivery.pk}/gui-lai/").status_code == 403
    client_of("sonoivu").post(f"/nhac-viec/luot-gui/{delivery.pk}/gui-lai/")
    delivery.refresh_from_db()
    assert delivery.state == "queued"


def _typed(page: Any, **changes: str) -> dict[str, Any]:
    """Give what a browser would send of the form as shown."""
    form, steps = page.context["form"], page.context["steps"]
    typed: dict[str, Any] = {f.html_name: f.value() for f in form if f.value() is not None}
    typed |= {f.html_name: f.value() for f in steps.management_form if f.value() is not None}
    for step in steps.forms:
        typed |= {f.html_name: f.value() for f in step if f.value() is not None and f.value() is not False}
    return typed | {"valid_from": "15/11/2021", "reason": "Theo Công văn 12/UBND-NC"} | changes


def test_a_change_of_rules_is_a_new_version_and_the_old_one_stays(client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    shown = client.get("/nhac-viec/quy-tac/sua/")
    assert client.post("/nhac-viec/quy-tac/sua/", _typed(shown)).status_code == 422
    answer = client.post("/nhac-viec/quy-tac/sua/", _typed(shown, silent_days="20", valid_from="20/11/2021"))
    assert answer.status_code == 302
    assert RuleVersion.objects.get().reason == "Theo Công văn 12/UBND-NC"
    assert rules_on(TODAY).silent_days == 30
    assert rules_on(date(2021, 11, 20)).silent_days == 20
    back = client.post("/nhac-viec/quy-tac/sua/", _typed(shown, silent_days="9", valid_from="1/11/2021"))
    assert "từ ngày 15/11/2021 trở đi" in back.content.decode()
    assert client_of("lanhdao").post("/nhac-viec/quy-tac/sua/", _typed(shown)).status_code == 403


def test_a_person_chooses_channels_and_a_wrong_number_is_said(
    client_of: ClientOf, cast: dict[str, User]
) -> None:
    client = client_of("xa")
    wrong = client.post("/nhac-viec/kenh/", {"phone": "12", "way": "hook"})
    assert (wrong.status_code, Contact.objects.count()) == (422, 0)
    assert "10 chữ số" in wrong.content.decode()
    assert "cần địa chỉ thư" in client.post("/nhac-viec/kenh/", {"way": "email"}).content.decode()
    client.post("/nhac-viec/kenh/", {"phone": "0912 345 678", "email": "xa@tinh.example", "way": "both"})
    contact = Contact.objects.get()
    assert (contact.phone, contact.by_email, contact.by_hook) == ("0912345678", True, True)
    assert "xa@tinh.example" in client.get("/tai-khoan/").content.decode()


def test_a_letter_lists_what_is_late_and_the_next_says_what_changed(make: Make, client_of: ClientOf) -> None:
    client = client_of("sonoivu")
    done, still = make(due=date(2021, 11, 1)), make(due=date(2021, 11, 5))
    client.post("/nhac-viec/cong-van/", {"don-vi": ["thien-loc"]})
    first = UrgingLetter.objects.get()
    assert [item["code"] for item in first.content["items"]] == [done.task.code, still.task.code]
    assert client_of("xa").get(f"/nhac-viec/cong-van/{first.pk}/").status_code == 403
    client.post(f"/nhac-viec/cong-van/{first.pk}/", {"number": "12/SNV-CCHC", "dated": "15/11/2021"})
    assert client_of("xa").get(f"/nhac-viec/cong-van/{first.pk}/").status_code == 200
    Obligation.objects.filter(pk=done.pk).update(state="submitted")
    new = make(due=date(2021, 11, 14))
    client.post("/nhac-viec/cong-van/", {"don-vi": ["thien-loc"]})
    second = UrgingLetter.objects.get(state="draft")
    page = client.get(f"/nhac-viec/cong-van/{second.pk}/").content.decode()
    assert "So với Công văn 12/SNV-CCHC ngày 15/11/2021" in page
    assert "1 phần việc đã báo cáo xong, 1 vẫn quá hạn, 1 mới quá hạn" in page
    assert second.content["since"]["new"] == [new.pk]
    words = "\n".join(
        p.text
        for p in Document(
            BytesIO(client.get(f"/nhac-viec/cong-van/{second.pk}/tep/", follow=True).content)
        ).paragraphs
    )
    assert "UBND xã Thiên Lộc còn 2 phần việc quá hạn" in words
    assert "1 mới quá hạn" in words
    twice = client.post(f"/nhac-viec/cong-van/{second.pk}/", {"number": "12/SNV-CCHC", "dated": "16/11/2021"})
    assert "đã dùng cho một công văn khác" in twice.content.decode()
    client.post(f"/nhac-viec/cong-van/{second.pk}/bo/")
    client.post(f"/nhac-viec/cong-van/{first.pk}/bo/")
    assert list(UrgingLetter.objects.values_list("pk", flat=True)) == [first.pk]


def test_a_unit_without_anything_late_gets_no_letter(make: Make, client_of: ClientOf) -> None:
    make(state="accepted")
    answer = client_of("sonoivu").post(
        "/nhac-viec/cong-van/", {"don-vi": ["thien-loc", "khong-co"]}, follow=True
    )
    assert "không cần đôn đốc" in answer.content.decode()
    assert not UrgingLetter.objects.exists()
    assert client_of("lanhdao").post("/nhac-viec/cong-van/", {"don-vi": ["thien-loc"]}).status_code == 403


def test_the_obligation_says_who_was_reminded_and_by_which_link(
    make: Make, chase: Chase, client_of: ClientOf, cast: dict[str, User]
) -> None:
    owed = make(due=date(2021, 11, 13))
    assert "Đã nhắc" not in client_of("xa").get(f"/phan-viec/{owed.pk}/").content.decode()
    chase()
    make_link(user=cast["xa"], obligation=owed, by=audit.PROGRAM, at=AT)
    page = client_of("xa").get(f"/phan-viec/{owed.pk}/").content.decode()
    assert "nhắc <strong>Võ Văn Nam</strong>" in page
    assert "còn hiệu lực đến 18/11/2021" in page
    assert "Thu hồi" in page
    assert "Thu hồi" not in client_of("mattran").get(f"/phan-viec/{owed.pk}/").content.decode()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/nhac-viec/", 12),
        ("/nhac-viec/buoi-sang/", 22),
        ("/nhac-viec/lan-chay/", 10),
        ("/nhac-viec/luot-gui/", 10),
        ("/nhac-viec/quy-tac/", 10),
        ("/nhac-viec/cong-van/", 12),
        ("/nhac-viec/kenh/", 10),
    ],
)
def test_pages_ask_a_fixed_number_of_questions(
    path: str, most: int, make: Make, chase: Chase, client_of: ClientOf,
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    for _ in range(20):
        make(due=date(2021, 11, 13))
        make("can-loc", due=date(2021, 10, 1))
    chase()
    client = client_of("sonoivu")
    client.get(path)
    with max_queries(most):
        client.get(path)
