"""Rules are data: they come back as they were written, and what cannot be is refused with its place."""

from typing import Any

import pytest

from namro.core.chase import rules_data, rules_of, shipped_rules
from namro.core.errors import Refusal


def test_rules_come_back_as_they_were_written() -> None:
    assert rules_of(rules_data(shipped_rules())) == shipped_rules()


def test_the_shipped_ladder_climbs_from_the_official_to_the_leader_of_the_province() -> None:
    after = [step for step in shipped_rules().steps if step.when == "after"]
    assert [step.to for step in sorted(after, key=lambda step: step.days)] == [
        "official", "division_head", "unit_head", "plan_officer", "province_leader",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"step": []}, "chưa có bậc nào"),
        ({"silent_days": 0}, "từ 1 đến 366"),
        ({"silent_days": "ba mươi"}, "số nguyên"),
        ({"soon_days": True}, "số nguyên"),
        ({"digest_weekday": 6}, "từ 1 đến 5"),
        ({"link_hours": 10_000}, "liên kết một lần"),
        ({"step": ["x"]}, "không đọc được"),
    ],
)
def test_rules_that_cannot_be_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        rules_of(rules_data(shipped_rules()) | change)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": ""}, "chưa có mã"),
        ({"when": "mai"}, "mốc tính ngày"),
        ({"to": "ai đó"}, "người được nhắc"),
        ({"channels": []}, "chưa có kênh"),
        ({"channels": ["fax"]}, "kênh nhắc"),
        ({"days": -1}, "số ngày"),
        ({"every": None}, "giữa hai lần nhắc"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_its_place(change: dict[str, Any], says: str) -> None:
    data = rules_data(shipped_rules())
    data["step"][1] |= change
    with pytest.raises(Refusal, match=f"Bậc nhắc thứ 2.*{says}"):
        rules_of(data)


def test_two_steps_of_one_key_are_refused() -> None:
    data = rules_data(shipped_rules())
    data["step"][1]["key"] = data["step"][0]["key"]
    with pytest.raises(Refusal, match="trùng mã"):
        rules_of(data)
