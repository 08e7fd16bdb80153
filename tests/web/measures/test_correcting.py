"""Correcting a measure: with a reason, with its history, and never the meaning of numbers already given."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.measures.chart import trend_chart
from namro.web.measures.models import MeasureRevision, MeasureValue, TaskMeasure
from namro.web.measures.selectors.pages import roll_up_page
from namro.web.measures.services.defining import correct_measure, define_measure
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation, Task
from namro.web.ui.figures import Ask, named
from web.conftest import TODAY
from web.measures.conftest import COUNT

ClientOf = Callable[[str], Client]
Give = Callable[..., MeasureValue]
Budget = Callable[[int], AbstractContextManager[None]]
NOW = "Quý IV/2021"


def _form(client: Client, measure: TaskMeasure) -> dict[str, str]:
    form = client.get(reverse("measures:correct", args=[measure.pk])).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in shown.items()} | {
        "since": shown["since"].strftime("%d/%m/%Y")
    }


def test_name_and_target_are_corrected_with_a_reason_and_the_old_stays_in_the_history(
    client_of: ClientOf, share: TaskMeasure, give: Give
) -> None:
    give(share, "thien-loc", NOW, numerator=4, denominator=5)
    client, here = client_of("sonoivu"), reverse("measures:correct", args=[share.pk])
    typed = _form(client, share) | {"target": "95,5"}
    assert client.post(here, typed).status_code == 422  # no reason
    assert client.post(here, typed | {"reason": "Theo Quyết định 12"}).status_code == 302
    share.refresh_from_db()
    assert share.target == Decimal("95.5")
    assert MeasureRevision.objects.get().changes == [["Con số mục tiêu", "100", "95,5"]]
    page = client.get(reverse("measures:detail", args=[share.pk])).content.decode()
    assert "Theo Quyết định 12" in page
    assert "100 → 95,5" in page
    assert Entry.objects.get(action="Sửa thước đo").reason == "Theo Quyết định 12"
    assert client.post(here, typed | {"reason": "lần nữa"}).status_code == 302
    assert MeasureRevision.objects.count() == 1  # the same again changes nothing


def test_rule_and_unit_are_free_until_somebody_has_given_a_value(
    client_of: ClientOf, count: TaskMeasure, give: Give
) -> None:
    client, here = client_of("sonoivu"), reverse("measures:correct", args=[count.pk])
    typed = _form(client, count) | {"unit_of_measure": "giải pháp", "reason": "Gọi đúng tên"}
    assert client.post(here, typed).status_code == 302
    give(count, "thien-loc", NOW, number=2)
    forged = typed | {"unit_of_measure": "cuộc", "across_units": "maximum", "months": "1", "name": "Tên mới"}
    assert client.post(here, forged).status_code == 302
    count.refresh_from_db()
    assert (count.name, count.unit_of_measure, count.across_units) == ("Tên mới", "giải pháp", "sum")


def test_the_service_refuses_another_meaning_for_numbers_given(
    count: TaskMeasure, give: Give, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    give(count, "thien-loc", NOW, number=2)
    with pytest.raises(Refusal, match="Đã có đơn vị ghi số"):
        correct_measure(
            measure_id=count.pk, wanted=replace(COUNT, across_units="maximum"), reason="x", labels={},
            by=cast["sonoivu"], posts=posts("sonoivu"), at=at,
        )  # fmt: skip
    assert not MeasureRevision.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("sonoivu", True), ("sotuphap", True), ("lanhdao", False), ("huyen", False), ("xa", False),
        ("mattran", False), ("stranger", False),
    ],
)  # fmt: skip
def test_who_corrects(client_of: ClientOf, share: TaskMeasure, who: str, may: bool) -> None:
    client, here = client_of(who), reverse("measures:correct", args=[share.pk])
    assert (client.get(here).status_code == 200) is may
    assert client.post(here, {}).status_code == (422 if may else 403)


def test_a_task_nobody_owes_gets_no_measure(
    posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    Obligation.objects.filter(task=posting).delete()
    with pytest.raises(Refusal, match="chưa có đơn vị nào phải thực hiện"):
        define_measure(task=posting, wanted=COUNT, by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    assert not TaskMeasure.objects.exists()


def test_the_trend_breaks_where_nothing_is_known(
    share: TaskMeasure, give: Give, cast: dict[str, User]
) -> None:
    for label, part in (("Quý I/2021", 1), ("Quý II/2021", 2), (NOW, 4)):
        give(share, "thien-loc", label, numerator=part, denominator=10)
    found = roll_up_page(share, posts_on(cast["sonoivu"], on=TODAY), TODAY)
    assert [whole.value for _, whole in found.trend] == [10, 20, None, 40]
    chart = trend_chart(found.trend, target=share.target, unit="%")
    assert chart is not None
    assert [point.label for point in chart.points] == ["10%", "20%", "40%"]
    assert [len(line.split()) for line in chart.lines] == [2]  # never across the missing quarter
    assert not any(point.is_whole for point in chart.points)
    assert float(chart.target_y or 0) < min(float(point.y) for point in chart.points)
    assert trend_chart(found.trend[:1]) is None


def test_the_list_and_the_figures_ask_little_however_many_measures(
    client_of: ClientOf, posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime,
    give: Give, max_queries: Budget,
) -> None:  # fmt: skip
    for number in range(12):
        measure = define_measure(
            task=posting, wanted=replace(COUNT, name=f"Thước đo {number}"), by=cast["sonoivu"],
            posts=posts("sonoivu"), at=at,
        )  # fmt: skip
        give(measure, "thien-loc", NOW, number=number)
    client = client_of("sonoivu")
    for address in (reverse("measures:list"), reverse("measures:task", args=[posting.pk])):
        with max_queries(12):
            assert client.get(address).status_code == 200
    with max_queries(4):
        figures = named(["chi-tieu"], Ask(date(2021, 1, 1), date(2021, 12, 31), TODAY))
    assert [figure.value for figure in figures.values()] == list(range(12))
