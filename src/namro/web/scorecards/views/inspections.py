"""The list of inspections, recording one, and its page until it is closed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now, state_of
from namro.web.scorecards import permissions
from namro.web.scorecards.exports import inspections_workbook
from namro.web.scorecards.forms import InspectionFilter, InspectionForm, StepForm
from namro.web.scorecards.models import Inspection
from namro.web.scorecards.selectors.inspections import (
    inspectable,
    inspectors_of,
    listed,
    summary,
    tasks_called,
)
from namro.web.scorecards.services.inspecting import Found, answer, conclude, record
from namro.web.scorecards.states import Action, possible
from namro.web.ui.workbooks import as_download

_PAGE, _MOST = 50, 10_000


@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    form = InspectionFilter(request.GET)
    wanted = form.wanted()
    rows = listed(posts, wanted, order=request.GET.get("xep", ""))
    page = Paginator(rows, _PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "rows": page.object_list,
        "page": page,
        "summary": summary(rows, state_of(request).working_date),
        "is_narrow": any(request.GET.get(name) for name in form.fields),
        "order": request.GET.get("xep", "") or "-ngay",
        "may_inspect": permissions.may_inspect(posts),
    }
    return render(request, "scorecards/inspections.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    rows = listed(posts, InspectionFilter(request.GET).wanted(), order=request.GET.get("xep", ""))
    content = inspections_workbook(rows.prefetch_related("tasks")[:_MOST], day=state_of(request).working_date)
    return as_download(content, "kiem-tra.xlsx")


@require_http_methods(["GET", "POST"])
def record_one(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_inspect(posts)
    day = state_of(request).working_date
    units, inspectors = inspectable(posts, day), inspectors_of(posts)
    if request.method == "GET":
        unit = Unit.objects.filter(key=request.GET.get("don_vi", "")).first()
        first = {"inspected_on": day, "unit": unit, "inspector": inspectors[0] if inspectors else None}
        form = InspectionForm(initial=first, units=units, inspectors=inspectors)
        return render(request, "scorecards/inspect.html", {"form": form})
    form = InspectionForm(request.POST, units=units, inspectors=inspectors)
    if form.is_valid():
        made = _record(request, form, posts)
        if made is not None:
            messages.success(request, f"Đã ghi cuộc kiểm tra {made.unit.name}.")
            return redirect("scorecards:inspection", inspection_id=made.pk)
    return render(request, "scorecards/inspect.html", {"form": form}, status=422)


def _record(request: HttpRequest, form: InspectionForm, posts: Posts) -> Inspection | None:
    given = form.cleaned_data
    codes = form.task_codes()
    tasks = tasks_called(codes)
    unknown = [code for code in codes if code not in {task.code for task in tasks}]
    if unknown:
        form.add_error("codes", f"Không có nhiệm vụ mã {', '.join(unknown)}; xem mã ở trang kế hoạch.")
        return None
    found = Found(
        kind=given["kind"],
        inspected_on=given["inspected_on"],
        people=given["people"],
        reference=given["reference"],
        findings=given["findings"],
        follow_up=given["follow_up"],
        follow_up_due=given["follow_up_due"],
        tasks=tasks,
    )
    try:
        return record(
            unit=given["unit"],
            inspector=given["inspector"],
            found=found,
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return None


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Show an inspection; `buoc` of a sent form is the step to take."""
    posts = posts_of(request)
    row = get_object_or_404(Inspection.objects.select_related("unit", "inspector"), pk=inspection_id)
    permissions.check_may_see_inspection(posts, row)
    form = StepForm(request.POST or None, initial={"version": row.version})
    status = 200
    if request.method == "POST":
        step = request.POST.get("buoc", "")
        if step == Action.ANSWER:
            permissions.check_may_answer(posts, row)
        else:
            permissions.check_may_conclude(posts, row)
        if form.is_valid() and _step(request, form, row, posts, step=step):
            return redirect("scorecards:inspection", inspection_id=row.pk)
        status = 422
    context = {
        "row": row,
        "tasks": row.tasks.only("code", "text"),
        "steps": row.steps.all(),
        "form": form,
        "may_answer": possible(row.state, Action.ANSWER) and permissions.may_answer(posts, row),
        "may_conclude": possible(row.state, Action.CLOSE) and permissions.may_conclude(posts, row),
        "may_ask_again": possible(row.state, Action.ASK_AGAIN),
    }
    return render(request, "scorecards/inspection.html", context, status=status)


def _step(request: HttpRequest, form: StepForm, row: Inspection, posts: Posts, *, step: str) -> bool:
    given = form.cleaned_data
    try:
        if step == Action.ANSWER:
            answer(inspection_id=row.pk, sentence=given["sentence"], by=user_of(request), posts=posts, at=now(),
                   version=given["version"])  # fmt: skip
        else:
            conclude(inspection_id=row.pk, close=step == Action.CLOSE, sentence=given["sentence"],
                     by=user_of(request), posts=posts, at=now(), version=given["version"])  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, "Đã ghi.")
    return True
