"""Who may read which part of the record of changes."""

from namro.web.ui.people import Viewer
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_entries(viewer: Viewer) -> None:
    if not viewer.sees_whole_province and not viewer.unit_keys:
        raise NotAllowed(
            "Nhật ký dành cho cán bộ theo dõi kế hoạch, lãnh đạo tỉnh, Mặt trận Tổ quốc và cán bộ của đơn vị "
            "(phần của đơn vị mình)."
        )


may_see_entries = answers(check_may_see_entries)
