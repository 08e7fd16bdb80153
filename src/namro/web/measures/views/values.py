"""Giving and correcting the value of one unit, with the history of what was given before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from namro.core.errors import Refusal
from namro.web.measures import permissions
from namro.web.measures.forms.measures import ValueForm
from namro.web.measures.selectors.one_value import value_with_history
from namro.web.measures.selectors.values import name_on, periods_of
from namro.web.measures.services.giving import ChangedMeanwhile, give_value
from namro.web.measures.views.asking import measure_for, reader_of, user_of
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.program.selectors import now, state_of


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, measure_id: int, unit_id: int) -> HttpResponse:
    posts = reader_of(request)
    measure = measure_for(measure_id)
    unit = get_object_or_404(Unit, pk=unit_id)
    permissions.check_may_see_value(posts, measure, unit.pk)
    labels = [period.label for period in reversed(periods_of(measure, state_of(request).working_date))]
    asked = request.POST.get("period") or request.GET.get("ky") or ""
    label = asked if asked in labels else (labels[0] if labels else "")
    value = value_with_history(measure, unit.pk, label)
    may_give = permissions.may_give(posts, unit.pk) and not measure.feed and measure.retired_at is None
    if request.method == "POST":
        permissions.check_may_give(posts, unit.pk)
    shown = value.measured if value else None
    initial = {
        "period": label,
        "version": value.version if value else 0,
        "source": value.source if value else "",
    }
    if shown is not None:
        parts = {name: getattr(shown, name) for name in ("number", "numerator", "denominator")}
        initial |= {name: f"{part:f}".replace(".", ",") for name, part in parts.items() if part is not None}
    form = ValueForm(
        request.POST or None,
        measure=measure,
        periods=labels,
        is_correction=value is not None,
        initial=initial,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            key = form.cleaned_data.get("obligation")
            try:
                give_value(
                    measure=measure,
                    unit=unit,
                    period=form.cleaned_data["period"],
                    given=form.given(),
                    by=user_of(request),
                    posts=posts,
                    at=now(),
                    obligation=Obligation.objects.filter(pk=key).first() if key else None,
                )
            except Refusal as refusal:
                status = 409 if isinstance(refusal, ChangedMeanwhile) else 422
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, f"Đã ghi số liệu {measure.name} của {unit.name}, {label}.")
                if key and Obligation.objects.filter(pk=key, unit=unit, task=measure.task_id).exists():
                    return redirect("plans:obligation", obligation_id=key)
                return redirect(f"{reverse('measures:give', args=[measure.pk, unit.pk])}?ky={label}")
    context = {
        "measure": measure,
        "unit": unit,
        "unit_name": name_on(unit, state_of(request).working_date),
        "period": label,
        "labels": labels,
        "value": value,
        "form": form if may_give else None,
        "versions": sorted(value.versions.all(), key=lambda one: -one.version) if value else (),
    }
    return render(request, "measures/value.html", context, status=status)
