"""Every address of reports, documents and briefings, as each member of the cast; and how many queries pages send."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from namro.web.chase.models import UrgingLetter
from namro.web.plans.models import Plan
from namro.web.reports.models import Report

ClientOf = Callable[[str], Client]
Opened = Callable[..., Report]
CAST = ("sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "xakhac", "mattran", "stranger")
POSTS = set(CAST) - {"stranger"}
PROVINCE = {"sonoivu", "lanhdao", "mattran"}
REPORTING = POSTS - {"mattran"}
OF_XA = {"sonoivu", "lanhdao", "xa"}
WHOLE = {"sonoivu", "lanhdao"}


@pytest.fixture
def places(
    client_of: ClientOf, opened: Opened, letter: UrgingLetter, worked: Plan
) -> dict[str, tuple[str, set[str]]]:
    """Address and who may open it, by what it is: the reports are those of the commune of `xa`."""
    report, whole = opened("thien-loc"), opened("so-noi-vu", whole=True)
    client = client_of("xa")
    client.post(reverse("reports:write", args=[report.pk, "ton-tai"]), {"text": "Còn chậm.", "version": 0})
    client.post(reverse("reports:step", args=[report.pk, "gui"]), {"version": report.version})
    client_of("sonoivu").post("/tai-lieu-hop/chuan-bi/", {})
    edition, figure = report.editions.get(), report.figures.first()
    assert figure is not None
    one, all_of_it = [report.pk], [whole.pk]
    return {
        "list": (reverse("reports:list"), REPORTING),
        "export": (reverse("reports:export"), REPORTING),
        "kinds": (reverse("reports:kinds"), REPORTING),
        "new kind": (reverse("reports:kind_new"), {"sonoivu"}),
        "kind": (reverse("reports:kind", args=["tien-do-ke-hoach"]), {"sonoivu"}),
        "report": (reverse("reports:detail", args=one), OF_XA),
        "figure": (reverse("reports:figure", args=[report.pk, figure.pk]), OF_XA),
        "table": (reverse("reports:template", args=one), OF_XA),
        "import": (reverse("reports:import", args=one), {"xa"}),
        "return": (reverse("reports:return", args=one), {"sonoivu"}),
        "draft": (reverse("reports:draft", args=[report.pk, "docx"]), OF_XA),
        "edition": (reverse("reports:edition", args=[edition.pk]), OF_XA),
        "edition file": (reverse("reports:edition_file", args=[edition.pk, "json"]), OF_XA),
        "whole": (reverse("reports:detail", args=all_of_it), WHOLE),
        "words": (reverse("reports:gathering", args=all_of_it), WHOLE),
        "documents": (reverse("documents:list"), POSTS),
        "wordings": (reverse("documents:templates"), POSTS),
        "wording": (reverse("documents:template", args=["tien-do"]), POSTS),
        "by hand": (reverse("documents:by_hand", args=["bien-ban"]), POSTS),
        "plan": (reverse("documents:plan", args=[worked.pk]), POSTS),
        "remedy": (reverse("documents:remedy"), PROVINCE),
        "progress": (
            reverse("documents:progress", args=[worked.pk]) + "?don-vi=thien-loc",
            PROVINCE | {"xa"},
        ),
        "urging": (reverse("documents:urging", args=[letter.pk]), PROVINCE),
        "briefings": (reverse("briefing:list"), PROVINCE),
        "briefing": (reverse("briefing:detail", args=[1]), PROVINCE),
        "briefing file": (reverse("briefing:file", args=[1, "json"]), PROVINCE),
        "prepare": (reverse("briefing:prepare"), PROVINCE),
        "sheet": (reverse("briefing:sheet", args=["thien-loc"]), PROVINCE | {"xa"}),
        "packages": (reverse("briefing:packages"), {"sonoivu"}),
    }


def test_each_address_answers_those_it_is_for_and_nobody_else(
    places: dict[str, tuple[str, set[str]]], client_of: ClientOf
) -> None:
    wrong = []
    for who in CAST:
        client = client_of(who)
        for name, (address, allowed) in places.items():
            status = client.get(address).status_code
            if status not in ({200} if who in allowed else {403, 404}):
                wrong.append((name, who, status))
    assert not wrong


def test_pages_of_documents_send_few_queries(
    places: dict[str, tuple[str, set[str]]],
    client_of: ClientOf,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    client = client_of("sonoivu")
    budgets = {
        "kinds": 14, "kind": 16, "report": 20, "figure": 18, "edition": 16, "documents": 18, "wordings": 14,
        "wording": 60, "by hand": 18, "plan": 24, "remedy": 120, "progress": 60, "urging": 18, "briefing": 14,
    }  # fmt: skip
    for name, most in budgets.items():
        with django_assert_max_num_queries(most):
            assert client.get(places[name][0]).status_code == 200, name
