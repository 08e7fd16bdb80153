"""The sheet of a unit: the official columns, typed line by line, handed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.checks import findings_of
from namro.web.campaigns.selectors.duties import Duties
from namro.web.campaigns.selectors.editing import editable_codes
from namro.web.campaigns.selectors.sheets import row_of, sheet_of
from namro.web.campaigns.services import filling
from namro.web.campaigns.services.writing import ChangedMeanwhile
from namro.web.campaigns.states import MAY_WRITE_WORD, Stage
from namro.web.campaigns.views.asking import line_for, sheet_for, user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now

PREFIX = "so-"


@require_GET
def sheet(request: HttpRequest, entrant_id: int) -> HttpResponse:
    entrant, duties = sheet_for(request, entrant_id)
    return sheet_page(request, entrant, duties)


@require_http_methods(["GET", "POST"])
def sheet_hand_in(request: HttpRequest, entrant_id: int) -> HttpResponse:
    entrant, duties = sheet_for(request, entrant_id)
    posts = posts_of(request)
    permissions.check_may_hand_in(posts, entrant)
    if request.method == "GET":
        return redirect("campaigns:sheet", entrant_id=entrant.pk)
    is_back = request.POST.get("buoc") == "rut"
    service = filling.take_back if is_back else filling.hand_in
    try:
        service(entrant_id=entrant.pk, by=user_of(request), posts=posts, at=now())
    except Refusal as refusal:
        return sheet_page(request, entrant, duties, error=refusal.sentence)
    messages.success(request, "Đã rút phiếu về để sửa." if is_back else "Đã gửi phiếu tự đánh giá.")
    return redirect("campaigns:sheet", entrant_id=entrant.pk)


@require_http_methods(["GET", "POST"])
def save_inputs(request: HttpRequest, entrant_id: int, code: str) -> HttpResponse:
    """Keep what was typed into one line; htmx gets the reckoning back, everybody else the sheet."""
    line, duties = line_for(request, entrant_id, code)
    if request.method == "GET":
        return redirect(_place(line))
    posts = posts_of(request)
    typed = {
        name.removeprefix(PREFIX): str(value)
        for name, value in request.POST.items()
        if name.startswith(PREFIX)
    }
    error, conflict = "", False
    try:
        version = int(request.POST.get("thay") or request.POST.get("version", ""))
    except ValueError:
        version = -1
    try:
        line = filling.save_inputs(
            line_id=line.pk, values=typed, by=user_of(request), posts=posts, at=now(), version=version
        )
    except Refusal as refusal:
        error, conflict = refusal.sentence, isinstance(refusal, ChangedMeanwhile)
        line, duties = line_for(request, entrant_id, code)
    if not getattr(request, "htmx", False):
        if not error:
            return redirect(_place(line))
        entrant = line.entrant
        return sheet_page(request, entrant, duties, error=error, typed={code: typed}, conflict=conflict)
    row = row_of(line.entrant, line)
    context = {
        "row": row,
        "error": error,
        "conflict": conflict,
        "saved": not error,
        # A line that lost against somebody else keeps the version it was typed against.
        "version": version if conflict else line.version,
        "is_part": True,
    }
    return render(request, "campaigns/_result.html", context)


def sheet_page(
    request: HttpRequest,
    entrant: Entrant,
    duties: Duties,
    *,
    error: str = "",
    typed: dict[str, dict[str, str]] | None = None,
    conflict: bool = False,
) -> HttpResponse:
    """Show the sheet, with what was refused still in its boxes."""
    posts = posts_of(request)
    wrong = next(iter(typed or {}), "")
    here = wrong.split(".")[0] if wrong else request.GET.get("linh-vuc", "")
    campaign = entrant.campaign
    context: dict[str, Any] = {
        "entrant": entrant,
        "campaign": campaign,
        "sheet": sheet_of(entrant, here, typed),
        "findings": findings_of(entrant),
        "editable": editable_codes(entrant, posts, duties),
        "error": error,
        "wrong": wrong,
        "conflict": conflict,
        "what_now": MAY_WRITE_WORD.get(Stage(campaign.stage), ""),
        "may_hand_in": campaign.stage == Stage.SELF_SCORING and permissions.may_hand_in(posts, entrant),
        "may_import": campaign.stage == Stage.SELF_SCORING and permissions.may_hand_in(posts, entrant),
    }
    status = 200 if not error else 409 if conflict else 422
    return render(request, "campaigns/sheet.html", context, status=status)


def _place(line: SheetLine) -> str:
    address = reverse("campaigns:sheet", args=[line.entrant_id])
    return f"{address}?linh-vuc={line.code.split('.')[0]}#tc-{line.code}"
