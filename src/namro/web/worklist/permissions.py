"""Who may search, work in bulk and exchange spreadsheets; each step asks the rule of its own room again."""

from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers


def check_may_search(posts: Posts) -> None:
    """Whoever holds a post; each source limits itself to what the person may see."""
    if not posts.posts:
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa tìm được gì. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_work_in_bulk(posts: Posts) -> None:
    """See the list and choose from it; what a step may touch is decided one obligation at a time."""
    check_may_search(posts)


def check_may_fill_table(posts: Posts) -> None:
    """Take the own obligations out as a table and in again: those who report for a unit."""
    if not posts.unit_ids:
        raise NotAllowed(
            "Chỉ người đứng đầu và cán bộ đầu mối của đơn vị xuất, nhập bảng phần việc của đơn vị."
        )


def check_may_remind(posts: Posts) -> None:
    """Remind by hand: those who follow the plans, leaders of the province, and heads about their own unit."""
    if posts.is_plan_officer or posts.is_province_leader or posts.headed_unit_ids:
        return
    raise NotAllowed("Chỉ Sở Nội vụ, lãnh đạo tỉnh và người đứng đầu đơn vị được nhắc việc bằng tay.")


may_search = answers(check_may_search)
may_work_in_bulk = answers(check_may_work_in_bulk)
may_fill_table = answers(check_may_fill_table)
may_remind = answers(check_may_remind)
