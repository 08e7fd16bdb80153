"""The consolidated report: what does not fit, who is missing, words of the units side by side, and copying."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from namro.core.errors import Refusal
from namro.web.chase.permissions import may_write_letters
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.reports import permissions
from namro.web.reports.forms import GatheringFilter
from namro.web.reports.selectors.side_by_side import gathering_page
from namro.web.reports.services.consolidating import copy_words
from namro.web.reports.states import WRITABLE
from namro.web.reports.views.asking import report_for, user_of

_KEPT = ("phan", "cap", "q", "xem", "cho", "trang")


@require_GET
def side_by_side(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_for(request, report_id)
    if not report.is_consolidated:
        raise Http404
    posts = posts_of(request)
    form = GatheringFilter(request.GET)
    asked = form.asked()
    context = {
        "report": report,
        "form": form,
        "asked": asked,
        "page": gathering_page(report, asked, state_of(request).working_date),
        "here": _kept(request.GET),
        "may_urge": may_write_letters(posts),
        "writable": permissions.may_write(posts, report) and report.state in {one.value for one in WRITABLE},
    }
    return render(request, "reports/gathering.html", context)


@require_POST
def copy(request: HttpRequest, report_id: int) -> HttpResponse:
    """Copy the words of a unit and come back to the same place of the same page."""
    report = report_for(request, report_id)
    text_id, version = request.POST.get("loi", ""), request.POST.get("version", "")
    known = int(text_id) if text_id.isdecimal() and len(text_id) < 12 else 0
    try:
        section = copy_words(
            report_id=report.pk,
            text_id=known,
            version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            by=user_of(request),
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã chép vào báo cáo tổng hợp.")
        if "phan" not in QueryDict(request.POST.get("ve", "")):
            return redirect(f"{reverse('reports:gathering', args=[report.pk])}?phan={section}#loi-{known}")
    back = _kept(QueryDict(request.POST.get("ve", "")))
    return redirect(f"{reverse('reports:gathering', args=[report.pk])}?{back}#loi-{known}")


def _kept(typed: QueryDict) -> str:
    """Give what an address of the page may hold and nothing else."""
    kept = QueryDict(mutable=True)
    for name in _KEPT:
        if value := str(typed.get(name, "")):
            kept[name] = value[:200]
    return kept.urlencode()
