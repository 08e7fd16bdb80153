from pathlib import Path

from namro.web.scorecards.states import STEPS, State, diagram

PICTURE = Path(__file__).parents[3] / "docs" / "states-of-an-inspection.md"


def test_the_picture_in_the_documents_is_the_table() -> None:
    assert PICTURE.read_text(encoding="utf-8") == diagram(), "stale picture; run: python tools/draw_states.py"


def test_nothing_leads_out_of_what_is_closed_and_every_other_state_can_be_closed() -> None:
    assert not any(State.CLOSED in step.sources for step in STEPS.values())
    assert {source for step in STEPS.values() for source in step.sources} == set(State) - {State.CLOSED}
