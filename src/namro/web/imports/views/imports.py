"""Documents on their way in: the list, a new one, how far its reading is, stopping and putting aside."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.imports import permissions
from namro.web.imports.forms import UploadForm
from namro.web.imports.selectors.imports import light, listed, progress_of
from namro.web.imports.services import importing
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import PlanImport
from namro.web.plans.views.asking import is_part, user_of
from namro.web.program.selectors import now

State = PlanImport.State


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_imports(posts)
    page = listed(page=request.GET.get("trang"))
    return render(
        request,
        "imports/list.html",
        {
            "page": page,
            "rows": [progress_of(row) for row in page.object_list],
            "may_import": permissions.may_import(posts),
            "why_not": permissions.NOT_IMPORT,
        },
    )


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    permissions.check_may_import(posts_of(request))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = importing.receive(
                content=file, name=file.name, size=file.size, by=user_of(request), at=now()
            )
        except importing.AlreadyImported as known:
            context["earlier"] = light(known.earlier.pk)
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("imports:progress", import_id=row.pk)
    return render(request, "imports/new.html", context, status=200 if request.method == "GET" else 422)


@require_GET
def import_progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far the reading is; a finished one leads on to the review."""
    posts = posts_of(request)
    permissions.check_may_see_imports(posts)
    row = light(import_id)
    if row.state in (State.REVIEW, State.CONFIRMED) and permissions.may_import(posts):
        address = reverse("imports:review", args=[row.pk])
        if is_part(request):
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)
    template = "imports/progress_part.html" if is_part(request) else "imports/progress.html"
    context = {"import": row, "progress": progress_of(row), "may_import": permissions.may_import(posts)}
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def import_step(request: HttpRequest, import_id: int, step: str) -> HttpResponse:
    """Stop, read again, put aside, take back; putting aside is asked first."""
    permissions.check_may_import(posts_of(request))
    row = light(import_id)
    action = _STEPS.get(step)
    if action is None:
        raise Http404
    if request.method == "GET":
        if step != "bo":
            return redirect("imports:progress", import_id=row.pk)
        corrections = row.corrections.filter(undone_at=None).count()
        return render(request, "imports/discard.html", {"import": row, "corrections": corrections})
    try:
        return action(request, row)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("imports:progress", import_id=row.pk)


@require_GET
def import_file(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Hand out the document as it was uploaded, always as a download."""
    permissions.check_may_see_imports(posts_of(request))
    row = light(import_id)
    try:
        content = row.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(
        content, as_attachment=True, filename=row.file_name, content_type="application/octet-stream"
    )


def _stop(request: HttpRequest, row: PlanImport) -> HttpResponse:
    importing.cancel(plan_import=row, by=user_of(request), at=now())
    messages.success(request, "Đã dừng đọc văn bản.")
    return redirect("imports:progress", import_id=row.pk)


def _again(request: HttpRequest, row: PlanImport) -> HttpResponse:
    if row.state in (State.REVIEW, State.CONFIRMED, State.DISCARDED):
        row = importing.read_again(plan_import=row, by=user_of(request), at=now())
    else:
        importing.restart(plan_import=row, by=user_of(request), at=now())
    return redirect("imports:progress", import_id=row.pk)


def _discard(request: HttpRequest, row: PlanImport) -> HttpResponse:
    importing.discard(plan_import=row, by=user_of(request), at=now())
    messages.success(request, f"Đã bỏ văn bản “{row.file_name}”. Có thể lấy lại trong danh sách dưới đây.")
    return redirect("imports:list")


def _restore(request: HttpRequest, row: PlanImport) -> HttpResponse:
    importing.restore(plan_import=row, by=user_of(request), at=now())
    messages.success(request, f"Đã lấy lại văn bản “{row.file_name}”.")
    return redirect("imports:progress", import_id=row.pk)


_STEPS: dict[str, Callable[[HttpRequest, PlanImport], HttpResponse]] = {
    "dung": _stop,
    "doc-lai": _again,
    "bo": _discard,
    "lay-lai": _restore,
}
