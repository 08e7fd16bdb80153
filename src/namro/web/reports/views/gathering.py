"""The consolidated report: words of the units side by side, what does not fit, and copying."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from namro.core.errors import Refusal
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now
from namro.web.reports import permissions
from namro.web.reports.selectors.gathering import gathering_page
from namro.web.reports.services.consolidating import copy_words
from namro.web.reports.states import WRITABLE
from namro.web.reports.views.asking import report_for, user_of


@require_GET
def side_by_side(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_for(request, report_id)
    if not report.is_consolidated:
        raise Http404
    may_write = permissions.may_write(posts_of(request), report)
    context = {
        "report": report,
        "page": gathering_page(report),
        "writable": may_write and report.state in {one.value for one in WRITABLE},
    }
    return render(request, "reports/gathering.html", context)


@require_POST
def copy(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_for(request, report_id)
    text_id, version = request.POST.get("loi", ""), request.POST.get("version", "")
    try:
        section = copy_words(
            report_id=report.pk,
            text_id=int(text_id) if text_id.isdecimal() and len(text_id) < 12 else 0,
            version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            by=user_of(request),
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("reports:gathering", report_id=report.pk)
    messages.success(request, "Đã chép vào báo cáo tổng hợp.")
    return redirect(f"{reverse('reports:gathering', args=[report.pk])}#phan-{section}")
