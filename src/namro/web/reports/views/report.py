"""The page of one report, writing its parts, and every step."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.reports import permissions
from namro.web.reports.models import Report
from namro.web.reports.selectors.closing import closing_of
from namro.web.reports.selectors.lists import row_of
from namro.web.reports.selectors.page import report_page
from namro.web.reports.selectors.signers import nobody_signs, signer_of
from namro.web.reports.services import flow, writing
from namro.web.reports.states import WRITABLE, Action, possible
from namro.web.reports.views.asking import report_for, user_of

_STEPS = {"gui": Action.SUBMIT, "nhan": Action.ACCEPT, "dinh-chinh": Action.CORRECT}


@require_GET
def detail(request: HttpRequest, report_id: int) -> HttpResponse:
    return _page(request, report_for(request, report_id))


@require_POST
def write(request: HttpRequest, report_id: int, section: str) -> HttpResponse:
    """Save the words of one part; answers 409 with both when somebody was quicker.

    With `tu-luu` the page saves while its writer types: the answer is JSON with the version, the time or a sentence.
    """
    by_itself = "tu-luu" in request.POST
    report = report_for(request, report_id)
    typed = request.POST.get("text", "")
    try:
        saved = writing.save_text(
            report_id=report.pk,
            section=section,
            text=typed,
            version=_version(request),
            by=user_of(request),
            posts=posts_of(request),
            at=now(),
            by_itself=by_itself,
        )
    except Refusal as refusal:
        if by_itself:
            return JsonResponse({"said": refusal.sentence}, status=422)
        return _page(request, report, error=refusal.sentence, typed={section: typed})
    if saved.kept_aside:
        error = (
            f"{saved.text.by_name} vừa lưu phần “{saved.text.title}”. Lời của bạn được giữ bên dưới phần đó; "
            "hãy gộp lại rồi lưu."
        )
        if by_itself:
            said = f"{saved.text.by_name} vừa lưu phần này. Lời của bạn được giữ riêng; hãy tải lại trang để gộp."
            return JsonResponse({"said": said}, status=409)
        return _page(request, report, error=error, status=409)
    if by_itself:
        return JsonResponse({"version": saved.text.version, "said": f"Đã lưu {now():%H:%M}"})
    messages.success(request, f"Đã lưu phần “{saved.text.title}”.")
    return redirect(f"{reverse('reports:detail', args=[report.pk])}#phan-{section}")


@require_POST
def refresh(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_for(request, report_id)
    try:
        flow.refresh(report_id=report.pk, by=user_of(request), posts=posts_of(request), at=now())
    except Refusal as refusal:
        return _page(request, report, error=refusal.sentence)
    messages.success(request, "Đã tính lại số liệu; số sửa tay vẫn giữ nguyên.")
    return redirect("reports:detail", report_id=report.pk)


@require_POST
def step(request: HttpRequest, report_id: int, action: str) -> HttpResponse:
    report = report_for(request, report_id)
    wanted = _STEPS.get(action)
    if wanted is None:
        raise Http404
    return _take(request, report, wanted)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, report_id: int) -> HttpResponse:
    """Read the report with a field at every place; a POST returns it with what was said."""
    report = report_for(request, report_id)
    permissions.check_may_receive(posts_of(request), report)
    said = {
        name.removeprefix("y|"): str(text)
        for name, text in request.POST.items()
        if name.startswith("y|") and str(text).strip()
    }
    error = ""
    if request.method == "POST":
        try:
            flow.take_step(
                report_id=report.pk,
                action=Action.RETURN,
                version=_version(request),
                sentence=request.POST.get("sentence", ""),
                remarks=said,
                by=user_of(request),
                posts=posts_of(request),
                at=now(),
            )
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, "Đã trả lại báo cáo kèm ý kiến.")
            return redirect("reports:detail", report_id=report.pk)
    elif not possible(report.state, Action.RETURN):
        messages.error(request, "Chỉ báo cáo đã gửi và chưa nhận mới trả lại được.")
        return redirect("reports:detail", report_id=report.pk)
    context = {
        "report": report,
        "page": report_page(report),
        "said": said,
        "sentence": request.POST.get("sentence", ""),
        "error": error,
    }
    return render(request, "reports/return.html", context, status=422 if error else 200)


def _take(request: HttpRequest, report: Report, action: Action) -> HttpResponse:
    try:
        flow.take_step(
            report_id=report.pk,
            action=action,
            version=_version(request),
            sentence=request.POST.get("sentence", ""),
            by=user_of(request),
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, report, error=refusal.sentence, sentence=request.POST.get("sentence", ""))
    messages.success(request, f"{action.label}: xong.")
    return redirect("reports:detail", report_id=report.pk)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _page(
    request: HttpRequest,
    report: Report,
    *,
    error: str = "",
    typed: dict[str, str] | None = None,
    sentence: str = "",
    status: int = 422,
) -> HttpResponse:
    posts = posts_of(request)
    may_write = permissions.may_write(posts, report)
    may_receive = permissions.may_receive(posts, report)
    today, closing = state_of(request).working_date, closing_of(report)
    writable = may_write and report.state in {one.value for one in WRITABLE}
    context: dict[str, Any] = {
        "report": report,
        "unsigned": nobody_signs(report.unit.name) if writable and not signer_of(report.unit, today) else "",
        "row": row_of(report, today),
        "closing": closing,
        "is_stale": closing.is_stale(today),
        "page": report_page(report, typed),
        "steps": report.steps.order_by("-at", "-id"),
        "writable": writable,
        "may_submit": may_write and possible(report.state, Action.SUBMIT),
        "may_correct": may_write and possible(report.state, Action.CORRECT),
        "may_accept": may_receive and possible(report.state, Action.ACCEPT),
        "error": error,
        "sentence": sentence,
    }
    return render(request, "reports/detail.html", context, status=status if error else 200)
