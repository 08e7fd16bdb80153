"""Documents of many units at once: begun here, made in the background, fetched when ready."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_called
from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.reports.briefing import permissions
from namro.web.reports.briefing.forms import ReportsForm, SheetsForm
from namro.web.reports.briefing.models import Package
from namro.web.reports.briefing.selectors.lists import (
    letters_to_pack,
    packages_of,
    periods_to_pack,
    units_of_level,
)
from namro.web.reports.briefing.services import packing
from namro.web.reports.documents.views.answering import user_of
from namro.web.reports.selectors.kinds import kind_called, writers


@require_http_methods(["GET", "POST"])
def package_list(request: HttpRequest) -> HttpResponse:
    """Both forms and the packages of the person."""
    posts = posts_of(request)
    permissions.check_may_make_packages(posts)
    day = state_of(request).working_date
    which = request.POST.get("goi", "")
    sheets = SheetsForm(request.POST if which == "to" else None, prefix="to")
    reports = ReportsForm(
        request.POST if which == "bao-cao" else None, prefix="bc", periods=periods_to_pack(day)
    )
    asked = {"to": sheets, "bao-cao": reports}.get(which)
    if asked is not None and asked.is_valid():
        try:
            package = _start_sheets(request, sheets) if which == "to" else _start_reports(request, reports)
            return redirect("briefing:package", package_id=package.pk)
        except Refusal as refusal:
            asked.add_error(None, refusal.sentence)
    context = {"sheets": sheets, "reports": reports, "packages": packages_of(posts.user_id)}
    return render(request, "briefing/packages.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Ask before making many urging letters; a POST begins. `cv` names letters, else all drafts."""
    posts = posts_of(request)
    permissions.check_may_make_package(posts, Package.Kind.URGING)
    asked = request.POST if request.method == "POST" else request.GET
    form = asked.get("dang", "")
    found = letters_to_pack(asked.getlist("cv"))
    error = ""
    if request.method == "POST":
        try:
            made = packing.start(
                kind=Package.Kind.URGING,
                title=f"Công văn đôn đốc ngày {format_date(state_of(request).working_date)}",
                form=form,
                marks=found,
                by=user_of(request),
                posts=posts,
                at=now(),
            )
            return redirect("briefing:package", package_id=made.pk)
        except Refusal as refusal:
            error = refusal.sentence
    context = {"letters": found, "form": form, "forms": packing.OF_LETTERS.items(), "error": error}
    return render(request, "briefing/letters.html", context, status=422 if error else 200)


@require_GET
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """How far a package is; asked for every second while it is made."""
    found = _asked(request, package_id)
    is_silent = (
        found.state == Package.State.RUNNING and timezone.now() - found.heard_at > packing.SILENT_AFTER
    )
    part = request.headers.get("HX-Request") == "true"
    template = "briefing/_package.html" if part else "briefing/package.html"
    return render(request, template, {"package": found, "is_silent": is_silent})


@require_POST
def go_on(request: HttpRequest, package_id: int) -> HttpResponse:
    found = _asked(request, package_id)
    try:
        packing.go_on(package=found, posts=posts_of(request))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("briefing:package", package_id=found.pk)


@require_POST
def stop(request: HttpRequest, package_id: int) -> HttpResponse:
    found = _asked(request, package_id)
    try:
        packing.cancel(package=found, by=user_of(request), posts=posts_of(request), at=now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Đã dừng; không tệp nào được giữ lại.")
    return redirect("briefing:package", package_id=found.pk)


@require_GET
def fetch(request: HttpRequest, package_id: int) -> HttpResponseBase:
    found = _asked(request, package_id)
    if found.state != Package.State.DONE:
        return redirect("briefing:package", package_id=found.pk)
    name = found.file.name or ""
    if not name or not default_storage.exists(name):
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name.rsplit("/", 1)[-1])


def _asked(request: HttpRequest, package_id: int) -> Package:
    found = get_object_or_404(Package, pk=package_id)
    permissions.check_may_fetch(posts_of(request), found)
    return found


def _start_sheets(request: HttpRequest, form: SheetsForm) -> Package:
    level, day = form.cleaned_data["cap"], state_of(request).working_date
    label = dict(Unit.LEVELS)[level]
    return packing.start(
        kind=Package.Kind.SHEETS,
        title=f"Tờ một trang, {label}",
        form=form.cleaned_data["dang"],
        marks=units_of_level(level, day),
        by=user_of(request),
        posts=posts_of(request),
        at=now(),
    )


def _start_reports(request: HttpRequest, form: ReportsForm) -> Package:
    kind_key, _, period_key = form.cleaned_data["ky"].partition(":")
    kind = kind_called(kind_key)
    period = period_called(kind.kind, period_key)
    day = min(state_of(request).working_date, period.end)
    units = [unit for unit in writers(kind.kind, day) if unit.valid_to is None or unit.valid_to >= period.end]
    return packing.start(
        kind=Package.Kind.REPORTS,
        title=f"{kind}, {period.label}",
        form=form.cleaned_data["dang"],
        marks=[[kind_key, period_key, unit.key] for unit in units],
        by=user_of(request),
        posts=posts_of(request),
        at=now(),
    )
