from pathlib import Path

from namro.web.cascade.states import OPEN, SETTLED, STEPS, State, diagram

PICTURE = Path(__file__).parents[3] / "docs" / "states-of-a-hand-over.md"


def test_the_picture_in_the_documents_is_the_table() -> None:
    assert PICTURE.read_text(encoding="utf-8") == diagram(), "stale picture; run: python tools/draw_states.py"


def test_every_state_is_open_settled_or_withdrawn() -> None:
    assert OPEN | SETTLED | {State.WITHDRAWN} == set(State)
    assert not OPEN & SETTLED


def test_nothing_leads_out_of_what_is_accepted_or_withdrawn() -> None:
    assert not any({State.ACCEPTED, State.WITHDRAWN} & step.sources for step in STEPS.values())


def test_every_state_but_the_first_is_reached() -> None:
    assert {step.target for step in STEPS.values()} == set(State) - {State.GIVEN}
