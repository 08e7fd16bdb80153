"""Adding a task to a plan in force: read like a document's row, owed from the day on, taken out while untouched."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.audit.services import PROGRAM
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.book.work import by_line, criteria_of
from namro.web.plans.models import Criterion, Obligation, Plan, Section, Task, TaskAddition
from namro.web.plans.services.adding import Ground, Place, Wording, add_task, withdraw_task
from namro.web.plans.services.obliging import make_obligations
from namro.web.plans.services.reporting import Progress, report
from namro.web.talks.models import Obstacle
from namro.web.ui.refusals import NotAllowed

FAIR = "Công bằng trong tuyển dụng vào khu vực công"
WORDING = Wording(
    "Công khai kết quả mọi kỳ tuyển dụng trên cổng thông tin.",
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Hàng quý",
    "100% kỳ thi",
)
GROUND = Ground("512/UBND-NC", date(2021, 11, 12), "Nội dung mất điểm mà kế hoạch bỏ sót.")


@pytest.fixture
def papi(plan: Plan) -> Section:
    return Section.objects.get(plan=plan, index="PAPI")


@pytest.fixture
def common(plan: Plan, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> dict[str, Any]:
    return {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}


@pytest.fixture
def added(plan: Plan, papi: Section, common: dict[str, Any]) -> Task:
    place = Place(papi, criterion_name=FAIR, axis_name="Công khai, minh bạch")
    return add_task(plan=plan, place=place, wording=WORDING, ground=GROUND, **common)


def test_a_new_criterion_stands_in_its_axis_and_the_book_of_points_finds_it(plan: Plan, added: Task) -> None:
    criterion = added.criterion
    assert criterion is not None
    assert (criterion.axis_no, criterion.no, criterion.name) == ("II", "3", FAIR)
    assert added.code == "PL1.II.3-BS1"
    assert added.index == "PAPI"
    placed, _ = by_line(criteria_of([plan], "PAPI"), {"SC43": FAIR})
    assert placed["SC43"] == (criterion,)


def test_it_is_owed_from_the_day_it_was_added_on(added: Task, units: dict[str, Unit], at: datetime) -> None:
    later = at.replace(month=12)
    owed = list(added.obligations.order_by("due"))
    assert [one.unit for one in owed] == [units["so-noi-vu"]]
    assert [one.period for one in owed] == ["Quý IV/2021"]
    assert make_obligations([added], by=PROGRAM, at=later).added == 0


def test_it_says_by_which_document_and_the_record_keeps_it(added: Task) -> None:
    addition = TaskAddition.objects.get(task=added)
    assert (addition.document_number, addition.document_date) == ("512/UBND-NC", date(2021, 11, 12))
    entry = Entry.objects.get(action="Bổ sung nhiệm vụ")
    assert entry.reason == GROUND.reason


def test_under_an_existing_criterion_it_stands_after_its_last_task(
    plan: Plan, papi: Section, common: dict[str, Any]
) -> None:
    shared = Criterion.objects.get(section=papi, no="2")  # carries none of its own: shares those of the first
    before = list(Task.objects.filter(plan=plan).order_by("position").values_list("code", flat=True))
    task = add_task(plan=plan, place=Place(papi, shared), wording=WORDING, ground=GROUND, **common)
    assert task.criterion == shared.shared_with
    after = list(Task.objects.filter(plan=plan).order_by("position").values_list("code", flat=True))
    at_place = after.index(task.code)
    assert after[at_place - 1] == "PL1.II.1-2"
    assert [code for code in after if code != task.code] == before
    assert len(set(Task.objects.filter(plan=plan).values_list("position", flat=True))) == len(after)


def test_two_additions_under_one_criterion_have_two_codes(
    plan: Plan, papi: Section, added: Task, common: dict[str, Any]
) -> None:
    again = add_task(
        plan=plan, place=Place(papi, criterion_name=FAIR.upper()), wording=WORDING, ground=GROUND, **common
    )
    assert again.criterion == added.criterion
    assert again.code == "PL1.II.3-BS2"


@pytest.mark.parametrize(
    ("wording", "ground", "sentence"),
    [
        ({"text": "Làm"}, {}, "Rõ việc"),
        ({"lead": ""}, {}, "Chưa phân định chủ trì"),
        ({"deadline": ""}, {}, "Rõ thời gian"),
        ({"deadline": "Thường xuyên"}, {}, "cần đặt kỳ báo cáo"),
        ({"deadline": "Trước ngày 1/10/2021"}, {}, "đã qua"),
        ({}, {"document_number": " "}, "số văn bản"),
        ({}, {"document_date": None}, "ngày của văn bản"),
        ({}, {"document_date": date(2022, 1, 1)}, "sau ngày làm việc"),
        ({}, {"reason": ""}, "lý do bổ sung"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    plan: Plan,
    papi: Section,
    common: dict[str, Any],
    wording: dict[str, Any],
    ground: dict[str, Any],
    sentence: str,
) -> None:
    before = (Task.objects.count(), Criterion.objects.count(), Obligation.objects.count())
    with pytest.raises(Refusal, match=sentence):
        add_task(
            plan=plan,
            place=Place(papi, criterion_name=FAIR),
            wording=replace(WORDING, **wording),
            ground=replace(GROUND, **ground),
            **common,
        )
    assert (Task.objects.count(), Criterion.objects.count(), Obligation.objects.count()) == before


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xa", "mattran", "stranger"])
def test_only_plan_officers_add_and_withdraw(
    plan: Plan, papi: Section, added: Task, common: dict[str, Any], cast: dict[str, User],
    posts: Callable[[str], Posts], client_of: Callable[[str], Client], who: str,
) -> None:  # fmt: skip
    theirs = common | {"by": cast[who], "posts": posts(who)}
    with pytest.raises(NotAllowed):
        add_task(plan=plan, place=Place(papi, criterion_name="X"), wording=WORDING, ground=GROUND, **theirs)
    with pytest.raises(NotAllowed):
        withdraw_task(task_id=added.pk, reason="Nhầm", **theirs)
    assert client_of(who).get(f"/ke-hoach/{plan.pk}/them-nhiem-vu/").status_code == 403
    assert client_of(who).get(f"/nhiem-vu/{added.pk}/rut/").status_code == 403


def test_withdrawing_leaves_the_plan_as_it_was(plan: Plan, added: Task, common: dict[str, Any]) -> None:
    code, pk = added.code, added.pk
    with pytest.raises(Refusal, match="lý do rút"):
        withdraw_task(task_id=pk, reason=" ", **common)
    withdraw_task(task_id=pk, reason="Ghi nhầm văn bản.", **common)
    assert not Task.objects.filter(pk=pk).exists()
    assert not Obligation.objects.filter(task_id=pk).exists()
    assert not Criterion.objects.filter(name=FAIR).exists()
    entry = Entry.objects.get(action="Rút nhiệm vụ bổ sung")
    assert entry.before["code"] == code


def test_a_task_of_the_document_is_not_withdrawn(plan: Plan, common: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="có trong văn bản"):
        withdraw_task(task_id=Task.objects.filter(plan=plan)[0].pk, reason="Nhầm", **common)


def test_what_somebody_reported_on_is_not_withdrawn(added: Task, common: dict[str, Any]) -> None:
    owed = added.obligations.get()
    report(
        obligation_id=owed.pk, done=False, progress=Progress("Đã bắt đầu."), proof=Proof(), version=owed.version,
        **common,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Đã có đơn vị báo cáo"):
        withdraw_task(task_id=added.pk, reason="Nhầm", **common)
    assert Task.objects.filter(pk=added.pk).exists()


def test_what_another_room_keeps_something_about_is_not_withdrawn(
    added: Task, common: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    Obstacle.objects.create(
        obligation=added.obligations.get(), content="x", raised_by=cast["sonoivu"], raised_at=at
    )
    with pytest.raises(Refusal, match="gắn với nó"):
        withdraw_task(task_id=added.pk, reason="Nhầm", **common)
    assert added.obligations.count() == 1


FORM = {
    "viec": WORDING.text, "chu_tri": WORDING.lead, "han": WORDING.deadline, "ket_qua": WORDING.result,
    "so_van_ban": "512/UBND-NC", "ngay_van_ban": "12/11/2021", "ly_do": "Bỏ sót.",
}  # fmt: skip


def test_the_page_comes_filled_from_the_book_and_leads_to_the_new_task(
    plan: Plan,
    papi: Section,
    client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client = client_of("sonoivu")
    here = f"/ke-hoach/{plan.pk}/them-nhiem-vu/"
    with max_queries(14):
        shown = client.get(here, {"chi_so": "PAPI", "tieu_chi": FAIR, "truc": "Công khai, minh bạch"})
    assert f'value="{FAIR}"' in shown.content.decode()
    answer = client.post(here, FORM | {"phu_luc": papi.pk, "tieu_chi": "", "ten_tieu_chi": FAIR}, follow=True)
    page = answer.content.decode()
    assert "Bổ sung ngày 15/11/2021, theo văn bản số 512/UBND-NC" in page
    assert "Rút nhiệm vụ này" in page
    assert Task.objects.get(plan=plan, criterion__name=FAIR).obligation_count == 1


def test_a_wrong_form_keeps_the_words_and_the_preview_reads_them(
    plan: Plan, papi: Section, client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    here = f"/ke-hoach/{plan.pk}/them-nhiem-vu/"
    wrong = client.post(here, FORM | {"phu_luc": papi.pk, "ten_tieu_chi": FAIR, "han": ""})
    assert wrong.status_code == 422
    assert WORDING.text in wrong.content.decode()
    part = client.post(f"{here}doc-thu/", FORM | {"phu_luc": papi.pk}).content.decode()
    assert "Lặp lại theo kỳ: Hàng quý." in part
    tried = client.post(here, FORM | {"phu_luc": papi.pk, "ten_tieu_chi": FAIR, "buoc": "xem"})
    assert tried.status_code == 200
    assert not TaskAddition.objects.exists()
