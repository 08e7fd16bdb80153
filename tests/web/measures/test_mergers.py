"""What units gave before they were merged away counts once, under their own name."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from namro.core.time import Period
from namro.web.accounts.models import User
from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.measures.selectors.pages import measure_rows, roll_up_page
from namro.web.measures.selectors.values import expected_units, periods_of
from namro.web.organisations.models import Post, Role, Succession, Unit
from namro.web.organisations.selectors import posts_on
from namro.web.plans.models import Obligation
from namro.web.program.models import ProgramState

LATER = date(2022, 11, 15)
OLD = ("thien-loc", "vuong-loc")


def _give(measure: TaskMeasure, unit: Unit, label: str, **parts: int) -> None:
    period = next(one for one in periods_of(measure, LATER) if one.label == label)
    MeasureValue.objects.create(
        measure=measure, unit=unit, period=label, period_start=period.start, period_end=period.end, by="x",
        at=measure.defined_at, **{name: Decimal(number) for name, number in parts.items()},
    )  # fmt: skip


@pytest.fixture
def merged(units: dict[str, Unit], share: TaskMeasure) -> Unit:
    """The commune that takes the place of Thiên Lộc and Vượng Lộc on 1/7/2022 and holds their obligations."""
    new = Unit.objects.create(
        key="loc-moi", name="UBND xã Lộc mới", search="", sort="zz", level="commune", kind="committee",
        valid_from=date(2022, 7, 1),
    )  # fmt: skip
    for key in OLD:
        Unit.objects.filter(pk=units[key].pk).update(valid_to=date(2022, 6, 30))
        Succession.objects.create(predecessor=units[key], successor=new, on=date(2022, 7, 1), source="NQ")
        Obligation.objects.filter(unit=units[key]).update(origin=F("unit"), unit=new)
    return new


def test_numbers_of_periods_are_added_once_each(
    count: TaskMeasure, units: dict[str, Unit], merged: Unit
) -> None:
    _give(count, units["thien-loc"], "Quý I/2022", number=1)
    _give(count, units["vuong-loc"], "Quý II/2022", number=2)
    _give(count, merged, "Quý III/2022", number=4)
    assert measure_rows([count], LATER)[0].whole.value == 7


def test_the_latest_of_the_old_counts_until_the_new_has_given_one(
    share: TaskMeasure, units: dict[str, Unit], merged: Unit
) -> None:
    _give(share, units["thien-loc"], "Quý II/2022", numerator=1, denominator=10)
    _give(share, units["vuong-loc"], "Quý II/2022", numerator=3, denominator=10)
    assert measure_rows([share], LATER)[0].whole.denominator == 20
    _give(share, merged, "Quý III/2022", numerator=10, denominator=20)
    whole = measure_rows([share], LATER)[0].whole
    assert (whole.numerator, whole.denominator) == (10, 20)  # not 14/40


def test_a_year_given_by_both_counts_as_the_successor_gave_it(
    count: TaskMeasure, units: dict[str, Unit], merged: Unit
) -> None:
    TaskMeasure.objects.filter(pk=count.pk).update(months=12)
    count.refresh_from_db()
    _give(count, units["thien-loc"], "Năm 2022", number=3)
    assert measure_rows([count], LATER)[0].whole.value == 3
    _give(count, merged, "Năm 2022", number=5)
    assert measure_rows([count], LATER)[0].whole.value == 5


def test_what_nobody_verified_takes_nothing_over(
    share: TaskMeasure, units: dict[str, Unit], merged: Unit
) -> None:
    Succession.objects.filter(successor=merged).update(verified=False)
    _give(share, units["thien-loc"], "Quý II/2022", numerator=1, denominator=10)
    _give(share, merged, "Quý III/2022", numerator=10, denominator=20)
    assert measure_rows([share], LATER)[0].whole.denominator == 30


def test_the_old_is_named_with_its_last_day_and_asked_for_no_period_after_it(
    share: TaskMeasure, units: dict[str, Unit], merged: Unit, cast: dict[str, User]
) -> None:
    _give(share, units["thien-loc"], "Quý II/2022", numerator=1, denominator=10)
    assert {unit.key for unit in expected_units(share.task_id)} >= {*OLD, "loc-moi"}
    posts = posts_on(cast["sonoivu"], on=LATER)
    found = roll_up_page(share, posts, LATER, first="Quý II/2022", last="Quý III/2022", group="commune")
    groups = [roll_up_page(share, posts, LATER, group=one.key) for one in found.groups]
    rows = {row.unit.key: row for page in groups for row in page.rows}
    old, new = rows["thien-loc"], rows["loc-moi"]
    assert old.name == "UBND xã Thiên Lộc (đến 30/6/2022)"
    assert new.name == "UBND xã Lộc mới"
    asked = {key: [c.period.label for c in rows[key].cells if c.is_asked] for key in ("thien-loc", "loc-moi")}
    assert asked["thien-loc"][-1] == "Quý II/2022"
    assert asked["loc-moi"][0] == "Quý III/2022"
    assert isinstance(new.cells[0].period, Period)


def test_people_of_the_successor_give_what_the_old_unit_still_owes(
    share: TaskMeasure, units: dict[str, Unit], merged: Unit, cast: dict[str, User],
    client_of: Callable[[str], Client],
) -> None:  # fmt: skip
    ProgramState.objects.update_or_create(id=1, defaults={"working_date": LATER})
    here = reverse("measures:give", args=[share.pk, units["thien-loc"].pk])
    typed = {"period": "Quý II/2022", "numerator": "1", "denominator": "2", "version": "0"}
    assert client_of("xakhac").post(here, typed).status_code == 403
    Post.objects.filter(user=cast["xakhac"]).update(unit=merged, role=Role.UNIT_OFFICER)
    client = client_of("xakhac")
    assert "đến 30/6/2022" in client.get(here).content.decode()
    assert client.post(here, typed).status_code == 302
    assert MeasureValue.objects.get(unit=units["thien-loc"]).numerator == 1
