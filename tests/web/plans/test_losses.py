from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from namro.core.text import fold
from namro.web.indices.models import Result
from namro.web.plans.models import Plan

ClientOf = Callable[[str], Client]


def test_lost_points_stand_beside_the_criterion_where_they_are_known_and_nowhere_else(
    plan: Plan, client_of: ClientOf
) -> None:
    name = "Công khai danh sách hộ nghèo"
    for year, score in ((2019, "1.784"), (2020, "1.422")):
        Result.objects.create(
            index="PAPI",
            year=year,
            province="Hà Tĩnh",
            code="2.1",
            name=name,
            folded_name=fold(name),
            score=Decimal(score),
            source="thử",
        )
    client = client_of("xa")
    page = client.get(reverse("plans:detail", args=[plan.pk])).content.decode()
    assert page.count("−0,362 điểm") == 1
    work = client.get(reverse("plans:work")).context["groups"]
    lost = {row.row.task.code: row.lost for group in work for row in group.rows}
    assert lost == {"PL1.II.1-1": "−0,362", "PLII.I.1-1": ""}
