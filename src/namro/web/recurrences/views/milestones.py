"""The milestones of a task: typed, taken over from a table after a preview, given up."""

from functools import partial

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from namro import cli_guard
from namro.core.errors import Refusal
from namro.web.program.selectors import now
from namro.web.recurrences import permissions
from namro.web.recurrences.forms.previews import kept_steps, steps_to_keep
from namro.web.recurrences.forms.rules import MilestoneFileForm, MilestoneForm
from namro.web.recurrences.milestone_files import ReadStep, read_steps
from namro.web.recurrences.models import Milestone
from namro.web.recurrences.services.milestones import add_milestones, end_milestone
from namro.web.recurrences.views.asking import reader_of, task_for, user_of

_SECONDS, _MEGABYTES = 20, 300
_LARGEST = 5_000_000


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = reader_of(request)
    permissions.check_may_set_rules(posts)
    task = task_for(task_id)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = add_milestones(
                task=task,
                steps=form.steps(),
                source=form.cleaned_data["source"],
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã ghi mốc." if fresh else "Mốc này đã có, không ghi thêm.")
            return redirect("recurrences:task", task_id=task.pk)
    wrong = request.method == "POST" and bool(form.errors)
    return render(
        request, "recurrences/milestone.html", {"task": task, "form": form}, status=422 if wrong else 200
    )


@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show what a table says; a second POST writes it."""
    posts = reader_of(request)
    permissions.check_may_set_rules(posts)
    task = task_for(task_id)
    steps: list[ReadStep] = []
    form = MilestoneFileForm()
    if request.method == "POST" and "bang" in request.POST:
        try:
            source, chosen = kept_steps(request.POST["bang"], task.pk)
            fresh = add_milestones(
                task=task, steps=chosen, source=source, by=user_of(request), posts=posts, at=now()
            )
        except signing.BadSignature:
            messages.error(request, "Bảng xem trước không còn nguyên vẹn; hãy chọn lại tệp.")
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"Đã ghi {fresh} mốc mới.")
        return redirect("recurrences:task", task_id=task.pk)
    if request.method == "POST":
        form = MilestoneFileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > _LARGEST:
                    raise Refusal("Tệp quá lớn (trên 5 MB); hãy kiểm tra lại.")
                work = partial(read_steps, file.name, file.read(), year=task.plan.year)
                steps = cli_guard.run_guarded(work, seconds=_SECONDS, megabytes=_MEGABYTES)
            except Refusal as refusal:
                form.add_error("file", refusal.sentence)
    good = [one for one in steps if not one.problem]
    context = {
        "task": task,
        "form": form,
        "steps": steps,
        "good_count": len(good),
        "kept": steps_to_keep(task.pk, form.cleaned_data["source"], good) if good else "",
    }
    wrong = request.method == "POST" and bool(form.errors)
    return render(request, "recurrences/milestones_import.html", context, status=422 if wrong else 200)


@require_POST
def end(request: HttpRequest, milestone_id: int) -> HttpResponse:
    posts = reader_of(request)
    permissions.check_may_set_rules(posts)
    milestone = get_object_or_404(Milestone, pk=milestone_id)
    try:
        gone = end_milestone(
            milestone_id=milestone.pk,
            reason=request.POST.get("reason", ""),
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Đã bỏ mốc; bỏ {gone} phần việc chưa ai động đến.")
    return redirect("recurrences:task", task_id=milestone.task_id)
