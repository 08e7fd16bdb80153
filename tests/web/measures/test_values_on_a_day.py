"""Values as of a day: of a period that still ran then only what was known, of one that was over what stands."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from namro.web.accounts.models import User
from namro.web.measures.models import TaskMeasure
from namro.web.measures.selectors.values import periods_of, values_of
from namro.web.measures.services.giving import Given, give_value
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts


def test_a_value_of_a_running_period_counts_as_it_was_known_on_the_day_and_of_a_past_one_as_it_stands(
    count: TaskMeasure,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    units: dict[str, Unit],
    at: datetime,
) -> None:
    def gave(period: str, number: int, day: int, **more: Any) -> None:
        give_value(
            measure=count, unit=units["thien-loc"], period=period, given=Given(Decimal(number), **more),
            by=cast["sonoivu"], posts=posts("sonoivu"), at=at.replace(day=day),
        )  # fmt: skip

    gave("Quý III/2021", 1, 5)  # given after its quarter, as units do
    gave("Quý IV/2021", 2, 8)
    gave("Quý IV/2021", 7, 12, reason="Đếm lại", version=1)

    def known(day: date) -> list[Decimal | None]:
        unit = units["thien-loc"]
        periods = [one for one in periods_of(count, day) if one.label in ("Quý III/2021", "Quý IV/2021")]
        values = values_of(count, [unit], periods, day)
        cells = (values.at(unit.pk, one.label) for one in periods)
        return [cell.number if cell is not None else None for cell in cells]

    assert known(date(2021, 9, 30)) == [1]
    assert known(date(2021, 11, 7)) == [1, None]
    assert known(date(2021, 11, 8)) == [1, 2]
    assert known(date(2021, 11, 12)) == [1, 7]
