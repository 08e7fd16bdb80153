"""Handing on: one obligation in pieces, many to one receiver, and from a division to its officials."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.cascade import permissions
from namro.web.cascade.forms import ManyForm, PiecesForm, first_error, receivers
from namro.web.cascade.models import HandOver
from namro.web.cascade.selectors.holders import last_piece, tree_of
from namro.web.cascade.services import giving
from namro.web.cascade.views.board import chosen_ids
from namro.web.organisations.selectors import posts_of, staff_of
from namro.web.plans.models import Obligation
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.program.selectors import now, state_of


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Hand one obligation on, in one piece or several."""
    obligation = get_object_or_404(Obligation.objects.select_related("unit", "task"), pk=obligation_id)
    posts = posts_of(request)
    permissions.check_may_hand_over(posts, obligation)
    today = state_of(request).working_date
    form = PiecesForm(
        request.POST if request.method == "POST" else None,
        choices=receivers(staff_of(obligation.unit, on=today)),
        initial={
            "viec": giving.brief_of(obligation),
            "han": obligation.due if obligation.due and obligation.due >= today else None,
        },
    )
    context: dict[str, Any] = {
        "obligation": obligation,
        "form": form,
        "rows": [row for row in tree_of(obligation, today) if row.piece.state != "withdrawn"],
        "limit": obligation.due,
        "title": "Giao việc",
    }
    if request.method == "POST":
        seen = request.POST.get("thay", "")
        done = _try(
            request,
            form,
            context,
            lambda: giving.hand_over(
                obligation_id=obligation.pk,
                pieces=form.pieces(),
                by=_user(request),
                posts=posts,
                at=now(),
                seen=int(seen) if seen.isdecimal() and len(seen) < 19 else -1,
            ),
        )
        if done:
            messages.success(request, f"Đã giao {len(done)} phần việc; người nhận thấy ngay.")
            return redirect("plans:obligation", obligation_id=obligation.pk)
    context["seen"] = last_piece(obligation.pk)
    return render(request, "cascade/give.html", context, status=context.pop("status", 200))


@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Hand a division's piece on to its officials."""
    piece = get_object_or_404(
        HandOver.objects.select_related("obligation__unit", "obligation__task", "division", "unit"),
        pk=hand_over_id,
    )
    posts = posts_of(request)
    permissions.check_may_pass_on(posts, piece)
    today = state_of(request).working_date
    form = PiecesForm(
        request.POST if request.method == "POST" else None,
        choices=receivers(staff_of(piece.unit, on=today), only_division=piece.division_id),
        initial={
            "viec": piece.work,
            "trach_nhiem": "",
            "han": piece.due if piece.due >= today else None,
            "san_pham": piece.product,
        },
    )
    context: dict[str, Any] = {
        "obligation": piece.obligation,
        "form": form,
        "above": piece,
        "rows": [row for row in tree_of(piece.obligation, today) if row.piece.passed_from_id == piece.pk],
        "limit": piece.due,
        "title": "Giao tiếp",
    }
    if request.method == "POST":
        seen = request.POST.get("thay", "")
        done = _try(
            request,
            form,
            context,
            lambda: giving.pass_on(
                hand_over_id=piece.pk,
                pieces=form.pieces(),
                by=_user(request),
                posts=posts,
                at=now(),
                version=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,
            ),
        )
        if done:
            messages.success(request, f"Đã giao tiếp {len(done)} phần.")
            return redirect("cascade:hand_over", hand_over_id=piece.pk)
        piece.refresh_from_db()
    context["seen"] = piece.version
    return render(request, "cascade/give.html", context, status=context.pop("status", 200))


@require_http_methods(["GET", "POST"])
def give_many(request: HttpRequest) -> HttpResponse:
    """Many obligations (`chon`) whole to one division or official; the first page only shows what was chosen."""
    posts = posts_of(request)
    permissions.check_may_see_board(posts)
    if request.method == "GET":
        return redirect("cascade:board")
    ids = chosen_ids(request.POST.getlist("chon"))[: giving.MOST_OBLIGATIONS]
    chosen = list(
        Obligation.objects.filter(pk__in=ids).select_related("unit", "task").order_by("sort_due", "id")
    )
    for obligation in chosen:
        permissions.check_may_hand_over(posts, obligation)
    units = {obligation.unit_id: obligation.unit for obligation in chosen}
    if len(units) != 1:
        messages.warning(
            request, "Hãy chọn phần việc của một đơn vị." if units else "Chưa chọn phần việc nào để giao."
        )
        return redirect("cascade:board")
    (unit,) = units.values()
    is_filled = request.POST.get("buoc") == "chac-giao"
    choices = receivers(staff_of(unit, on=state_of(request).working_date))
    form = ManyForm(request.POST if is_filled else None, choices=choices)
    error = ""
    if is_filled:
        if form.is_valid():
            try:
                made = giving.hand_over_many(
                    obligation_ids=[one.pk for one in chosen],
                    piece=form.piece(),
                    by=_user(request),
                    posts=posts,
                    at=now(),
                )
            except Refusal as refusal:
                error = refusal.sentence
            else:
                messages.success(request, f"Đã giao {len(made)} phần việc.")
                return redirect("cascade:board")
        else:
            error = first_error(form)
    context = {"form": form, "chosen": chosen, "unit": unit, "error": error, "empty": len(choices) == 1}
    return render(request, "cascade/give_many.html", context, status=422 if error else 200)


def _try(request: HttpRequest, form: PiecesForm, context: dict[str, Any], act: Any) -> list[HandOver]:
    """Add a row, or give; what cannot be taken stands in the context as one sentence."""
    if request.POST.get("buoc") == "them-phan":
        form.add_row()
        return []
    if not form.is_valid():
        context["error"] = next(first_error(row) for row in form.rows if row.errors)
        context["status"] = 422
        return []
    try:
        made: list[HandOver] = act()
    except Refusal as refusal:
        context["error"] = refusal.sentence
        context["status"] = 409 if isinstance(refusal, ChangedMeanwhile) else 422
        return []
    return made


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
