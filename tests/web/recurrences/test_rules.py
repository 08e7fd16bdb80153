"""Setting, changing and ending rules: what was reported stays, nothing is asked twice."""

import itertools
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, Report, Task
from namro.web.recurrences.models import Recurrence
from namro.web.recurrences.services.making import make_ahead
from namro.web.recurrences.services.ruling import Draft, Effect, KeptUnit, end_rule, preview_rule
from namro.web.recurrences.services.terms import end_plan, ensure_schedule
from namro.web.ui.refusals import NotAllowed

Rule = Callable[..., Effect]


def _periods(task: Task, unit: Unit) -> list[str]:
    return list(task.obligations.filter(unit=unit).order_by("period_start").values_list("period", flat=True))


def _report(obligation: Obligation, by: User, at: datetime) -> None:
    Obligation.objects.filter(pk=obligation.pk).update(state="in_progress", version=1, reported_at=at)
    Report.objects.create(
        obligation=obligation, at=at, by=by, by_name="x", action="start", state_before="not_started",
        state_after="in_progress",
    )  # fmt: skip


def test_the_first_whole_period_takes_september_back(
    monthly: Task, units: dict[str, Unit], rule: Rule
) -> None:
    assert "Tháng 9/2021" in _periods(monthly, units["can-loc"])
    effect = rule(monthly, "monthly", date(2021, 9, 27), first_whole=True)
    assert (effect.withdrawn, effect.added) == (2, 0)
    assert _periods(monthly, units["can-loc"]) == [f"Tháng {m}/2021" for m in (10, 11, 12)]


def test_september_stays_for_the_unit_that_reported_on_it(
    monthly: Task, units: dict[str, Unit], cast: dict[str, User], at: datetime, rule: Rule
) -> None:
    _report(monthly.obligations.get(unit=units["can-loc"], period="Tháng 9/2021"), cast["huyen"], at)
    effect = rule(monthly, "monthly", date(2021, 9, 27), first_whole=True)
    assert (effect.withdrawn, effect.kept) == (1, 1)
    assert "Tháng 9/2021" in _periods(monthly, units["can-loc"])
    assert "Tháng 9/2021" not in _periods(monthly, units["duc-tho"])


def test_a_check_in_takes_the_place_of_the_undated_year(
    justice: Task, units: dict[str, Unit], rule: Rule
) -> None:
    justice.obligations.update(due=None)
    Task.objects.filter(pk=justice.pk).update(deadline_kind="continuous")
    rule(justice, "quarterly", date(2021, 10, 1), due_day=20)
    assert _periods(justice, units["so-tu-phap"]) == ["Quý IV/2021"]
    assert justice.obligations.get().due == date(2021, 12, 20)


def test_an_undated_year_that_was_reported_on_stays_beside_the_check_ins(
    justice: Task, units: dict[str, Unit], cast: dict[str, User], at: datetime, rule: Rule
) -> None:
    justice.obligations.update(due=None)
    _report(justice.obligations.get(), cast["sotuphap"], at)
    rule(justice, "quarterly", date(2021, 10, 1))
    assert _periods(justice, units["so-tu-phap"]) == ["Năm 2021", "Quý IV/2021"]


def test_a_month_reported_on_is_not_asked_for_again_by_the_quarter(
    monthly: Task, units: dict[str, Unit], cast: dict[str, User], at: datetime, rule: Rule
) -> None:
    _report(monthly.obligations.get(unit=units["can-loc"], period="Tháng 10/2021"), cast["huyen"], at)
    effect = rule(monthly, "quarterly", date(2021, 10, 1))
    assert effect.kept_units == (KeptUnit(units["can-loc"].name, ("Tháng 10/2021",), ("Quý IV/2021",)),)
    assert _periods(monthly, units["can-loc"]) == ["Tháng 9/2021", "Tháng 10/2021"]
    assert _periods(monthly, units["duc-tho"]) == ["Tháng 9/2021", "Quý IV/2021"]
    make_ahead(day=date(2021, 12, 20), at=at)
    assert _periods(monthly, units["can-loc"])[-1] == "Quý I/2022"


def test_another_day_of_the_month_moves_only_what_nobody_touched(
    monthly: Task, units: dict[str, Unit], cast: dict[str, User], at: datetime, rule: Rule
) -> None:
    touched = monthly.obligations.get(unit=units["can-loc"], period="Tháng 12/2021")
    _report(touched, cast["huyen"], at)
    effect = rule(monthly, "monthly", date(2021, 10, 1), due_day=20)
    assert effect.redated == 5
    touched.refresh_from_db()
    assert touched.due == date(2021, 12, 31)
    assert monthly.obligations.get(unit=units["duc-tho"], period="Tháng 12/2021").due == date(2021, 12, 20)


def test_a_second_rule_ends_the_first_the_day_before(justice: Task, rule: Rule) -> None:
    rule(justice, "monthly", date(2021, 10, 1))
    rule(justice, "quarterly", date(2022, 1, 1))
    first, second = Recurrence.objects.order_by("valid_from")
    assert (first.valid_to, second.valid_to) == (date(2021, 12, 31), None)
    periods = _periods(justice, justice.obligations.all()[0].unit)
    assert periods == ["Tháng 10/2021", "Tháng 11/2021", "Tháng 12/2021"]


@pytest.mark.parametrize(
    ("kind", "since", "more", "says"),
    [
        ("quarterly", date(2021, 11, 15), {}, "1/1/2022"),  # replaces a rule in the middle of a quarter
        ("monthly", date(2021, 10, 1), {}, "phải áp dụng sau ngày đó"),
        ("on_event", date(2022, 1, 1), {}, "số ngày"),
        ("weekly", date(2022, 1, 1), {}, "chọn một nhịp"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_changes_nothing(
    justice: Task, rule: Rule, kind: str, since: date, more: dict[str, object], says: str
) -> None:
    rule(justice, "monthly", date(2021, 10, 1))
    before = list(justice.obligations.values_list("pk", "due"))
    with pytest.raises(Refusal) as refused:
        rule(justice, kind, since, **more)
    assert says in refused.value.sentence
    assert list(justice.obligations.values_list("pk", "due")) == before
    assert Recurrence.objects.count() == 1


def test_before_the_plan_was_issued_no_rule_applies(justice: Task, rule: Rule) -> None:
    with pytest.raises(Refusal, match="ban hành"):
        rule(justice, "monthly", date(2021, 9, 1))


def test_a_preview_changes_nothing(
    monthly: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    before, entries = set(Obligation.objects.values_list("pk", "due")), Entry.objects.count()
    draft = Draft("monthly", date(2021, 9, 27), "định kỳ hàng tháng", first_whole=True, due_day=20)
    effect = preview_rule(task=monthly, draft=draft, by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    assert (effect.withdrawn, effect.redated) == (2, 6)
    assert (set(Obligation.objects.values_list("pk", "due")), Entry.objects.count()) == (before, entries)
    assert not Recurrence.objects.exists()


def test_ending_a_rule_takes_back_what_begins_later(
    justice: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, rule: Rule
) -> None:
    rule(justice, "monthly", date(2021, 10, 1))
    effect = end_rule(
        rule_id=Recurrence.objects.get().pk, last_day=date(2021, 11, 30), reason="Đã có hệ thống khác",
        by=cast["sonoivu"], posts=posts("sonoivu"), at=at,
    )  # fmt: skip
    assert effect.withdrawn == 1
    make_ahead(day=date(2022, 3, 1), at=at)
    assert set(justice.obligations.values_list("period", flat=True)) == {"Tháng 10/2021", "Tháng 11/2021"}


def test_ending_a_plan_takes_back_next_years_untouched_instances(
    plan: Plan, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    made = make_ahead(day=date(2021, 12, 20), at=at).added
    gone = end_plan(
        plan=plan, last_day=date(2021, 12, 31), source="Kế hoạch 10/KH-UBND", by=cast["sonoivu"],
        posts=posts("sonoivu"), at=at,
    )  # fmt: skip
    assert gone == made > 0
    assert make_ahead(day=date(2021, 12, 20), at=at).added == 0


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xa", "mattran", "stranger"])
def test_only_the_officer_of_the_plans_sets_rules(
    monthly: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, who: str
) -> None:
    draft = Draft("monthly", date(2021, 10, 1), "x")
    with pytest.raises(NotAllowed):
        preview_rule(task=monthly, draft=draft, by=cast[who], posts=posts(who), at=at)


def test_the_morning_job_is_in_the_queue_once(db: None) -> None:
    from django_q.models import Schedule

    ensure_schedule()
    ensure_schedule()
    assert Schedule.objects.filter(func="namro.web.recurrences.jobs.make_ahead").count() == 1


_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"]), st.booleans(), st.integers(0, 3)
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_CHANGES)
def test_whatever_is_changed_reports_stay_and_no_stretch_is_asked_for_twice_by_rules(
    monthly: Task, cast: dict[str, User], at: datetime, rule: Rule, changes: list[tuple[str, bool, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        year, reported = 2021, set()
        for kind, reports, months in changes:
            if reports:
                free = monthly.obligations.filter(reported_at__isnull=True).order_by(
                    "period_start", "unit_id"
                )
                for one in free[: months + 1]:
                    _report(one, cast["huyen"], at)
                    reported.add((one.pk, one.due, one.period))
            year += 1
            rule(monthly, kind, date(year, 1, 1))
            make_ahead(day=date(year, 3, 1), at=at)
            make_ahead(day=date(year, 3, 1), at=at)
        now = {(o.pk, o.due, o.period) for o in monthly.obligations.all()}
        assert reported <= now
        for unit in set(monthly.obligations.values_list("unit_id", flat=True)):
            spans = sorted(monthly.obligations.filter(unit=unit).values_list("period_start", "period_end"))
            assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))
        transaction.set_rollback(True)
