from pathlib import Path

from namro.web.directives.states import STEPS, Action, State, Who, diagram

PICTURE = Path(__file__).parents[3] / "docs" / "states-of-a-given-task.md"


def test_the_picture_in_the_docs_is_the_table() -> None:
    assert PICTURE.read_text(encoding="utf-8") == diagram(), "stale picture; run: python tools/draw_states.py"


def test_only_the_assigner_closes_and_only_what_was_reported() -> None:
    arriving = [step for step in STEPS.values() if step.target == State.CLOSED]
    assert [(step.action, step.sources, step.who) for step in arriving] == [
        (Action.CLOSE, frozenset({State.REPORTED}), Who.ASSIGNER)
    ]


def test_every_state_can_be_reached_and_left() -> None:
    assert {step.target for step in STEPS.values()} == set(State) - {State.GIVEN}
    for state in State:
        assert any(state in step.sources for step in STEPS.values())
