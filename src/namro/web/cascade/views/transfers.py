"""Obligations of units that are no more: what would pass on a day, and what Sở Nội vụ decides."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.accounts.models import User
from namro.web.cascade import permissions
from namro.web.cascade.forms import TransferForm, first_error
from namro.web.cascade.selectors.succession import last_transfers, moves_of, preview, units_on
from namro.web.cascade.services import transferring
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Obligation
from namro.web.program.selectors import now, state_of
from namro.web.ui.fields import DayField


@require_http_methods(["GET", "POST"])
def transfers(request: HttpRequest) -> HttpResponse:
    """Preview of a day (`ngay`, the working date when empty); a press of the button passes what is due today."""
    permissions.check_may_transfer(posts_of(request))
    today = state_of(request).working_date
    if request.method == "POST":
        passed = transferring.pass_to_successors(on=today, at=now(), by=_user(request))
        messages.success(
            request,
            f"Ngày {format_date(today)}: {passed.moved} phần việc đã chuyển sang đơn vị kế tục."
            if passed.moved
            else "Không có phần việc nào phải chuyển.",
        )
        return redirect("cascade:transfers")
    asked, error = request.GET.get("ngay", "").strip(), ""
    on = today
    if asked:
        try:
            on = DayField().clean(asked)
        except ValidationError:
            error = "Ngày cần viết dạng 1/7/2025."
    context = {
        "preview": preview(on),
        "on": on,
        "asked": asked,
        "error": error,
        "is_today": on == today,
        "transfers": last_transfers(),
    }
    return render(request, "cascade/transfers.html", context)


@require_http_methods(["GET", "POST"])
def decide_unit(request: HttpRequest, key: str) -> HttpResponse:
    """Pass everything of one unit to another."""
    posts = posts_of(request)
    permissions.check_may_transfer(posts)
    unit = get_object_or_404(Unit.objects.select_related("parent"), key=key)
    today = state_of(request).working_date
    near = next((one.choices for one in preview(today).undecided if one.unit.pk == unit.pk), ())
    form = TransferForm(
        request.POST if request.method == "POST" else None, units=list(units_on(today)), first=near
    )
    context: dict[str, Any] = {
        "form": form,
        "unit": unit,
        "count": Obligation.objects.filter(unit=unit).count(),
    }

    def act(to_unit: Unit, reason: str) -> str:
        made = transferring.decide_unit(
            from_unit=unit, to_unit=to_unit, reason=reason, on=today, by=_user(request), posts=posts, at=now()
        )
        return f"Đã chuyển {made.count} phần việc sang {to_unit.name}."

    return _decide(request, form, context, act, "cascade:transfers")


@require_http_methods(["GET", "POST"])
def decide_one(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Pass one obligation to another unit."""
    posts = posts_of(request)
    permissions.check_may_transfer(posts)
    obligation = get_object_or_404(Obligation.objects.select_related("unit", "task"), pk=obligation_id)
    today = state_of(request).working_date
    form = TransferForm(request.POST if request.method == "POST" else None, units=list(units_on(today)))
    context: dict[str, Any] = {
        "form": form,
        "unit": obligation.unit,
        "obligation": obligation,
        "moves": moves_of(obligation),
    }
    version = request.POST.get("version", "")

    def act(to_unit: Unit, reason: str) -> str:
        transferring.decide_obligation(
            obligation_id=obligation.pk,
            to_unit=to_unit,
            reason=reason,
            on=today,
            by=_user(request),
            posts=posts,
            at=now(),
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
        )
        return f"Đã chuyển phần việc sang {to_unit.name}."

    return _decide(request, form, context, act, "plans:obligation", obligation.pk)


def _decide(
    request: HttpRequest, form: TransferForm, context: dict[str, Any], act: Any, *then: Any
) -> HttpResponse:
    error = ""
    if request.method == "POST":
        if form.is_valid():
            to_unit = get_object_or_404(Unit, key=form.cleaned_data["don_vi"])
            try:
                thanks = act(to_unit, form.cleaned_data["ly_do"])
            except Refusal as refusal:
                error = refusal.sentence
            else:
                messages.success(request, thanks)
                return redirect(*then)
        else:
            error = first_error(form)
    return render(request, "cascade/transfer.html", {**context, "error": error}, status=422 if error else 200)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
