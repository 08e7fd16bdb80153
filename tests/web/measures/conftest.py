"""A task of the small plan with a share and a count to give."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from namro.web.accounts.models import User
from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.measures.services.defining import Definition, define_measure
from namro.web.measures.services.giving import Given, give_value
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan, Task
from web.plans.conftest import of_commune, plan, posts, reading

__all__ = ["of_commune", "plan", "posts", "reading"]

SHARE = Definition(
    "Tỷ lệ thủ tục được niêm yết", "%", "latest", "ratio_of_sums", date(2021, 1, 1), "Niêm yết thủ tục",
    "số thủ tục đã niêm yết", "tổng số thủ tục", target=Decimal(100),
)  # fmt: skip
COUNT = Definition(
    "Số sáng kiến", "sáng kiến", "sum", "sum", date(2021, 1, 1), "ít nhất 03", target=Decimal(3)
)


@pytest.fixture
def posting(plan: Plan) -> Task:
    """«Niêm yết», owed by Sở Tư pháp and three communes; Sở Tư pháp is named as lead."""
    return Task.objects.select_related("plan").get(plan=plan, text__startswith="Niêm yết")


@pytest.fixture
def share(posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> TaskMeasure:
    return define_measure(task=posting, wanted=SHARE, by=cast["sonoivu"], posts=posts("sonoivu"), at=at)


@pytest.fixture
def count(posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> TaskMeasure:
    return define_measure(task=posting, wanted=COUNT, by=cast["sotuphap"], posts=posts("sotuphap"), at=at)


@pytest.fixture
def give(
    cast: dict[str, User], posts: Callable[[str], Posts], units: dict[str, Unit], at: datetime
) -> Callable[..., MeasureValue]:
    """`give(measure, "thien-loc", "Quý IV/2021", numerator=4, denominator=5)` as Sở Nội vụ or `who`."""

    def given(
        measure: TaskMeasure, unit: str, period: str, who: str = "sonoivu", **parts: object
    ) -> MeasureValue:
        numbers = {
            k: Decimal(str(v)) if isinstance(v, int | float) and k != "version" else v
            for k, v in parts.items()
        }
        return give_value(
            measure=measure, unit=units[unit], period=period, given=Given(**numbers), by=cast[who],  # type: ignore[arg-type]
            posts=posts(who), at=at,
        )  # fmt: skip

    return given
