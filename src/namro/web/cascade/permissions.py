"""Who acknowledges, hands on, works on a piece, judges it, and moves obligations between units.

Every rule is a pair: `check_may_…` raises `NotAllowed` with a sentence that names who may, `may_…` answers.
"""

from namro.web.cascade.models import HandOver
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_board(posts: Posts) -> None:
    """What the unit has not handed on yet: those who report for a unit, and heads of divisions see their own."""
    if not posts.unit_ids:
        raise NotAllowed(
            "Trang giao việc dành cho người đứng đầu và cán bộ đầu mối của đơn vị. "
            "Việc giao cho bạn nằm ở trang «Việc tôi được giao»."
        )


def check_may_see_own(posts: Posts) -> None:
    """What was handed to the person or to the division the person heads."""
    if not posts.member_unit_ids:
        raise NotAllowed(
            "Tài khoản này không giữ vai trò nhận việc ở một đơn vị nào. "
            "Người đứng đầu đơn vị hoặc Sở Nội vụ giao vai trò."
        )


def check_may_acknowledge(posts: Posts, obligation: Obligation) -> None:
    """Say that the unit has received it: those who report for the unit."""
    if obligation.unit_id not in posts.unit_ids:
        raise NotAllowed(
            f"Chỉ người đứng đầu hoặc cán bộ đầu mối của {obligation.unit.name} nhận phần việc này."
        )


def check_may_hand_over(posts: Posts, obligation: Obligation) -> None:
    """Hand an obligation on inside the unit: those who report for the unit."""
    if obligation.unit_id not in posts.unit_ids:
        raise NotAllowed(
            f"Chỉ người đứng đầu hoặc cán bộ đầu mối của {obligation.unit.name} giao phần việc này."
        )


def check_may_see_inside(posts: Posts, obligation: Obligation) -> None:
    """Who inside the unit holds an obligation: the unit itself, and those who follow the whole province."""
    if posts.sees_whole_province or obligation.unit_id in posts.member_unit_ids:
        return
    raise NotAllowed(
        f"Việc giao trong nội bộ {obligation.unit.name} chỉ người của đơn vị đó, Sở Nội vụ, lãnh đạo tỉnh và "
        "Mặt trận Tổ quốc được xem."
    )


def check_may_see_hand_over(posts: Posts, hand_over: HandOver) -> None:
    check_may_see_inside(posts, hand_over.obligation)


def check_may_work(posts: Posts, hand_over: HandOver) -> None:
    """Acknowledge, report: the official, or the head of the division."""
    if hand_over.official_id is not None:
        if hand_over.official_id == posts.user_id and hand_over.unit_id in posts.member_unit_ids:
            return
        raise NotAllowed("Chỉ công chức được giao việc này báo cáo được.")
    if hand_over.division_id not in posts.headed_division_ids:
        raise NotAllowed("Chỉ trưởng phòng của phòng được giao việc này báo cáo được.")


def check_may_pass_on(posts: Posts, hand_over: HandOver) -> None:
    """Hand a division's piece on to its officials: the head of the division."""
    if hand_over.division_id is None:
        raise NotAllowed(
            "Việc đã giao cho một công chức cụ thể thì không giao tiếp; bên giao có thể rút và giao lại."
        )
    if hand_over.division_id not in posts.headed_division_ids:
        raise NotAllowed("Chỉ trưởng phòng của phòng được giao việc này giao tiếp được.")


def check_may_withdraw(posts: Posts, hand_over: HandOver) -> None:
    """Take a piece back: the side that gave it."""
    if hand_over.unit_id in posts.unit_ids:
        return
    above = hand_over.passed_from
    if above is not None and above.division_id in posts.headed_division_ids:
        return
    raise NotAllowed(
        "Chỉ bên giao (người đứng đầu, cán bộ đầu mối, hoặc trưởng phòng đã giao tiếp) làm được bước này."
    )


def check_may_judge(posts: Posts, hand_over: HandOver) -> None:
    """Accept or return what was reported done: the side that gave it, and nobody for the own piece."""
    if hand_over.official_id == posts.user_id:
        raise NotAllowed(
            "Không ai nghiệm thu việc giao cho chính mình; người đứng đầu hoặc cán bộ đầu mối khác làm."
        )
    check_may_withdraw(posts, hand_over)


def check_may_transfer(posts: Posts) -> None:
    """Pass obligations from one unit to another."""
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được chuyển phần việc sang đơn vị khác.")


def check_may_see_province(posts: Posts) -> None:
    """Which units have not acknowledged or handed on: those who follow the whole province."""
    if not posts.sees_whole_province:
        raise NotAllowed("Trang này dành cho Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc.")


may_see_board = answers(check_may_see_board)
may_see_own = answers(check_may_see_own)
may_acknowledge = answers(check_may_acknowledge)
may_hand_over = answers(check_may_hand_over)
may_see_inside = answers(check_may_see_inside)
may_see_hand_over = answers(check_may_see_hand_over)
may_work = answers(check_may_work)
may_pass_on = answers(check_may_pass_on)
may_withdraw = answers(check_may_withdraw)
may_judge = answers(check_may_judge)
may_transfer = answers(check_may_transfer)
may_see_province = answers(check_may_see_province)
