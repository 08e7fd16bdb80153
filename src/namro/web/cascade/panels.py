"""What this room shows on the pages of an obligation, a plan, a unit and the unit's own work."""

from typing import Any

from django.http import HttpRequest

from namro.web.cascade import permissions
from namro.web.cascade.models import Acknowledgement
from namro.web.cascade.selectors.board import (
    LATE,
    NOBODY,
    REPORTED,
    UNKNOWN,
    counts_of,
    unacknowledged,
)
from namro.web.cascade.selectors.holders import tree_of
from namro.web.cascade.selectors.succession import moves_of
from namro.web.cascade.states import State
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.states import WAITS_FOR_UNIT
from namro.web.program.selectors import state_of
from namro.web.ui.panels import Panel


def of_obligation(request: HttpRequest, obligation: Obligation) -> Panel | None:
    """Who in the unit holds the obligation; three queries, one more when it came from another unit."""
    posts = posts_of(request)
    if not permissions.may_see_inside(posts, obligation):
        return None
    rows = tree_of(obligation, state_of(request).working_date)
    known = Acknowledgement.objects.filter(obligation=obligation, unit=obligation.unit_id).first()
    is_open = obligation.state in WAITS_FOR_UNIT
    context = {
        "obligation": obligation,
        "known": known,
        "rows": [row for row in rows if row.piece.state != State.WITHDRAWN],
        "withdrawn": [row for row in rows if row.piece.state == State.WITHDRAWN],
        "moves": list(moves_of(obligation)) if obligation.origin_id else [],
        "may_acknowledge": known is None and is_open and permissions.may_acknowledge(posts, obligation),
        "may_give": is_open and permissions.may_hand_over(posts, obligation),
        "may_transfer": permissions.may_transfer(posts),
    }
    return Panel("ai-lam", "Ai đang làm", "cascade/panel_obligation.html", context)


def of_plan(request: HttpRequest, plan: Plan) -> Panel | None:
    """How many obligations of the plan nobody has acknowledged; one query."""
    if not permissions.may_see_province(posts_of(request)):
        return None
    unknown = unacknowledged(Obligation.objects.filter(task__plan=plan)).count()
    return Panel("nhan-viec", "Nhận việc", "cascade/panel_plan.html", {"plan": plan, "unknown": unknown})


def of_unit(request: HttpRequest, unit: Unit) -> Panel | None:
    """How far the unit has handed on what it owes; one query."""
    posts = posts_of(request)
    if unit.pk not in posts.member_unit_ids and not posts.sees_whole_province:
        return None
    context = _counts(request, frozenset({unit.pk}), links=unit.pk in posts.unit_ids)
    return Panel("giao-viec", "Giao việc trong đơn vị", "cascade/panel_counts.html", context)


def of_work(request: HttpRequest, posts: Posts) -> Panel | None:
    """How many obligations of the unit are with nobody; one query."""
    if not permissions.may_see_board(posts):
        return None
    context = _counts(request, posts.unit_ids, links=True)
    return Panel("giao-viec", "Giao việc", "cascade/panel_counts.html", context, is_wide=True)


def _counts(request: HttpRequest, unit_ids: frozenset[int], *, links: bool) -> dict[str, Any]:
    counts = counts_of(unit_ids, state_of(request).working_date)
    return {
        "counts": counts,
        "nobody": counts[NOBODY],
        "unknown": counts[UNKNOWN],
        "late": counts[LATE],
        "reported": counts[REPORTED],
        "links": links,
    }
