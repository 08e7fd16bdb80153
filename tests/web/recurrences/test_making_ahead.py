"""The job that makes instances ahead: over the years, again, by two at once, and cut off."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from namro.web.audit.models import Entry
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.services.obliging import add_missing
from namro.web.recurrences.jobs import make_ahead as job
from namro.web.recurrences.models import PlanTerm, Run
from namro.web.recurrences.services.making import TASKS_AT_ONCE, make_ahead
from namro.web.recurrences.services.ruling import Effect


def _rows() -> set[tuple[int, int, str]]:
    found = list(Obligation.objects.values_list("task_id", "unit_id", "period"))
    assert len(found) == len(set(found))
    return set(found)


def test_in_november_nothing_of_next_year_is_made_yet(plan: Plan, at: datetime) -> None:
    before = _rows()
    assert make_ahead(day=date(2021, 11, 1), at=at).added == 0
    assert _rows() == before


def test_a_plan_that_says_every_year_is_owed_again_next_year(plan: Plan, yearly: Task, at: datetime) -> None:
    make_ahead(day=date(2021, 12, 20), at=at)
    made = yearly.obligations.filter(period="Năm 2022")
    assert made.count() == yearly.obligations.filter(period="Năm 2021").count() == 4
    assert {one.due for one in made} == {date(2022, 12, 31)}
    yearly.refresh_from_db()
    assert yearly.obligation_count == 8


def test_a_monthly_duty_goes_on_month_by_month(plan: Plan, monthly: Task, at: datetime) -> None:
    make_ahead(day=date(2021, 12, 20), at=at)
    later = monthly.obligations.filter(period_start__year=2022).order_by("period_start")
    assert sorted({one.period for one in later}) == ["Tháng 1/2022", "Tháng 2/2022"]
    assert later.count() == 4


def test_what_is_due_once_or_only_points_elsewhere_is_not_repeated(plan: Plan, at: datetime) -> None:
    make_ahead(day=date(2022, 6, 1), at=at)
    kinds = set(
        Obligation.objects.filter(period_start__year=2022).values_list(
            "task__deadline_kind", "task__is_reference"
        )
    )
    assert kinds == {("yearly", False), ("monthly", False)}


def test_run_again_it_changes_nothing_and_writes_no_entry(plan: Plan, at: datetime) -> None:
    assert make_ahead(day=date(2021, 12, 20), at=at).added > 0
    before, entries = _rows(), Entry.objects.count()
    assert make_ahead(day=date(2021, 12, 20), at=at).added == 0
    assert (_rows(), Entry.objects.count()) == (before, entries)


def test_day_by_day_over_two_years_gives_the_same_as_the_last_day_of_each_month(
    plan: Plan, at: datetime
) -> None:
    day = date(2021, 12, 1)
    while day < date(2022, 12, 31):
        make_ahead(day=day, at=at)
        day += timedelta(days=9)
    by_month: dict[str, int] = {}
    for period in Obligation.objects.filter(period_start__year=2022).values_list("period", flat=True):
        by_month[period] = by_month.get(period, 0) + 1
    assert {f"Tháng {m}/2022": 2 for m in range(1, 13)} == {k: v for k, v in by_month.items() if "Tháng" in k}


def test_a_clock_set_back_takes_nothing_away(plan: Plan, at: datetime) -> None:
    make_ahead(day=date(2022, 3, 1), at=at)
    before = _rows()
    make_ahead(day=date(2021, 11, 15), at=at)
    assert _rows() == before


def test_switched_on_years_later_it_invents_no_old_debts(plan: Plan, yearly: Task, at: datetime) -> None:
    make_ahead(day=date(2024, 6, 1), at=at)
    assert set(yearly.obligations.values_list("period", flat=True)) == {"Năm 2021", "Năm 2024"}


def test_a_plan_no_longer_in_force_asks_for_nothing_new(plan: Plan, at: datetime) -> None:
    PlanTerm.objects.create(plan=plan, last_day=date(2021, 12, 31), source="x", set_by="x", set_at=at)
    assert make_ahead(day=date(2022, 1, 10), at=at).added == 0


def test_units_of_the_day_owe_what_begins_on_it(
    plan: Plan, monthly: Task, yearly: Task, at: datetime
) -> None:
    make_ahead(day=date(2025, 7, 10), at=at)
    later = Obligation.objects.filter(period_start__gt=date(2025, 6, 30))
    assert not later.filter(unit__level__in=["district", "commune"]).exists()  # abolished on 30/6/2025


def test_a_named_unit_that_was_merged_is_followed_by_its_successor(
    plan: Plan, monthly: Task, units: dict[str, Unit], at: datetime
) -> None:
    monthly.parties.all().delete()
    monthly.parties.create(role="lead", unit=units["so-ldtbxh"])
    make_ahead(day=date(2025, 3, 10), at=at)
    owing = monthly.obligations.filter(period="Tháng 4/2025").values_list("unit__key", flat=True)
    assert list(owing) == ["so-noi-vu"]


def test_cut_off_between_two_groups_the_next_run_does_the_rest(
    plan: Plan, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from namro.web.recurrences.services import making

    monkeypatch.setattr(making, "TASKS_AT_ONCE", 1)
    assert TASKS_AT_ONCE > 1
    whole = making.make_for
    calls: list[int] = []

    def dies(*args: object, **more: object) -> int:
        calls.append(1)
        if len(calls) > 2:
            raise MemoryError
        return whole(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "make_for", dies)
    with pytest.raises(MemoryError):
        make_ahead(day=date(2021, 12, 20), at=at)
    cut = Run.objects.get()
    assert cut.finished_at is None
    assert Obligation.objects.filter(period_start__year=2022).count() == cut.added
    monkeypatch.setattr(making, "make_for", whole)
    rest = make_ahead(day=date(2021, 12, 20), at=at)
    assert make_ahead(day=date(2021, 12, 20), at=at).added == 0
    assert Obligation.objects.filter(period_start__year=2022).count() == cut.added + rest.added


def test_the_job_takes_the_day_as_text_or_the_working_date(plan: Plan) -> None:
    assert job() == 0  # 15/11/2021
    assert job("2021-12-20") > 0


def test_a_unit_put_in_later_gets_the_periods_of_the_rule(
    plan: Plan, justice: Task, units: dict[str, Unit], rule: Callable[..., Effect]
) -> None:
    rule(justice, "monthly", date(2021, 10, 1))
    justice.parties.create(role="lead", unit=units["so-noi-vu"])
    add_missing([justice])
    of_new = set(justice.obligations.filter(unit=units["so-noi-vu"]).values_list("period", flat=True))
    assert of_new == {"Tháng 10/2021", "Tháng 11/2021", "Tháng 12/2021"}
    assert add_missing([justice]).added == 0
