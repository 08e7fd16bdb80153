"""The sums kept on a sheet are those of its lines, whatever was written in whatever order."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, Entrant, SheetLine
from namro.web.campaigns.selectors.campaigns import entrant_rows
from namro.web.campaigns.services import appraising, filling
from namro.web.campaigns.services.preparing import move
from namro.web.campaigns.states import Mark, Move, Verdict
from namro.web.organisations.selectors import Posts
from web.campaigns.doing import Doing

Line = Callable[..., SheetLine]


def added_up(entrant: Entrant) -> dict[str, object]:
    lines = list(entrant.lines.all())
    held = [line.survey_points if line.is_survey else line.self_points for line in lines]
    still = [line.maximum for line, points in zip(lines, held, strict=True) if points is None]
    return {
        "component_count": len(lines),
        "survey_count": sum(line.is_survey for line in lines),
        "scored_count": sum(points is not None for points in held),
        "marked_count": sum(bool(line.mark) for line in lines),
        "supplemented_count": sum(bool(line.mark and line.first_explanation) for line in lines),
        "appraised_count": sum(bool(line.first_verdict) for line in lines),
        "explained_count": sum(bool(line.explanation) for line in lines),
        "claimed": sum((points for points in held if points is not None), Decimal(0)),
        "open_maximum": None if None in still else sum(still, Decimal(0)),
    }


def kept(entrant: Entrant) -> dict[str, object]:
    entrant.refresh_from_db()
    return {name: getattr(entrant, name) for name in added_up(entrant)}


WRITTEN = st.lists(
    st.tuples(st.sampled_from(["1.1", "1.2"]), st.integers(0, 50), st.integers(0, 50), st.booleans()),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=WRITTEN)
def test_whatever_is_typed_the_sums_are_those_of_the_lines(
    written: list[tuple[str, int, int, bool]],
    line: Line,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
) -> None:
    for code, a, b, is_yes in written:
        held = line(code)
        values: dict[str, object] = {"a": a, "b": b} if code == "1.1" else {"dat": "co" if is_yes else ""}
        try:
            filling.save_inputs(
                line_id=held.pk, values=values, by=cast["xa"], posts=posts("xa"), at=at, version=held.version
            )
        except Refusal:
            assert b > a
        assert kept(held.entrant) == added_up(held.entrant)


def test_appraisal_surveys_and_explanations_are_counted_too(
    campaign: Campaign, line: Line, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    commune: dict[str, Any] = {"by": cast["xa"], "posts": posts("xa"), "at": at}
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    filling.save_inputs(line_id=line("1.1").pk, values={"a": 45, "b": 45}, version=0, **commune)
    move(campaign_id=campaign.pk, move=Move.APPRAISE, version=1, **officer)
    appraising.appraise(
        line_id=line("1.1").pk, verdict=Verdict.RETURNED, points=None, reason="Thiếu.", version=1, **officer
    )
    survey = line("2.1")
    filling.save_inputs(line_id=survey.pk, values={"a": 80}, version=0, **officer)
    move(campaign_id=campaign.pk, move=Move.ASK, version=2, **officer)
    filling.explain(line_id=line("1.1").pk, text="Đã bổ sung.", version=2, **commune)
    entrant = survey.entrant
    assert kept(entrant) == added_up(entrant)
    assert (entrant.scored_count, entrant.appraised_count, entrant.explained_count) == (2, 1, 1)
    row = next(
        row
        for row in entrant_rows(campaign, posts("sonoivu"), named=frozenset(), today=at.date())
        if row.pk == entrant.pk
    )
    assert (row.claimed, row.high, row.appraisable) == (Decimal("2.70"), Decimal("3.70"), 2)


def test_marks_and_first_explanations_are_counted_too(
    campaign: Campaign, as_: Callable[[str], Doing]
) -> None:
    commune, officer = as_("xa"), as_("sonoivu")
    officer.go(campaign, Move.SUPPLEMENT)
    for code in ("1.1", "1.2"):
        officer.mark(code, Mark.UNCLEAR, "Chưa rõ lấy số từ đâu.")
    entrant = commune.explain_first("1.1", "Lấy từ sổ theo dõi.").entrant
    assert kept(entrant) == added_up(entrant)
    assert (entrant.marked_count, entrant.supplemented_count) == (2, 1)
    officer.mark("1.2", None)
    assert kept(entrant) == added_up(entrant)
    assert entrant.marked_count == 1
