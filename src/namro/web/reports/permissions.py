"""Who writes a report, who receives it, who sees it, and who sets the kinds."""

from namro.web.organisations.selectors import Posts
from namro.web.reports.models import Report
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_reports(posts: Posts) -> None:
    """Open the list: whoever holds a post other than watching."""
    if not (posts.member_unit_ids or posts.is_province_leader):
        raise NotAllowed(
            "Báo cáo định kỳ dành cho người của đơn vị lập, đơn vị tổng hợp và lãnh đạo tỉnh nhận báo cáo."
        )


def check_may_write(posts: Posts, report: Report) -> None:
    """Write, hand in and correct: the head and the officers of the unit."""
    if report.unit_id not in posts.unit_ids:
        raise NotAllowed(f"Chỉ người đứng đầu và cán bộ đầu mối của {report.unit.name} được lập báo cáo này.")


def check_may_receive(posts: Posts, report: Report) -> None:
    """Return and accept: the unit that gathers reports of this kind."""
    if report.is_consolidated:
        raise NotAllowed("Báo cáo tổng hợp gửi lên cấp trên, không trả lại hoặc nhận trong chương trình.")
    if not _gathers(posts, report):
        raise NotAllowed("Chỉ đơn vị tổng hợp loại báo cáo này được trả lại hoặc nhận báo cáo.")


def check_may_see_report(posts: Posts, report: Report) -> None:
    """See: the people of the unit, whoever gathers reports of this kind, and the leaders who receive them."""
    if (
        report.unit_id in posts.member_unit_ids
        or posts.is_province_leader
        or (not report.is_consolidated and _gathers(posts, report))
    ):
        return
    raise NotAllowed(
        "Báo cáo này của đơn vị khác; chỉ đơn vị lập, đơn vị tổng hợp và lãnh đạo tỉnh được xem."
    )


def check_may_set_kinds(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được đặt loại báo cáo và hạn nộp.")


def check_may_open_for_all(posts: Posts) -> None:
    if not posts.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được mở báo cáo cho mọi đơn vị.")


def _gathers(posts: Posts, report: Report) -> bool:
    by = report.kind_version.kind.consolidated_by
    return bool(by) and by in posts.unit_keys


may_see_reports = answers(check_may_see_reports)
may_write = answers(check_may_write)
may_receive = answers(check_may_receive)
may_see_report = answers(check_may_see_report)
may_set_kinds = answers(check_may_set_kinds)
may_open_for_all = answers(check_may_open_for_all)
