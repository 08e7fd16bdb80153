"""The five clears of a whole plan: counted once per task, listed by what is missing."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from namro.web.plans.models import Plan, Task
from namro.web.plans.selectors.clears import clears_of, plan_clears
from namro.web.plans.selectors.tasks import task_page

ClientOf = Callable[[str], Client]


def test_the_counts_are_those_of_the_pages_of_the_tasks(plan: Plan) -> None:
    pages = [clears_of(task_page(task)) for task in Task.objects.filter(plan=plan, is_reference=False)]
    found = plan_clears(plan)
    assert found.total == len(pages)
    assert found.clear_in_all == sum(all(row.is_clear for row in rows) for rows in pages)
    assert [count.clear for count in found.counts] == [
        sum(rows[place].is_clear for rows in pages) for place in range(5)
    ]
    assert len(found.rows) == found.total - found.clear_in_all > 0


@pytest.mark.parametrize("wanted", ["what", "who", "responsibility", "when", "effect"])
def test_one_of_the_five_lists_exactly_the_tasks_that_lack_it(plan: Plan, wanted: str) -> None:
    found = plan_clears(plan, wanted=wanted)
    count = next(count for count in found.counts if count.code == wanted)
    assert len(found.rows) == count.missing
    assert all(count.name in {lack.name for lack in row.lacks} for row in found.rows)


def test_an_unknown_wish_lists_everything(plan: Plan) -> None:
    assert plan_clears(plan, wanted="gi-do").rows == plan_clears(plan).rows


def test_the_page_counts_and_leads_to_the_tasks(client_of: ClientOf, plan: Plan) -> None:
    here = reverse("plans:detail", args=[plan.pk])
    page = client_of("xa").get(here, {"muc": "nam-ro", "thieu": "effect"}).content.decode()
    found = plan_clears(plan, wanted="effect")
    assert f"<b>{found.clear_in_all}/{found.total}</b> nhiệm vụ rõ cả năm" in page
    assert reverse("plans:task", args=[found.rows[0].task.pk]) in page


def test_more_tasks_ask_the_database_no_more(
    plan: Plan, max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    one = Task.objects.filter(plan=plan).values("deadline_kind", "first_line", "last_line")[0]
    Task.objects.bulk_create(
        Task(plan=plan, position=900 + n, code=f"T{n}", text="Việc", search="viec", **one) for n in range(80)
    )
    with max_queries(7):
        assert len(plan_clears(plan, page="2").rows) > 0
