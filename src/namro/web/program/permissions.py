"""Who may set the date on which the program works."""

from django.conf import settings

from namro.web.ui.people import Viewer
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_settings(viewer: Viewer) -> None:
    if not viewer.is_plan_officer:
        raise NotAllowed("Chỉ cán bộ theo dõi kế hoạch của Sở Nội vụ được mở phần thiết lập.")


def check_may_set_working_date(viewer: Viewer) -> None:
    check_may_see_settings(viewer)
    if not settings.DEMO:
        raise NotAllowed("Ngày làm việc chỉ đổi được trong bản thử nghiệm; bản chính thức theo lịch.")


may_set_working_date = answers(check_may_set_working_date)
