"""Who may see, report and decide what in the plans: every rule as a pair, `check_may_…` and `may_…`.

A check raises `NotAllowed` with a sentence that names who may; the answer `may_…` is the same rule.
"""

from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.selectors.parties import BELOW_PROVINCE, follows_plans, leads_by_name, province_units
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_plans(posts: Posts) -> None:
    """A plan is sent to everybody it concerns: whoever holds a post may read it and how far it is."""
    if not posts.posts:
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa xem được kế hoạch. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_run_plans(posts: Posts) -> None:
    """Import, confirm, fill in open groups."""
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được nhập, xác nhận và sửa kế hoạch.")


def check_may_run_illustration(posts: Posts) -> None:
    """Take the invented progress away."""
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được xóa số liệu minh họa.")


def check_may_see_obligation(posts: Posts, obligation: Obligation) -> None:
    """The unit itself, those who follow the whole province, and the named lead for districts and communes."""
    if posts.sees_whole_province or obligation.unit_id in posts.member_unit_ids or _leads(posts, obligation):
        return
    raise NotAllowed(
        f"Phần việc này của {obligation.unit.name}. Chỉ đơn vị đó, sở được giao chủ trì nhiệm vụ, Sở Nội vụ, "
        "lãnh đạo tỉnh và Mặt trận Tổ quốc được xem."
    )


def check_may_report(posts: Posts, obligation: Obligation) -> None:
    """Report, withdraw: the people of the unit that owes the result."""
    if obligation.unit_id not in posts.unit_ids:
        raise NotAllowed(f"Chỉ người của {obligation.unit.name} được báo cáo phần việc này.")


def check_may_decide(posts: Posts, obligation: Obligation) -> None:
    """Accept, return: Sở Nội vụ or the named lead of the task, and nobody for the own unit."""
    unit = obligation.unit
    if obligation.unit_id in posts.unit_ids:
        raise NotAllowed(
            "Không ai được duyệt phần việc của chính đơn vị mình; "
            + (
                "lãnh đạo tỉnh duyệt phần việc này."
                if follows_plans(obligation.unit_id)
                else "cán bộ theo dõi kế hoạch của Sở Nội vụ duyệt phần việc này."
            )
        )
    if posts.is_plan_officer or _leads(posts, obligation):
        return
    if posts.is_province_leader and follows_plans(obligation.unit_id):
        return
    deciders = "Cán bộ theo dõi kế hoạch của Sở Nội vụ"
    if follows_plans(obligation.unit_id):
        deciders = "Lãnh đạo tỉnh"
    elif unit.level in BELOW_PROVINCE:
        deciders += " hoặc sở được giao chủ trì nhiệm vụ"
    raise NotAllowed(f"{deciders} mới được duyệt hoặc trả lại phần việc của {unit.name}.")


def check_may_reopen(posts: Posts, obligation: Obligation) -> None:
    """Open an accepted obligation again: Sở Nội vụ, and the province leader for Sở Nội vụ itself."""
    if obligation.unit_id in posts.unit_ids and not posts.is_province_leader:
        raise NotAllowed("Không ai được mở lại phần việc của chính đơn vị mình.")
    if posts.is_plan_officer or (posts.is_province_leader and follows_plans(obligation.unit_id)):
        return
    raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được mở lại phần việc đã hoàn thành.")


def check_may_see_plan(posts: Posts, plan: Plan) -> None:
    check_may_see_plans(posts)


def check_may_see_task(posts: Posts, task: Task) -> None:
    check_may_see_plans(posts)


def _leads(posts: Posts, obligation: Obligation) -> bool:
    if obligation.unit.level not in BELOW_PROVINCE:
        return False
    units = province_units(posts)
    return bool(units) and leads_by_name(obligation.task_id, units)


may_see_plans = answers(check_may_see_plans)
may_run_plans = answers(check_may_run_plans)
may_see_plan = answers(check_may_see_plan)
may_see_task = answers(check_may_see_task)
may_see_obligation = answers(check_may_see_obligation)
may_report = answers(check_may_report)
may_decide = answers(check_may_decide)
may_reopen = answers(check_may_reopen)
