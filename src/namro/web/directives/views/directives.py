"""The register of documents, one document with its chain, and what is written into it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.directives import permissions
from namro.web.directives.exports import register_workbook
from namro.web.directives.forms.directives import DirectiveForm, RegisterFilter, RevisionForm
from namro.web.directives.models import Directive
from namro.web.directives.selectors import chains
from namro.web.directives.selectors import register as selectors
from namro.web.directives.selectors.plan_ties import plan_choices
from namro.web.directives.services import linking, registering, tying
from namro.web.evidence.delivery import send
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.models import Plan, Task
from namro.web.plans.permissions import check_may_see_plan, check_may_see_task
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download

MOST_ROWS = 10_000


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_register(posts)
    form = RegisterFilter(request.GET, years=selectors.years())
    asked = form.asked()
    found = selectors.narrowed(selectors.visible_directives(posts), asked, posts)
    return render(
        request,
        "directives/list.html",
        {
            "form": form,
            "page": Paginator(found, selectors.PAGE_SIZE).get_page(request.GET.get("trang")),
            "is_narrow": asked.is_narrow,
            "may_enter": permissions.may_enter(posts),
            "may_see_who_issued": permissions.may_see_who_issued(posts),
            "plans": Plan.objects.only("number", "title", "issued_on").order_by("-issued_on", "-id")[:10],
        },
    )


@require_GET
def register_export(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_register(posts)
    asked = RegisterFilter(request.GET, years=selectors.years()).asked()
    found = selectors.narrowed(selectors.visible_directives(posts), asked, posts)[:MOST_ROWS]
    return as_download(register_workbook(found, today=state_of(request).working_date), "van-ban-chi-dao.xlsx")


@require_GET
def directive_detail(request: HttpRequest, directive_id: int) -> HttpResponse:
    directive = _open(request, directive_id)
    return _page(request, directive)


@require_http_methods(["GET", "POST"])
def directive_new(request: HttpRequest) -> HttpResponse:
    """A new entry; `ke_hoach` or `nhiem_vu` in the address say what it is about."""
    posts = posts_of(request)
    permissions.check_may_enter(posts)
    plan, task = _about(request, posts)
    known = chains.directives_of_plan(task.plan_id if task else plan.pk if plan else 0)
    bases = selectors.base_choices(posts)
    instead = _instead_of(request, posts)
    form = DirectiveForm(
        request.POST or None,
        request.FILES or None,
        units=[instead] if instead else selectors.own_units(posts),
        bases=bases,
        tasks=selectors.task_choices(plan) if plan else None,
        initial={"bases": [str(pk) for pk in known], "tasks": [str(task.pk)] if task else []},
    )
    if request.method == "POST" and form.is_valid():
        chosen = Directive.objects.select_related("entered_for").filter(
            pk__in=form.cleaned_data.get("bases") or ()
        )
        try:
            made = registering.enter_directive(
                said=form.said(),
                proof=form.proof(),
                entered_for=form.holder_unit,
                bases=chosen,
                plan=plan,
                tasks=_chosen_tasks(form, plan),
                by=_user(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Đã ghi {made} vào sổ văn bản.")
            return redirect("directives:detail", directive_id=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "directives/new.html",
        {"form": form, "plan": plan, "task": task, "instead": instead},
        status=status,
    )


@require_http_methods(["GET", "POST"])
def directive_revise(request: HttpRequest, directive_id: int) -> HttpResponse:
    directive = _open(request, directive_id)
    posts = posts_of(request)
    permissions.check_may_revise(posts, directive)
    form = RevisionForm(request.POST or None, request.FILES or None, directive=directive)
    if request.method == "POST" and form.is_valid():
        try:
            registering.revise_directive(
                directive_id=directive.pk,
                said=form.said(),
                proof=form.proof(),
                reason=form.cleaned_data["reason"],
                revision=form.cleaned_data["revision"],
                by=_user(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã sửa; nội dung trước khi sửa vẫn được giữ.")
            return redirect("directives:detail", directive_id=directive.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "directives/revise.html", {"form": form, "directive": directive}, status=status)


@require_POST
def directive_withdraw(request: HttpRequest, directive_id: int) -> HttpResponse:
    directive = _open(request, directive_id)
    try:
        registering.withdraw_directive(
            directive_id=directive.pk,
            reason=request.POST.get("reason", ""),
            by=_user(request),
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, directive, error=refusal.sentence)
    messages.success(request, "Đã rút văn bản khỏi sổ; dòng này vẫn đọc được.")
    return redirect("directives:detail", directive_id=directive.pk)


@require_POST
def plan_tie(request: HttpRequest, directive_id: int) -> HttpResponse:
    directive = _open(request, directive_id)
    wanted = request.POST.get("plan", "")
    plan = Plan.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
    if wanted and plan is None:
        return _page(request, directive, error="Hãy chọn một kế hoạch trong danh sách.")
    try:
        tying.tie_plan(directive=directive, plan=plan, by=_user(request), posts=posts_of(request), at=now())
    except Refusal as refusal:
        return _page(request, directive, error=refusal.sentence)
    messages.success(request, "Đã nối văn bản với kế hoạch." if plan else "Đã bỏ nối với kế hoạch.")
    return redirect("directives:detail", directive_id=directive.pk)


@require_POST
def link_add(request: HttpRequest, directive_id: int) -> HttpResponse:
    directive = _open(request, directive_id)
    posts = posts_of(request)
    permissions.check_may_revise(posts, directive)
    wanted = request.POST.get("base", "")
    base = selectors.find_directive(int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else None
    if base is None:
        return _page(request, directive, error="Hãy chọn văn bản làm căn cứ.")
    try:
        linking.link(base=base, document=directive, by=_user(request), posts=posts, at=now())
    except Refusal as refusal:
        return _page(request, directive, error=refusal.sentence)
    messages.success(request, f"Đã ghi căn cứ {base}.")
    return redirect("directives:detail", directive_id=directive.pk)


@require_POST
def link_remove(request: HttpRequest, directive_id: int, link_id: int) -> HttpResponse:
    directive = _open(request, directive_id)
    try:
        linking.unlink(
            link_id=link_id,
            document=directive,
            reason=request.POST.get("reason", ""),
            by=_user(request),
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, directive, error=refusal.sentence)
    messages.success(request, "Đã bỏ căn cứ.")
    return redirect("directives:detail", directive_id=directive.pk)


@require_GET
def directive_file(request: HttpRequest, directive_id: int, evidence_id: int) -> HttpResponseBase:
    directive = _open(request, directive_id)
    return send(get_object_or_404(directive.proofs, pk=evidence_id), inline=request.GET.get("xem") == "1")


def _open(request: HttpRequest, directive_id: int) -> Directive:
    directive = get_object_or_404(
        Directive.objects.select_related("unit", "entered_for", "plan", "read_from", "entered_by"),
        pk=directive_id,
    )
    permissions.check_may_see_directive(posts_of(request), directive)
    return directive


def _instead_of(request: HttpRequest, posts: Posts) -> Unit | None:
    """Give the unit for which Sở Nội vụ writes a paper down; None for the person's own."""
    key = request.GET.get("don_vi", "")
    if not (key.isdecimal() and len(key) < 19):
        return None
    unit = get_object_or_404(Unit, pk=int(key))
    if unit.pk in posts.unit_ids:
        return unit
    permissions.check_may_enter_on_behalf(posts)
    return unit


def _chosen_tasks(form: DirectiveForm, plan: Plan | None) -> list[Task]:
    keys = form.cleaned_data.get("tasks") or ()
    return list(Task.objects.filter(plan=plan, pk__in=keys).order_by("position")) if plan and keys else []


def _about(request: HttpRequest, posts: Posts) -> tuple[Plan | None, Task | None]:
    plan_key, task_key = request.GET.get("ke_hoach", ""), request.GET.get("nhiem_vu", "")
    if task_key.isdecimal() and len(task_key) < 19:
        task = get_object_or_404(Task.objects.select_related("plan"), pk=int(task_key))
        check_may_see_task(posts, task)
        return task.plan, task
    if plan_key.isdecimal() and len(plan_key) < 19:
        plan = get_object_or_404(Plan, pk=int(plan_key))
        check_may_see_plan(posts, plan)
        return plan, None
    return None, None


def _page(request: HttpRequest, directive: Directive, *, error: str = "") -> HttpResponse:
    posts = posts_of(request)
    may_revise = permissions.may_revise(posts, directive) and not directive.withdrawn_at
    sought = request.GET.get("tim", "")[:100]
    context: dict[str, Any] = {
        "directive": directive,
        "rungs": [rung for rung in chains.ladder([directive.pk], posts) if not rung.is_start],
        "own_links": directive.links_up.filter(removed_at__isnull=True).select_related("base"),
        "standing_on_it": selectors.visible_directives(posts).filter(
            withdrawn_at__isnull=True, links_up__base=directive, links_up__removed_at__isnull=True
        ),
        "subjects": directive.subjects.select_related("plan", "task__plan"),
        "proofs": directive.proofs.all(),
        "earlier": directive.earlier.all(),
        "given_tasks": directive.given_tasks.all() if posts.sees_whole_province else (),
        "may_revise": may_revise,
        "bases": selectors.base_choices(posts, directive, text=sought) if may_revise else (),
        "sought": sought,
        "ties": plan_choices(directive) if may_revise else (),
        "error": error,
        "typed": request.POST.get("reason", ""),
        "here": reverse("directives:detail", args=[directive.pk]),
    }
    return render(request, "directives/detail.html", context, status=422 if error else 200)
