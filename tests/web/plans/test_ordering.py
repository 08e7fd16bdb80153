"""Lists in every order: pages join without a gap, and a place that makes no sense gives the first page."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.selectors import obligations as selectors
from namro.web.plans.selectors.ordering import ORDERS_OF_A_TASK, order_called

ClientOf = Callable[[str], Client]


@pytest.mark.parametrize("code", sorted(ORDERS_OF_A_TASK))
def test_pages_in_any_order_join_forwards_and_backwards(
    plan: Plan, today: date, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(selectors, "PAGE_SIZE", 4)
    for place, obligation in enumerate(Obligation.objects.order_by("id")):
        Obligation.objects.filter(pk=obligation.pk).update(
            state=("submitted", "accepted", "not_started")[place % 3], due=date(2021, 12, 1 + place % 2)
        )
    order = order_called(code, of_a_task=True)
    wanted = list(Obligation.objects.order_by(*order.ordering).values_list("id", flat=True))
    found, after, pages = list[int](), "", 0
    while pages < 50:
        page = selectors.page_of(Obligation.objects.all(), today=today, after=after, order=order)
        found += [row.obligation.pk for row in page.rows]
        pages += 1
        if page.after is None:
            break
        after = page.after
    assert found == wanted
    assert pages > 2
    assert page.before is not None
    earlier = selectors.page_of(Obligation.objects.all(), today=today, before=page.before, order=order)
    first = len(wanted) - len(page.rows)
    assert [row.obligation.pk for row in earlier.rows] == wanted[first - 4 : first]


@pytest.mark.parametrize(
    "mark", ["", "x", "2021-12-31", "2021-12-31.x", "31/12/2021.5", f"2021-12-31.{10**30}"]
)
def test_a_place_that_cannot_be_read_gives_the_first_page(plan: Plan, today: date, mark: str) -> None:
    first = selectors.page_of(Obligation.objects.all(), today=today)
    assert selectors.page_of(Obligation.objects.all(), today=today, after=mark).rows == first.rows


def test_an_unknown_order_is_by_due_date_and_units_order_only_the_lists_of_a_task() -> None:
    assert order_called("gi-do").code == "han"
    assert order_called("don-vi").code == "han"
    assert order_called("don-vi", of_a_task=True).code == "don-vi"


def test_the_heading_turns_the_order_and_keeps_the_filters(client_of: ClientOf, plan: Plan) -> None:
    client, here = client_of("sonoivu"), reverse("plans:obligations")
    page = client.get(here, {"cap": "commune"}).content.decode()
    assert "?cap=commune&amp;xep=-han" in page
    turned = client.get(here, {"cap": "commune", "xep": "-han"}).content.decode()
    assert 'aria-sort="descending"' in turned
    assert '<input type="hidden" name="xep" value="-han">' in turned
    assert "hạn xa nhất trước" in turned


def test_the_export_of_a_task_holds_its_units_in_the_order_of_the_list(
    client_of: ClientOf, plan: Plan
) -> None:
    task = Task.objects.filter(obligations__unit__level="commune").first()
    assert task is not None
    client = client_of("sonoivu")
    page = client.get(reverse("plans:task", args=[task.pk]), {"xep": "don-vi"}).content.decode()
    assert f"nhiem_vu={task.pk}" in page
    sent = client.get(reverse("plans:obligations_export"), {"nhiem_vu": str(task.pk), "xep": "don-vi"})
    sheet = openpyxl.load_workbook(BytesIO(sent.content)).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    names = list(
        task.obligations.order_by("unit__sort", "sort_due", "id").values_list("unit__name", flat=True)
    )
    assert [text for text in texts if text in names] == names
