"""Who may read the register, fill open groups, and give people accounts and posts."""

from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_register(posts: Posts) -> None:
    if not posts.posts:
        raise NotAllowed(
            "Danh bạ đơn vị dành cho người đang giữ một vai trò trong chương trình. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ giao vai trò cho bạn."
        )


may_see_register = answers(check_may_see_register)


def check_may_fill_groups(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi đơn vị vào nhóm mở.")


may_fill_groups = answers(check_may_fill_groups)


def check_may_manage_people(posts: Posts) -> None:
    """Create accounts, give posts and end them, set a new first password, lock an account."""
    if not posts.is_plan_officer:
        raise NotAllowed(
            "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được tạo tài khoản, giao vai trò và thôi giao vai trò."
        )


may_manage_people = answers(check_may_manage_people)
