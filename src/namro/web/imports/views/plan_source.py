"""The whole text of a plan in force, each line with the task that was read from it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from namro.web.imports.selectors.reviews import desk_for
from namro.web.imports.selectors.source_text import source_page
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Plan
from namro.web.plans.permissions import check_may_see_plan


@require_GET
def plan_source(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The whole text of the document with line numbers, each line with the task that was read from it."""
    plan = get_object_or_404(Plan.objects.select_related("plan_import"), pk=plan_id)
    check_may_see_plan(posts_of(request), plan)
    row = plan.plan_import
    found = None
    if row is not None and row.reviewed:
        found = source_page(
            desk_for(row), page=request.GET.get("trang", ""), line=request.GET.get("dong", ""), plan=plan
        )
    return render(request, "imports/plan_source.html", {"plan": plan, "source": found})
