"""Correcting and withdrawing a task given from above."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.directives import permissions
from namro.web.directives.forms.givens import AmendForm
from namro.web.directives.models import GivenTask
from namro.web.directives.services.amending import Amended, amend_task, withdraw_task
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now


@require_http_methods(["GET", "POST"])
def given_amend(request: HttpRequest, given_task_id: int) -> HttpResponse:
    task = get_object_or_404(GivenTask.objects.select_related("assigner"), pk=given_task_id)
    posts = posts_of(request)
    permissions.check_may_amend(posts, task)
    initial = {name: getattr(task, name) for name in Amended.__slots__} | {"version": task.version}
    form = AmendForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            changed = amend_task(
                task_id=task.pk,
                wanted=form.wanted(),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                by=request.user,
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã sửa việc được giao." if changed else "Không có gì thay đổi.")
            return _back(task)
    status = 422 if request.method == "POST" else 200
    return render(request, "directives/given_amend.html", {"form": form, "task": task}, status=status)


@require_POST
def given_withdraw(request: HttpRequest, given_task_id: int) -> HttpResponse:
    task = get_object_or_404(GivenTask.objects.select_related("assigner"), pk=given_task_id)
    assert isinstance(request.user, User)
    try:
        withdraw_task(
            task_id=task.pk,
            reason=request.POST.get("reason", ""),
            by=request.user,
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã rút việc; trang của việc vẫn đọc được kèm lý do.")
    return _back(task)


def _back(task: GivenTask) -> HttpResponse:
    part = task.parts.order_by("id").first()
    return redirect("givens:part", part_id=part.pk) if part else redirect("givens:list")
