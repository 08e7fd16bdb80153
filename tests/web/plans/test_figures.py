"""The figures of work that reports use: as they stood at the end of a day, whenever they are asked for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_on
from namro.web.plans.figures import figures, figures_of_each
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.selectors.filters import Wanted
from namro.web.plans.selectors.obligations import wanted_obligations
from namro.web.plans.selectors.standing import past_due
from namro.web.plans.services.settling import settle_obstacle
from namro.web.plans.states import Action
from namro.web.ui.figures import SUM, Ask, Figure
from web.plans.walking import take, walk

START, END = date(2021, 10, 1), date(2021, 12, 31)
CLOSED = date(2021, 11, 14)


def asked(day: date, *keys: Unit) -> dict[str, Figure]:
    ids = frozenset(one.pk for one in keys) if keys else None
    return {one.name: one for one in figures(Ask(START, END, day, ids))}


def values(day: date, *units: Unit) -> dict[str, Decimal | None]:
    return {name.removeprefix("phan-viec."): one.value for name, one in asked(day, *units).items()}


def moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def due(plan: Plan, units: dict[str, Unit]) -> Obligation:
    """What Thiên Lộc owes by 31/10/2021, the only thing it owes in the quarter."""
    one = Obligation.objects.select_related("unit", "task").filter(unit=units["thien-loc"]).order_by("id")[0]
    Obligation.objects.filter(unit=units["thien-loc"]).exclude(pk=one.pk).update(due=None)
    Obligation.objects.filter(pk=one.pk).update(due=date(2021, 10, 31))
    one.refresh_from_db()
    return one


def test_what_is_handed_in_or_accepted_after_the_closing_day_does_not_count(
    due: Obligation, units: dict[str, Unit], cast: dict[str, User]
) -> None:
    commune = units["thien-loc"]
    take(due, Action.SUBMIT, moment(CLOSED + timedelta(days=1), 0), cast)
    take(due, Action.ACCEPT, moment(CLOSED + timedelta(days=3)), cast)
    then, after, later = (values(CLOSED + timedelta(days=days), commune) for days in (0, 1, 3))
    assert (then["den-han"], then["qua-han"], then["khong-bao-cao"], then["cho-duyet"]) == (1, 1, 1, 0)
    assert (after["cho-duyet"], after["qua-han"], after["hoan-thanh"]) == (1, 0, 0)
    assert (later["hoan-thanh"], later["ty-le-hoan-thanh"], later["ty-le-dung-han"]) == (1, 100, 0)


def test_what_is_accepted_after_the_closing_day_still_waits_then(
    due: Obligation, units: dict[str, Unit], cast: dict[str, User]
) -> None:
    commune = units["thien-loc"]
    take(due, Action.SUBMIT, moment(due.due or CLOSED, 23), cast)
    take(due, Action.ACCEPT, moment(CLOSED + timedelta(days=1)), cast)
    then = values(CLOSED, commune)
    assert (then["cho-duyet"], then["hoan-thanh"], then["ty-le-dung-han"]) == (1, 0, 100)
    take(due, Action.REOPEN, moment(CLOSED + timedelta(days=40)), cast)
    assert values(CLOSED, commune) == then
    assert values(CLOSED + timedelta(days=1), commune)["hoan-thanh"] == 1
    assert values(CLOSED + timedelta(days=40), commune)["qua-han"] == 1


def test_an_obstacle_is_open_from_its_report_until_it_was_taken_off_or_a_report_is_silent_on_it(
    due: Obligation, units: dict[str, Unit], cast: dict[str, User]
) -> None:
    commune, first = units["thien-loc"], date(2021, 11, 2)
    take(due, Action.START, moment(first), cast, stuck=True)
    who = cast["xa"]
    settle_obstacle(
        obligation_id=due.pk, sentence="Đã có kinh phí.", by=who, posts=posts_on(who, on=first),
        at=moment(first + timedelta(days=3)),
    )  # fmt: skip
    take(due, Action.START, moment(first + timedelta(days=6)), cast, stuck=True)
    take(due, Action.START, moment(first + timedelta(days=8)), cast)
    found = [
        values(first + timedelta(days=days), commune)["vuong-mac"] for days in (-1, 0, 2, 3, 5, 6, 7, 8, 90)
    ]
    assert found == [0, 1, 1, 0, 0, 1, 1, 0, 0]


def counted_by_the_pages(day: date, province: object) -> dict[str, Decimal | None]:
    """Count as lists and tallies do on that day: by the states that stand in the table of obligations."""
    in_stretch = Q(due__gte=START, due__lte=END)

    def listed(state: str) -> int:
        return wanted_obligations(province, Wanted(state=state), day).filter(in_stretch).count()  # type: ignore[arg-type]

    due = Obligation.objects.filter(in_stretch)
    total, done = due.count(), listed("accepted")
    handed_in = due.annotate(on=TruncDate("reported_at")).filter(state__in=["submitted", "accepted"])
    in_time = handed_in.filter(on__lte=F("due")).count()
    accepted = handed_in.filter(on__lte=F("due"), state="accepted").count()
    return {
        "den-han": Decimal(total),
        "hoan-thanh": Decimal(done),
        "cho-duyet": Decimal(listed("submitted")),
        "qua-han": Decimal(due.filter(past_due(day)).count()),
        "khong-bao-cao": Decimal(listed("silent")),
        "vuong-mac": Decimal(due.filter(obstacle=True).exclude(state="accepted").count()),
        "ty-le-hoan-thanh": Decimal(100 * done) / total,
        "ty-le-dung-han": Decimal(100 * in_time) / total,
        "cong-nhan-dung-han": Decimal(100 * accepted) / total,
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_on_the_day_itself_figures_are_what_the_pages_count_and_months_later_they_are_the_same(
    plan: Plan, cast: dict[str, User], seed: int
) -> None:
    for at, pk in enumerate(Obligation.objects.order_by("id").values_list("id", flat=True)):
        day = None if at % 7 == 6 else START + timedelta(days=at % 40)
        Obligation.objects.filter(pk=pk).update(due=day, period_start=START)
    province = posts_on(cast["lanhdao"], on=START)
    kept: dict[date, dict[str, Decimal | None]] = {}
    for day in walk(cast, start=START, days=35, seed=seed):
        if day.day % 5 == 0:
            kept[day] = values(day)
            assert kept[day] == counted_by_the_pages(day, province), day
    assert len({tuple(one.values()) for one in kept.values()}) == len(kept), "the walk must go somewhere"
    assert any(one["vuong-mac"] for one in kept.values())
    assert {day: values(day) for day in kept} == kept


def test_figures_of_units_make_those_of_the_province(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit]
) -> None:
    for day in walk(cast, start=START, days=12, seed=5):
        last = day
    whole = values(last)
    ids = frozenset(Unit.objects.filter(obligations__isnull=False).values_list("id", flat=True))
    each = figures_of_each(Ask(START, END, last, ids))
    assert each == {pk: figures(Ask(START, END, last, frozenset({pk}))) for pk in ids}
    for at, one in enumerate(figures(Ask(START, END, last))):
        if one.rule == SUM:
            assert sum(found[at].value or 0 for found in each.values()) == one.value
    assert whole["den-han"]


def test_every_figure_names_the_closing_day_in_its_source(plan: Plan, units: dict[str, Unit]) -> None:
    for one in asked(CLOSED, units["thien-loc"]).values():
        assert "đến hết ngày 14/11/2021" in one.source
        assert one.definition.endswith(".")


def test_a_plan_issued_after_the_closing_day_asks_nothing_yet(plan: Plan) -> None:
    assert plan.issued_on is not None
    before = plan.issued_on - timedelta(days=1)
    assert values(before)["den-han"] == 0
    assert values(before)["ty-le-hoan-thanh"] is None
    assert (
        values(plan.issued_on)["den-han"]
        == Obligation.objects.filter(due__gte=START, due__lte=END, period_start__lte=plan.issued_on).count()
    )


def test_the_figures_of_a_unit_cost_the_same_queries_however_much_was_reported(
    plan: Plan,
    units: dict[str, Unit],
    cast: dict[str, User],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for _ in walk(cast, start=START, days=10, seed=7):
        pass
    assert Report.objects.exists()
    with max_queries(6):
        asked(CLOSED, units["thien-loc"])
    with max_queries(5):
        asked(CLOSED)
