"""Every room that offers figures keeps the promises of the one interface."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from namro.core.measures import Aggregation
from namro.web.accounts.models import User
from namro.web.campaigns.models import Publication
from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.models import Report as Step
from namro.web.ui.figures import (
    OWN,
    RATIO,
    WEIGHTED,
    Ask,
    OneAsking,
    feed_called,
    feeds,
    figures_of,
    figures_of_each,
    known_groups,
    label_of,
    of_each,
)
from web.campaigns.conftest import as_, campaign, draft, line, published  # noqa: F401 - scores to offer
from web.measures.conftest import give, posting, share  # noqa: F401 - values to offer
from web.plans.conftest import plan, posts, reading  # noqa: F401 - work to offer

ASK = Ask(date(2021, 1, 1), date(2021, 12, 31), date(2021, 12, 31))
GROUPS = known_groups()


@pytest.fixture
def unit_ids(
    plan: Plan,  # noqa: F811
    share: TaskMeasure,  # noqa: F811
    give: Callable[..., MeasureValue],  # noqa: F811
    published: Publication,  # noqa: F811
    cast: dict[str, User],
    units: dict[str, Unit],
    at: datetime,
) -> frozenset[int]:
    """The units of a province where work was done in time and late, values were given and scores were published."""
    for key, denominator in (("thien-loc", 5), ("vuong-loc", 7)):
        give(share, key, "Quý IV/2021", numerator=4, denominator=denominator)
    for place, one in enumerate(Obligation.objects.order_by("id")):
        for action, after in (("submit", "submitted"), ("accept", "accepted"))[: place % 3]:
            Step.objects.create(
                obligation=one, at=at, by=cast["sonoivu"], by_name="x", action=action, state_after=after
            )
    return frozenset(unit.pk for unit in units.values())


@pytest.mark.parametrize("group", GROUPS)
def test_each_unit_has_the_figures_it_would_have_alone(group: str, unit_ids: frozenset[int]) -> None:
    found = figures_of_each(group, replace(ASK, unit_ids=unit_ids))
    assert found.keys() == unit_ids
    for unit in unit_ids:
        assert found[unit] == figures_of(group, replace(ASK, unit_ids=frozenset({unit}))), unit


@pytest.mark.parametrize("group", GROUPS)
def test_many_units_cost_no_more_queries_than_two(group: str, unit_ids: frozenset[int]) -> None:
    def asked(units: frozenset[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            figures_of_each(group, replace(ASK, unit_ids=units))
        return len(queries)

    assert asked(unit_ids) <= asked(frozenset(sorted(unit_ids)[:2])) + 2


@pytest.mark.parametrize("group", GROUPS)
def test_figures_are_named_after_their_group_and_say_what_they_are(
    group: str, unit_ids: frozenset[int]
) -> None:
    assert label_of(group) != group
    asks = [ASK, *(replace(ASK, unit_ids=frozenset({unit})) for unit in unit_ids)]
    for figure in (figure for ask in asks for figure in figures_of(group, ask)):
        assert figure.name.startswith(f"{group}.")
        assert figure.definition
        assert figure.source
        assert figure.address.startswith("/")
        assert figure.rule in {*Aggregation, OWN}
        if figure.rule in (RATIO, WEIGHTED):
            # A share of nothing and a mean without weight are not known, whatever else is 0.
            assert (figure.value is None) == (not figure.denominator)


@pytest.mark.parametrize("group", GROUPS)
def test_a_question_about_a_task_without_work_has_no_figures_but_noughts(
    group: str, unit_ids: frozenset[int]
) -> None:
    for ask in (replace(ASK, task_id=0), replace(ASK, task_id=0, unit_ids=unit_ids)):
        assert not any(figure.value for figure in figures_of(group, ask))


def test_the_whole_province_is_no_unit(unit_ids: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="needs the units"):
        figures_of_each("phan-viec", ASK)


def test_a_group_that_nobody_offers_is_an_error_and_a_feed_that_nobody_offers_is_none() -> None:
    with pytest.raises(KeyError):
        figures_of("khong-co", ASK)
    assert feed_called("khong-co.den-han") is None
    assert feed_called("phan-viec.khong-co") is None
    assert label_of("khong-co") == "khong-co"


def test_every_figure_that_may_feed_a_measure_is_there_for_units_with_its_rule(
    unit_ids: frozenset[int],
) -> None:
    offered = [one for _, found in feeds() for one in found]
    assert "phan-viec.cong-nhan-dung-han" in {one.name for one in offered}
    for feed in offered:
        assert feed_called(feed.name) == feed
        found = of_each(feed.name, replace(ASK, unit_ids=unit_ids))
        assert found, feed.name
        assert {(one.name, one.rule) for one in found.values()} == {(feed.name, feed.rule)}
        assert all(one.value is not None for one in found.values())
    assert of_each("phan-viec.khong-co", replace(ASK, unit_ids=unit_ids)) == {}


@pytest.mark.parametrize("group", GROUPS)
def test_one_asking_answers_for_each_of_many_units_as_the_room_would_alone(
    group: str, unit_ids: frozenset[int]
) -> None:
    answer = OneAsking(unit_ids)
    asks = [ASK, replace(ASK, unit_ids=unit_ids), replace(ASK, unit_ids=frozenset({0}))]
    asks += [replace(ASK, unit_ids=frozenset({unit})) for unit in unit_ids]
    obligation = Obligation.objects.order_by("id")[0]
    other = next(unit for unit in sorted(unit_ids) if unit != obligation.unit_id)
    asks += [replace(ask, held=((obligation.pk, other),)) for ask in asks]
    for ask in asks:
        assert answer(group, ask) == figures_of(group, ask)
    first = replace(ASK, unit_ids=frozenset({min(unit_ids)}))
    with CaptureQueriesContext(connection) as queries:
        answer(group, first)
    assert not queries.captured_queries


def test_every_group_is_told_of_in_the_documentation() -> None:
    page = Path(__file__).parents[3] / "docs" / "calculations" / "reports.md"
    told = re.findall(
        r"^\| `([\w-]+)` \| [^|]+ \| (có|không) \| có \|$", page.read_text(encoding="utf-8"), re.M
    )
    assert sorted(group for group, _ in told) == sorted(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_a_figure_asked_for_by_its_name_is_the_one_of_the_group(group: str, unit_ids: frozenset[int]) -> None:
    ask = replace(ASK, unit_ids=unit_ids)
    for unit, figures in figures_of_each(group, ask).items():
        for figure in figures:
            alone = replace(ask, unit_ids=frozenset({unit}), name=figure.name)
            assert figures_of(figure.name, alone) == (figure,)
            assert figures_of_each(figure.name, alone) == {unit: (figure,)}
