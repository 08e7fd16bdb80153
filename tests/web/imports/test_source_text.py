"""The whole text with where each line went, and findings that lead to their row and line."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from makers.imports import import_in_review
from namro.web.accounts.models import User
from namro.web.imports.selectors.reviews import desk_for
from namro.web.imports.selectors.source_text import TaskLines, source_page
from namro.web.plans.models import Plan, PlanImport, Task
from namro.web.plans.selectors.findings import findings_of

ClientOf = Callable[[str], Client]


@pytest.fixture
def imported(cast: dict[str, User], at: datetime) -> PlanImport:
    return import_in_review(by=cast["sonoivu"], at=at)


def test_every_line_is_shown_with_the_part_it_went_to(imported: PlanImport) -> None:
    found = source_page(desk_for(imported))
    assert [line.number for line in found.lines] == [number for number, _ in imported.source_lines]
    rows = {line.key for line in found.lines if line.kind == "row"}
    assert rows == {place.row["key"] for place in desk_for(imported).places.values()}
    assert found.loose == sum(1 for line in found.lines if line.kind == "loose")
    unaccounted = {int(piece["line"]) for piece in (imported.reviewed or {})["unaccounted"]}
    assert unaccounted <= {line.number for line in found.lines if line.kind == "loose"}


def test_a_line_leads_to_its_row_in_the_review(client_of: ClientOf, imported: PlanImport) -> None:
    page = client_of("sonoivu").get(reverse("imports:review_source", args=[imported.pk])).content.decode()
    key = next(iter(desk_for(imported).places))
    assert reverse("imports:review_part", args=[imported.pk, key]) in page


def test_a_finding_about_the_whole_document_leads_to_its_line(
    client_of: ClientOf, imported: PlanImport
) -> None:
    tree = imported.reviewed or {}
    tree["findings"] = [
        {
            "key": "f1",
            "severity": "note",
            "message": "Thiếu dấu cách.",
            "where": {"line": 99_999},
            "code": "x",
        }
    ]
    imported.reviewed = tree
    imported.save(update_fields=["reviewed"])
    page = client_of("sonoivu").get(reverse("imports:review", args=[imported.pk])).content.decode()
    assert f"{reverse('imports:review_source', args=[imported.pk])}?dong=99999#d99999" in page


@pytest.mark.parametrize("name", ["lanhdao", "xa", "stranger"])
def test_others_do_not_open_the_text_under_review(
    client_of: ClientOf, imported: PlanImport, name: str
) -> None:
    answer = client_of(name).get(reverse("imports:review_source", args=[imported.pk]))
    assert answer.status_code == 403


def test_a_finding_leads_to_the_task_and_to_the_line(client_of: ClientOf, plan: Plan) -> None:
    task = Task.objects.filter(plan=plan, first_line__gt=0).order_by("first_line", "-position").last()
    assert task is not None
    plan.findings = [
        {"severity": "warning", "message": "Xem lại", "where": {"line": task.last_line, "appendix": "PL 1"}},
        {"severity": "note", "message": "Ngoài bảng", "where": {"line": task.last_line + 900}},
    ]
    plan.save(update_fields=["findings"])
    assert [row.task_id for row in findings_of(plan)] == [task.pk, None]
    page = client_of("xa").get(reverse("plans:detail", args=[plan.pk]), {"muc": "can-xem"}).content.decode()
    assert reverse("plans:task", args=[task.pk]) in page
    assert f"{reverse('imports:plan_source', args=[plan.pk])}?dong={task.last_line}#d{task.last_line}" in page


def test_a_line_between_tasks_belongs_to_none(plan: Plan) -> None:
    lines = TaskLines(((5, 8, 1), (12, 12, 2)))
    assert [lines.at(n) for n in (4, 5, 8, 9, 12, 13)] == [None, 1, 1, None, 2, None]


def test_a_plan_without_its_document_says_so(client_of: ClientOf, plan: Plan) -> None:
    page = client_of("xa").get(reverse("imports:plan_source", args=[plan.pk])).content.decode()
    assert "không giữ văn bản gốc" in page
