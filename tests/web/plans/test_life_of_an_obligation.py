"""A machine that takes any step at any time: the table holds, and the counts add up."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation, Report
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import Progress
from namro.web.plans.states import STEPS, Action, State, Who
from namro.web.ui.refusals import NotAllowed

WHO_MAY = {Who.UNIT: {"xa"}, Who.DECIDER: {"sonoivu", "sotuphap"}, Who.REOPENER: {"sonoivu"}}
RIGHTFUL = "whoever may"
PROOF = Proof(document_number="12/BC-UBND", document_date=date(2021, 11, 1))


def _take(action: Action, **common: Any) -> Obligation:
    progress = Progress(sentence="Một câu")
    match action:
        case Action.START | Action.SUBMIT:
            return reporting.report(**common, done=action is Action.SUBMIT, progress=progress, proof=PROOF)
        case Action.WITHDRAW:
            return reporting.withdraw(**common)
        case Action.ACCEPT:
            return reporting.accept(**common)
        case Action.RETURN:
            return reporting.return_(**common, reason="Thiếu")
    return reporting.reopen(**common, reason="Sai")


@pytest.fixture
def people(cast: dict[str, User], today: date) -> Callable[[str], Posts]:
    held = {name: posts_on(user, on=today) for name, user in cast.items()}
    return held.__getitem__


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(list(Action)),
            st.sampled_from(
                [*[RIGHTFUL] * 6, "xa", "sonoivu", "sotuphap", "lanhdao", "huyen", "mattran", "stranger"]
            ),
            st.integers(min_value=0, max_value=7),
        ),
        max_size=16,
    )
)
def test_no_path_breaks_the_table(
    of_commune: Obligation,
    cast: dict[str, User],
    people: Callable[[str], Posts],
    at: datetime,
    steps: list[tuple[Action, str, int]],
) -> None:
    Report.objects.all().delete()
    recorded = Entry.objects.filter(subject_type="obligation").count()
    Obligation.objects.filter(pk=of_commune.pk).update(state=State.NOT_STARTED, version=0, closed_at=None)
    state, version = State.NOT_STARTED, 0
    for action, drawn, stale in steps:
        step = STEPS[action]
        name = sorted(WHO_MAY[step.who])[0] if drawn == RIGHTFUL else drawn
        # Most requests come with the version in force, one in eight with an older one.
        seen = version - (1 if stale == 7 else 0)
        allowed = name in WHO_MAY[step.who] and state in step.sources and seen == version
        try:
            _take(action, obligation_id=of_commune.pk, by=cast[name], posts=people(name), at=at, version=seen)
        except (Refusal, NotAllowed):
            assert not allowed, (action, name, state)
        else:
            assert allowed, (action, name, state)
            state, version = step.target, version + 1
        row = Obligation.objects.get(pk=of_commune.pk)
        assert (row.state, row.version) == (state, version)
        assert (row.closed_at is not None) == (state == State.ACCEPTED)
        assert row.reports.count() == version
    history = list(
        Report.objects.filter(obligation=of_commune).values_list("state_before", "state_after", "action")
    )
    before = [State.NOT_STARTED, *(after for _, after, _ in history)][: len(history)]
    assert [b for b, _, _ in history] == before
    assert all(action == Action.REOPEN for b, _, action in history if b == State.ACCEPTED)
    assert Entry.objects.filter(subject_type="obligation").count() == recorded + version
