"""Who may read the register, fill open groups, and give people accounts and posts."""

from collections.abc import Sequence

from namro.web.organisations.models import Post, Unit
from namro.web.organisations.selectors import INSIDE, Posts
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


def check_may_staff_unit(posts: Posts, unit: Unit) -> None:
    """Make divisions of the unit and give posts inside it: its head and its officer, and Sở Nội vụ."""
    if unit.pk not in posts.unit_ids and not posts.is_plan_officer:
        raise NotAllowed(
            f"Chỉ người đứng đầu hoặc cán bộ đầu mối của {unit.name}, và cán bộ theo dõi kế hoạch của Sở Nội vụ, "
            "được lập phòng và giao vai trò trong đơn vị này."
        )


may_staff_unit = answers(check_may_staff_unit)


def check_may_end_inside(posts: Posts, post: Post) -> None:
    """End a post inside a unit; those of its head and officer are ended by Sở Nội vụ."""
    check_may_staff_unit(posts, post.unit)
    if post.role not in INSIDE and not posts.is_plan_officer:
        raise NotAllowed(
            f"Vai trò «{post.get_role_display()}» do cán bộ theo dõi kế hoạch của Sở Nội vụ giao và thôi giao."
        )


may_end_inside = answers(check_may_end_inside)


def check_may_renew_inside(posts: Posts, unit: Unit, held: Sequence[Post]) -> None:
    """Give a person of a unit a new first password: the head of the unit, for who works only there and below the head.

    `held` are the posts the person holds on the day. A password is a way into everything its person may do, so
    nobody with a post elsewhere or with a leading one is given one by a head.
    """
    if unit.pk not in posts.headed_unit_ids:
        raise NotAllowed(
            f"Chỉ người đứng đầu {unit.name} đặt lại mật khẩu cho công chức của đơn vị; "
            "Sở Nội vụ làm việc này ở trang người dùng."
        )
    if not held or any(post.unit_id != unit.pk or post.role not in INSIDE for post in held):
        raise NotAllowed(
            "Chỉ đặt lại được mật khẩu của công chức, trưởng phòng chỉ giữ vai trò trong đơn vị này; "
            "người khác do Sở Nội vụ đặt lại."
        )


may_renew_inside = answers(check_may_renew_inside)
