"""Who sees which scorecard, takes snapshots, records inspections: every rule as a pair, `check_may_…` and `may_…`."""

from namro.core.agencies.model import Level
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.scorecards.models import Inspection
from namro.web.ui.refusals import NotAllowed, answers

_WIDE = "Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc"


def check_may_see_own(posts: Posts) -> None:
    """The page that leads to one's own card: whoever works for a unit, and those who follow the whole province."""
    if not posts.sees_whole_province and not posts.member_unit_ids:
        raise NotAllowed(
            f"Bảng điểm dành cho người đang giữ vai trò ở một đơn vị, {_WIDE}. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ giao vai trò."
        )


def check_may_see_card(posts: Posts, unit: Unit) -> None:
    """The unit itself from inside, and those who follow the whole province."""
    if not posts.sees_whole_province and unit.pk not in posts.member_unit_ids:
        raise NotAllowed(f"Phiếu điểm của {unit.name} chỉ người của đơn vị đó, {_WIDE} được xem.")


def check_may_see_person(posts: Posts, person: User) -> None:
    """The head in person, and those who follow the whole province."""
    if not posts.sees_whole_province and not (posts.user_id == person.pk and posts.posts):
        raise NotAllowed(f"Phiếu của một người đứng đầu chỉ chính người đó, {_WIDE} được xem.")


def check_may_see_hand_overs(posts: Posts, unit: Unit) -> None:
    """Counts by official: those who report for the unit, and those who follow the whole province."""
    if not posts.sees_whole_province and unit.pk not in posts.unit_ids:
        raise NotAllowed(f"Số liệu theo công chức của {unit.name} dành cho người đứng đầu và cán bộ đầu mối.")


def check_may_see_all(posts: Posts) -> None:
    """All units with their names: those who follow the whole province."""
    if not posts.sees_whole_province:
        raise NotAllowed(f"Bảng điểm của mọi đơn vị dành cho {_WIDE}.")


def check_may_take_snapshots(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được chụp số liệu tại một ngày.")


def check_may_disclose(posts: Posts) -> None:
    """Decide whether units see each other's names."""
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ ghi quyết định công khai tên đơn vị.")


def check_may_inspect(posts: Posts) -> None:
    """Record inspections at all: Sở Nội vụ, leaders of the province, and who works for a province or district unit."""
    if posts.is_plan_officer or posts.is_province_leader:
        return
    if any(
        p.unit_id in posts.unit_ids and p.unit.level in (Level.PROVINCE, Level.DISTRICT) for p in posts.posts
    ):
        return
    raise NotAllowed(
        "Chỉ Sở Nội vụ, lãnh đạo tỉnh, sở, ngành và UBND cấp huyện ghi được cuộc kiểm tra cấp dưới."
    )


def check_may_inspect_unit(posts: Posts, unit: Unit) -> None:
    """Sở Nội vụ and leaders inspect everybody else; a province unit those below; a district its communes."""
    check_may_inspect(posts)
    if unit.pk in posts.unit_ids:
        raise NotAllowed("Không ai ghi cuộc kiểm tra chính đơn vị mình.")
    if posts.is_plan_officer or posts.is_province_leader:
        return
    for post in posts.posts:
        if post.unit_id not in posts.unit_ids:
            continue
        below = unit.level in (Level.DISTRICT, Level.COMMUNE)
        if (post.unit.level == Level.PROVINCE and below) or unit.parent_id == post.unit_id:
            return
    raise NotAllowed(
        f"{unit.name} không phải cấp dưới của đơn vị bạn, nên đơn vị bạn không ghi được cuộc kiểm tra."
    )


def check_may_see_inspection(posts: Posts, inspection: Inspection) -> None:
    """The inspected unit, the inspector, and those who follow the whole province."""
    if posts.sees_whole_province or {inspection.unit_id, inspection.inspector_id} & posts.member_unit_ids:
        return
    raise NotAllowed(f"Cuộc kiểm tra này chỉ đơn vị kiểm tra, đơn vị được kiểm tra, {_WIDE} được xem.")


def check_may_answer(posts: Posts, inspection: Inspection) -> None:
    """Say what was put right: those who report for the inspected unit."""
    if inspection.unit_id not in posts.unit_ids:
        raise NotAllowed(f"Chỉ người của {inspection.unit.name} báo đã khắc phục được.")


def check_may_conclude(posts: Posts, inspection: Inspection) -> None:
    """Close or ask again: the side that inspected; Sở Nội vụ for all but its own."""
    if inspection.unit_id in posts.unit_ids:
        raise NotAllowed("Không ai đóng cuộc kiểm tra của chính đơn vị mình.")
    leads = posts.is_province_leader and inspection.inspector_id in {p.unit_id for p in posts.posts}
    if posts.is_plan_officer or leads or inspection.inspector_id in posts.unit_ids:
        return
    raise NotAllowed(f"Chỉ {inspection.inspector.name} hoặc Sở Nội vụ đóng được cuộc kiểm tra này.")


may_see_own = answers(check_may_see_own)
may_see_card = answers(check_may_see_card)
may_see_person = answers(check_may_see_person)
may_see_hand_overs = answers(check_may_see_hand_overs)
may_see_all = answers(check_may_see_all)
may_take_snapshots = answers(check_may_take_snapshots)
may_disclose = answers(check_may_disclose)
may_inspect = answers(check_may_inspect)
may_inspect_unit = answers(check_may_inspect_unit)
may_see_inspection = answers(check_may_see_inspection)
may_answer = answers(check_may_answer)
may_conclude = answers(check_may_conclude)
