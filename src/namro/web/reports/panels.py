"""What this room shows on the page of a unit's work: the reports it must write now."""

from django.http import HttpRequest

from namro.web.organisations.selectors import Posts
from namro.web.program.selectors import state_of
from namro.web.reports.selectors.lists import to_write
from namro.web.ui.panels import Panel


def of_work(request: HttpRequest, posts: Posts) -> Panel | None:
    """Reports that were opened, returned or are being corrected, the first due first; one query."""
    rows = to_write(posts, state_of(request).working_date)
    if not rows:
        return None
    return Panel("bao-cao-phai-nop", "Báo cáo phải nộp", "reports/_panel_work.html", {"to_write": rows})
