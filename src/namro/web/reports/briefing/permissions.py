"""Who may read and issue briefings, and make packages: every rule as a pair, `check_may_…` and `may_…`."""

from namro.web.chase.permissions import check_may_see_letters
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.briefing.models import Package
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_briefings(posts: Posts) -> None:
    if not posts.sees_whole_province:
        raise NotAllowed(
            "Tài liệu họp có số liệu của toàn tỉnh: chỉ Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc được xem. "
            "Đơn vị xem tờ một trang của mình."
        )


def check_may_issue_briefing(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ phát hành tài liệu họp.")


def check_may_see_sheet(posts: Posts, unit: Unit) -> None:
    if unit.pk not in posts.member_unit_ids and not posts.sees_whole_province:
        raise NotAllowed(
            f"Chỉ người của {unit.name}, Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc xem tờ một trang của đơn vị này."
        )


def check_may_make_packages(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ lập tài liệu của nhiều đơn vị.")


def check_may_make_package(posts: Posts, kind: str) -> None:
    """Urging letters: whoever follows the whole province, as in their register; anything else as above."""
    if kind == Package.Kind.URGING:
        check_may_see_letters(posts)
    else:
        check_may_make_packages(posts)


def check_may_fetch(posts: Posts, package: Package) -> None:
    """What a package holds is of the whole province: its maker, and whoever still may make one."""
    check_may_make_package(posts, package.kind)
    if package.by_id != posts.user_id:
        raise NotAllowed("Chỉ người lập gói tài liệu này tải được; hãy lập gói của mình.")


may_see_briefings = answers(check_may_see_briefings)
may_issue_briefing = answers(check_may_issue_briefing)
may_see_sheet = answers(check_may_see_sheet)
may_make_packages = answers(check_may_make_packages)
may_fetch = answers(check_may_fetch)
