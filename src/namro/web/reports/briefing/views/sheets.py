"""The one-page sheet of a unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from namro.core.errors import Refusal
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.plans.states import Shown
from namro.web.program.selectors import state_of
from namro.web.reports.briefing import permissions
from namro.web.reports.briefing.selectors.sheets import points_words, sheet_of
from namro.web.reports.briefing.sheet import sheet_pdf
from namro.web.reports.documents.views.answering import download
from namro.web.scorecards.permissions import may_see_card

SHOWN = 20


@require_GET
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The page, or with `?dang=pdf` the file of one page."""
    posts, state = posts_of(request), state_of(request)
    unit = get_object_or_404(Unit, key=key)
    permissions.check_may_see_sheet(posts, unit)
    found = sheet_of(unit, state.working_date)
    error = ""
    if request.GET.get("dang") == "pdf":
        try:
            content = sheet_pdf(found, invented=state.illustration)
            return download(content, f"to-don-vi-{unit.key}.pdf", "application/pdf")
        except Refusal as refusal:
            error = refusal.sentence
    context = {
        "unit": unit,
        "sheet": found,
        "error": error,
        "states": [(shown, found.tally.counts[shown]) for shown in Shown],
        "late": found.late_rows[:SHOWN],
        "late_left": max(0, len(found.late) - SHOWN),
        "criteria": [(row, points_words(row)) for row in found.criteria[:SHOWN]],
        "criteria_left": max(0, len(found.criteria) - SHOWN),
        "may_see_card": may_see_card(posts, unit),
    }
    return render(request, "briefing/sheet.html", context, status=422 if error else 200)
