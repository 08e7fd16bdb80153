"""Who sees the whole province on the first page; everybody else sees the own unit's morning."""

from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_overview(posts: Posts) -> None:
    if not posts.posts:
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa có gì để xem. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def may_see_province(posts: Posts) -> bool:
    """The figures of every unit: Sở Nội vụ, the leaders of the province, the supervisor."""
    return posts.sees_whole_province


def check_may_see_indices(posts: Posts) -> None:
    """Published results are public; whoever holds a post may read them beside the plan's tasks."""
    check_may_see_overview(posts)


def check_may_write_cause(posts: Posts) -> None:
    """Say why a criterion lost points: those who follow the plans."""
    if not posts.is_plan_officer:
        raise NotAllowed(
            "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi nguyên nhân mất điểm của một tiêu chí."
        )


may_write_cause = answers(check_may_write_cause)
