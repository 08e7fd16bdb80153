"""Choosing from a filtered list, looking at a step before it happens, doing it, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.cascade.forms import ManyForm, first_error, receivers
from namro.web.organisations.selectors import Posts, posts_of, staff_of
from namro.web.plans.exports import MOST_ROWS, obligations_workbook
from namro.web.plans.forms.filters import ObligationFilter
from namro.web.plans.selectors.choices import criterion_choice, indices, plan_names
from namro.web.plans.selectors.obligations import all_rows, page_of, wanted_obligations
from namro.web.plans.selectors.ordering import order_called
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.services.reporting import MAX_SENTENCE
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download
from namro.web.worklist import permissions
from namro.web.worklist.models import Batch
from namro.web.worklist.selectors.preview import outcome_of, preview_of
from namro.web.worklist.services import batches

EXPORT = "xuat"
_UNDO = "worklist_batches"


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """The list with boxes to tick; the filters stay in the address, also of what is posted."""
    posts = posts_of(request)
    permissions.check_may_work_in_bulk(posts)
    today = state_of(request).working_date
    form = ObligationFilter(
        request.GET, indices=indices(), plans=plan_names(),
        criterion=criterion_choice(request.GET.get("tieu_chi", "")),
    )  # fmt: skip
    found = wanted_obligations(posts, form.wanted(), today)
    order = order_called(request.GET.get("xep", ""))
    if request.method == "POST":
        return _choose(request, found, order, posts)
    page = page_of(
        found, today=today, after=request.GET.get("sau", ""), before=request.GET.get("truoc", ""), order=order
    )
    htmx = bool(getattr(request, "htmx", False))
    context = {
        "form": form,
        "list": page,
        "is_narrow": form.wanted().is_narrow,
        "may_remind": permissions.may_remind(posts),
        "may_assign": bool(posts.unit_ids),
    }
    return render(request, "worklist/_bulk_list.html" if htmx else "worklist/bulk.html", context)


def _choose(request: HttpRequest, found: Any, order: Any, posts: Posts) -> HttpResponse:
    step, every = request.POST.get("buoc", ""), request.POST.get("tat_ca") == "1"
    marks = _marks(request)
    if step == EXPORT:
        return _export(request, found if every else found.filter(pk__in=[pk for pk, _ in marks]), order)
    if every:
        marks = list(found.order_by(*order.ordering).values_list("id", "version")[: batches.MOST + 1])
    try:
        batch = batches.prepare(
            step=step, marks=marks, query=request.GET.urlencode(), by=user_of(request), posts=posts, at=now()
        )
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(f"{reverse('worklist:bulk')}?{request.GET.urlencode()}")
    return redirect("worklist:batch", batch_id=batch.pk)


def _export(request: HttpRequest, found: Any, order: Any) -> HttpResponse:
    state = state_of(request)
    rows = all_rows(found, state.working_date, most=MOST_ROWS + 1, order=order)
    content = obligations_workbook(
        rows[:MOST_ROWS],
        today=state.working_date,
        is_illustration=state.illustration,
        is_cut=len(rows) > MOST_ROWS,
    )
    return as_download(content, "phan-viec-da-chon.xlsx")


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Before: what it would do, with what has to be said. Afterwards: how far it is and what came of it."""
    posts = posts_of(request)
    permissions.check_may_work_in_bulk(posts)
    row = _own(request, batch_id)
    if row.state != Batch.State.PREVIEW:
        return _outcome(request, row)
    preview = preview_of(row, posts=posts, day=state_of(request).working_date)
    form = None
    if preview.unit is not None:
        choices = receivers(staff_of(preview.unit, on=state_of(request).working_date))
        form = ManyForm(request.POST if request.method == "POST" else None, choices=choices)
    error = ""
    if request.method == "POST":
        try:
            batches.start(batch=row, said=_said(request, row, form), by=user_of(request), at=now())
        except Refusal as refusal:
            error = refusal.sentence
        else:
            request.session[_UNDO] = [*request.session.get(_UNDO, [])[-49:], row.pk]
            return redirect("worklist:batch", batch_id=row.pk)
    context = {
        "batch": row, "preview": preview, "form": form, "error": error, "reason": request.POST.get("ly_do", ""),
        "longest": MAX_SENTENCE, "needs_reason": row.step == Batch.Step.RETURN,
    }  # fmt: skip
    return render(request, "worklist/preview.html", context, status=422 if error else 200)


@require_POST
def batch_step(request: HttpRequest, batch_id: int, step: str) -> HttpResponse:
    """Put a step aside, go on with one that fell silent, or take one back."""
    posts = posts_of(request)
    permissions.check_may_work_in_bulk(posts)
    row = _own(request, batch_id)
    if step == "bo":
        batches.cancel(batch=row, by=user_of(request))
        return redirect(f"{reverse('worklist:bulk')}?{row.query}")
    if step == "lam-tiep":
        batches.run(row.pk)
    elif step == "hoan-tac":
        try:
            if row.pk not in request.session.get(_UNDO, []):
                raise Refusal(
                    "Chỉ hoàn tác được trong cùng phiên làm việc; sau đó hãy mở từng phần việc để sửa."
                )
            row = batches.undo(batch=row, by=user_of(request), posts=posts, at=now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    else:
        raise Http404
    return redirect("worklist:batch", batch_id=row.pk)


def _outcome(request: HttpRequest, row: Batch) -> HttpResponse:
    may_undo = (
        row.step in batches.UNDOABLE
        and row.state == Batch.State.DONE
        and bool(row.done)
        and row.pk in request.session.get(_UNDO, [])
        and not Batch.objects.filter(undoes=row).exists()
    )
    context = {"outcome": outcome_of(row), "batch": row, "may_undo": may_undo}
    htmx = bool(getattr(request, "htmx", False))
    return render(request, "worklist/_outcome.html" if htmx else "worklist/outcome.html", context)


def _said(request: HttpRequest, row: Batch, form: ManyForm | None) -> dict[str, Any]:
    if row.step != Batch.Step.ASSIGN:
        return {"reason": request.POST.get("ly_do", "")}
    if form is None:
        raise Refusal("Không có phần việc nào giao được; hãy chọn lại ở danh sách.")
    if not form.is_valid():
        raise Refusal(first_error(form))
    piece = form.piece()
    if piece.division_id is None and piece.official_id is None:
        raise Refusal("Hãy chọn phòng hoặc công chức nhận việc.")
    return batches.said_of(piece)


def _own(request: HttpRequest, batch_id: int) -> Batch:
    found = Batch.objects.select_related("by").filter(pk=batch_id, by=user_of(request)).first()
    if found is None:
        raise Http404
    return found


def _marks(request: HttpRequest) -> list[batches.Mark]:
    """Give what was ticked and may be seen, each once."""
    found: dict[int, int] = {}
    for mark in request.POST.getlist("chon")[: batches.MOST]:
        pk, _, version = mark.partition(".")
        if pk.isdecimal() and version.isdecimal() and len(pk) < 19 and len(version) < 10:
            found[int(pk)] = int(version)
    seen = visible_obligations(posts_of(request)).filter(pk__in=list(found)).values_list("id", flat=True)
    visible = set(seen)
    return [(pk, version) for pk, version in found.items() if pk in visible]
