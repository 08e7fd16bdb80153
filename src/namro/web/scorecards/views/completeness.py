"""Who should have reported, who did, who did in time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import state_of
from namro.web.scorecards import permissions
from namro.web.scorecards.exports import heard_workbook
from namro.web.scorecards.selectors.completeness import (
    HeardRow,
    Stretch,
    choices,
    completeness,
    stretch_called,
    total,
)
from namro.web.ui.workbooks import as_download

_LEVELS = {str(code): label for code, label in Unit.LEVELS if code != "central"}


@require_GET
def completeness_page(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    stretch, rows = _found(request)
    context = {
        "stretch": stretch,
        "stretches": choices(state_of(request).working_date),
        "rows": rows,
        "total": total(rows),
        "levels": _LEVELS.items(),
        "level": request.GET.get("cap", ""),
        "order": request.GET.get("xep", "") or "kip-thoi",
        "may_see_all": posts.sees_whole_province,
    }
    return render(request, "scorecards/completeness.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    permissions.check_may_see_own(posts_of(request))
    state = state_of(request)
    stretch, rows = _found(request)
    content = heard_workbook(
        rows, stretch=stretch, day=state.working_date, is_illustration=state.illustration
    )
    return as_download(content, f"dung-han-{stretch.code}.xlsx")


def _found(request: HttpRequest) -> tuple[Stretch, tuple[HeardRow, ...]]:
    posts, day = posts_of(request), state_of(request).working_date
    stretch = stretch_called(request.GET.get("ky", ""), day)
    level = request.GET.get("cap", "")
    rows = completeness(
        stretch,
        day,
        level=level if level in _LEVELS else "",
        order=request.GET.get("xep", ""),
        unit_ids=None if posts.sees_whole_province else posts.member_unit_ids,
    )
    return stretch, rows
