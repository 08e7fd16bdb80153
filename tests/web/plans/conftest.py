"""A small plan in force, confirmed through the same door as a real one."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest

from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.services.confirming import confirm_plan

_NO_ONE: dict[str, Any] = {"text": "", "units": [], "inherited": False}


def unit(key: str, name: str) -> dict[str, Any]:
    return {"kind": "unit", "key": key, "name": name}


def group(key: str, name: str) -> dict[str, Any]:
    return {"kind": "group", "key": key, "name": name}


COMMUNES = group("commune-committees", "UBND cấp xã")
DISTRICTS = group("district-committees", "UBND cấp huyện")
DEPARTMENTS = group("departments", "Các sở, ban, ngành cấp tỉnh")
JUSTICE = unit("so-tu-phap", "Sở Tư pháp")


def who(*parties: dict[str, Any], text: str = "", inherited: bool = False) -> dict[str, Any]:
    return {
        "text": text or "; ".join(p["name"] for p in parties),
        "units": list(parties),
        "inherited": inherited,
    }


def when(text: str, kind: str, due: str | None = None) -> dict[str, Any]:
    return {"text": text, "kind": kind, "due": due, "dates": [due] if due else [], "inherited": False}


YEARLY = when("Hàng năm", "yearly")


def task(text: str, lead: dict[str, Any], deadline: dict[str, Any] = YEARLY, **more: Any) -> dict[str, Any]:
    return {
        "text": text,
        "lead": lead,
        "cooperating": deepcopy(_NO_ONE),
        "deadline": deadline,
        "measures": [],
        "source": {"first_line": 10, "last_line": 12},
        "confidence": 0.9,
        "alternative": None,
        **more,
    }


def small_reading() -> dict[str, Any]:
    """Two appendices and two duties: 3 + 1 + 4 + 3 + 0 + 0 obligations of rows, and the monthly ones."""
    return {
        "schema": "namro.plan/1",
        "document": {
            "number": "359/KH-UBND",
            "issued_on": "2021-09-27",
            "place": "Hà Tĩnh",
            "issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh",
            "title": "Khắc phục tồn tại, hạn chế và cải thiện các chỉ số",
            "signer": {"name": "Nguyễn Hồng Lĩnh", "role": "Phó Chủ tịch"},
            "legal_bases": ["Nghị quyết số 76/NQ-CP"],
            "recipients": ["Bộ Nội vụ"],
        },
        "targets": [{"index": "PAPI", "kind": "rank_at_most", "value": 10, "text": "nhóm 10 tỉnh"}],
        "baselines": [
            {
                "index": "PAPI",
                "year": 2020,
                "score": "45.005",
                "max": "80",
                "percent": None,
                "rank": 5,
                "of": 63,
                "rank_change": 11,
            }
        ],
        "appendices": [
            {
                "label": "PHỤ LỤC 1",
                "title": "Nội dung bị trừ điểm trong Chỉ số PAPI",
                "index": "PAPI",
                "axes": [
                    {
                        "no": "II",
                        "name": "Công khai, minh bạch",
                        "criteria": [
                            {
                                "no": "1",
                                "name": "Công khai danh sách hộ nghèo",
                                "shares_tasks_with": None,
                                "tasks": [
                                    task(
                                        "Công khai danh sách hộ nghèo trên Trang thông tin điện tử.",
                                        who(COMMUNES),
                                        when("Quý IV/2021", "by_date", "2021-12-31"),
                                    ),
                                    task("Hướng dẫn nghiệp vụ công khai.", who(JUSTICE)),
                                ],
                            },
                            {
                                "no": "2",
                                "name": "Thu, chi ngân sách",
                                "shares_tasks_with": "1",
                                "tasks": [],
                            },
                        ],
                    }
                ],
            },
            {
                "label": "PHỤ LỤC II",
                "title": "",
                "index": "PAR INDEX",
                "axes": [
                    {
                        "no": "I",
                        "name": "Chỉ đạo điều hành",
                        "criteria": [
                            {
                                "no": "1",
                                "name": "Sáng kiến",
                                "shares_tasks_with": None,
                                "tasks": [
                                    # Sở Tư pháp stands here by name and again inside the group: owed once.
                                    task("Niêm yết thủ tục hành chính.", who(JUSTICE, COMMUNES)),
                                    task("Nghiên cứu sáng kiến.", who(JUSTICE, DEPARTMENTS)),
                                    task("Khắc phục kiến nghị kiểm toán.", who(group("audited-units", "Các đơn vị được kiểm toán"))),
                                    task("Như Phụ lục III.", who(COMMUNES), refers_to="PHỤ LỤC III"),
                                ],
                            }
                        ],
                    }
                ],
            },
        ],
        "clauses": [
            {
                "no": "III.2",
                "kind": "organisation",
                "is_duty": True,
                "text": "Định kỳ hàng tháng có báo cáo kết quả lấy ý kiến đánh giá hài lòng.",
                "owners": who(DISTRICTS),
                "deadline": when("Định kỳ hàng tháng", "monthly"),
                "source": {"first_line": 5, "last_line": 5},
            },
            {
                "no": "I.1.a",
                "kind": "goal",
                "is_duty": False,
                "text": "Mục tiêu.",
                "owners": deepcopy(_NO_ONE),
                "deadline": when("", "none"),
                "source": {"first_line": 2, "last_line": 2},
            },
        ],
        "surroundings": [],
        "findings": [{"code": "no_deadline", "severity": "warning", "where": {"line": 10}, "message": "Thiếu thời hạn."}],
        "unaccounted": [],
    }  # fmt: skip


@pytest.fixture
def reading() -> dict[str, Any]:
    return small_reading()


@pytest.fixture
def plan(cast: dict[str, User], at: datetime, reading: dict[str, Any]) -> Plan:
    return confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)


@pytest.fixture
def posts(cast: dict[str, User], today: date) -> Callable[[str], Posts]:
    return lambda username: posts_on(cast[username], on=today)


@pytest.fixture
def of_commune(plan: Plan, units: dict[str, Unit]) -> Obligation:
    """What Thiên Lộc owes for a task that Sở Tư pháp is named to lead."""
    return Obligation.objects.select_related("task", "unit").get(
        unit=units["thien-loc"], task=Task.objects.get(plan=plan, text__startswith="Niêm yết")
    )


@pytest.fixture
def of_interior(plan: Plan, units: dict[str, Unit]) -> Obligation:
    """What Sở Nội vụ itself owes."""
    return Obligation.objects.select_related("task", "unit").get(
        unit=units["so-noi-vu"], task__text__startswith="Nghiên cứu"
    )
