"""One task: its words, who, when, to what effect, and how far each unit is."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.models import Group
from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.forms.filters import UnitsOfTaskFilter
from namro.web.plans.models import Task, TaskParty
from namro.web.plans.selectors import tasks as selectors
from namro.web.plans.selectors.clears import clears_of
from namro.web.plans.selectors.filters import narrowed_obligations
from namro.web.plans.selectors.losses import why_of
from namro.web.plans.selectors.obligations import page_of, tally_of
from namro.web.plans.selectors.ordering import order_called
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.services.filling import fill_group, name_leads
from namro.web.program.selectors import now, state_of
from namro.web.ui.panels import panels


def task_detail(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = posts_of(request)
    task = _task(task_id)
    permissions.check_may_see_task(posts, task)
    today = state_of(request).working_date
    page = selectors.task_page(task)
    form = UnitsOfTaskFilter(request.GET)
    wanted = form.wanted()
    obligations = narrowed_obligations(visible_obligations(posts).filter(task=task), wanted, today)
    tally = tally_of(task.obligations.all(), today)
    slice_ = page_of(
        obligations,
        today=today,
        after=request.GET.get("sau", ""),
        before=request.GET.get("truoc", ""),
        order=order_called(request.GET.get("xep", ""), of_a_task=True),
    )
    context = {
        "task": task,
        "page": page,
        "clears": clears_of(page),
        "why": why_of(task, today),
        "form": form,
        "is_narrow": wanted.is_narrow,
        "tally": tally,
        "panels": panels("task", request, task),
        "list": slice_,
        "sees_all": posts.sees_whole_province,
        "may_run_plans": permissions.may_run_plans(posts),
    }
    return render(request, "plans/task.html", context)


def task_source(request: HttpRequest, task_id: int) -> HttpResponse:
    task = _task(task_id)
    permissions.check_may_see_task(posts_of(request), task)
    context = {"task": task, "lines": selectors.source_lines(task)}
    htmx = bool(getattr(request, "htmx", False))
    return render(request, "plans/_source.html" if htmx else "plans/source.html", context)


def group_filling(request: HttpRequest, task_id: int, group_id: int) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_run_plans(posts)
    task = _task(task_id)
    group = get_object_or_404(
        Group, pk=group_id, pk__in=TaskParty.objects.filter(task=task).values("group_id")
    )
    return _filling(
        request,
        task,
        group,
        lambda units, groups, by: fill_group(group=group, unit_ids=units, by=by, posts=posts, at=now()),
    )


def lead_naming(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_run_plans(posts)
    task = _task(task_id)
    return _filling(
        request,
        task,
        None,
        lambda units, groups, by: name_leads(
            task=task, unit_ids=units, group_ids=groups, by=by, posts=posts, at=now()
        ),
    )


def _filling(
    request: HttpRequest, task: Task, group: Group | None, write: Callable[[set[int], set[int], User], int]
) -> HttpResponse:
    error = ""
    if request.method == "POST":
        assert isinstance(request.user, User)
        units, groups = (
            {int(pk) for pk in request.POST.getlist(name) if pk.isdecimal()} for name in ("don_vi", "nhom")
        )
        try:
            added = write(units, groups, request.user)
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, f"Đã ghi các đơn vị; thêm {added} phần việc.")
            return redirect("plans:task", task_id=task.pk)
    context = {"task": task, "group": group, "choices": selectors.choices_for(task, group), "error": error}
    return render(request, "plans/fill_group.html", context, status=422 if error else 200)


def _task(task_id: int) -> Task:
    task = selectors.find_task(task_id)
    if task is None:
        raise Http404
    return task
