"""The first page, and the pages of the indices.

The indices' pages stand here because they show the tasks that answer a loss, which the room of the indices
may not know.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from namro.web.campaigns.selectors.waiting import waiting_campaigns
from namro.web.indices import selectors as indices
from namro.web.indices.chart import rank_chart
from namro.web.indices.result_checks import totals_off
from namro.web.organisations.selectors import posts_of
from namro.web.overview import permissions
from namro.web.overview.selectors import province
from namro.web.overview.selectors.figures import index_figures
from namro.web.overview.selectors.ledger import ledgers
from namro.web.overview.selectors.morning import morning
from namro.web.overview.selectors.plan_basis import basis
from namro.web.plans import permissions as plan_permissions
from namro.web.plans.selectors.findings import findings_of
from namro.web.program.selectors import state_of


def today(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_overview(posts)
    day = state_of(request).working_date
    to_appraise = waiting_campaigns(posts)
    if not permissions.may_see_province(posts):
        own = {"morning": morning(posts, day), "to_appraise": to_appraise}
        return render(request, "overview/morning.html", own)
    plan_basis = basis()
    if plan_basis is None:
        context = {
            "figures": index_figures(None, day),
            "may_import": plan_permissions.may_run_plans(posts),
            "to_appraise": to_appraise,
        }
        return render(request, "overview/before_any_plan.html", context)
    figures = index_figures(plan_basis, day)
    context = {
        "basis": plan_basis,
        "figures": figures,
        "ledgers": ledgers(plan_basis, [figure.index for figure in figures], day),
        "standing": province.standing(day),
        "due": province.due_soon(day),
        "soon_count": province.soon_count(day),
        "waiting": province.waiting(posts, day),
        "to_appraise": to_appraise,
        "findings": [row for row in findings_of(plan_basis.plan) if row.severity != "note"],
    }
    return render(request, "overview/province.html", context)


def index_list(request: HttpRequest) -> HttpResponse:
    permissions.check_may_see_indices(posts_of(request))
    figures = index_figures(basis(), state_of(request).working_date)
    return render(request, "overview/index_list.html", {"figures": figures})


def index_detail(request: HttpRequest, slug: str) -> HttpResponse:
    permissions.check_may_see_indices(posts_of(request))
    index = indices.index_of(slug)
    if index is None:
        raise Http404
    day = state_of(request).working_date
    plan_basis = basis()
    figure = next((one for one in index_figures(plan_basis, day) if one.index == index), None)
    if figure is None:
        raise Http404
    limit = figure.distance.rank_limit if figure.distance else None
    context = {
        "figure": figure,
        "basis": plan_basis,
        "chart": rank_chart(figure.history, limit=limit),
        "ledger": ledgers(plan_basis, [index], day)[0] if plan_basis else None,
        "totals_off": totals_off(figure.history, day=day),
        "rising": [part for part in indices.compared(index, figure.year, day=day) if not part.fall.is_loss],
    }
    return render(request, "overview/index_detail.html", context)
