"""Who may read, make and reword official documents: every rule as a pair, `check_may_…` and `may_…`."""

from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_documents(posts: Posts) -> None:
    """The list of documents and templates: whoever holds a post."""
    if not posts.posts:
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa lập được văn bản. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_make_province_documents(posts: Posts) -> None:
    """Documents with the figures of every unit."""
    if not posts.sees_whole_province:
        raise NotAllowed(
            "Chỉ Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc lập được văn bản có số liệu của toàn tỉnh."
        )


def check_may_make_unit_documents(posts: Posts, unit: Unit) -> None:
    """Documents with the figures of one unit: its own people, and who follows the whole province."""
    if unit.pk not in posts.member_unit_ids and not posts.sees_whole_province:
        raise NotAllowed(
            f"Chỉ người của {unit.name}, Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc lập được báo cáo của đơn vị này."
        )


def check_may_change_wording(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được sửa mẫu văn bản.")


may_see_documents = answers(check_may_see_documents)
may_make_province_documents = answers(check_may_make_province_documents)
may_make_unit_documents = answers(check_may_make_unit_documents)
may_change_wording = answers(check_may_change_wording)
