"""The sheet of a unit: the official columns, typed line by line, handed in."""

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.campaigns import permissions
from namro.web.campaigns.exports import file_name, sheet_workbook
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.checks import findings_of
from namro.web.campaigns.selectors.duties import Duties
from namro.web.campaigns.selectors.editing import (
    editable_codes,
    explainable_codes,
    judgeable_codes,
    supplementable_codes,
)
from namro.web.campaigns.selectors.finding import grouped
from namro.web.campaigns.selectors.sheets import sheet_around, sheet_of
from namro.web.campaigns.services import appraising, filling, importing
from namro.web.campaigns.services.writing import ChangedMeanwhile
from namro.web.campaigns.states import MAY_WRITE_WORD, Stage
from namro.web.campaigns.views.asking import line_for, sheet_for, user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download

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
def sheet_accept(request: HttpRequest, entrant_id: int) -> HttpResponse:
    """Accept the ticked criteria as the unit claims them; those that cannot be are named with the reason."""
    entrant, duties = sheet_for(request, entrant_id)
    posts = posts_of(request)
    permissions.check_may_appraise_some(posts, entrant, duties)
    if request.method == "GET":
        return redirect("campaigns:sheet", entrant_id=entrant.pk)
    done = appraising.accept_many(
        entrant_id=entrant.pk, chosen=request.POST.getlist("chon"), by=user_of(request), posts=posts, at=now()
    )
    if done.saved:
        messages.success(request, f"Đã chấp nhận {done.saved} tiêu chí.")
    if done.refused or not done.saved:
        error = "\n".join(done.refused) or "Hãy đánh dấu ít nhất một tiêu chí."
        return sheet_page(request, entrant, duties, error=error)
    return redirect(
        f"{reverse('campaigns:sheet', args=[entrant.pk])}?linh-vuc={request.POST.get('linh-vuc', '')}"
    )


@require_GET
def sheet_export(request: HttpRequest, entrant_id: int) -> HttpResponse:
    entrant, _ = sheet_for(request, entrant_id)
    packed = sheet_workbook(entrant, sheet_of(entrant, "tat-ca"), today=state_of(request).working_date)
    return as_download(packed, file_name(entrant))


@require_http_methods(["GET", "POST"])
def sheet_import(request: HttpRequest, entrant_id: int) -> HttpResponse:
    """Take a filled workbook: first a preview of what would change, then what was chosen."""
    entrant, duties = sheet_for(request, entrant_id)
    posts = posts_of(request)
    permissions.check_may_hand_in(posts, entrant)
    context: dict[str, Any] = {"entrant": entrant, "campaign": entrant.campaign}
    if request.method == "GET":
        return render(request, "campaigns/import.html", context)
    try:
        if "xac-nhan" in request.POST:
            chosen = importing.chosen_of(request.POST)
            done = importing.take(
                entrant_id=entrant.pk, chosen=chosen, by=user_of(request), posts=posts, at=now()
            )
            if done.refused:
                return render(
                    request, "campaigns/import.html", {**context, "refused": done.refused}, status=409
                )
            messages.success(request, f"Đã ghi {done.saved} tiêu chí.")
            return redirect("campaigns:sheet", entrant_id=entrant.pk)
        upload = request.FILES.get("tep")
        if upload is None:
            raise Refusal("Hãy chọn tệp Excel đã điền.")
        if (upload.size or 0) > importing.MAX_BYTES:
            raise Refusal("Tệp lớn hơn 20 MB; hãy dùng đúng bảng đã xuất từ phiếu này.")
        context["preview"] = importing.preview(
            entrant=entrant,
            editable=editable_codes(entrant, posts, duties),
            supplementable=supplementable_codes(entrant, posts, duties),
            explainable=explainable_codes(entrant, posts, duties),
            name=upload.name or "",
            data=upload.read(),
        )
    except Refusal as refusal:
        return render(request, "campaigns/import.html", {**context, "error": refusal.sentence}, status=422)
    return render(request, "campaigns/import.html", context)


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
    around = sheet_around(line.entrant, code)
    *sums, row = around.rows
    context = {
        "row": row,
        "sums": sums,
        "sheet": around,
        "error": error,
        "conflict": conflict,
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
    prefetch_related_objects([entrant], "lines")  # the sheet and what is checked in it read the same lines
    context: dict[str, Any] = {
        "entrant": entrant,
        "campaign": campaign,
        "sheet": sheet_of(entrant, here, typed),
        "findings": grouped(findings_of(entrant)),
        # Whose places a finding may lead to: nobody is sent where they would be refused.
        "led_to": {entrant.unit_id, 0} | posts.unit_ids,
        "sees_all": posts.sees_whole_province,
        "editable": editable_codes(entrant, posts, duties),
        "marked": [line for line in entrant.lines.all() if line.mark],
        "is_supplementing": campaign.stage == Stage.SUPPLEMENTING,
        "error": error,
        "wrong": wrong,
        "conflict": conflict,
        "judgeable": judgeable_codes(entrant, posts, duties),
        "what_now": MAY_WRITE_WORD.get(Stage(campaign.stage), ""),
        "may_hand_in": campaign.stage == Stage.SELF_SCORING and permissions.may_hand_in(posts, entrant),
        "may_import": campaign.stage in {Stage.SELF_SCORING, Stage.SUPPLEMENTING, Stage.EXPLAINING}
        and permissions.may_hand_in(posts, entrant),
    }
    status = 200 if not error else 409 if conflict else 422
    return render(request, "campaigns/sheet.html", context, status=status)


def _place(line: SheetLine) -> str:
    address = reverse("campaigns:sheet", args=[line.entrant_id])
    return f"{address}?linh-vuc={line.code.split('.')[0]}#tc-{line.code}"
