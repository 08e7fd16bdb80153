"""Who may talk about an obligation, report an obstacle on it, and say what is done about it."""

from namro.web.organisations.models import Role
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.permissions import check_may_see_obligation, may_see_obligation
from namro.web.talks.models import Message, Obstacle
from namro.web.talks.selectors.obstacles import sees_obstacle
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_talks(posts: Posts) -> None:
    """Whoever holds a post."""
    if not posts.posts:
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa có trao đổi nào. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_read_talk(posts: Posts, obligation: Obligation) -> None:
    """Whoever may see the obligation."""
    check_may_see_obligation(posts, obligation)


def check_may_talk(posts: Posts, obligation: Obligation) -> None:
    """Write: whoever may see the obligation, except those who only watch."""
    check_may_see_obligation(posts, obligation)
    if all(post.role == Role.SUPERVISOR for post in posts.posts):
        raise NotAllowed(
            "Vai trò giám sát chỉ xem; người của đơn vị, Sở Nội vụ và lãnh đạo tỉnh được trao đổi."
        )


def check_may_take_back(posts: Posts, message: Message) -> None:
    """Take a message back: who wrote it, while they may still see the obligation."""
    check_may_see_obligation(posts, message.obligation)
    if message.by_id != posts.user_id:
        raise NotAllowed(f"Chỉ {message.by_name} được rút lời đã viết.")


def check_may_raise(posts: Posts, obligation: Obligation) -> None:
    """Report an obstacle, solve it, withdraw it: the people of the unit that owes the result."""
    if obligation.unit_id not in posts.unit_ids:
        raise NotAllowed(
            f"Chỉ người của {obligation.unit.name} được nêu, rút hoặc xác nhận đã giải quyết vướng mắc."
        )


def check_may_see_obstacle(posts: Posts, obstacle: Obstacle) -> None:
    """Whoever may see the obligation, and the unit that is asked for help."""
    if not sees_obstacle(posts, obstacle):
        check_may_see_obligation(posts, obstacle.obligation)


def check_may_advise(posts: Posts) -> None:
    """The opinion of Sở Nội vụ: its officers who follow plans."""
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi ý kiến của Sở Nội vụ.")


def check_may_decide(posts: Posts) -> None:
    """The decision of UBND tỉnh: leaders of the province."""
    if not posts.is_province_leader:
        raise NotAllowed("Chỉ lãnh đạo tỉnh được ghi quyết định của UBND tỉnh về vướng mắc.")


def check_may_give_opinion(posts: Posts, obstacle: Obstacle) -> None:
    """The opinion of the unit that is asked for help."""
    if not sees_obstacle(posts, obstacle):
        asked = obstacle.asked_unit.name if obstacle.asked_unit else str(obstacle.get_asked_display())
        raise NotAllowed(
            f"Vướng mắc này đề nghị {asked} tháo gỡ; chỉ người của cơ quan đó được cho ý kiến ở bước này."
        )


def check_may_follow_obstacles(posts: Posts) -> None:
    """The list: whoever holds a post, each limited to what they may see."""
    check_may_see_talks(posts)


may_see_talks = answers(check_may_see_talks)
may_read_talk = may_see_obligation
may_talk = answers(check_may_talk)
may_take_back = answers(check_may_take_back)
may_raise = answers(check_may_raise)
may_see_obstacle = answers(check_may_see_obstacle)
may_advise = answers(check_may_advise)
may_decide = answers(check_may_decide)
may_give_opinion = answers(check_may_give_opinion)
may_follow_obstacles = answers(check_may_follow_obstacles)
