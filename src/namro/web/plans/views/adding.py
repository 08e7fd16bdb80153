"""Adding a task to a plan in force, seen while it is typed, and taking it out again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.core.text import fold
from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.forms.adding import AddTaskForm
from namro.web.plans.models import Plan, Task
from namro.web.plans.services.adding import add_task, read_wording, withdraw_task
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now, state_of


@require_http_methods(["GET", "POST"])
def task_adding(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The form; index, criterion and axis may come with the address, from the book of points."""
    posts = posts_of(request)
    permissions.check_may_run_plans(posts)
    plan = get_object_or_404(Plan, pk=plan_id)
    error = ""
    if request.method == "POST":
        form = AddTaskForm(request.POST, plan=plan)
        is_whole = form.is_valid()
        if request.POST.get("buoc") == "xem":
            form = AddTaskForm(plan=plan, initial=_typed(request))
            form.cleaned_data = dict(form.initial)
        elif not is_whole:
            error = "Nhiệm vụ chưa được bổ sung: còn ô chưa điền hoặc điền chưa đúng, ghi ở từng ô dưới đây."
        else:
            try:
                task = add_task(
                    plan=plan, place=form.place(), wording=form.wording(), ground=form.ground(),
                    by=user_of(request), posts=posts, at=now(),
                )  # fmt: skip
            except Refusal as refusal:
                error = refusal.sentence
            else:
                messages.success(
                    request, f"Đã bổ sung nhiệm vụ {task.code} với {task.obligation_count} phần việc."
                )
                return redirect("plans:task", task_id=task.pk)
    else:
        form = AddTaskForm(plan=plan)
        form.initial = _asked(request, form)
        form.cleaned_data = dict(form.initial)
    read = read_wording(form.wording(), on=state_of(request).working_date)
    context = {"plan": plan, "form": form, "read": read, "error": error}
    return render(request, "plans/add_task.html", context, status=422 if error else 200)


@require_POST
def task_preview(request: HttpRequest, plan_id: int) -> HttpResponse:
    """How the words are understood, with the five clears: a part of the page, asked for while one types."""
    permissions.check_may_run_plans(posts_of(request))
    form = AddTaskForm(request.POST, plan=get_object_or_404(Plan, pk=plan_id))
    form.is_valid()
    read = read_wording(form.wording(), on=state_of(request).working_date)
    return render(request, "plans/_add_task_read.html", {"read": read})


@require_http_methods(["GET", "POST"])
def task_withdrawal(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_run_plans(posts)
    task = get_object_or_404(Task.objects.select_related("plan", "addition"), pk=task_id)
    error, reason = "", request.POST.get("ly_do", "")
    if request.method == "POST":
        try:
            plan = withdraw_task(task_id=task.pk, reason=reason, by=user_of(request), posts=posts, at=now())
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, f"Đã rút nhiệm vụ {task.code} và các phần việc của nó.")
            return redirect("plans:detail", plan_id=plan.pk)
    context = {"task": task, "error": error, "reason": reason}
    return render(request, "plans/withdraw_task.html", context, status=422 if error else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: str(request.POST.get(name, "")) for name in AddTaskForm.base_fields}


def _asked(request: HttpRequest, form: AddTaskForm) -> dict[str, str]:
    index, name = request.GET.get("chi_so", "")[:80], request.GET.get("tieu_chi", "")[:500]
    section = next((pk for pk, one in form.sections.items() if one.index == index), "")
    twin = next(
        (
            pk
            for pk, one in form.criteria.items()
            if fold(one.name) == fold(name) and (not index or one.section.index == index)
        ),
        "",
    )
    new = {"ten_tieu_chi": name, "truc": request.GET.get("truc", "")[:500]} if not twin else {}
    return {"phu_luc": section, "tieu_chi": twin, **new}
