"""One obligation: what, why, until when, the report of a minute, the decision, and the history with its proof."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.evidence.delivery import send
from namro.web.evidence.models import Evidence
from namro.web.evidence.selectors.register import offered
from namro.web.evidence.services import MAX_BYTES
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans import permissions
from namro.web.plans.forms.reporting import DOING, DONE, STUCK, ReasonForm, ReportForm, first_error
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.losses import why_of
from namro.web.plans.selectors.obligations import history, row_of
from namro.web.plans.selectors.proofs import piece_reported
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.plans.states import Action, possible
from namro.web.program.selectors import now, state_of
from namro.web.ui.panels import panels
from namro.web.ui.refusals import NotAllowed

LONG_TEXT = 300  # letters; beyond that a phone folds the work
LONG_TEXT_WIDE = 600
_STEPS = {DONE, DOING, STUCK}
_THANKS = {
    DONE: "Đã gửi báo cáo, đang chờ duyệt.",
    DOING: "Đã ghi tiến độ.",
    STUCK: "Đã ghi vướng mắc; Sở Nội vụ sẽ thấy ngay.",
}


@require_GET
def obligation_detail(request: HttpRequest, obligation_id: int) -> HttpResponse:
    return _page(request, _open(obligation_id))


@require_http_methods(["GET", "POST"])
def obligation_report(request: HttpRequest, obligation_id: int) -> HttpResponse:
    obligation = _open(obligation_id)
    posts = posts_of(request)
    if request.method == "GET":
        return _to_page(posts, obligation)
    permissions.check_may_report(posts, obligation)
    known = offered(posts, state_of(request).working_date)
    form = ReportForm(request.POST, request.FILES, obligation=obligation, known=known)
    step = request.POST.get("buoc", "")
    if step not in _STEPS:
        return _page(request, obligation, form=form, error="Hãy chọn «Đã xong», «Đang làm» hoặc «Vướng mắc».")
    if not form.is_valid():
        return _page(request, obligation, form=form, error=first_error(form))
    assert isinstance(request.user, User)
    try:
        reporting.report(
            obligation_id=obligation.pk,
            done=step == DONE,
            progress=form.progress(stuck=step == STUCK),
            proof=form.proof(),
            by=request.user,
            posts=posts,
            at=now(),
            version=form.cleaned_data["version"],
        )
    except Refusal as refusal:
        return _page(request, _open(obligation_id), form=form, error=refusal.sentence, refusal=refusal)
    messages.success(request, _THANKS[step])
    return redirect("plans:obligation", obligation_id=obligation.pk)


@require_http_methods(["GET", "POST"])
def obligation_step(request: HttpRequest, obligation_id: int, step: str) -> HttpResponse:
    """Withdraw, accept, return or reopen."""
    obligation = _open(obligation_id)
    posts = posts_of(request)
    permissions.check_may_see_obligation(posts, obligation)
    form = ReasonForm(request.POST)
    service = _services().get(step)
    if service is None:
        raise Http404
    if request.method == "GET":
        return _to_page(posts, obligation)
    if not form.is_valid():
        return _page(request, obligation, reason=form, error=first_error(form))
    data = form.cleaned_data
    common = {
        "obligation_id": obligation.pk,
        "by": request.user,
        "posts": posts,
        "at": now(),
        "version": data["version"],
    }
    try:
        thanks = service(common, data["reason"])
    except Refusal as refusal:
        return _page(request, _open(obligation_id), reason=form, error=refusal.sentence, refusal=refusal)
    messages.success(request, thanks)
    return redirect("plans:obligation", obligation_id=obligation.pk)


@require_GET
def proof(request: HttpRequest, obligation_id: int, evidence_id: int) -> HttpResponseBase:
    """Hand out a file of proof, as it was when reported, to whoever may see the obligation it proves."""
    obligation = _open(obligation_id)
    permissions.check_may_see_obligation(posts_of(request), obligation)
    evidence = get_object_or_404(
        Evidence.objects.filter(reports__obligation=obligation).distinct(), pk=evidence_id
    )
    return send(piece_reported(obligation, evidence), inline=request.GET.get("xem") == "1")


def _services() -> dict[str, Callable[[dict[str, Any], str], str]]:
    def withdraw(common: dict[str, Any], reason: str) -> str:
        reporting.withdraw(**common)
        return "Đã rút báo cáo; hãy sửa rồi gửi lại."

    def accept(common: dict[str, Any], reason: str) -> str:
        reporting.accept(**common, note=reason)
        return "Đã công nhận hoàn thành; phần việc được khóa."

    def return_(common: dict[str, Any], reason: str) -> str:
        reporting.return_(**common, reason=reason)
        return "Đã trả lại đơn vị kèm lý do."

    def reopen(common: dict[str, Any], reason: str) -> str:
        reporting.reopen(**common, reason=reason)
        return "Đã mở lại phần việc và trả về đơn vị."

    return {"rut": withdraw, "duyet": accept, "tra-lai": return_, "mo-lai": reopen}


def _to_page(posts: Posts, obligation: Obligation) -> HttpResponse:
    """Lead whoever comes without a form (signed in again in the middle of it, loaded the page anew) to the page."""
    permissions.check_may_see_obligation(posts, obligation)
    return redirect("plans:obligation", obligation_id=obligation.pk)


def _open(obligation_id: int) -> Obligation:
    return get_object_or_404(
        Obligation.objects.select_related("unit", "task__plan", "task__clause", "task__criterion__section"),
        pk=obligation_id,
    )


def _page(
    request: HttpRequest,
    obligation: Obligation,
    *,
    form: ReportForm | None = None,
    reason: ReasonForm | None = None,
    error: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_obligation(posts, obligation)
    fresh = {"version": obligation.version}
    if form is not None and isinstance(refusal, ChangedMeanwhile):
        # What was typed stays; the next press of a button is against the version now shown.
        form.show_against(obligation.version)
    today = state_of(request).working_date
    steps = history(obligation)
    context = {
        "obligation": obligation,
        "task": obligation.task,
        "row": row_of(obligation, today),
        "steps": steps,
        "why": why_of(obligation.task, today),
        "words_are_long": len(obligation.task.text) > LONG_TEXT,
        "words_fit_wide": len(obligation.task.text) <= LONG_TEXT_WIDE,
        "proofs": list({piece.pk: piece for s in steps for piece in s.report.evidence.all()}.values()),
        "error": error,
        "files_lost": bool(error and request.FILES),
        "reason": reason,
        "panels": panels("obligation", request, obligation),
        "max_megabytes": MAX_BYTES // 1_000_000,
        "may_withdraw": possible(obligation.state, Action.WITHDRAW)
        and permissions.may_report(posts, obligation),
        **_decision(posts, obligation),
    }
    if possible(obligation.state, Action.START) and permissions.may_report(posts, obligation):
        context["form"] = form or ReportForm(
            initial=fresh, obligation=obligation, known=offered(posts, today)
        )
    elif form is not None:
        # Somebody settled it meanwhile: what was typed is still shown, to copy from.
        context["typed"] = form.data.get("sentence", "")
    status = 200 if not error else 409 if isinstance(refusal, ChangedMeanwhile) else 422
    return render(request, "plans/obligation.html", context, status=status)


def _decision(posts: Posts, obligation: Obligation) -> dict[str, Any]:
    """Say whether the person may decide now, or the sentence why not."""
    found: dict[str, Any] = {"may_decide": False, "may_reopen": False, "why_not_decide": ""}
    if possible(obligation.state, Action.ACCEPT):
        try:
            permissions.check_may_decide(posts, obligation)
            found["may_decide"] = True
        except NotAllowed as no:
            found["why_not_decide"] = no.sentence
    if possible(obligation.state, Action.REOPEN):
        found["may_reopen"] = permissions.may_reopen(posts, obligation)
    return found
