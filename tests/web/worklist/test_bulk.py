"""Bulk work: looked at first, each by itself, nothing twice, taken back while nobody went on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.cascade.models import HandOver
from namro.web.chase.models import Bulletin, Notice
from namro.web.chase.services.by_hand import remind
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Role, Unit
from namro.web.organisations.selectors import Posts
from namro.web.organisations.services import give_post
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.services.reporting import Progress, accept, report
from namro.web.plans.states import State
from namro.web.worklist.models import Batch
from namro.web.worklist.services import batches


@pytest.fixture
def handed_in(
    plan: Plan, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> list[Obligation]:
    """Everything of Thiên Lộc, handed in and waiting."""
    owed = list(Obligation.objects.filter(unit__key="thien-loc").order_by("id"))
    for one in owed:
        report(
            obligation_id=one.pk, done=True, progress=Progress("Đã làm xong."), version=0,
            proof=Proof(document_number=f"{one.pk}/BC", document_date=date(2021, 11, 1)),
            by=cast["xa"], posts=posts("xa"), at=at,
        )  # fmt: skip
    return list(Obligation.objects.filter(unit__key="thien-loc").order_by("id"))


def chosen(client: Client, rows: list[Obligation], step: str, where: str = "") -> Batch:
    marks = [f"{row.pk}.{row.version}" for row in rows]
    client.post(f"/viec/hang-loat/{where}", {"chon": marks, "buoc": step})
    return Batch.objects.order_by("-id")[0]


def states(rows: list[Obligation]) -> set[str]:
    return set(Obligation.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True))


def test_nothing_happens_before_the_preview_is_confirmed(
    handed_in: list[Obligation], client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    untouched = Obligation.objects.filter(state=State.NOT_STARTED)[:1]
    batch = chosen(client, [*handed_in, *untouched], "cong-nhan")
    shown = client.get(f"/viec/lo/{batch.pk}/").content.decode()
    assert f"làm được <b>{len(handed_in)}</b>, bỏ qua 1" in shown
    assert "Chưa bắt đầu" in shown
    assert "UBND xã Thiên Lộc" in shown
    assert states(handed_in) == {State.SUBMITTED}
    client.post(f"/viec/lo/{batch.pk}/")
    assert states(handed_in) == {State.ACCEPTED}
    outcome = client.get(f"/viec/lo/{batch.pk}/").content.decode()
    assert f"<b>{len(handed_in)}</b>/{len(handed_in) + 1}" in outcome


def test_acceptance_is_taken_back_where_nobody_went_on(
    handed_in: list[Obligation], client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    batch = chosen(client, handed_in, "cong-nhan")
    client.post(f"/viec/lo/{batch.pk}/")
    Obligation.objects.filter(pk=handed_in[0].pk).update(version=99)
    page = client.post(f"/viec/lo/{batch.pk}/hoan-tac/", follow=True).content.decode()
    assert f"<b>{len(handed_in) - 1}</b>/{len(handed_in)}" in page
    assert states(handed_in[:1]) == {State.ACCEPTED}
    assert states(handed_in[1:]) == {State.RETURNED}
    assert "Hoàn tác" in Report.objects.order_by("-id")[0].sentence
    again = client.post(f"/viec/lo/{batch.pk}/hoan-tac/", follow=True).content.decode()
    assert "đã được hoàn tác" in again


def test_another_session_cannot_take_back(
    handed_in: list[Obligation], client_of: Callable[[str], Client]
) -> None:
    batch = chosen(client := client_of("sonoivu"), handed_in, "cong-nhan")
    client.post(f"/viec/lo/{batch.pk}/")
    later = client_of("sonoivu")
    assert "cùng phiên" in later.post(f"/viec/lo/{batch.pk}/hoan-tac/", follow=True).content.decode()
    assert states(handed_in) == {State.ACCEPTED}


def test_one_reason_returns_all_and_without_it_none(
    handed_in: list[Obligation], client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    batch = chosen(client, handed_in, "tra-lai")
    assert client.post(f"/viec/lo/{batch.pk}/", {"ly_do": " "}).status_code == 422
    assert states(handed_in) == {State.SUBMITTED}
    client.post(f"/viec/lo/{batch.pk}/", {"ly_do": "Thiếu biên bản."})
    assert states(handed_in) == {State.RETURNED}


def test_all_that_is_filtered_is_chosen_and_the_filter_stays_in_the_address(
    handed_in: list[Obligation], client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    client.post("/viec/hang-loat/?trang_thai=submitted", {"tat_ca": "1", "buoc": "cong-nhan"})
    batch = Batch.objects.get()
    assert {pk for pk, _ in batch.marks} == {row.pk for row in handed_in}
    assert batch.query == "trang_thai=submitted"
    assert client.post(f"/viec/lo/{batch.pk}/bo/")["Location"].endswith("?trang_thai=submitted")
    assert (
        client.post("/viec/hang-loat/?trang_thai=submitted", {"tat_ca": "1", "buoc": "xuat"}).content[:2]
        == b"PK"
    )


@pytest.mark.parametrize("who", ["xa", "huyen", "mattran", "xakhac"])
def test_who_may_not_decide_decides_nothing_in_bulk_either(
    handed_in: list[Obligation], client_of: Callable[[str], Client], who: str
) -> None:
    client = client_of(who)
    marks = [f"{row.pk}.{row.version}" for row in handed_in]
    client.post("/viec/hang-loat/", {"chon": marks, "buoc": "cong-nhan"})
    for batch in Batch.objects.all():
        client.post(f"/viec/lo/{batch.pk}/")
        batch.refresh_from_db()
        assert not batch.done
    assert states(handed_in) == {State.SUBMITTED}


def test_a_stranger_sees_nothing_and_a_batch_is_its_makers(
    handed_in: list[Obligation], client_of: Callable[[str], Client]
) -> None:
    batch = chosen(client_of("sonoivu"), handed_in, "cong-nhan")
    assert client_of("stranger").get("/viec/hang-loat/").status_code == 403
    assert client_of("lanhdao").get(f"/viec/lo/{batch.pk}/").status_code == 404
    assert client_of("lanhdao").post(f"/viec/lo/{batch.pk}/").status_code == 404


def test_a_run_that_is_killed_goes_on_where_it_stopped(
    handed_in: list[Obligation], cast: dict[str, User], posts: Callable[[str], Posts], at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    marks = [(row.pk, row.version) for row in handed_in]
    common: dict[str, Any] = {"by": cast["sonoivu"], "at": at}
    batch = batches.prepare(step="cong-nhan", marks=marks, query="", posts=posts("sonoivu"), **common)
    monkeypatch.setattr(batches, "AT_ONCE", 0)
    monkeypatch.setattr(batches, "async_task", lambda *_: None)
    batches.start(batch=batch, said={}, **common)

    def dies_at_the_second(**given: Any) -> Obligation:
        if given["obligation_id"] == handed_in[1].pk:
            raise KeyboardInterrupt
        return accept(**given)

    monkeypatch.setattr("namro.web.worklist.services.batches.reporting.accept", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        batches.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.next, len(batch.done), batch.state) == (1, 1, Batch.State.RUNNING)
    monkeypatch.undo()
    batches.run(batch.pk)
    batches.run(batch.pk)
    batch.refresh_from_db()
    assert (len(batch.done), batch.refused, batch.state) == (len(marks), [], Batch.State.DONE)
    assert Report.objects.filter(action="accept").count() == len(marks)


def test_work_is_given_on_and_taken_back(
    plan: Plan,
    client_of: Callable[[str], Client],
    cast: dict[str, User],
    units: dict[str, Unit],
    at: datetime,
) -> None:
    head = cast["xa"]
    give_post(by=head, at=at, user=cast["stranger"], unit=units["thien-loc"], role=Role.OFFICIAL)
    client = client_of("xa")
    owed = list(Obligation.objects.filter(unit__key="thien-loc", due__gte=at.date()))
    batch = chosen(client, owed, "giao")
    assert "Giao việc" in client.get(f"/viec/lo/{batch.pk}/").content.decode()
    assert client.post(f"/viec/lo/{batch.pk}/", {}).status_code == 422
    piece = {
        "nguoi_nhan": f"nguoi-{cast['stranger'].pk}", "trach_nhiem": "Chịu trách nhiệm làm đúng hạn",
        "san_pham": "Biên bản niêm yết",
    }  # fmt: skip
    client.post(f"/viec/lo/{batch.pk}/", piece)
    assert HandOver.objects.filter(state="given").count() == len(owed) > 0
    client.post(f"/viec/lo/{batch.pk}/hoan-tac/")
    assert HandOver.objects.filter(state="withdrawn").count() == len(owed)


def test_a_person_is_reminded_by_hand_once_a_day_in_one_message(
    plan: Plan, client_of: Callable[[str], Client], cast: dict[str, User]
) -> None:
    client = client_of("sonoivu")
    owed = list(Obligation.objects.filter(unit__key="thien-loc").order_by("id"))
    batch = chosen(client, owed, "nhac")
    assert cast["xa"].get_full_name() in client.get(f"/viec/lo/{batch.pk}/").content.decode()
    page = client.post(f"/viec/lo/{batch.pk}/", follow=True).content.decode()
    assert "không rút lại được" in page
    assert Notice.objects.filter(user=cast["xa"], step="tay").count() == len(owed)
    assert Bulletin.objects.filter(user=cast["xa"]).count() == 1
    second = chosen(client, owed, "nhac")
    assert "đã được nhắc bằng tay hôm nay" in client.get(f"/viec/lo/{second.pk}/").content.decode()
    client.post(f"/viec/lo/{second.pk}/")
    assert Notice.objects.filter(step="tay", user=cast["xa"]).count() == len(owed)
    assert "nhắc bằng tay" in client_of("xa").get("/nhac-viec/").content.decode()


def test_nobody_is_reminded_on_a_day_off_or_by_who_may_not(
    plan: Plan,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    client_of: Callable[[str], Client],
) -> None:
    owed = list(Obligation.objects.filter(unit__key="thien-loc").select_related("unit"))
    sunday = at.replace(day=14)
    with pytest.raises(Refusal, match="ngày nghỉ"):
        remind(obligations=owed, by=cast["sonoivu"], posts=posts("sonoivu"), at=sunday)
    found = remind(obligations=owed, by=cast["xakhac"], posts=posts("xakhac"), at=at)
    assert not found.people
    assert client_of("mattran").post("/viec/hang-loat/", {"tat_ca": "1", "buoc": "nhac"}).status_code == 403
    assert not Notice.objects.exists()


def test_the_list_and_the_preview_keep_their_budget(
    handed_in: list[Obligation], client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    client = client_of("sonoivu")
    batch = chosen(client, handed_in, "cong-nhan")
    with max_queries(20):
        assert client.get("/viec/hang-loat/").status_code == 200
    with max_queries(20):
        assert client.get(f"/viec/lo/{batch.pk}/").status_code == 200


def test_nonsense_is_answered_with_a_sentence(plan: Plan, client_of: Callable[[str], Client]) -> None:
    client = client_of("sonoivu")
    page = client.post("/viec/hang-loat/", {"chon": ["x", "1.x", "9" * 40], "buoc": "cong-nhan"}, follow=True)
    assert "Chưa chọn phần việc nào" in page.content.decode()
    assert (
        "Không có bước này"
        in client.post("/viec/hang-loat/", {"tat_ca": "1", "buoc": "hoan-tac"}, follow=True).content.decode()
    )
