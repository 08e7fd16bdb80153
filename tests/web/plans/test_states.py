from pathlib import Path

from namro.web.plans.states import STEPS, Action, State, Who, diagram, possible

PICTURE = Path(__file__).parents[3] / "docs" / "states-of-an-obligation.md"


def test_the_picture_in_the_docs_is_the_table() -> None:
    assert PICTURE.read_text(encoding="utf-8") == diagram(), "stale picture; run: python tools/draw_states.py"


def test_only_reopening_leaves_accepted_and_it_needs_a_reason() -> None:
    leaving = [step for step in STEPS.values() if State.ACCEPTED in step.sources]
    assert [step.action for step in leaving] == [Action.REOPEN]
    assert leaving[0].needs_reason
    assert leaving[0].who is Who.REOPENER


def test_only_what_was_handed_in_is_accepted() -> None:
    arriving = [step for step in STEPS.values() if step.target == State.ACCEPTED]
    assert [(step.action, step.sources, step.who) for step in arriving] == [
        (Action.ACCEPT, frozenset({State.SUBMITTED}), Who.DECIDER)
    ]


def test_every_state_can_be_reached_and_left() -> None:
    assert {step.target for step in STEPS.values()} == set(State) - {State.NOT_STARTED}
    for state in State:
        assert any(possible(state, action) for action in Action), state
