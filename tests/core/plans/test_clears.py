"""The five clears of clause III.1, each with the sentence a person reads."""

from decimal import Decimal

import pytest

from namro.core.agencies import Party
from namro.core.plans import TaskFacts, five_clears
from namro.core.plans.clears import CLEARS
from namro.core.plans.linting import lint_plan, lint_to_json
from namro.core.plans.model import Measure, PlanReading
from namro.core.time import DeadlineKind

UNIT = Party("unit", "so-tu-phap", "Sở Tư pháp")
OTHER = Party("unit", "so-noi-vu", "Sở Nội vụ")
COMMUNES = Party("group", "ubnd-cap-xa", "UBND cấp xã")
AUDITED = Party("group", "mo", "Các đơn vị được kiểm toán", is_open=True)
MEASURE = Measure("ít nhất 03 sáng kiến", Decimal(3), "sáng kiến", "at_least")


def facts(**changes: object) -> TaskFacts:
    given: dict[str, object] = {
        "text": "Công khai danh sách hộ nghèo tại trụ sở",
        "leads": [UNIT],
        "cooperating": [OTHER],
        "deadline_kind": DeadlineKind.BY_DATE,
        "has_due_date": True,
        "measures": [MEASURE],
        "deadline_text": "Quý IV/2021",
    }
    return TaskFacts(**{**given, **changes})  # type: ignore[arg-type]


def unclear(**changes: object) -> list[str]:
    return [clear.name for clear in five_clears(facts(**changes)) if not clear.is_clear]


def test_a_complete_task_is_clear_in_all_five() -> None:
    assert unclear() == []
    assert [clear.name for clear in five_clears(facts())] == list(CLEARS)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"text": "Báo cáo"}, ["what"]),
        ({"leads": []}, ["who", "responsibility"]),
        ({"leads": [UNIT, OTHER], "cooperating": []}, ["who"]),
        ({"leads": [COMMUNES]}, []),
        ({"leads": [AUDITED]}, ["who"]),
        ({"cooperating": [UNIT]}, ["responsibility"]),
        ({"lead_inherited": True}, ["responsibility"]),
        ({"has_due_date": False, "deadline_kind": DeadlineKind.YEARLY}, []),
        ({"has_due_date": False, "deadline_kind": DeadlineKind.CONTINUOUS}, ["when"]),
        ({"has_due_date": False, "deadline_kind": DeadlineKind.NONE}, ["when"]),
        ({"measures": []}, ["effect"]),
        ({"is_handed_on": True}, ["who"]),
        ({"is_handed_on": True, "person": "Nguyễn Thị B"}, []),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], missing: list[str]) -> None:
    assert unclear(**changes) == missing


def test_every_answer_is_one_sentence() -> None:
    for changes in (
        {},
        {"leads": []},
        {"measures": []},
        {"has_due_date": False, "deadline_kind": DeadlineKind.NONE},
    ):
        for clear in five_clears(facts(**changes)):
            assert clear.sentence.endswith(".")
            assert clear.sentence.count(". ") == 0


def test_plan_359_is_checked_task_by_task(plan_359_reading: PlanReading) -> None:
    result = lint_to_json(lint_plan(plan_359_reading))
    summary = result["summary"]
    assert summary["tasks"] == 57 + 15  # the row that only points at Phụ lục III is not a task of its own
    assert summary["effect"] == 6
    assert all(set(task["clears"]) == set(CLEARS) for task in result["tasks"])
    assert summary["all_five"] <= min(summary[name] for name in CLEARS)
