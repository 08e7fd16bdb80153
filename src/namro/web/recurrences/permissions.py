"""Who sets rhythms, records what happened, and keeps road maps."""

from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Task
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_recurrences(posts: Posts) -> None:
    if not posts.posts:
        raise NotAllowed(
            "Lịch lặp của nhiệm vụ dành cho người đang giữ một vị trí ở một đơn vị. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_set_rules(posts: Posts) -> None:
    """Set and end rhythms, write milestones, say until when a plan is in force."""
    if not posts.is_plan_officer:
        raise NotAllowed(
            "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được đặt kỳ kiểm tra, mốc thực hiện và hiệu lực của kế hoạch."
        )


def check_may_record_happening(posts: Posts, task: Task, unit_id: int) -> None:
    """Write down what happened: the people of the unit upon which the term falls, or Sở Nội vụ."""
    if posts.is_plan_officer or unit_id in posts.unit_ids:
        return
    raise NotAllowed(
        "Chỉ người của đơn vị phải giải quyết và cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi lượt phát sinh."
    )


may_see_recurrences = answers(check_may_see_recurrences)
may_set_rules = answers(check_may_set_rules)
may_record_happening = answers(check_may_record_happening)
