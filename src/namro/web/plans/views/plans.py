"""The list of plans, one plan as the document has it, and its export."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.exports import plan_workbook
from namro.web.plans.forms.filters import PlanFilter
from namro.web.plans.models import Plan, Section
from namro.web.plans.selectors import plans as selectors
from namro.web.plans.selectors.clears import plan_clears
from namro.web.plans.selectors.findings import findings_of
from namro.web.program.selectors import state_of
from namro.web.ui.panels import panels
from namro.web.ui.workbooks import as_download

TARGETS, FINDINGS, CLEARS = "muc-tieu", "can-xem", "nam-ro"


def plan_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_plans(posts)
    return render(
        request,
        "plans/list.html",
        {
            "rows": selectors.plan_rows(state_of(request).working_date),
            "may_run_plans": permissions.may_run_plans(posts),
        },
    )


def plan_detail(request: HttpRequest, plan_id: int) -> HttpResponse:
    posts = posts_of(request)
    plan = get_object_or_404(Plan, pk=plan_id)
    permissions.check_may_see_plan(posts, plan)
    today = state_of(request).working_date
    sections = list(plan.sections.order_by("position"))
    form = _filter(request, sections)
    wanted = form.wanted()
    tab = request.GET.get("muc", "")
    section = _section(sections, tab) if tab not in (TARGETS, FINDINGS, CLEARS) else None
    context = {
        "plan": plan,
        "sections": sections,
        "section": section,
        "tab": tab if tab in (TARGETS, FINDINGS, CLEARS) else "",
        "form": form,
        "is_narrow": wanted.is_narrow,
        "tally": selectors.plan_tally(plan, today),
        "findings": findings_of(plan) if tab == FINDINGS else (),
        "finding_count": len(plan.findings),
        "may_run_plans": permissions.may_run_plans(posts),
        "panels": panels("plan", request, plan) if not wanted.is_narrow else (),
    }
    if tab == TARGETS:
        context |= {"targets": plan.targets.order_by("id"), "baselines": selectors.baselines_of(plan)}
    elif tab == CLEARS:
        clears = plan_clears(plan, wanted=request.GET.get("thieu", ""), page=request.GET.get("trang"))
        context |= {"clears": clears, "page": clears.page}
    elif tab != FINDINGS:
        # A search looks through the whole plan; without one the page shows one appendix.
        tasks = selectors.plan_tasks(plan, wanted, today, None if wanted.is_narrow else section)
        page = Paginator(tasks, selectors.ROWS_PER_PAGE).get_page(request.GET.get("trang"))
        whole = section if section and not wanted.is_narrow and page.paginator.num_pages == 1 else None
        context |= {"page": page, "blocks": selectors.as_document(page.object_list, today, whole=whole)}
        if section and section.kind == "body" and not wanted.is_narrow:
            context["clauses"] = selectors.clause_rows(plan, today)
    return render(request, "plans/detail.html", context)


def plan_export(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan, pk=plan_id)
    permissions.check_may_see_plan(posts_of(request), plan)
    today = state_of(request).working_date
    wanted = _filter(request, list(plan.sections.all())).wanted()
    rows = selectors.export_rows(selectors.plan_tasks(plan, wanted, today, None), today)
    book = plan_workbook(plan, rows, today=today, is_illustration=state_of(request).illustration)
    return as_download(book, f"ke-hoach-{plan.pk}.xlsx")


def _filter(request: HttpRequest, sections: list[Section]) -> PlanFilter:
    return PlanFilter(request.GET, indices=sorted({s.index for s in sections if s.index}))


def _section(sections: list[Section], tab: str) -> Section | None:
    chosen = [section for section in sections if str(section.pk) == tab]
    appendices = [section for section in sections if section.kind == "appendix"]
    return next(iter(chosen or appendices or sections), None)
