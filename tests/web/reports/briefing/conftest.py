"""The plan of the documents' tests with work in every state, and the content of a briefing of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan
from namro.web.reports.briefing.selectors.decisions import HOW_MANY, candidates
from namro.web.reports.briefing.selectors.figures import Choice, content_of, since_of
from namro.web.reports.documents.facts import index_facts
from web.reports.documents.conftest import as_, plan, posts, reading, worked  # noqa: F401 - fixtures of that room


@pytest.fixture
def content(worked: Plan, posts: Callable[[str], Posts], today: date) -> dict[str, Any]:  # noqa: F811
    """A briefing of the day with what the rule proposes."""
    mine = posts("sonoivu")
    indices = index_facts(mine, today)
    known = candidates(mine, today, indices)
    return content_of(
        title="Tình hình trước họp",
        since=since_of(today, date(2021, 10, 1)),
        day=today,
        posts=mine,
        indices=indices,
        chosen=[Choice(one) for one in known[:HOW_MANY]],
        candidate_count=len(known),
        invented=False,
    )
