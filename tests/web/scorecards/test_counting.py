"""The counts of the database, of the history and of the card are one and the same."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from namro.core.scorecards import OPEN, Kind, count
from namro.core.scorecards.facts import GIVEN_BACK, REPORTS
from namro.web.audit import services as audit
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.past import standing_on
from namro.web.plans.states import WAITS_FOR_UNIT, Action
from namro.web.scorecards.selectors import counting
from namro.web.scorecards.selectors.cards import numbers_of
from namro.web.scorecards.selectors.heaps import HEAPS, in_heap
from namro.web.scorecards.selectors.snapshots import owed_now, owed_then
from namro.web.scorecards.selectors.table import MEASURES, tables

from .conftest import moment

STATES = ["not_started", "in_progress", "submitted", "returned", "accepted"]


def scatter(chosen: list[tuple[str, int | None, int | None]], today: date) -> None:
    """Put the obligations into states by hand, the reports of some at the edge of a day."""
    for one, (state, due, reported) in zip(Obligation.objects.order_by("id"), chosen, strict=False):
        one.state = state
        one.due = today + timedelta(days=due) if due is not None else None
        late_evening = moment(today, 23) + timedelta(minutes=40)
        one.reported_at = late_evening + timedelta(days=reported) if reported is not None else None
        one.save(update_fields=["state", "due", "reported_at"])


rows = st.lists(
    st.tuples(st.sampled_from(STATES), st.none() | st.integers(-3, 3), st.none() | st.integers(-4, 0)),
    min_size=14,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=rows)
def test_the_grouped_query_counts_as_the_rule_does(
    plan: object, today: date, chosen: list[tuple[str, int | None, int | None]]
) -> None:
    scatter(chosen, today)
    found = counting.counted_by_unit(today)
    for unit, counted in found.items():
        owed = Obligation.objects.filter(unit=unit)
        numbers = numbers_of(owed, today)
        assert dict(counted.counts.by_kind) == dict(numbers.counts.by_kind)
        assert counted.never == numbers.stale.never
        oldest = (today - counted.oldest).days if counted.oldest else None
        assert oldest == numbers.stale.worst
        for kind in Kind:
            behind = counting.with_day(owed.filter(period_start__lte=today)).filter(
                counting.kind_q(kind, today)
            )
            assert behind.count() == numbers.counts.of(kind)
        assert in_heap(owed, HEAPS["tong"], today).count() == numbers.counts.total
        assert in_heap(owed, HEAPS["xet-han"], today).count() == numbers.counts.judged
        assert in_heap(owed, HEAPS["dung-han"], today).count() == numbers.counts.on_time


def test_what_is_rebuilt_today_is_what_stands_today(
    owed: Callable[..., Obligation], take: Callable[..., None], today: date
) -> None:
    one, other = owed("thien-loc", "PLII"), owed("can-loc")
    for action, on in (("start", 10), ("submit", 20), ("return", 25), ("submit", 28), ("accept", 30)):
        take(one, action, date(2021, 10, on))
    take(other, "start", date(2021, 11, 2))
    assert {pk: s.facts for pk, s in owed_then(today).items()} == {
        pk: s.facts for pk, s in owed_now(today).items()
    }


def test_the_past_is_what_it_was_and_never_reckoned_back_from_the_present(
    owed: Callable[..., Obligation], take: Callable[..., None], today: date
) -> None:
    one = owed("thien-loc", "PLII")
    seen = {}
    for action, on in (
        ("start", date(2021, 10, 5)),
        ("submit", date(2021, 10, 20)),
        ("accept", date(2021, 10, 22)),
        ("reopen", date(2021, 11, 3)),
        ("submit", date(2021, 11, 8)),
    ):
        take(one, action, on)
        seen[on] = owed_now(on)[one.pk].facts
    rebuilt = standing_on(today, also=seen)
    assert {on: rebuilt[on][one.pk].facts for on in seen} == seen
    assert rebuilt[today][one.pk].facts.returns == 1


def test_before_its_plan_was_issued_nothing_was_owed(plan: object) -> None:
    before = standing_on(date(2021, 9, 26))[date(2021, 9, 26)]
    assert before == {}
    december = Obligation.objects.filter(period="Tháng 12/2021").values_list("id", flat=True)
    assert december
    assert not set(december) & set(standing_on(date(2021, 11, 30))[date(2021, 11, 30)])


def test_ranks_are_of_the_level_and_small_ones_are_left_out(
    plan: object, units: dict[str, Unit], today: date
) -> None:
    (communes,) = tables(counting.everybody(today), level="commune", measure=MEASURES["hoan-thanh"])
    assert {row.rank for row in communes.rows} == {None}  # two obligations each
    assert all("không xếp hạng" in row.rank_words for row in communes.rows)
    task = Obligation.objects.filter(unit=units["thien-loc"]).first()
    assert task is not None
    for key, done in (("thien-loc", 4), ("vuong-loc", 4), ("tung-anh", 1)):
        for n in range(4):
            Obligation.objects.create(
                task=task.task, unit=units[key], period=f"Lần {n}", period_start=date(2021, 1, 1),
                period_end=date(2021, 12, 31), state="accepted" if n < done else "not_started",
            )  # fmt: skip
    (communes,) = tables(counting.everybody(today), level="commune", measure=MEASURES["hoan-thanh"])
    assert {row.unit.key: (row.rank, row.of, row.tied) for row in communes.rows} == {
        "thien-loc": (1, 3, 1),
        "vuong-loc": (1, 3, 1),
        "tung-anh": (3, 3, 0),
    }
    assert communes.rows[0].done == "4/6 (66,7%)"
    # A filter shows less and ranks the same.
    (narrow,) = tables(
        counting.everybody(today), level="commune", measure=MEASURES["hoan-thanh"], words="tung anh"
    )
    assert [(row.unit.key, row.rank) for row in narrow.rows] == [("tung-anh", 3)]


@pytest.mark.parametrize("order", ["hang", "ten", "-ten", "cham", "-cham", "cu-nhat", "tong", "nham-lan"])
def test_every_order_holds_every_unit(plan: object, today: date, order: str) -> None:
    (communes,) = tables(counting.everybody(today), level="commune", order=order)
    assert len(communes.rows) == 3


def test_kept_counts_go_with_the_next_entry_of_the_record(
    plan: object, cast: dict[str, object], today: date, settings: Settings
) -> None:
    settings.SCORECARDS_KEPT_SECONDS, settings.SCORECARDS_LAG_SECONDS = 60.0, 0.0
    counting._kept.clear()
    first = counting.everybody(today)
    assert counting.everybody(today) is first
    audit.record(by=audit.PROGRAM, at=timezone.now(), action="x", subject="x", subject_type="x", subject_id=1)
    assert counting.everybody(today) is not first
    counting._kept.clear()


def test_all_units_take_few_queries(plan: object, today: date, max_queries: Callable[[int], object]) -> None:
    with max_queries(4):  # type: ignore[attr-defined]
        counting.everybody(today)


def test_counts_of_a_heap_and_its_sum_agree_for_the_province(plan: object, today: date) -> None:
    total = sum(one.counts.total for one in counting.counted_by_unit(today).values())
    assert total == len(owed_now(today)) == count((s.facts for s in owed_now(today).values()), today).total


def test_the_rule_knows_the_same_open_states_and_steps_as_the_table_of_states() -> None:
    assert {state.value for state in WAITS_FOR_UNIT} == OPEN
    assert {Action.START.value, Action.SUBMIT.value} == REPORTS
    assert {Action.RETURN.value, Action.REOPEN.value} == GIVEN_BACK
