"""Who may read and run what in the chase: every rule as a pair, `check_may_…` and `may_…`."""

from namro.web.chase.models import OneUseLink, UrgingLetter
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.ui.refusals import NotAllowed, answers


def check_may_be_reminded(posts: Posts) -> None:
    """The own reminders, the own choice of channels, the rules: whoever holds a post."""
    if not posts.posts:
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên không có việc nào để nhắc. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_run_chase(posts: Posts) -> None:
    """Run the job, see what was sent to whom, change the rules."""
    if not posts.is_plan_officer:
        raise NotAllowed(
            "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được chạy việc nhắc, xem lượt gửi và sửa quy tắc nhắc."
        )


def check_may_see_letters(posts: Posts) -> None:
    """The register of urging letters: those who follow the whole province."""
    if not posts.sees_whole_province:
        raise NotAllowed("Chỉ Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc xem được sổ công văn đôn đốc.")


def check_may_see_letter(posts: Posts, letter: UrgingLetter) -> None:
    """One letter: the same, and the unit that is urged once the letter is issued."""
    is_theirs = letter.unit_id in posts.member_unit_ids and letter.state == UrgingLetter.State.ISSUED
    if not is_theirs:
        check_may_see_letters(posts)


def check_may_write_letters(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được soạn công văn đôn đốc.")


def check_may_revoke(posts: Posts, link: OneUseLink) -> None:
    """Revoke a one-use link: its person, the head of the unit, Sở Nội vụ."""
    if (
        posts.user_id == link.user_id
        or posts.is_plan_officer
        or link.obligation.unit_id in posts.headed_unit_ids
    ):
        return
    raise NotAllowed(
        "Chỉ người nhận liên kết, người đứng đầu đơn vị và cán bộ theo dõi kế hoạch của Sở Nội vụ được thu hồi liên kết."
    )


WHO_REMINDS = "Chỉ Sở Nội vụ, lãnh đạo tỉnh và người đứng đầu đơn vị có phần việc được nhắc bằng tay."


def check_may_remind(posts: Posts, obligation: Obligation) -> None:
    """Remind by hand: those who follow or lead the whole, and the head about the unit's own."""
    if posts.is_plan_officer or posts.is_province_leader or obligation.unit_id in posts.headed_unit_ids:
        return
    raise NotAllowed(WHO_REMINDS)


may_remind = answers(check_may_remind)
may_be_reminded = answers(check_may_be_reminded)
may_run_chase = answers(check_may_run_chase)
may_see_letters = answers(check_may_see_letters)
may_see_letter = answers(check_may_see_letter)
may_write_letters = answers(check_may_write_letters)
may_revoke = answers(check_may_revoke)
