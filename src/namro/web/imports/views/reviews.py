"""The review of a reading: the list of rows, one row open for correction, the steps that change its shape."""

from collections.abc import Callable
from textwrap import shorten
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.imports import permissions
from namro.web.imports.forms import SeenForm, form_for
from namro.web.imports.selectors.imports import in_force, light, twin_of, whole
from namro.web.imports.selectors.review_cards import Desk
from namro.web.imports.selectors.review_preview import preview_of
from namro.web.imports.selectors.review_tree import digest, find, split_points
from namro.web.imports.selectors.reviews import card, counts_of, criteria_choices, desk_for, review_page
from namro.web.imports.services import rearranging, reviewing
from namro.web.imports.services.reviewing import Overtaken
from namro.web.imports.views.asking import back_to_review, place_in_list
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Correction, PlanImport
from namro.web.plans.services import rereading
from namro.web.plans.views.asking import is_part, user_of
from namro.web.program.selectors import now, state_of

State = PlanImport.State


@require_GET
def review(request: HttpRequest, import_id: int) -> HttpResponse:
    row = _open(request, import_id)
    if row.reviewed is None:
        return redirect("imports:progress", import_id=row.pk)
    desk = desk_for(row)
    place = place_in_list(request)
    shown = review_page(
        desk,
        tab=place.get("xem", ""),
        page=place.get("trang"),
        search=place.get("tim", ""),
        on=state_of(request).working_date,
    )
    context = {"shown": shown, "counts": shown.counts, "search": place.get("tim", ""), "place": place}
    if not is_part(request):
        context |= {"twin": twin_of(row), "in_force": in_force(row)}
    template = "imports/review_list.html" if is_part(request) else "imports/review.html"
    return render(request, template, {**_common(row), **context})


@require_http_methods(["GET", "POST"])
def review_part(request: HttpRequest, import_id: int, key: str) -> HttpResponse:
    """One part open for correction: a row, a clause, a heading, the head of the document."""
    row = _open(request, import_id)
    desk = _desk(row)
    node = find(desk.tree, key)
    if node is None:
        raise Http404
    form = form_for(key, node, request.POST if request.method == "POST" else None)
    if form is None:
        raise Http404
    if request.method == "GET":
        form.initial["seen"] = digest(node)
        return _form_page(request, row, desk, key, form)
    _check_open(row)
    if not form.is_valid():
        return _form_page(request, row, desk, key, form, status=422)
    try:
        changed = reviewing.correct(
            plan_import=row,
            key=key,
            typed=form.typed(),
            seen=form.cleaned_data["seen"],
            by=user_of(request),
            at=now(),
        )
    except Overtaken as overtaken:
        data = request.POST.copy()
        data["seen"] = digest(overtaken.node)
        form.data = data
        return _form_page(request, row, _desk(whole(row.pk)), key, form, overtaken=overtaken, status=409)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _form_page(request, row, desk, key, form, status=422)
    if is_part(request):
        return _card_part(request, row.pk, key)
    messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
    if key[:1] in "rnk":
        return back_to_review(request, row.pk, key)
    return redirect("imports:review_head", import_id=row.pk)


@require_GET
def review_card(request: HttpRequest, import_id: int, key: str) -> HttpResponse:
    """One row as it is read, without its form."""
    permissions.check_may_import(posts_of(request))
    return _card_part(request, import_id, key)


@require_http_methods(["GET", "POST"])
def review_step(request: HttpRequest, import_id: int, key: str, step: str) -> HttpResponse:
    """Mark as right, take the other reading, take out, cut, join, move."""
    row = _open(request, import_id, contents=False)
    action = _STEPS.get(step)
    if action is None:
        raise Http404
    if request.method == "GET":
        return redirect("imports:review_part", import_id=row.pk, key=key)
    _check_open(row)
    common = {
        "plan_import": row,
        "key": key,
        "by": user_of(request),
        "at": now(),
    }
    try:
        stays = action(request, common)
    except Overtaken as overtaken:
        messages.error(
            request,
            f"{overtaken.by} vừa sửa dòng này nên chưa làm. Hãy xem nội dung mới rồi làm lại nếu vẫn cần.",
        )
        return back_to_review(request, row.pk, key)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return back_to_review(request, row.pk, key)
    if is_part(request):
        return _card_part(request, row.pk, key)
    return back_to_review(request, row.pk, stays or "")


@require_POST
def review_undo(request: HttpRequest, import_id: int, correction_id: int) -> HttpResponse:
    row = _open(request, import_id, contents=False)
    _check_open(row)
    correction = Correction.objects.filter(plan_import=row, pk=correction_id).first()
    if correction is None:
        raise Http404
    try:
        reviewing.undo(plan_import=row, correction=correction, by=user_of(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã hoàn tác sửa đổi.")
    return back_to_review(request, row.pk, correction.path)


@require_GET
def review_preview(request: HttpRequest, import_id: int, field: str) -> HttpResponse:
    """How the register reads agencies, or the calendar a deadline, while they are being typed."""
    row = _open(request, import_id)
    desk = _desk(row)
    typed = request.GET.get(field, "")[:2000]
    shown = preview_of(desk.tree, field, typed, reread=rereading, on=state_of(request).working_date)
    if shown is None:
        raise Http404
    return render(request, "imports/review_preview.html", {"preview": shown})


def _open(request: HttpRequest, import_id: int, *, contents: bool = True) -> PlanImport:
    """Give the import to whoever may review it; a long document's contents are read only where needed."""
    permissions.check_may_import(posts_of(request))
    return whole(import_id) if contents else light(import_id)


def _desk(row: PlanImport) -> Desk:
    if row.reviewed is None:
        raise Http404
    return desk_for(row)


def _check_open(row: PlanImport) -> None:
    if row.state != State.REVIEW:
        raise Http404


def _common(row: PlanImport) -> dict[str, Any]:
    return {"import": row, "is_open": row.state == State.REVIEW}


def _card_part(request: HttpRequest, import_id: int, key: str) -> HttpResponse:
    row = whole(import_id)
    desk = _desk(row)
    one = card(desk, key, on=state_of(request).working_date)
    if one is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {**_common(row), "card": one, "counts": counts_of(desk), "place": place_in_list(request)}
    return render(request, "imports/review_answer.html", context)


def _form_page(
    request: HttpRequest,
    row: PlanImport,
    desk: Desk,
    key: str,
    form: SeenForm,
    *,
    overtaken: Overtaken | None = None,
    status: int = 200,
) -> HttpResponse:
    one = card(desk, key, on=state_of(request).working_date)
    context: dict[str, Any] = {
        **_common(row),
        "card": one,
        "key": key,
        "form": form,
        "overtaken": overtaken,
        "place": place_in_list(request),
    }
    if one is not None and not one.is_clause:
        context["criteria"] = criteria_choices(desk.tree)
        context["points"] = [
            (point, shorten(one.text[point:], 160, placeholder=" …")) for point in split_points(one.text)
        ]
    template = "imports/review_form.html" if is_part(request) else "imports/review_part.html"
    # htmx swaps only answers that say all went well; the page for people without scripts keeps the status.
    return render(request, template, context, status=200 if is_part(request) else status)


def _seen(request: HttpRequest) -> str:
    return request.POST.get("seen", "")


def _right(request: HttpRequest, common: dict[str, Any]) -> str:
    reviewing.check(**common, checked=True)
    return str(common["key"])


def _not_yet(request: HttpRequest, common: dict[str, Any]) -> str:
    reviewing.check(**common, checked=False)
    return str(common["key"])


def _other_reading(request: HttpRequest, common: dict[str, Any]) -> str:
    reviewing.choose_alternative(**common, seen=_seen(request))
    return str(common["key"])


def _remove(request: HttpRequest, common: dict[str, Any]) -> str:
    rearranging.remove_row(**common, seen=_seen(request))
    messages.success(request, "Đã xóa dòng; có thể hoàn tác trong mục Đã sửa.")
    return ""


def _split(request: HttpRequest, common: dict[str, Any]) -> str:
    point = request.POST.get("point", "")
    new = rearranging.split_row(**common, point=int(point) if point.isdecimal() else -1, seen=_seen(request))
    messages.success(request, "Đã tách thành hai dòng.")
    return new


def _merge(request: HttpRequest, common: dict[str, Any]) -> str:
    into = rearranging.merge_row(**common, seen=_seen(request))
    messages.success(request, "Đã gộp với dòng trước.")
    return into


def _move(request: HttpRequest, common: dict[str, Any]) -> str:
    rearranging.move_row(**common, criterion=request.POST.get("criterion", ""), seen=_seen(request))
    messages.success(request, "Đã chuyển dòng sang tiêu chí khác.")
    return str(common["key"])


_STEPS: dict[str, Callable[[HttpRequest, dict[str, Any]], str]] = {
    "dung": _right,
    "chua-xem": _not_yet,
    "cach-khac": _other_reading,
    "xoa": _remove,
    "tach": _split,
    "gop": _merge,
    "chuyen": _move,
}
