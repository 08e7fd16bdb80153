"""All units on one page, as a workbook, and whether units see each other's names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from namro.core.text import squeeze
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now, state_of
from namro.web.scorecards import permissions
from namro.web.scorecards.exports import units_workbook
from namro.web.scorecards.selectors.cards import names_shown
from namro.web.scorecards.selectors.counting import Everybody, everybody
from namro.web.scorecards.selectors.table import BY_ON_TIME, MEASURES, LevelTable, Measure, tables
from namro.web.scorecards.services.disclosing import disclose as disclose_now
from namro.web.ui.workbooks import as_download

_LEVELS = {str(code): label for code, label in Unit.LEVELS if code != "central"}


@require_GET
def all_units(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_all(posts)
    measure, known = _measure(request), everybody(state_of(request).working_date)
    context = {
        # Hundreds of rows: drawn once for everybody who asks the same before something changes.
        "tables": mark_safe(known.part(request.GET.urlencode(), lambda: _drawn(request, known, measure))),
        "measure": measure,
        "measures": MEASURES.values(),
        "levels": _LEVELS.items(),
        "level": request.GET.get("cap", ""),
        "words": squeeze(request.GET.get("q", "")),
        "may_disclose": permissions.may_disclose(posts),
        "names_shown": names_shown(),
    }
    return render(request, "scorecards/all.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    permissions.check_may_see_all(posts_of(request))
    measure, state = _measure(request), state_of(request)
    content = units_workbook(
        _tables(request, everybody(state.working_date), measure),
        measure=measure,
        day=state.working_date,
        is_illustration=state.illustration,
    )
    return as_download(content, "bang-diem.xlsx")


@require_POST
def disclose(request: HttpRequest) -> HttpResponse:
    """Write down what the province decided; `ten=co` shows the names."""
    shown = request.POST.get("ten") == "co"
    disclose_now(names_shown=shown, by=user_of(request), posts=posts_of(request), at=now())
    said = "Các đơn vị cùng cấp nay thấy tên nhau" if shown else "Mỗi đơn vị nay chỉ thấy thứ hạng của mình"
    messages.success(request, f"{said} trong bảng so sánh.")
    return redirect("scorecards:all")


def _measure(request: HttpRequest) -> Measure:
    return MEASURES.get(request.GET.get("xep_hang", ""), BY_ON_TIME)


def _drawn(request: HttpRequest, known: Everybody, measure: Measure) -> str:
    context = {"tables": _tables(request, known, measure), "order": request.GET.get("xep", "") or "hang"}
    return render_to_string("scorecards/_tables.html", context, request)


def _tables(request: HttpRequest, known: Everybody, measure: Measure) -> tuple[LevelTable, ...]:
    level = request.GET.get("cap", "")
    return tables(
        known,
        measure=measure,
        level=level if level in _LEVELS else "",
        words=squeeze(request.GET.get("q", ""))[:100],
        order=request.GET.get("xep", ""),
    )
