"""Lists of obligations: all that one may see, one's own work, and what waits for a decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.exports import MOST_ROWS, XLSX, obligations_workbook
from namro.web.plans.forms.filters import ObligationFilter
from namro.web.plans.selectors.choices import indices, plan_names
from namro.web.plans.selectors.obligations import all_rows, page_of, wanted_obligations
from namro.web.plans.selectors.work import my_work, waiting_for, waiting_page
from namro.web.plans.services.reporting import accept
from namro.web.program.selectors import now, state_of
from namro.web.ui.refusals import NotAllowed


def obligation_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_plans(posts)
    today = state_of(request).working_date
    form = ObligationFilter(request.GET, indices=indices(), plans=plan_names())
    wanted = form.wanted()
    found = page_of(
        wanted_obligations(posts, wanted, today),
        today=today,
        after=request.GET.get("sau", ""),
        before=request.GET.get("truoc", ""),
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
    wanted = ObligationFilter(request.GET, indices=indices(), plans=plan_names()).wanted()
    found = wanted_obligations(posts, wanted, state.working_date)
    rows = all_rows(found, state.working_date, most=MOST_ROWS + 1)
    return HttpResponse(
        obligations_workbook(
            rows[:MOST_ROWS],
            today=state.working_date,
            is_illustration=state.illustration,
            is_cut=len(rows) > MOST_ROWS,
        ),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="phan-viec.xlsx"'},
    )


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
        },
    )


def approvals(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_plans(posts)
    if request.method == "POST":
        _accept_chosen(request)
        return redirect("plans:approvals")
    found = waiting_page(
        waiting_for(posts), today=state_of(request).working_date, after=request.GET.get("sau", "")
    )
    return render(request, "plans/approvals.html", {"list": found})


def _accept_chosen(request: HttpRequest) -> None:
    """Accept each chosen one by itself: what somebody else just changed does not hold up the rest."""
    assert isinstance(request.user, User)
    posts, done, refused = posts_of(request), 0, list[str]()
    for chosen in request.POST.getlist("chon")[:200]:
        pk, _, version = chosen.partition(".")
        if not (pk.isdecimal() and version.isdecimal()):
            continue
        try:
            accept(obligation_id=int(pk), by=request.user, posts=posts, at=now(), version=int(version))
            done += 1
        except (Refusal, NotAllowed) as refusal:
            refused.append(refusal.sentence)
    if done:
        messages.success(request, f"Đã công nhận hoàn thành {done} phần việc.")
    for sentence in dict.fromkeys(refused):
        messages.error(request, f"{refused.count(sentence)} phần việc chưa được công nhận: {sentence}")
    if not done and not refused:
        messages.warning(request, "Chưa chọn phần việc nào.")
