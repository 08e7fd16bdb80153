"""Plan 359 itself, read by the reader and confirmed: who owes what in the real register of 2021."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count
from pytest_django.fixtures import Settings

from namro.web.imports.selectors.reviews import desk_for
from namro.web.imports.selectors.source_text import source_page
from namro.web.imports.services.example import ensure_example_plan
from namro.web.organisations.services import ensure_demo_posts, load_register
from namro.web.plans.models import Obligation, Plan, PlanImport

PLAN_359 = settings.ROOT / "examples" / "ke-hoach-359-kh-ubnd.txt"


@pytest.fixture
def officers(today: date, at: datetime) -> None:
    load_register(at=at)
    ensure_demo_posts(at=at, on=today)


@pytest.mark.timeout(120)
def test_the_example_is_read_not_typed_in_and_obliges_all_communes(
    officers: None, at: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    plan = ensure_example_plan(PLAN_359, at)
    assert plan is not None
    assert (plan.number, plan.tasks.filter(criterion__isnull=False).count()) == ("359/KH-UBND", 58)
    assert plan.plan_import is not None
    assert plan.plan_import.reading["unaccounted"] == []
    assert source_page(desk_for(plan.plan_import)).loose == 0  # and the page of the whole text says so too
    of_communes = Obligation.objects.filter(task__plan=plan, task__code="PL1.V.1-4", unit__level="commune")
    assert of_communes.count() == 216
    assert set(of_communes.values_list("period", "due")) == {("Năm 2021", date(2021, 12, 31))}
    assert set(of_communes.values_list("state").annotate(Count("id"))) == {("not_started", 216)}
    pointer = plan.tasks.get(code__startswith="PLII.VIII.1")
    assert (pointer.is_reference, pointer.obligation_count) == (True, 0)
    # A second start finds the plan and leaves it alone.
    assert ensure_example_plan(PLAN_359, at) is None
    assert (Plan.objects.count(), PlanImport.objects.count()) == (1, 1)


def test_without_anybody_who_follows_plans_nothing_is_read(today: date, at: datetime) -> None:
    assert ensure_example_plan(PLAN_359, at) is None
    assert not PlanImport.objects.exists()
