from pathlib import Path

from namro.web.campaigns.states import STEPS, Move, Stage, diagram, moves_from

PICTURE = Path(__file__).parents[3] / "docs" / "states-of-a-campaign.md"


def test_the_picture_in_the_docs_is_the_table() -> None:
    assert PICTURE.read_text(encoding="utf-8") == diagram(), "stale picture; run: python tools/draw_states.py"


def test_only_a_correction_leaves_published_and_it_needs_a_reason() -> None:
    assert [step.action for step in moves_from(Stage.PUBLISHED)] == [Move.CORRECT]
    assert STEPS[Move.CORRECT].needs_reason


def test_the_first_explanation_may_be_skipped_and_both_ways_lead_to_the_first_appraisal() -> None:
    assert {step.target for step in moves_from(Stage.SELF_SCORING)} == {
        Stage.SUPPLEMENTING,
        Stage.APPRAISING,
    }
    assert [step.target for step in moves_from(Stage.SUPPLEMENTING)] == [Stage.APPRAISING]


def test_every_stage_can_be_left_and_all_but_the_first_reached() -> None:
    assert {step.target for step in STEPS.values()} == set(Stage) - {Stage.DRAFT}
    assert all(moves_from(stage) for stage in Stage)
