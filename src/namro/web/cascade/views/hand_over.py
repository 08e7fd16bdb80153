"""One piece of work: what is to be done, the report of a minute, the decision, and the history with its proof."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.cascade import permissions
from namro.web.cascade.forms import StepForm, WorkForm, first_error
from namro.web.cascade.models import HandOver
from namro.web.cascade.selectors.holders import tree_of
from namro.web.cascade.selectors.mine import history_of
from namro.web.cascade.services import working
from namro.web.cascade.states import Action, possible
from namro.web.evidence.delivery import send
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import MAX_BYTES
from namro.web.organisations.selectors import posts_of
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.program.selectors import now, state_of

DONE, DOING, STUCK = "xong", "dang-lam", "vuong"
_THANKS = {
    DONE: "Đã báo xong; bên giao sẽ nghiệm thu.",
    DOING: "Đã ghi tiến độ.",
    STUCK: "Đã ghi vướng mắc; bên giao thấy ngay.",
}
_STEPS: dict[str, tuple[Callable[..., HandOver], str]] = {
    "nhan": (working.acknowledge, "Đã ghi nhận bạn đã nhận việc."),
    "rut-bao-cao": (working.take_back, "Đã rút báo cáo; hãy sửa rồi gửi lại."),
    "nghiem-thu": (working.accept, "Đã nghiệm thu."),
    "tra-lai": (working.return_, "Đã trả lại kèm lý do."),
    "rut": (working.withdraw, "Đã rút việc đã giao."),
}
_WITH_REASON = {"tra-lai", "rut"}


@require_GET
def detail(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    return _page(request, _open(hand_over_id))


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    piece = _open(hand_over_id)
    posts = posts_of(request)
    if request.method == "GET":
        return _to_page(request, piece)
    permissions.check_may_work(posts, piece)
    form = WorkForm(request.POST, request.FILES, piece=piece)
    step = request.POST.get("buoc", "")
    if step not in _THANKS:
        return _page(request, piece, form=form, error="Hãy chọn «Đã xong», «Đang làm» hoặc «Vướng mắc».")
    if not form.is_valid():
        return _page(request, piece, form=form, error=first_error(form))
    try:
        working.report(
            hand_over_id=piece.pk,
            done=step == DONE,
            said=form.said(stuck=step == STUCK),
            proof=form.proof(),
            by=_user(request),
            posts=posts,
            at=now(),
            version=form.cleaned_data["version"],
        )
    except Refusal as refusal:
        return _page(request, _open(hand_over_id), form=form, error=refusal.sentence, refusal=refusal)
    messages.success(request, _THANKS[step])
    return redirect("cascade:hand_over", hand_over_id=piece.pk)


@require_http_methods(["GET", "POST"])
def take_step(request: HttpRequest, hand_over_id: int, step: str) -> HttpResponse:
    """Acknowledge, take back, accept, return or withdraw."""
    piece = _open(hand_over_id)
    posts = posts_of(request)
    permissions.check_may_see_hand_over(posts, piece)
    if step not in _STEPS:
        raise Http404
    if request.method == "GET":
        return _to_page(request, piece)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, piece, error=first_error(form), reason=form)
    act, thanks = _STEPS[step]
    said = form.cleaned_data["reason"]
    more = {"reason": said} if step in _WITH_REASON else {"note": said} if step == "nghiem-thu" else {}
    try:
        act(
            hand_over_id=piece.pk,
            by=_user(request),
            posts=posts,
            at=now(),
            version=form.cleaned_data["version"],
            **more,
        )
    except Refusal as refusal:
        return _page(request, _open(hand_over_id), error=refusal.sentence, refusal=refusal, reason=form)
    messages.success(request, thanks)
    return redirect("cascade:hand_over", hand_over_id=piece.pk)


@require_GET
def proof(request: HttpRequest, hand_over_id: int, evidence_id: int) -> HttpResponseBase:
    """Hand out a file of proof to whoever may see the piece it proves."""
    piece = _open(hand_over_id)
    permissions.check_may_see_hand_over(posts_of(request), piece)
    evidence = get_object_or_404(
        Evidence.objects.filter(hand_over_steps__hand_over=piece).distinct(), pk=evidence_id
    )
    return send(evidence, inline=request.GET.get("xem") == "1")


def _open(hand_over_id: int) -> HandOver:
    return get_object_or_404(
        HandOver.objects.select_related(
            "obligation__unit", "obligation__task__plan", "unit", "division", "official", "passed_from"
        ),
        pk=hand_over_id,
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _to_page(request: HttpRequest, piece: HandOver) -> HttpResponse:
    permissions.check_may_see_hand_over(posts_of(request), piece)
    return redirect("cascade:hand_over", hand_over_id=piece.pk)


def _page(
    request: HttpRequest,
    piece: HandOver,
    *,
    form: WorkForm | None = None,
    reason: StepForm | None = None,
    error: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_hand_over(posts, piece)
    if form is not None and isinstance(refusal, ChangedMeanwhile):
        form.show_against(piece.version)
    tree = tree_of(piece.obligation, state_of(request).working_date)
    is_here = piece.unit_id == piece.obligation.unit_id
    may_work = is_here and permissions.may_work(posts, piece)
    context: dict[str, Any] = {
        "piece": piece,
        "row": next(row for row in tree if row.piece.pk == piece.pk),
        "below": [row for row in tree if row.piece.passed_from_id == piece.pk],
        "obligation": piece.obligation,
        "task": piece.obligation.task,
        "steps": history_of(piece),
        "error": error,
        "files_lost": bool(error and request.FILES),
        "reason": reason,
        "max_megabytes": MAX_BYTES // 1_000_000,
        "may_acknowledge": may_work and possible(piece.state, Action.ACKNOWLEDGE),
        "may_take_back": may_work and possible(piece.state, Action.TAKE_BACK),
        "may_pass_on": is_here
        and permissions.may_pass_on(posts, piece)
        and possible(piece.state, Action.PASS_ON),
        "may_judge": is_here and possible(piece.state, Action.ACCEPT) and permissions.may_judge(posts, piece),
        "may_withdraw": is_here
        and possible(piece.state, Action.WITHDRAW)
        and permissions.may_withdraw(posts, piece),
    }
    if may_work and possible(piece.state, Action.PROGRESS):
        context["form"] = form or WorkForm(initial={"version": piece.version}, piece=piece)
    elif form is not None:
        context["typed"] = form.data.get("sentence", "")
    status = 200 if not error else 409 if isinstance(refusal, ChangedMeanwhile) else 422
    return render(request, "cascade/hand_over.html", context, status=status)
