"""The rest of a review: the head of the document, what stands outside the tables, a new row, the conclusion."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.imports import permissions
from namro.web.imports.forms import NewRowForm
from namro.web.imports.selectors.import_summary import summary_of
from namro.web.imports.selectors.imports import twin_of, whole
from namro.web.imports.selectors.review_head import head_of
from namro.web.imports.selectors.review_tree import find
from namro.web.imports.selectors.reviews import criteria_choices, desk_for, outside, row_choices
from namro.web.imports.selectors.source_text import source_page
from namro.web.imports.services import rearranging
from namro.web.imports.services.concluding import conclude
from namro.web.imports.views.asking import back_to_review
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import PlanImport
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now

State = PlanImport.State


@require_GET
def review_head(request: HttpRequest, import_id: int) -> HttpResponse:
    """Head of the document, targets, baselines and the headings of appendices, axes and criteria."""
    row = _open(request, import_id)
    desk = desk_for(row)
    return render(
        request, "imports/head.html", {"import": row, "is_open": _is_open(row), "head": head_of(desk)}
    )


@require_http_methods(["GET", "POST"])
def review_outside(request: HttpRequest, import_id: int) -> HttpResponse:
    """Lines that stand nowhere yet, what a web page put around the document, rows taken out."""
    row = _open(request, import_id)
    if request.method == "POST":
        _check_open(row)
        pieces = request.POST.getlist("piece")
        if request.POST.get("new") and pieces:
            query = urlencode({"piece": pieces}, doseq=True)
            return redirect(f"{reverse('imports:review_add', args=[row.pk])}?{query}")
        try:
            rearranging.assign(
                plan_import=row,
                pieces=pieces,
                to=request.POST.get("to", ""),
                field=request.POST.get("field", ""),
                by=user_of(request),
                at=now(),
            )
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "Đã xếp chỗ cho các dòng đã chọn.")
        return redirect("imports:review_outside", import_id=row.pk)
    desk = desk_for(row)
    context = {
        "import": row,
        "is_open": _is_open(row),
        "outside": outside(desk.tree),
        "rows": row_choices(desk),
        "removals": [c for corrections in desk.standing.values() for c in corrections if c.field == "remove"],
    }
    return render(request, "imports/outside.html", context)


@require_GET
def review_source(request: HttpRequest, import_id: int) -> HttpResponse:
    """The whole text with line numbers, each line with where it went."""
    row = _open(request, import_id)
    found = source_page(
        desk_for(row),
        page=request.GET.get("trang", ""),
        line=request.GET.get("dong", ""),
        plan=getattr(row, "plan", None),
    )
    context = {"import": row, "is_open": _is_open(row), "source": found}
    return render(request, "imports/source.html", context)


@require_http_methods(["GET", "POST"])
def review_add(request: HttpRequest, import_id: int) -> HttpResponse:
    """A row that the reader did not find."""
    row = _open(request, import_id)
    _check_open(row)
    desk = desk_for(row)
    source = request.POST if request.method == "POST" else request.GET
    pieces = source.getlist("piece")
    found = [piece for piece in (find(desk.tree, key) for key in pieces) if piece is not None]
    text = "\n".join(str(piece["text"]) for piece in found)
    form = NewRowForm(request.POST if request.method == "POST" else None, initial={"text": text})
    criterion, after_row = source.get("criterion", ""), source.get("after", "")
    if request.method == "POST" and form.is_valid():
        try:
            new = rearranging.add_row(
                plan_import=row,
                criterion=criterion,
                after_row=after_row,
                typed=form.typed(),
                pieces=pieces,
                by=user_of(request),
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã thêm dòng.")
            return back_to_review(request, row.pk, new)
    context = {
        "import": row,
        "form": form,
        "criteria": criteria_choices(desk.tree),
        "criterion": criterion,
        "after": after_row,
        "pieces": pieces,
        "lines": [(piece.get("line") or piece["source"]["first_line"], piece["text"]) for piece in found],
    }
    return render(request, "imports/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def review_confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """What will be made, what stands in the way, and the button."""
    row = _open(request, import_id)
    if row.state == State.CONFIRMED:
        plan = getattr(row, "plan", None)
        return redirect("plans:detail", plan_id=plan.pk) if plan else redirect("imports:list")
    _check_open(row)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            plan = conclude(
                plan_import=row,
                version=int(version) if version.isdecimal() else -1,
                by=user_of(request),
                at=now(),
            )
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("imports:review_confirm", import_id=row.pk)
        messages.success(request, f"Đã xác nhận {plan}.")
        return redirect("plans:detail", plan_id=plan.pk)
    context = {"import": row, "summary": summary_of(row, desk_for(row)), "twin": twin_of(row)}
    return render(request, "imports/confirm.html", context)


def _open(request: HttpRequest, import_id: int) -> PlanImport:
    permissions.check_may_import(posts_of(request))
    row = whole(import_id)
    if row.reviewed is None:
        raise Http404
    return row


def _is_open(row: PlanImport) -> bool:
    return row.state == State.REVIEW


def _check_open(row: PlanImport) -> None:
    if not _is_open(row):
        raise Http404
