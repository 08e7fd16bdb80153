"""Plan 359 in the program, written as DOCX and read again: the same tasks, cell for cell."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from core.plans.trees import rows
from namro.core.agencies import load_register as load_agencies
from namro.core.documents import read_document
from namro.core.letters.docx import docx
from namro.core.plans import read_plan, to_json
from namro.web.organisations.services import ensure_demo_posts, load_register
from namro.web.plans.models import Plan
from namro.web.plans.services.example import ensure_example_plan
from namro.web.reports.documents.plan import plan_letter

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "ke-hoach-359-kh-ubnd.txt"


@pytest.fixture
def plan(today: date, at: datetime, settings: Settings, tmp_path: Path) -> Plan:
    settings.MEDIA_ROOT = tmp_path
    load_register(at=at)
    ensure_demo_posts(at=at, on=today)
    ensure_example_plan(EXAMPLE, at)
    return Plan.objects.get()


def _tree(content: bytes, name: str) -> dict[str, Any]:
    return to_json(read_plan(read_document(content, name), load_agencies()))


def test_the_plan_written_as_docx_reads_as_the_published_text(plan: Plan) -> None:
    before = _tree(EXAMPLE.read_bytes(), EXAMPLE.name)
    after = _tree(docx(plan_letter(plan)), "ke-hoach.docx")
    assert rows(after) == rows(before)
    tasks = [
        task
        for row in after["appendices"]
        for axis in row["axes"]
        for one in axis["criteria"]
        for task in one["tasks"]
    ]
    assert len(tasks) == 58
    assert after["unaccounted"] == []
    assert [clause["no"] for clause in after["clauses"]] == [clause["no"] for clause in before["clauses"]]
    for field in ("number", "issued_on", "place", "issuer", "title", "signer", "recipients", "legal_bases"):
        assert after["document"][field] == before["document"][field]
