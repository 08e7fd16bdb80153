"""The measures of a task: those in use, those suggested, defining, correcting and retiring."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.measures import permissions
from namro.web.measures.forms.measures import CorrectionForm, DefinitionForm
from namro.web.measures.selectors import pages
from namro.web.measures.services.defining import correct_measure, define_measure, retire_measure
from namro.web.measures.suggestions import EXAMPLES, from_plan
from namro.web.measures.views.asking import measure_for, reader_of, task_for, user_of
from namro.web.program.selectors import now, state_of


@require_GET
def of_task(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = reader_of(request)
    task, day = task_for(task_id), state_of(request).working_date
    context = {
        "task": task,
        "rows": pages.measure_rows(pages.of_task(task), day),
        "of_plan": list(enumerate(from_plan(task.measures))),
        "examples": list(enumerate(EXAMPLES)),
        "may_define": permissions.may_define(posts, task),
    }
    return render(request, "measures/task.html", context)


@require_http_methods(["GET", "POST"])
def define(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = reader_of(request)
    task, day = task_for(task_id), state_of(request).working_date
    permissions.check_may_define(posts, task)
    initial = {"since": (task.plan.issued_on or day).replace(month=1, day=1), "months": 3}
    place, _, number = request.GET.get("goi-y", "").rpartition("-")
    offered = {"van-ban": from_plan(task.measures), "mau": EXAMPLES}.get(place, ())
    if number.isdecimal() and int(number) < len(offered):
        initial |= offered[int(number)].initial()
    form = DefinitionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            measure = define_measure(
                task=task, wanted=form.wanted(), by=user_of(request), posts=posts, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, "Đã đặt thước đo; các đơn vị có phần việc của nhiệm vụ ghi số được ngay."
            )
            return redirect("measures:detail", measure_id=measure.pk)
    wrong = request.method == "POST" and bool(form.errors)
    return render(request, "measures/define.html", {"task": task, "form": form}, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, measure_id: int) -> HttpResponse:
    posts = reader_of(request)
    measure = measure_for(measure_id)
    permissions.check_may_define(posts, measure.task)
    has_values = measure.values.exists()
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, measure=measure, has_values=has_values
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = correct_measure(
                measure_id=measure.pk,
                wanted=form.wanted(),
                reason=form.cleaned_data["reason"],
                labels=form.labels(),
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = (
                "Đã sửa thước đo; nội dung cũ được giữ trong lịch sử." if changed else "Không có gì thay đổi."
            )
            messages.success(request, said)
            return redirect("measures:detail", measure_id=measure.pk)
    wrong = request.method == "POST" and bool(form.errors)
    context = {"task": measure.task, "measure": measure, "form": form, "has_values": has_values}
    return render(request, "measures/correct.html", context, status=422 if wrong else 200)


@require_POST
def retire(request: HttpRequest, measure_id: int) -> HttpResponse:
    posts = reader_of(request)
    measure = measure_for(measure_id)
    permissions.check_may_define(posts, measure.task)
    try:
        retire_measure(
            measure_id=measure.pk,
            reason=request.POST.get("reason", ""),
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("measures:detail", measure_id=measure.pk)
    messages.success(request, "Đã thôi dùng thước đo; số liệu đã ghi vẫn xem được.")
    return redirect("measures:task", task_id=measure.task_id)
