"""Units that merge in the middle of a year: nothing is asked twice of the successor, and nothing is lost."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db.models import F

from namro.web.accounts.models import User
from namro.web.organisations.models import Succession, Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.recurrences.services.making import make_ahead
from namro.web.recurrences.services.ruling import Draft, Effect, set_rule

Rule = Callable[..., Effect]
FIRST_DAY = date(2022, 7, 1)
LEFT = ("thien-loc", "vuong-loc")


def merge(units: dict[str, Unit], *, verified: bool = True) -> Unit:
    """Thiên Lộc and Vượng Lộc become one commune on 1/7/2022; the register learns it when this is called."""
    new = Unit.objects.create(
        key="loc-moi", name="UBND xã Lộc mới", search="", sort="z", level="commune", kind="committee",
        valid_from=FIRST_DAY,
    )  # fmt: skip
    for key in LEFT:
        Unit.objects.filter(pk=units[key].pk).update(valid_to=date(2022, 6, 30))
        Succession.objects.filter(predecessor=units[key]).delete()
        Succession.objects.create(
            predecessor=units[key], successor=new, on=FIRST_DAY, source="NQ", verified=verified
        )
    return new


def _pass(units: dict[str, Unit], new: Unit) -> None:
    """What the cascade does on the first day."""
    for key in LEFT:
        Obligation.objects.filter(unit=units[key]).update(
            origin=F("unit"), unit=new, version=F("version") + 1
        )


def _of(task: Task, unit: Unit) -> Counter[str]:
    return Counter(task.obligations.filter(unit=unit).values_list("period", flat=True))


@pytest.mark.parametrize("passed_first", [True, False])
def test_what_was_made_ahead_for_the_old_units_is_not_made_again_for_the_new(
    yearly: Task, units: dict[str, Unit], rule: Rule, at: datetime, passed_first: bool
) -> None:
    rule(yearly, "quarterly", date(2022, 1, 1))
    make_ahead(day=date(2022, 6, 1), at=at)  # nobody has told of the merger yet
    assert all(_of(yearly, units[key])["Quý III/2022"] == 1 for key in LEFT)
    new = merge(units)
    if passed_first:
        _pass(units, new)
    make_ahead(day=date(2022, 7, 2), at=at)
    if not passed_first:
        assert _of(yearly, new)["Quý III/2022"] == 0
        _pass(units, new)
    assert make_ahead(day=date(2022, 7, 3), at=at).added == 0
    assert _of(yearly, new)["Quý III/2022"] == 2  # one from each, told by its origin
    make_ahead(day=date(2022, 9, 1), at=at)
    assert _of(yearly, new)["Quý IV/2022"] == 1
    assert not any(_of(yearly, units[key]) for key in LEFT)
    others = yearly.obligations.exclude(unit=new).filter(period__in=["Quý III/2022", "Quý IV/2022"])
    assert set(Counter(others.values_list("unit", "period")).values()) == {1}
    assert others.count() == 2 * others.values("unit").distinct().count()


def test_a_merger_known_beforehand_is_owed_by_the_new_unit_once(
    yearly: Task, units: dict[str, Unit], rule: Rule, at: datetime
) -> None:
    rule(yearly, "quarterly", date(2022, 1, 1))
    new = merge(units)
    make_ahead(day=date(2022, 6, 1), at=at)
    make_ahead(day=date(2022, 7, 1), at=at)
    assert _of(yearly, new)["Quý III/2022"] == 1
    assert all("Quý III/2022" not in _of(yearly, units[key]) for key in LEFT)


def test_a_new_rule_asks_the_successor_for_nothing_beside_what_it_has_taken_over(
    yearly: Task,
    units: dict[str, Unit],
    rule: Rule,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
) -> None:
    rule(yearly, "monthly", date(2022, 1, 1))
    make_ahead(day=date(2022, 6, 1), at=at)
    new = merge(units)
    _pass(units, new)
    assert _of(yearly, new)["Tháng 7/2022"] == 2
    effect = set_rule(
        task=yearly, draft=Draft("quarterly", date(2022, 7, 1), "theo kế hoạch"), by=cast["sonoivu"],
        posts=posts("sonoivu"), at=at.replace(year=2022, month=7, day=10),
    )  # fmt: skip
    assert _of(yearly, new)["Quý III/2022"] == 0
    told = next(one for one in effect.kept_units if one.name == new.name)
    assert "Tháng 7/2022" in told.kept
    assert told.not_asked == ("Quý III/2022",)
    assert _of(yearly, units["so-tu-phap"])["Quý III/2022"] == 1


def test_an_unverified_succession_lets_nobody_owe(
    justice: Task, units: dict[str, Unit], rule: Rule, at: datetime
) -> None:
    justice.parties.all().delete()
    justice.parties.create(role="lead", unit=units["thien-loc"])
    new = merge(units, verified=False)
    rule(justice, "quarterly", date(2022, 1, 1))
    make_ahead(day=date(2022, 9, 1), at=at)
    assert not _of(justice, new)
