"""Plan 359 in the program, written as DOCX and read again: the same tasks, cell for cell."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pytest_django.fixtures import Settings

from core.plans.test_other_plans import ORDERS, SHAPES
from core.plans.trees import rows
from makers.office import convert, needs_office
from makers.plan_files import to_docx
from makers.plan_sketch import sketch
from makers.wordml import word_faults
from namro.core.agencies import load_register as load_agencies
from namro.core.documents import read_document
from namro.core.letters.docx import docx
from namro.core.letters.pdf import pdf
from namro.core.plans import read_plan, to_json
from namro.web.imports.services import importing
from namro.web.imports.services.concluding import conclude
from namro.web.imports.services.example import ensure_example_plan
from namro.web.organisations.models import Post, Role
from namro.web.organisations.services import ensure_demo_posts, load_register
from namro.web.plans.models import Plan, PlanImport
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
    for field in ("no", "text"):
        assert [one[field] for one in after["clauses"]] == [one[field] for one in before["clauses"]]
    for field in ("number", "issued_on", "place", "issuer", "title", "signer", "recipients", "legal_bases"):
        assert after["document"][field] == before["document"][field]


def test_the_notes_of_the_plan_are_real_footnotes(plan: Plan) -> None:
    content = docx(plan_letter(plan))
    notes = read_document(content, "ke-hoach.docx").footnotes
    assert [note.mark for note in notes] == ["[1]", "[2]"]
    assert "85,31/100" in notes[0].text
    assert word_faults(content) == []
    with pdfplumber.open(io.BytesIO(pdf(plan_letter(plan)))) as file:
        first, *rest = (page.extract_text() for page in file.pages)
    assert "[1]" not in first
    assert "85,31/100 điểm, xếp thứ 16/63" in first
    assert sum("Báo cáo số 215/BC-SNV ngày 20/8/2021" in words for words in rest) == 1


@needs_office
def test_the_plan_saved_again_by_libreoffice_reads_as_the_published_text(plan: Plan, tmp_path: Path) -> None:
    before = _tree(EXAMPLE.read_bytes(), EXAMPLE.name)
    made = docx(plan_letter(plan))
    saved = convert({"ke-hoach.docx": made}, "docx", tmp_path / "may")["ke-hoach"]
    after = _tree(saved, "ke-hoach.docx")
    assert rows(after) == rows(before)
    assert after["unaccounted"] == []
    for field in ("number", "issued_on", "place", "issuer", "title", "signer"):
        assert after["document"][field] == before["document"][field]


@pytest.mark.parametrize(
    ("order", "shape"), [*((order, "plain") for order in ORDERS), *(("usual", shape) for shape in SHAPES)]
)
def test_plans_of_other_shapes_read_again_as_they_were(
    order: str, shape: str, today: date, at: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    load_register(at=at)
    ensure_demo_posts(at=at, on=today)
    content = to_docx(sketch(ORDERS[order], **SHAPES[shape]))
    officer = Post.objects.filter(role=Role.PLAN_OFFICER).select_related("user")[0].user
    row = importing.receive(
        content=io.BytesIO(content), name="ke-hoach.docx", size=len(content), by=officer, at=at
    )
    importing.run(row.pk)
    row = PlanImport.objects.get(pk=row.pk)
    plan = conclude(plan_import=row, version=row.version, by=officer, at=at)
    assert plan is not None
    before, after = _tree(content, "ke-hoach.docx"), _tree(docx(plan_letter(plan)), "ke-hoach.docx")
    assert rows(after) == rows(before)
