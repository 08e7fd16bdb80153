"""A small plan that answers two of the twelve falls of PAPI, with the published results beside it."""

from datetime import datetime
from typing import Any

import pytest

from namro.web.accounts.models import User
from namro.web.indices.services import load_results
from namro.web.plans.models import Plan
from namro.web.plans.services.confirming import confirm_plan

COMMUNES = {"kind": "group", "key": "commune-committees", "name": "UBND cấp xã"}
DEPARTMENTS = {"kind": "group", "key": "departments", "name": "Các sở, ban, ngành cấp tỉnh"}


def _task(text: str, lead: dict[str, Any], due: str) -> dict[str, Any]:
    return {
        "text": text,
        "lead": {"text": lead["name"], "units": [lead], "inherited": False},
        "cooperating": {"text": "", "units": [], "inherited": False},
        "deadline": {"text": due, "kind": "by_date", "due": due, "dates": [due], "inherited": False},
        "measures": [],
        "source": {"first_line": 10, "last_line": 12},
        "confidence": 0.9,
        "alternative": None,
    }


def _appendix(label: str, index: str, *criteria: dict[str, Any]) -> dict[str, Any]:
    axes = [{"no": "I", "name": "Trục", "criteria": list(criteria)}]
    return {"label": label, "title": "", "index": index, "axes": axes}


def _criterion(no: str, name: str, *tasks: dict[str, Any], shares: str | None = None) -> dict[str, Any]:
    return {"no": no, "name": name, "shares_tasks_with": shares, "tasks": list(tasks)}


def _baseline(index: str, score: str, most: str, rank: int, change: int, **more: Any) -> dict[str, Any]:
    return {
        "index": index, "year": 2020, "score": score, "max": most, "percent": None, "rank": rank, "of": 63,
        "rank_change": change, **more,
    }  # fmt: skip


@pytest.fixture
def reading() -> dict[str, Any]:
    late, soon = "2021-10-31", "2021-11-30"
    return {
        "schema": "namro.plan/1",
        "document": {"number": "359/KH-UBND", "issued_on": "2021-09-27", "title": "Khắc phục, cải thiện các chỉ số"},
        "targets": [
            {"index": "PAR INDEX", "kind": "rank_band", "value": [10, 15], "text": "nhóm 10 đến 15"},
            {"index": "SIPAS", "kind": "share_above", "value": 90, "text": "trên 90%"},
            {"index": "PAPI", "kind": "rank_at_most", "value": 10, "text": "nhóm 10 tỉnh"},
        ],
        "baselines": [
            _baseline("PAR INDEX", "85.31", "100", 16, -4),
            _baseline("SIPAS", "8.92", "10", 11, 13, percent="89.13"),
            _baseline("PAPI", "45.005", "80", 5, 11),
        ],
        "appendices": [
            _appendix(
                "PHỤ LỤC 1",
                "PAPI",
                _criterion(
                    "1",
                    "Dịch vụ giáo dục tiểu học công lập",
                    *(_task(f"Nâng chất lượng trường học {n}.", COMMUNES, late) for n in range(5)),
                ),
                _criterion("2", "Tri thức công dân", _task("Tuyên truyền.", COMMUNES, soon)),
                _criterion("3", "Cơ hội tham gia", shares="2"),
            ),
            _appendix("PHỤ LỤC II", "PAR INDEX", _criterion("1", "Sáng kiến", _task("Sáng kiến.", DEPARTMENTS, late))),
        ],
        "clauses": [],
        "surroundings": [],
        "findings": [
            {"code": "no_deadline", "severity": "warning", "where": {"line": 10}, "message": "Dòng 10: thiếu thời hạn."},
            {"code": "note", "severity": "note", "where": {}, "message": "Ghi chú nhỏ."},
        ],
        "unaccounted": [],
    }  # fmt: skip


@pytest.fixture
def plan(cast: dict[str, User], at: datetime, reading: dict[str, Any]) -> Plan:
    load_results(at=at)
    return confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)
