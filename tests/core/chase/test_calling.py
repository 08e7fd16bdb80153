"""Reminders: never on a day off, never lost, never twice, whatever the dates."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from namro.core.chase import (
    Caller,
    Channel,
    Condition,
    Owed,
    Rules,
    Rung,
    Step,
    When,
    shipped_rules,
    standing,
)
from namro.core.time import load_calendar

CALENDAR = load_calendar()
DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))
WHENS = st.sampled_from(list(When))
STEPS = st.builds(
    lambda when, days, every: Step(
        "bac", when, max(days, when is not When.BEFORE), every, Rung.OFFICIAL, (Channel.PROGRAM,), True
    ),
    WHENS,
    st.integers(0, 60),
    st.integers(0, 15),
)


def _rules(*steps: Step, weekday: int = 1) -> Rules:
    return Rules("thử", 30, 30, weekday, 72, steps)


@given(STEPS, st.none() | DAYS, DAYS, DAYS)
def test_an_occurrence_is_a_working_day_that_has_come(
    step: Step, due: date | None, heard: date, day: date
) -> None:
    for reminder in Caller(_rules(step), CALENDAR, day).reminders(Owed(due, heard, True)):
        assert CALENDAR.is_working_day(day)
        assert CALENDAR.is_working_day(reminder.occurrence)
        assert reminder.occurrence <= day


@given(STEPS, st.none() | DAYS, DAYS, DAYS)
def test_what_is_settled_calls_for_nothing(step: Step, due: date | None, heard: date, day: date) -> None:
    assert Caller(_rules(step), CALENDAR, day).reminders(Owed(due, heard, False)) == ()


@given(STEPS, DAYS, DAYS, st.integers(1, 60))
def test_going_through_every_day_says_each_occurrence_and_a_pause_says_only_the_last(
    step: Step, due: date, start: date, length: int
) -> None:
    owed = Owed(due, start, True)
    days = [start + timedelta(days=n) for n in range(length)]
    said: list[date] = []
    for day in days:
        for reminder in Caller(_rules(step), CALENDAR, day).reminders(owed):
            if reminder.occurrence not in said:
                # Days only go forward: nothing earlier than what was said comes up again.
                assert not said or reminder.occurrence > said[-1]
                said.append(reminder.occurrence)
    after_pause = Caller(_rules(step), CALENDAR, days[-1]).reminders(owed)
    if after_pause and said:
        assert after_pause[0].occurrence == said[-1]


@given(STEPS, DAYS, st.integers(1, 15))
def test_repetitions_stand_exactly_that_many_working_days_apart(step: Step, due: date, every: int) -> None:
    repeated = Step("bac", When.AFTER, max(1, step.days), every, step.to, step.channels, True)
    owed, said = Owed(due, due, True), set()
    for n in range(1, 120):
        for reminder in Caller(_rules(repeated), CALENDAR, due + timedelta(days=n)).reminders(owed):
            said.add(reminder.occurrence)
    inorder = sorted(said)
    for before, after in pairwise(inorder):
        assert CALENDAR.working_days_between(before, after) == every


@given(DAYS, DAYS)
def test_a_reminder_before_a_date_is_said_even_when_the_date_falls_into_tet(due: date, heard: date) -> None:
    step = Step("bac", When.BEFORE, 0, 0, Rung.OFFICIAL, (Channel.PROGRAM,), True)
    said = [
        day
        for n in range(15)
        if Caller(_rules(step), CALENDAR, day := due + timedelta(days=n)).reminders(Owed(due, heard, True))
    ]
    assert len(said) == 1


def test_nothing_is_said_during_tet() -> None:
    owed = Owed(date(2022, 1, 20), date(2022, 1, 1), True)
    tet = [date(2022, 1, 29) + timedelta(days=n) for n in range(9)]
    assert [day for day in tet if Caller(shipped_rules(), CALENDAR, day).reminders(owed)] == []
    assert Caller(shipped_rules(), CALENDAR, date(2022, 2, 7)).reminders(owed)


@given(DAYS, st.integers(1, 5))
def test_the_weekly_digest_falls_on_a_working_day_not_long_ago(day: date, weekday: int) -> None:
    found = Caller(_rules(weekday=weekday), CALENDAR, day).digest_day()
    assert found <= day
    assert CALENDAR.is_working_day(found)
    assert (day - found).days < 24  # Tết can push one digest beyond the next week's


@given(st.none() | DAYS, DAYS, st.booleans(), DAYS)
def test_every_obligation_stands_in_one_way_on_every_day(
    due: date | None, heard: date, is_open: bool, day: date
) -> None:
    found = standing(Owed(due, heard, is_open), day, shipped_rules())
    assert (found.condition is Condition.SETTLED) == (not is_open)
    if is_open and due is not None:
        assert (found.condition is Condition.OVERDUE) == (due < day)
        assert (found.condition is Condition.DUE) == (due == day)


@given(st.none() | DAYS, DAYS, DAYS, DAYS)
def test_a_piece_counts_to_the_nearer_of_its_own_day_and_the_obligations(
    due: date | None, heard: date, own: date, own_heard: date
) -> None:
    held = Owed(due, heard, True).of_piece(own, own_heard)
    assert held.due == (own if due is None or own < due else due)
    assert (held.heard, held.is_open) == (own_heard, True)
