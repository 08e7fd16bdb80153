"""The rhythm of one task with its history; setting it after a preview; the end of a rule and of a plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.plans.models import Plan
from namro.web.program.selectors import now, state_of
from namro.web.recurrences import permissions
from namro.web.recurrences.forms.rules import EndForm, RuleForm, initial_rule
from namro.web.recurrences.models import PlanTerm
from namro.web.recurrences.selectors import lists
from namro.web.recurrences.selectors.rules import rule_in_force
from namro.web.recurrences.services import ruling
from namro.web.recurrences.services.terms import end_plan
from namro.web.recurrences.views.asking import reader_of, task_for, user_of


@require_GET
def task_rhythm(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = reader_of(request)
    task, day = task_for(task_id), state_of(request).working_date
    context = {
        "task": task,
        "found": lists.task_rhythm(task, posts, day),
        "may_set": permissions.may_set_rules(posts),
        "may_record": bool(lists.units_to_choose(task, posts, day)),
        "end_form": EndForm(),
    }
    return render(request, "recurrences/task.html", context)


@require_http_methods(["GET", "POST"])
def rule_set(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = reader_of(request)
    permissions.check_may_set_rules(posts)
    task, day = task_for(task_id), state_of(request).working_date
    since = max(day, task.plan.issued_on or day)
    form = RuleForm(request.POST or None, initial=initial_rule(task.deadline_kind, task.deadline_text, since))
    effect = None
    if request.method == "POST" and form.is_valid():
        work = ruling.set_rule if request.POST.get("buoc") == "dat" else ruling.preview_rule
        try:
            done = work(task=task, draft=form.draft(), by=user_of(request), posts=posts, at=now())
            if work is ruling.set_rule:
                messages.success(
                    request,
                    f"Đã đặt lịch: thêm {done.added} phần việc, bỏ {done.withdrawn} phần việc chưa ai động đến, "
                    f"đổi hạn {done.redated}; {done.kept} phần việc đã có báo cáo giữ nguyên.",
                )
                return redirect("recurrences:task", task_id=task.pk)
            effect = done
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    wrong = request.method == "POST" and bool(form.errors)
    context = {"task": task, "form": form, "effect": effect, "rule": rule_in_force(task)}
    return render(request, "recurrences/set.html", context, status=422 if wrong else 200)


@require_POST
def rule_end(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = reader_of(request)
    permissions.check_may_set_rules(posts)
    task = task_for(task_id)
    rule, form = rule_in_force(task), EndForm(request.POST)
    if rule is None:
        messages.error(request, "Nhiệm vụ này không có lịch nào đang áp dụng.")
    elif not form.is_valid():
        messages.error(request, " ".join(str(one[0]) for one in form.errors.values()))
    else:
        data = form.cleaned_data
        try:
            effect = ruling.end_rule(
                rule_id=rule.pk,
                last_day=data["last_day"],
                reason=data["reason"],
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(
                request, f"Đã kết thúc lịch; bỏ {effect.withdrawn} phần việc của kỳ sau chưa ai động đến."
            )
    return redirect("recurrences:task", task_id=task.pk)


@require_http_methods(["GET", "POST"])
def plan_end(request: HttpRequest, plan_id: int) -> HttpResponse:
    posts = reader_of(request)
    permissions.check_may_set_rules(posts)
    plan = get_object_or_404(Plan.objects.defer("heading", "findings"), pk=plan_id)
    term = PlanTerm.objects.filter(plan=plan).first()
    initial = {"last_day": term.last_day, "reason": term.source} if term else {}
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            gone = end_plan(
                plan=plan,
                last_day=data["last_day"],
                source=data["reason"],
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, f"Đã ghi ngày hết hiệu lực; bỏ {gone} phần việc của kỳ sau chưa ai động đến."
            )
            return redirect("plans:detail", plan_id=plan.pk)
    wrong = request.method == "POST" and bool(form.errors)
    context = {"plan": plan, "form": form, "term": term}
    return render(request, "recurrences/plan_end.html", context, status=422 if wrong else 200)
