"""Who may see, report, decide and reopen: one line per member of the cast."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from namro.web.organisations.models import Post, Role, Succession, Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans import permissions
from namro.web.plans.models import Obligation, Plan, TaskParty
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.selectors.work import waiting_for
from namro.web.ui.refusals import NotAllowed

PostsOf = Callable[[str], Posts]
CAST = ("sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran", "xakhac", "stranger")


def _those_who(rule: Callable[[Posts, Obligation], bool], posts: PostsOf, obligation: Obligation) -> set[str]:
    return {name for name in CAST if rule(posts(name), obligation)}


def test_what_a_commune_owes_is_seen_by_itself_the_named_lead_and_those_over_the_province(
    posts: PostsOf, of_commune: Obligation
) -> None:
    seeing = _those_who(permissions.may_see_obligation, posts, of_commune)
    assert seeing == {"sonoivu", "lanhdao", "mattran", "sotuphap", "xa"}


def test_only_the_unit_reports(posts: PostsOf, of_commune: Obligation, of_interior: Obligation) -> None:
    assert _those_who(permissions.may_report, posts, of_commune) == {"xa"}
    assert _those_who(permissions.may_report, posts, of_interior) == {"sonoivu"}


def test_a_commune_is_judged_by_the_interior_department_and_the_named_lead(
    posts: PostsOf, of_commune: Obligation
) -> None:
    assert _those_who(permissions.may_decide, posts, of_commune) == {"sonoivu", "sotuphap"}


def test_the_interior_department_is_judged_by_the_leader_of_the_province(
    posts: PostsOf, of_interior: Obligation
) -> None:
    assert _those_who(permissions.may_decide, posts, of_interior) == {"lanhdao"}
    assert _those_who(permissions.may_reopen, posts, of_interior) == {"lanhdao"}


def test_a_named_lead_does_not_judge_its_peers(posts: PostsOf, plan: Plan, units: dict[str, Unit]) -> None:
    of_labour = Obligation.objects.get(unit=units["so-ldtbxh"], task__text__startswith="Nghiên cứu")
    assert _those_who(permissions.may_decide, posts, of_labour) == {"sonoivu"}
    assert not permissions.may_see_obligation(posts("sotuphap"), of_labour)


@pytest.mark.parametrize(
    ("more", "judging"),
    [
        ({}, {"sonoivu", "sotuphap"}),
        ({"partial": True}, {"sonoivu"}),
        ({"verified": False}, {"sonoivu"}),
        ({"on": date(2022, 1, 1)}, {"sonoivu"}),  # not yet
    ],
)
def test_the_one_verified_successor_of_a_named_lead_judges_in_its_place(
    posts: PostsOf, of_commune: Obligation, units: dict[str, Unit], more: dict[str, Any], judging: set[str]
) -> None:
    TaskParty.objects.filter(task=of_commune.task, unit=units["so-tu-phap"]).update(unit=units["so-ldtbxh"])
    Succession.objects.filter(predecessor=units["so-ldtbxh"]).delete()
    told = {"on": date(2021, 11, 1), "source": "NQ"} | more
    Succession.objects.create(predecessor=units["so-ldtbxh"], successor=units["so-tu-phap"], **told)
    assert _those_who(permissions.may_decide, posts, of_commune) == judging
    seen = visible_obligations(posts("sotuphap")).filter(pk=of_commune.pk).exists()
    assert seen is ("sotuphap" in judging)
    waiting = Obligation.objects.filter(pk=of_commune.pk)
    waiting.update(state="submitted")
    assert waiting_for(posts("sotuphap")).filter(pk=of_commune.pk).exists() is seen


def test_two_successors_of_a_named_lead_leave_the_judging_to_a_decision(
    posts: PostsOf, of_commune: Obligation, units: dict[str, Unit]
) -> None:
    TaskParty.objects.filter(task=of_commune.task, unit=units["so-tu-phap"]).update(unit=units["so-ldtbxh"])
    Succession.objects.filter(predecessor=units["so-ldtbxh"]).delete()
    for key in ("so-tu-phap", "so-noi-vu"):
        Succession.objects.create(
            predecessor=units["so-ldtbxh"], successor=units[key], on=date(2021, 11, 1), source="NQ"
        )
    assert _those_who(permissions.may_decide, posts, of_commune) == {"sonoivu"}


def test_leading_as_one_of_a_group_gives_no_say_over_communes(
    posts: PostsOf, plan: Plan, units: dict[str, Unit], of_commune: Obligation
) -> None:
    TaskParty.objects.filter(task=of_commune.task, unit=units["so-tu-phap"]).delete()
    assert _those_who(permissions.may_decide, posts, of_commune) == {"sonoivu"}


def test_co_operating_units_see_the_task_but_not_the_proof_of_others(
    posts: PostsOf, of_commune: Obligation, units: dict[str, Unit]
) -> None:
    TaskParty.objects.create(task=of_commune.task, unit=units["can-loc"], role=TaskParty.Role.COOPERATING)
    assert permissions.may_see_task(posts("huyen"), of_commune.task)
    assert not permissions.may_see_obligation(posts("huyen"), of_commune)


def test_only_the_interior_department_reopens_and_runs_plans(posts: PostsOf, of_commune: Obligation) -> None:
    assert _those_who(permissions.may_reopen, posts, of_commune) == {"sonoivu"}
    assert {name for name in CAST if permissions.may_run_plans(posts(name))} == {"sonoivu"}


def test_a_stranger_sees_nothing(posts: PostsOf, plan: Plan) -> None:
    assert not permissions.may_see_plan(posts("stranger"), plan)
    assert not visible_obligations(posts("stranger")).exists()


def test_a_second_post_in_the_judged_unit_takes_the_right_to_judge_it(
    posts: PostsOf, of_commune: Obligation, cast: dict[str, object]
) -> None:
    user = posts("sonoivu").user_id
    Post.objects.create(user_id=user, unit=of_commune.unit, role=Role.UNIT_OFFICER)
    with pytest.raises(NotAllowed, match="chính đơn vị mình"):
        permissions.check_may_decide(posts("sonoivu"), of_commune)


@pytest.mark.parametrize("name", CAST)
def test_lists_show_exactly_what_may_be_opened_one_by_one(posts: PostsOf, plan: Plan, name: str) -> None:
    person = posts(name)
    everything = Obligation.objects.select_related("unit", "task")
    assert set(visible_obligations(person).values_list("pk", flat=True)) == {
        obligation.pk for obligation in everything if permissions.may_see_obligation(person, obligation)
    }


def test_refusals_name_who_may(posts: PostsOf, of_commune: Obligation) -> None:
    for check, sentence in (
        (permissions.check_may_see_obligation, "Sở Nội vụ"),
        (permissions.check_may_report, "UBND xã Thiên Lộc"),
        (permissions.check_may_decide, "sở được giao chủ trì"),
        (permissions.check_may_reopen, "Sở Nội vụ"),
    ):
        with pytest.raises(NotAllowed, match=sentence):
            check(posts("xakhac"), of_commune)
