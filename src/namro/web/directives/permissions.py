"""Who may see, enter and correct directive documents, and who reports and closes tasks given from above."""

from namro.web.directives.models import Directive, GivenPart, GivenTask
from namro.web.directives.selectors.givens import may_follow, sees_part
from namro.web.directives.selectors.register import in_sight
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers

_NO_POST = (
    "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa xem được sổ văn bản chỉ đạo. "
    "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
)


def check_may_see_register(posts: Posts) -> None:
    """Whoever holds a post."""
    if not posts.posts:
        raise NotAllowed(_NO_POST)


def check_may_see_directive(posts: Posts, directive: Directive) -> None:
    """Documents of the province and above: everybody; of a district or commune: itself, above and below it."""
    check_may_see_register(posts)
    if not in_sight(posts, directive):
        raise NotAllowed(
            f"Văn bản này trong sổ của {directive.entered_for.name}. Chỉ đơn vị đó, đơn vị cấp trên và cấp dưới "
            "trực tiếp, Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc được xem."
        )


def check_may_enter(posts: Posts) -> None:
    """Enter a document: whoever reports for a unit."""
    if not posts.unit_ids:
        raise NotAllowed("Chỉ người báo cáo thay mặt một đơn vị được ghi văn bản vào sổ của đơn vị đó.")


def check_may_enter_on_behalf(posts: Posts) -> None:
    """Enter a paper into the register of a unit that sent it: Sở Nội vụ; the entry says so."""
    if not posts.is_plan_officer:
        raise NotAllowed(
            "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi thay đơn vị văn bản giấy đã nhận."
        )


def check_may_revise(posts: Posts, directive: Directive) -> None:
    """Correct, withdraw, link: the unit in whose register the document stands, and Sở Nội vụ what it entered for it."""
    if directive.on_behalf and posts.is_plan_officer:
        return
    if directive.entered_for_id not in posts.unit_ids:
        raise NotAllowed(f"Chỉ người của {directive.entered_for.name} được sửa, rút hoặc nối văn bản này.")


def check_may_record_plan(posts: Posts) -> None:
    """Write a plan's document and its legal bases into the register."""
    if not posts.is_plan_officer:
        raise NotAllowed(
            "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi căn cứ của kế hoạch vào sổ văn bản."
        )


def check_may_see_who_issued(posts: Posts) -> None:
    """The list of who has issued a document and who has not: those who follow the whole province."""
    if not posts.sees_whole_province:
        raise NotAllowed(
            "Danh sách đơn vị đã ban hành văn bản dành cho Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc; "
            "đơn vị bạn thấy văn bản của mình ở trang kế hoạch."
        )


def check_may_tie(posts: Posts, directive: Directive) -> None:
    """Say which plan in the program a document was read into: whoever may correct it."""
    check_may_revise(posts, directive)


def check_may_receive(posts: Posts) -> None:
    """Say that a plan's document was received: whoever reports for a unit."""
    if not posts.unit_ids:
        raise NotAllowed("Chỉ người báo cáo thay mặt một đơn vị được ghi đã nhận văn bản.")


def check_may_amend(posts: Posts, task: GivenTask) -> None:
    """Correct or withdraw a given task: the assigner's side, and leaders of the province."""
    check_may_give(posts)
    if task.assigner_id not in posts.unit_ids and not posts.is_province_leader:
        raise NotAllowed(
            f"Chỉ cơ quan giao việc ({task.assigner.name}) hoặc lãnh đạo tỉnh được sửa, rút việc đã giao."
        )


def check_may_see_given(posts: Posts) -> None:
    """Whoever holds a post sees the tasks given to the own unit."""
    if not posts.posts:
        raise NotAllowed(_NO_POST.replace("sổ văn bản chỉ đạo", "việc Chính phủ, Thủ tướng giao"))


def check_may_see_part(posts: Posts, part: GivenPart) -> None:
    """The unit it is given to, the assigner, and those who follow the whole province."""
    if not sees_part(posts, part):
        raise NotAllowed(
            f"Việc này giao cho {part.unit.name}. Chỉ đơn vị đó, cơ quan giao việc, Sở Nội vụ, lãnh đạo tỉnh và "
            "Mặt trận Tổ quốc được xem."
        )


def check_may_give(posts: Posts) -> None:
    """Enter tasks given from above: Văn phòng UBND tỉnh, leaders of the province, Sở Nội vụ."""
    if not may_follow(posts):
        raise NotAllowed(
            "Chỉ Văn phòng UBND tỉnh, lãnh đạo tỉnh và cán bộ theo dõi kế hoạch của Sở Nội vụ được nhập việc do "
            "Chính phủ, Thủ tướng Chính phủ giao."
        )


def check_may_answer(posts: Posts, part: GivenPart) -> None:
    """Report, take back: the people of the unit it is given to."""
    if part.unit_id not in posts.unit_ids:
        raise NotAllowed(f"Chỉ người của {part.unit.name} được báo cáo việc này.")


def check_may_close(posts: Posts, part: GivenPart) -> None:
    """Close, send back, reopen: the assigner's side, and nobody for the own unit; leaders of the province."""
    if posts.is_province_leader:
        return
    if part.unit_id in posts.unit_ids:
        raise NotAllowed(
            "Không ai được kết thúc việc giao cho chính đơn vị mình; lãnh đạo tỉnh xác nhận việc này."
        )
    if part.task.assigner_id not in posts.unit_ids:
        raise NotAllowed(
            f"Chỉ cơ quan giao việc ({part.task.assigner.name}) hoặc lãnh đạo tỉnh được xác nhận kết thúc hay trả lại."
        )


may_see_register = answers(check_may_see_register)
may_see_directive = answers(check_may_see_directive)
may_enter = answers(check_may_enter)
may_enter_on_behalf = answers(check_may_enter_on_behalf)
may_tie = answers(check_may_tie)
may_receive = answers(check_may_receive)
may_amend = answers(check_may_amend)
may_revise = answers(check_may_revise)
may_record_plan = answers(check_may_record_plan)
may_see_who_issued = answers(check_may_see_who_issued)
may_see_given = answers(check_may_see_given)
may_see_part = answers(check_may_see_part)
may_give = answers(check_may_give)
may_answer = answers(check_may_answer)
may_close = answers(check_may_close)
