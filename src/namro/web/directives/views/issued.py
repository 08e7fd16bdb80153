"""Which units have issued their own document for a plan; writing the plan's grounds into the register."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from namro.web.accounts.models import User
from namro.web.directives import permissions
from namro.web.directives.exports import issued_workbook, received_workbook
from namro.web.directives.forms.directives import IssuedFilter, ReceiptFilter
from namro.web.directives.selectors import issued as selectors
from namro.web.directives.selectors.plan_ties import distribution, narrowed_receipts
from namro.web.directives.services.bases import record_plan
from namro.web.directives.services.tying import receive_plan
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Plan
from namro.web.plans.permissions import check_may_see_plan
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download

PAGE_SIZE = 100


@require_GET
def who_issued(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan, pk=plan_id)
    permissions.check_may_see_who_issued(posts_of(request))
    rows = selectors.issued_rows(plan, state_of(request).working_date)
    form = IssuedFilter(request.GET)
    wanted = form.wanted()
    found = selectors.narrowed_rows(rows, **wanted)
    return render(
        request,
        "directives/issued.html",
        {
            "plan": plan,
            "form": form,
            "counts": selectors.by_level(rows),
            "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang")),
            "is_narrow": any(wanted.values()),
            "may_enter_on_behalf": permissions.may_enter_on_behalf(posts_of(request)),
        },
    )


@require_GET
def who_issued_export(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan, pk=plan_id)
    permissions.check_may_see_who_issued(posts_of(request))
    today = state_of(request).working_date
    rows = selectors.narrowed_rows(selectors.issued_rows(plan, today), **IssuedFilter(request.GET).wanted())
    return as_download(issued_workbook(plan, rows, today=today), f"ban-hanh-van-ban-{plan.pk}.xlsx")


@require_POST
def record_bases(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Write the plan and what it names as ground into the register."""
    plan = get_object_or_404(Plan, pk=plan_id)
    assert isinstance(request.user, User)
    document = record_plan(plan=plan, by=request.user, posts=posts_of(request), at=now())
    messages.success(request, "Đã ghi kế hoạch và các căn cứ đọc được vào sổ; hãy xem lại từng dòng.")
    return redirect("directives:detail", directive_id=document.pk)


@require_GET
def who_received(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan, pk=plan_id)
    permissions.check_may_see_who_issued(posts_of(request))
    found = distribution(plan, state_of(request).working_date)
    form = ReceiptFilter(request.GET)
    wanted = form.wanted()
    rows = narrowed_receipts(found.rows, **wanted)
    context = {
        "plan": plan,
        "form": form,
        "found": found,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "is_narrow": any(wanted.values()),
    }
    return render(request, "directives/received.html", context)


@require_GET
def who_received_export(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan, pk=plan_id)
    permissions.check_may_see_who_issued(posts_of(request))
    today = state_of(request).working_date
    rows = narrowed_receipts(distribution(plan, today).rows, **ReceiptFilter(request.GET).wanted())
    return as_download(received_workbook(plan, rows, today=today), f"noi-nhan-{plan.pk}.xlsx")


@require_POST
def receive(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The person's units say that they have received the plan."""
    plan = get_object_or_404(Plan, pk=plan_id)
    assert isinstance(request.user, User)
    posts = posts_of(request)
    check_may_see_plan(posts, plan)
    new = receive_plan(plan=plan, by=request.user, posts=posts, at=now())
    messages.success(request, "Đã ghi đơn vị đã nhận văn bản." if new else "Đơn vị đã ghi nhận từ trước.")
    return redirect("plans:detail", plan_id=plan.pk)
