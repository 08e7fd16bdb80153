"""Lists of the chase as files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from namro.web.chase import permissions
from namro.web.chase.exports import MOST_ROWS, deliveries_workbook, letters_workbook, notices_workbook
from namro.web.chase.models import UrgingLetter
from namro.web.chase.selectors import duties, lists
from namro.web.chase.views.asking import user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import state_of
from namro.web.ui.workbooks import as_download


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The person's own reminders, narrowed as on the page."""
    posts, state, user = posts_of(request), state_of(request), user_of(request)
    permissions.check_may_be_reminded(posts)
    only_unseen = request.GET.get("xem") != "tat-ca"
    found = lists.notices_of(user.pk, only_unseen=only_unseen)
    about_reports = duties.duty_notices_of(user.pk, only_unseen=only_unseen)[:MOST_ROWS]
    reports = duties.rows_of(list(about_reports), state.working_date, posts)
    rows = lists.notice_rows(list(found[:MOST_ROWS]), state.working_date)
    content = notices_workbook(rows, reports, today=state.working_date, invented=state.illustration)
    return as_download(content, "nhac-viec.xlsx")


@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """What was sent out, of one state or of all."""
    permissions.check_may_run_chase(posts_of(request))
    state = state_of(request)
    found = lists.deliveries(request.GET.get("trang_thai", ""))[:MOST_ROWS]
    content = deliveries_workbook(found, today=state.working_date, invented=state.illustration)
    return as_download(content, "luot-gui.xlsx")


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """The register of urging letters."""
    permissions.check_may_see_letters(posts_of(request))
    state = state_of(request)
    found = UrgingLetter.objects.select_related("unit").order_by("-day", "-id")[:MOST_ROWS]
    content = letters_workbook(found, today=state.working_date, invented=state.illustration)
    return as_download(content, "cong-van-don-doc.xlsx")
