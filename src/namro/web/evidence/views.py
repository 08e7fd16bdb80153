"""The register of a unit's proof, the page of one piece with its revisions and what it proves, its files."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.evidence import permissions, services
from namro.web.evidence.delivery import send
from namro.web.evidence.forms import RegisterForm, RevisionForm, WithdrawForm
from namro.web.evidence.models import Evidence
from namro.web.evidence.selectors.pieces import name_of, revisions_of, standing
from namro.web.evidence.selectors.register import PAGE_SIZE, narrowed, visible_register
from namro.web.evidence.uses import Use, uses_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_register(posts)
    form = RegisterForm(request.GET)
    day = state_of(request).working_date
    pieces = narrowed(visible_register(posts), form.asked(), day)
    page = Paginator(pieces, PAGE_SIZE).get_page(request.GET.get("trang"))
    uses = uses_of(posts, [piece.pk for piece in page])
    context = {
        "form": form,
        "page": page,
        "rows": [(piece, name_of(piece), standing(piece, day), uses.get(piece.pk, [])) for piece in page],
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "sees_all": posts.sees_whole_province,
    }
    return render(request, "evidence/register.html", context)


@require_GET
def detail(request: HttpRequest, evidence_id: int) -> HttpResponse:
    evidence, uses = _evidence_for(request, evidence_id)
    return _page(request, evidence, uses)


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, evidence_id: int) -> HttpResponse:
    evidence, uses = _evidence_for(request, evidence_id)
    permissions.check_may_revise_evidence(posts_of(request), evidence)
    if request.method == "GET":
        return redirect("evidence:detail", evidence_id=evidence.pk)
    form = RevisionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, evidence, uses, form=form, error=_first_error(form))
    assert isinstance(request.user, User)
    try:
        services.revise(
            evidence_id=evidence.pk,
            details=form.details(),
            file=form.cleaned_data["file"],
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            by=request.user,
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        evidence, uses = _evidence_for(request, evidence_id)
        return _page(request, evidence, uses, form=form, error=refusal.sentence)
    messages.success(request, "Đã lập bản mới; bản trước vẫn giữ ở những nơi đã dùng.")
    return redirect("evidence:detail", evidence_id=evidence.pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, evidence_id: int) -> HttpResponse:
    evidence, uses = _evidence_for(request, evidence_id)
    permissions.check_may_revise_evidence(posts_of(request), evidence)
    if request.method == "GET":
        return redirect("evidence:detail", evidence_id=evidence.pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, evidence, uses, withdraw_form=form, error=_first_error(form))
    assert isinstance(request.user, User)
    try:
        services.withdraw(
            evidence_id=evidence.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        evidence, uses = _evidence_for(request, evidence_id)
        return _page(request, evidence, uses, withdraw_form=form, error=refusal.sentence)
    messages.success(request, "Đã rút tài liệu; những nơi đã dùng được đánh dấu.")
    return redirect("evidence:detail", evidence_id=evidence.pk)


@require_GET
def file(request: HttpRequest, evidence_id: int, revision: int) -> HttpResponseBase:
    """Hand out the file of one revision, the last or an earlier one."""
    evidence, _ = _evidence_for(request, evidence_id)
    piece = next((one for one in revisions_of(evidence) if one.revision == revision), None)
    if piece is None:
        raise Http404
    return send(piece, inline="xem" in request.GET)


def _evidence_for(request: HttpRequest, evidence_id: int) -> tuple[Evidence, list[Use]]:
    """Give a piece, and what it proves, to somebody who may see it."""
    posts = posts_of(request)
    evidence = get_object_or_404(Evidence.objects.select_related("unit", "added_by"), pk=evidence_id)
    uses = uses_of(posts, [evidence.pk]).get(evidence.pk, [])
    permissions.check_may_see_evidence(posts, evidence, uses)
    return evidence, uses


def _page(
    request: HttpRequest,
    evidence: Evidence,
    uses: list[Use],
    *,
    form: RevisionForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    error: str = "",
) -> HttpResponse:
    posts, day = posts_of(request), state_of(request).working_date
    revisions = revisions_of(evidence)
    by_name = evidence.added_by.get_full_name() or evidence.added_by.get_username()
    context: dict[str, Any] = {
        "evidence": evidence,
        "name": name_of(evidence),
        "added_by_name": by_name,
        "revisions": [(one, one.by_name or by_name) for one in revisions],
        "standing": standing(evidence, day),
        "uses": uses,
        "error": error,
        "may_see_register": permissions.may_see_register(posts),
    }
    if permissions.may_revise_evidence(posts, evidence) and not evidence.withdrawn_at:
        if form is not None:
            # What was typed is offered again against the revision that stands now.
            typed = cast(QueryDict, form.data).copy()
            typed["revision"] = str(evidence.revision)
            form.data = typed
        context["form"] = form or RevisionForm(initial=RevisionForm.beginning(evidence))
        context["withdraw_form"] = withdraw_form or WithdrawForm(auto_id="rut-%s")
        context["is_revising"], context["is_withdrawing"] = form is not None, withdraw_form is not None
    return render(request, "evidence/detail.html", context, status=422 if error else 200)


def _first_error(form: RevisionForm | WithdrawForm) -> str:
    return next((str(errors[0]) for errors in form.errors.values()), "Biểu mẫu chưa điền đúng.")
