"""What this room shows on the pages of a plan, a task and a unit's work."""

from django.http import HttpRequest

from namro.web.directives import permissions
from namro.web.directives.selectors import chains, givens
from namro.web.directives.selectors.issued import issued_rows
from namro.web.directives.selectors.plan_ties import own_receipts
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.models import Plan, Task
from namro.web.program.selectors import state_of
from namro.web.ui.panels import Panel

_SHOWN = 5


def of_plan(request: HttpRequest, plan: Plan) -> Panel | None:
    """The ground of the plan upwards, and what the own unit has issued for it."""
    posts = posts_of(request)
    if not permissions.may_see_register(posts):
        return None
    own = chains.directives_of_plan(plan.pk)
    rows = (
        issued_rows(plan, state_of(request).working_date, only=sorted(posts.unit_ids))
        if posts.unit_ids
        else []
    )
    return Panel(
        "can-cu-van-ban",
        "Căn cứ và văn bản chỉ đạo",
        "directives/_plan_panel.html",
        {
            "plan": plan,
            "rungs": chains.ladder(own, posts),
            "may_record": not own and permissions.may_record_plan(posts),
            "own_rows": rows,
            "waits_for_receipt": bool(posts.unit_ids)
            and own_receipts(plan, posts.unit_ids) != posts.unit_ids,
            "may_see_who_issued": permissions.may_see_who_issued(posts),
        },
    )


def of_task(request: HttpRequest, task: Task) -> Panel | None:
    """The legal ground of the task, and the units' own documents that follow from it."""
    posts = posts_of(request)
    if not permissions.may_see_register(posts):
        return None
    documents = chains.following(posts, task=task)
    return Panel(
        "can-cu-van-ban",
        "Căn cứ pháp lý",
        "directives/_task_panel.html",
        {
            "task": task,
            "rungs": chains.ladder(chains.directives_of_plan(task.plan_id), posts),
            "following": documents[:_SHOWN],
            "more": max(len(documents) - _SHOWN, 0),
            "count": len(documents),
            "may_enter": permissions.may_enter(posts),
            "may_see_who_issued": permissions.may_see_who_issued(posts),
        },
    )


def of_work(request: HttpRequest, posts: Posts) -> Panel | None:
    """What the Government and the Prime Minister gave to the own units and is not closed."""
    if not posts.unit_ids:
        return None
    today = state_of(request).working_date
    parts = givens.open_parts_of(posts.unit_ids)
    if not parts:
        return None
    rows = [givens.given_row(part, today) for part in parts]
    return Panel(
        "viec-duoc-giao",
        "Việc Chính phủ, Thủ tướng giao",
        "directives/_work_panel.html",
        {"rows": rows[:_SHOWN], "count": givens.counted(rows)},
    )
