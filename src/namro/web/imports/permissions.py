"""Who may bring documents in, and who may look at that work: rules in pairs, like `permissions.py`."""

from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers

NOT_IMPORT = "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được nhập, rà soát và xác nhận văn bản kế hoạch."


def check_may_see_imports(posts: Posts) -> None:
    """The list of documents: those who follow the whole province."""
    if not posts.sees_whole_province:
        raise NotAllowed(
            "Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc tỉnh được xem danh sách "
            "văn bản đã nhập. Kế hoạch đã xác nhận có ở trang Kế hoạch."
        )


def check_may_import(posts: Posts) -> None:
    """Upload, review, confirm and discard: the officers who follow the plans."""
    if not posts.is_plan_officer:
        raise NotAllowed(NOT_IMPORT)


may_see_imports = answers(check_may_see_imports)


may_import = answers(check_may_import)
