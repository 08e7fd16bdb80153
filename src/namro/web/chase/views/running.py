"""The daily job and what was sent, as Sở Nội vụ sees them; the rules and their history."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.chase import rules_of
from namro.core.errors import Refusal
from namro.web.chase import jobs, permissions
from namro.web.chase.forms.rules import RulesForm, StepForms, initial_of, rules_from, steps_of
from namro.web.chase.models import Delivery, Run
from namro.web.chase.selectors import lists
from namro.web.chase.selectors.rules import rules_on, version_on, versions
from namro.web.chase.services.daily import start_run
from namro.web.chase.services.delivering import send_again
from namro.web.chase.services.ruling import change_rules
from namro.web.chase.states import AGAIN_FROM
from namro.web.chase.texts import CHANNEL_NAMES, rule_words
from namro.web.chase.views.asking import user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of

PAGE = 50
CONDITIONS = (
    ("overdue", "Quá hạn"),
    ("due", "Đến hạn hôm nay"),
    ("soon", "Sắp đến hạn"),
    ("silent", "Lâu không cập nhật"),
    ("not_due", "Chưa đến hạn"),
)


@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """The runs of the job; a POST asks for one now."""
    posts = posts_of(request)
    permissions.check_may_run_chase(posts)
    day = state_of(request).working_date
    if request.method == "POST":
        jobs.ask_for_run(start_run(day=day, by=user_of(request), at=now()))
        return redirect("chase:runs")
    found = lists.runs()
    last = found[0] if found else None
    sent = lists.delivery_counts()
    context = {
        "runs": found,
        "last": last,
        "is_running": last is not None and last.state == Run.State.RUNNING and not lists.is_stalled(last),
        "is_stalled": last is not None and lists.is_stalled(last),
        "counts": [(label, last.counts.get(code, 0)) for code, label in CONDITIONS]
        if last and last.counts
        else [],
        "deliveries": [
            (state, label, count) for state, label in Delivery.State.choices if (count := sent.get(state, 0))
        ],
        "has_mail": settings.NAMRO_MAIL,
        "has_hook": bool(settings.NAMRO_HOOK_URL),
        "may_run": True,
        "may_see_letters": True,
        "tab": "runs",
    }
    template = "chase/_runs.html" if getattr(request, "htmx", False) else "chase/runs.html"
    return render(request, template, context)


@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_run_chase(posts)
    state = request.GET.get("trang_thai", "")
    page = Paginator(lists.deliveries(state), PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "channel_names": CHANNEL_NAMES,
        "state": state,
        "states": Delivery.State.choices,
        "again": AGAIN_FROM,
        "may_run": True,
        "may_see_letters": True,
        "tab": "runs",
    }
    return render(request, "chase/deliveries.html", context)


@require_POST
def resend(request: HttpRequest, delivery_id: int) -> HttpResponse:
    permissions.check_may_run_chase(posts_of(request))
    delivery = get_object_or_404(Delivery.objects.select_related("bulletin__user"), pk=delivery_id)
    send_again(delivery=delivery, by=user_of(request), at=now())
    messages.success(request, "Đã xếp lại vào hàng chờ gửi; chương trình gửi trong vài phút.")
    return redirect("chase:deliveries")


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_be_reminded(posts)
    day = state_of(request).working_date
    found = rules_on(day)
    context = {
        "rules": found,
        "version": version_on(day),
        "steps": [
            (rule_words(step), [CHANNEL_NAMES[channel] for channel in step.channels], step.urgent)
            for step in steps_of(found)
        ],
        "versions": [
            (version, [rule_words(s) for s in steps_of(rules_of(version.data))]) for version in versions()
        ],
        "may_run": permissions.may_run_chase(posts),
        "may_see_letters": permissions.may_see_letters(posts),
        "tab": "rules",
    }
    return render(request, "chase/rules.html", context)


@require_http_methods(["GET", "POST"])
def rules_edit(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_run_chase(posts)
    day = state_of(request).working_date
    head, rows = initial_of(rules_on(day))
    typed = request.POST if request.method == "POST" else None
    form = RulesForm(typed, initial=head | {"valid_from": day})
    steps = StepForms(typed, initial=rows, prefix="bac")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        data = form.cleaned_data
        try:
            change_rules(
                rules=rules_from(data, steps.cleaned_data),
                valid_from=data["valid_from"],
                reason=data["reason"],
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã lập bản quy tắc mới; bản trước vẫn giữ trong lịch sử.")
            return redirect("chase:rules")
    context = {"form": form, "steps": steps, "may_run": True, "may_see_letters": True, "tab": "rules"}
    return render(request, "chase/rules_edit.html", context, status=422 if request.method == "POST" else 200)
