"""Lists of obligations: all that one may see, and one's own work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.exports import MOST_ROWS, obligations_workbook
from namro.web.plans.forms.filters import ObligationFilter
from namro.web.plans.selectors.choices import criterion_choice, indices, plan_names
from namro.web.plans.selectors.obligations import all_rows, page_of, wanted_obligations
from namro.web.plans.selectors.ordering import order_called
from namro.web.plans.selectors.work import my_work, waiting_for
from namro.web.program.selectors import state_of
from namro.web.ui.panels import panels
from namro.web.ui.workbooks import as_download


def obligation_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_plans(posts)
    today = state_of(request).working_date
    form = _filter(request)
    wanted = form.wanted()
    found = page_of(
        wanted_obligations(posts, wanted, today),
        today=today,
        after=request.GET.get("sau", ""),
        before=request.GET.get("truoc", ""),
        order=order_called(request.GET.get("xep", "")),
    )
    htmx = bool(getattr(request, "htmx", False))
    return render(
        request,
        "plans/_obligations_part.html" if htmx else "plans/obligations.html",
        {"form": form, "list": found, "is_narrow": wanted.is_narrow},
    )


def obligation_export(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_plans(posts)
    state = state_of(request)
    wanted = _filter(request).wanted()
    found = wanted_obligations(posts, wanted, state.working_date)
    task = request.GET.get("nhiem_vu", "")
    of_a_task = task.isdecimal() and len(task) < 19
    if of_a_task:
        found = found.filter(task_id=int(task))
    order = order_called(request.GET.get("xep", ""), of_a_task=of_a_task)
    rows = all_rows(found, state.working_date, most=MOST_ROWS + 1, order=order)
    book = obligations_workbook(
        rows[:MOST_ROWS],
        today=state.working_date,
        is_illustration=state.illustration,
        is_cut=len(rows) > MOST_ROWS,
    )
    return as_download(book, "phan-viec.xlsx")


def own_work(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_plans(posts)
    today = state_of(request).working_date
    return render(
        request,
        "plans/work.html",
        {
            "units": [post.unit for post in posts.posts if post.unit_id in posts.unit_ids],
            "groups": [group for group in my_work(sorted(posts.unit_ids), today) if group.count],
            "waiting": page_of(waiting_for(posts), today=today),
            "panels": panels("work", request, posts),
        },
    )


def _filter(request: HttpRequest) -> ObligationFilter:
    return ObligationFilter(
        request.GET,
        indices=indices(),
        plans=plan_names(),
        criterion=criterion_choice(request.GET.get("tieu_chi", "")),
    )
