"""Who defines measures, who gives values, and who sees whose."""

from namro.web.measures.models import TaskMeasure
from namro.web.measures.selectors.seeing import gives_for, sees_every_unit, sees_unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Task
from namro.web.plans.selectors.parties import leads_by_name, province_units
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_measures(posts: Posts) -> None:
    if not posts.posts:
        raise NotAllowed(
            "Thước đo dành cho người đang giữ một vị trí ở một đơn vị. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_define(posts: Posts, task: Task) -> None:
    """Define and retire: Sở Nội vụ, or the province-level unit that the plan names as lead."""
    if posts.is_plan_officer:
        return
    units = province_units(posts)
    if units and leads_by_name(task.pk, units):
        return
    raise NotAllowed(
        "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ và sở được giao chủ trì nhiệm vụ được đặt thước đo."
    )


def check_may_give(posts: Posts, unit_id: int) -> None:
    """Give and correct a value: the people of the unit, and Sở Nội vụ for what came on paper."""
    if gives_for(posts, unit_id):
        return
    raise NotAllowed(
        "Chỉ người của đơn vị và cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi số liệu của đơn vị đó."
    )


def check_may_see_value(posts: Posts, measure: TaskMeasure, unit_id: int) -> None:
    """See the value of one unit with its versions."""
    if sees_unit(posts, unit_id) or sees_every_unit(posts, measure):
        return
    raise NotAllowed("Số liệu này của đơn vị khác nên bạn không xem được.")


may_see_measures = answers(check_may_see_measures)
may_define = answers(check_may_define)
may_give = answers(check_may_give)
may_see_value = answers(check_may_see_value)
