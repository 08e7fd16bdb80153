"""A cue may only pass over sentences that its pattern could not match."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.time.reading import LOOSE_RHYTHMS, RHYTHMS, Cue

CUES = [cue for cue, _ in (*RHYTHMS, *LOOSE_RHYTHMS)]


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.words[0])
def test_all_that_a_pattern_matches_holds_one_of_its_words(cue: Cue) -> None:
    @given(st.from_regex(cue.pattern))
    def holds(text: str) -> None:
        match = cue.pattern.search(text)
        assert match is not None
        assert any(word in match.group() for word in cue.words)
        found = cue.search(text)
        assert found is not None
        assert found.span() == match.span()

    holds()
