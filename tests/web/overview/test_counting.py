from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from namro.web.organisations.models import Unit
from namro.web.overview.selectors.counting import tallies_by
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.selectors.standing import shown_state, tally, tally_columns
from namro.web.plans.states import State

TODAY = date(2021, 11, 15)
OWED = st.tuples(
    st.integers(0, 2),
    st.sampled_from(list(State)),
    st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
    st.booleans(),
)


class Counting(TestCase):
    @given(owed=st.lists(OWED, max_size=20))
    def test_counting_by_unit_says_what_the_pages_of_plans_say(
        self, owed: list[tuple[int, State, date | None, bool]]
    ) -> None:
        at = datetime(2021, 11, 1).astimezone()
        plan = Plan.objects.create(number="1", year=2021, title="x", confirmed_at=at, confirmed_by="x")
        task = Task.objects.create(plan=plan, position=1, code="1", text="x", search="x", deadline_kind="none",
                                   first_line=1, last_line=1)  # fmt: skip
        units = [
            Unit.objects.create(
                key=f"u{n}", name=f"U{n}", search="", sort="", level="commune", kind="committee"
            )
            for n in range(3)
        ]
        for number, (unit, state, due, reported) in enumerate(owed):
            Obligation.objects.create(task=task, unit=units[unit], period=str(number), period_start=TODAY,
                                      period_end=TODAY, due=due, state=state,
                                      reported_at=at if reported else None)  # fmt: skip
        every = Obligation.objects.all()
        found = tallies_by("unit_id", every, TODAY)
        rows = every.order_by().values("unit_id").annotate(**tally_columns(TODAY))
        assert found == {row["unit_id"]: tally(row) for row in rows}
        for unit_id, counted in found.items():
            shown = [shown_state(one, TODAY) for one in every.filter(unit_id=unit_id)]
            assert {state: shown.count(state) for state in counted.counts} == counted.counts
