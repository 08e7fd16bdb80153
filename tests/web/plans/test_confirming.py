from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.organisations.models import Group, GroupMember, Unit
from namro.web.plans.models import (
    Baseline,
    Clause,
    Criterion,
    Obligation,
    Plan,
    PlanImport,
    Section,
    Target,
    Task,
    TaskParty,
)
from namro.web.plans.services import confirming, obliging
from namro.web.plans.services.confirming import confirm_plan
from namro.web.plans.services.obliging import make_obligations

EVERYTHING = (Plan, Target, Baseline, Section, Criterion, Clause, Task, TaskParty, Obligation)


def _owing(plan: Plan, text: str) -> list[tuple[str, str]]:
    rows = Obligation.objects.filter(task__plan=plan, task__text__startswith=text).order_by(
        "unit__key", "due"
    )
    return list(rows.values_list("unit__key", "period"))


def test_the_heading_the_target_and_the_baseline_are_the_documents_own(plan: Plan) -> None:
    assert (plan.number, plan.issued_on, plan.year) == ("359/KH-UBND", date(2021, 9, 27), 2021)
    assert plan.heading == {"legal_bases": ["Nghị quyết số 76/NQ-CP"], "recipients": ["Bộ Nội vụ"]}
    assert plan.targets.get().value == 10
    base = plan.baselines.get()
    assert (base.score, base.percent, base.rank_change) == (Decimal("45.005"), None, 11)


def test_tasks_carry_codes_that_people_can_point_at(plan: Plan) -> None:
    assert list(plan.tasks.order_by("position").values_list("code", flat=True)) == [
        "III.2",
        "PL1.II.1-1",
        "PL1.II.1-2",
        "PLII.I.1-1",
        "PLII.I.1-2",
        "PLII.I.1-3",
        "PLII.I.1-4",
    ]


def test_a_criterion_that_shares_the_tasks_points_at_the_one_that_carries_them(plan: Plan) -> None:
    carrier, sharing = Criterion.objects.filter(section__label="PHỤ LỤC 1").order_by("position")
    assert sharing.shared_with == carrier
    assert carrier.tasks.count() == 2


def test_every_commune_owes_its_own_result_by_the_date_of_the_quarter(plan: Plan) -> None:
    assert _owing(plan, "Công khai danh sách") == [
        ("thien-loc", "Quý IV/2021"),
        ("tung-anh", "Quý IV/2021"),
        ("vuong-loc", "Quý IV/2021"),
    ]
    assert set(Obligation.objects.filter(period="Quý IV/2021").values_list("due", flat=True)) == {
        date(2021, 12, 31)
    }


def test_a_unit_that_leads_by_name_and_in_a_group_owes_once(plan: Plan) -> None:
    assert _owing(plan, "Nghiên cứu") == [
        ("so-ldtbxh", "Năm 2021"),
        ("so-noi-vu", "Năm 2021"),
        ("so-tu-phap", "Năm 2021"),
    ]


def test_a_monthly_duty_is_owed_for_each_month_left_in_the_year(plan: Plan) -> None:
    assert _owing(plan, "Định kỳ") == [
        (district, f"Tháng {month}/2021") for district in ("can-loc", "duc-tho") for month in (9, 10, 11, 12)
    ]


def test_a_row_that_only_points_at_another_appendix_obliges_nobody(plan: Plan) -> None:
    pointer = plan.tasks.get(text__startswith="Như Phụ lục")
    assert pointer.is_reference
    assert not pointer.obligations.exists()


def test_each_task_knows_how_many_obligations_it_has(plan: Plan) -> None:
    for task in plan.tasks.all():
        assert task.obligation_count == task.obligations.count()
    assert (
        sum(plan.tasks.values_list("obligation_count", flat=True))
        == Obligation.objects.count()
        == 3 + 1 + 4 + 3 + 8
    )


def test_the_search_column_ignores_diacritics_and_knows_agencies_and_criterion(plan: Plan) -> None:
    assert plan.tasks.filter(search__contains="so tu phap").count() == 3
    assert plan.tasks.filter(search__contains="cong khai danh sach ho ngheo").count() == 2


def test_an_open_group_obliges_its_units_once_somebody_filled_it_and_never_twice(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit], at: datetime
) -> None:
    task = plan.tasks.get(text__startswith="Khắc phục")
    assert task.obligation_count == 0
    group = Group.objects.get(key="audited-units")
    GroupMember.objects.create(group=group, unit=units["can-loc"])
    made = make_obligations([task], by=cast["sonoivu"], at=at)
    assert (made.added, made.without_unit) == (1, ())
    Obligation.objects.filter(task=task).update(state="submitted", sentence="Đã xong", version=3)
    GroupMember.objects.create(group=group, unit=units["duc-tho"])
    assert make_obligations([task], by=cast["sonoivu"], at=at).added == 1
    assert make_obligations([task], by=cast["sonoivu"], at=at).added == 0
    assert list(
        Obligation.objects.filter(task=task)
        .order_by("id")
        .values_list("unit__key", "state", "sentence", "version")
    ) == [("can-loc", "submitted", "Đã xong", 3), ("duc-tho", "not_started", "", 0)]
    task.refresh_from_db()
    assert task.obligation_count == 2


def test_a_group_no_register_knows_becomes_an_open_unverified_group(
    cast: dict[str, User], at: datetime, reading: dict[str, Any]
) -> None:
    row = reading["appendices"][0]["axes"][0]["criteria"][0]["tasks"][0]
    row["lead"]["units"] = [{"kind": "group", "key": "open:to-cong-tac", "name": "Tổ công tác liên ngành"}]
    plan = confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)
    group = Group.objects.get(key="open:to-cong-tac")
    assert (group.is_open, group.verified) == (True, False)
    assert plan.tasks.get(code="PL1.II.1-1").parties.get().group == group


def test_confirming_is_in_the_record_of_changes(plan: Plan) -> None:
    entry = Entry.objects.get(subject_type="plan", subject_id=str(plan.pk))
    assert entry.after == {
        "tasks": 7,
        "obligations": 19,
        "without_unit": ["PLII.I.1-3"],
        "import": None,
    }
    assert entry.by_username == "sonoivu"


@pytest.mark.parametrize(
    ("room", "step"),
    [(confirming, "write_sections_and_tasks"), (confirming, "add_missing"), (obliging, "recount"), (confirming.audit, "record")],
)  # fmt: skip
def test_a_fault_half_way_leaves_nothing(
    *,
    cast: dict[str, User],
    at: datetime,
    reading: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    room: Any,
    step: str,
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(step)

    groups = Group.objects.count()
    monkeypatch.setattr(room, step, fails)
    with pytest.raises(RuntimeError, match=step):
        confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)
    assert [model.objects.count() for model in EVERYTHING] == [0] * len(EVERYTHING)
    assert Group.objects.count() == groups


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda r: r.update(schema="namro.plan/0"), "đọc lại"),
        (lambda r: r["document"].update(issued_on=None), "ngày ban hành"),
        (lambda r: r["document"].update(title="  "), "tên kế hoạch"),
        (lambda r: r.update(appendices=[], clauses=[]), "nhiệm vụ"),
    ],
)
def test_a_reading_that_cannot_be_run_is_refused_in_one_sentence(
    cast: dict[str, User],
    at: datetime,
    reading: dict[str, Any],
    spoil: Callable[[dict[str, Any]], None],
    sentence: str,
) -> None:
    spoil(reading)
    with pytest.raises(Refusal, match=sentence):
        confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)
    assert [model.objects.count() for model in EVERYTHING] == [0] * len(EVERYTHING)


def test_the_same_plan_is_not_confirmed_twice(
    plan: Plan, cast: dict[str, User], at: datetime, reading: dict[str, Any]
) -> None:
    with pytest.raises(Refusal, match="đã có trong chương trình"):
        confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)
    assert Plan.objects.count() == 1


def test_an_import_is_confirmed_once(cast: dict[str, User], at: datetime, reading: dict[str, Any]) -> None:
    row = PlanImport.objects.create(
        file="x.txt",
        file_name="x.txt",
        sha256="0",
        uploaded_by=cast["sonoivu"],
        uploaded_at=at,
        state="review",
    )
    plan = confirm_plan(reading=reading, plan_import=row, by=cast["sonoivu"], at=at)
    row.refresh_from_db()
    assert (row.state, row.plan) == ("confirmed", plan)
    reading["document"]["number"] = "360/KH-UBND"
    with pytest.raises(Refusal, match="không còn chờ rà soát"):
        confirm_plan(reading=reading, plan_import=row, by=cast["sonoivu"], at=at)


def test_a_large_plan_is_confirmed_in_a_handful_of_statements(
    cast: dict[str, User], at: datetime, reading: dict[str, Any], max_queries: Callable[[int], Any]
) -> None:
    rows = reading["appendices"][0]["axes"][0]["criteria"][0]["tasks"]
    rows.extend({**rows[0], "text": f"Việc {n}"} for n in range(300))
    with max_queries(60):
        confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)
    assert Obligation.objects.count() == 19 + 900
