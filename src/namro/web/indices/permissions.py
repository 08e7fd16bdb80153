"""Who may see what is loaded and bring published results in."""

from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_results(posts: Posts) -> None:
    if not posts.posts:
        raise NotAllowed("Kết quả chỉ số dành cho người đang giữ một vai trò trong chương trình.")


def check_may_import_results(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được nạp kết quả đã công bố.")


may_import_results = answers(check_may_import_results)
