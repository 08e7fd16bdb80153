"""One figure with its reckoning, a number by hand, and the statistics annex from a table."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from namro import cli_guard
from namro.core.errors import Refusal
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now
from namro.web.reports import permissions
from namro.web.reports.annex_files import annex_workbook, read_annex
from namro.web.reports.forms import FigureForm, UnitsFilter
from namro.web.reports.models import Report, ReportFigure
from namro.web.reports.selectors.page import change_words, figure_of, stretches_of
from namro.web.reports.selectors.units_of_figure import units_of_figure
from namro.web.reports.services.annexes import take_annex
from namro.web.reports.services.writing import restore_figure, set_figure
from namro.web.reports.states import WRITABLE
from namro.web.reports.views.asking import report_for, user_of
from namro.web.ui.workbooks import as_download

_SECONDS, _MEGABYTES, _LARGEST = 20, 300, 5_000_000
_MOST_SHOWN = 240  # letters of a list of names


@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, report_id: int, figure_id: int) -> HttpResponse:
    report = report_for(request, report_id)
    found = figure_of(report, figure_id)
    if found is None:
        raise Http404
    posts = posts_of(request)
    writable = permissions.may_write(posts, report) and report.state in {one.value for one in WRITABLE}
    form = FigureForm(request.POST or None, figure=found, initial=_initial(found))
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if "bo" in request.POST:
                version = request.POST.get("version", "")
                restore_figure(
                    report_id=report.pk,
                    figure_id=found.pk,
                    version=int(version) if version.isdecimal() else -1,
                    by=user_of(request),
                    posts=posts,
                    at=now(),
                )
                messages.success(request, f"Đã bỏ số sửa tay của “{found.label}”.")
                return redirect("reports:figure", report_id=report.pk, figure_id=found.pk)
            if form.is_valid():
                set_figure(
                    report_id=report.pk,
                    figure_id=found.pk,
                    number=form.number(),
                    reason=form.cleaned_data["reason"],
                    version=form.cleaned_data["version"],
                    by=user_of(request),
                    posts=posts,
                    at=now(),
                )
                messages.success(request, f"Đã ghi số của “{found.label}”.")
                return redirect(f"{reverse('reports:detail', args=[report.pk])}#phan-{found.section}")
        except Refusal as refusal:
            form.is_valid()
            form.add_error(None, refusal.sentence)
    context = {
        "report": report,
        "figure": found,
        "change": change_words(found),
        "stretches": stretches_of(found),
        "form": form if writable else None,
        **_units(request, report, found),
    }
    return render(request, "reports/figure.html", context, status=status)


def _units(request: HttpRequest, report: Report, found: ReportFigure) -> dict[str, object]:
    """Give the list of units behind a gathered figure; nothing for a unit's own."""
    if found.origin != ReportFigure.Origin.GATHERED:
        return {}
    narrow = UnitsFilter(request.GET)
    units = units_of_figure(
        report,
        found,
        level=narrow.level(),
        only_missing=narrow.only_missing(),
        page=request.GET.get("trang", ""),
    )
    # The names of many units stand in the list below; the whole sentence can be opened.
    short, _, names = found.reckoning.partition(": ")
    return {"units": units, "filter": narrow, "short": short if len(names) > _MOST_SHOWN else ""}


@require_GET
def template(request: HttpRequest, report_id: int) -> HttpResponse:
    """The table of typed figures to fill in."""
    report = report_for(request, report_id)
    figures = list(report.figures.filter(origin=ReportFigure.Origin.TYPED))
    return as_download(annex_workbook(str(report), figures), f"bieu-thong-ke-{report.pk}.xlsx")


@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take typed figures over from a table, all or none."""
    report = report_for(request, report_id)
    posts = posts_of(request)
    permissions.check_may_write(posts, report)
    error = ""
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None or not file.name:
                raise Refusal("Hãy chọn tệp biểu thống kê.")
            if (file.size or 0) > _LARGEST:
                raise Refusal("Tệp quá lớn (trên 5 MB); hãy kiểm tra lại.")
            work = partial(read_annex, file.name, file.read())
            rows = cli_guard.run_guarded(work, seconds=_SECONDS, megabytes=_MEGABYTES)
            count = take_annex(
                report_id=report.pk,
                rows=rows,
                source=request.POST.get("source", ""),
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, f"Đã nhập {count} số liệu.")
            return redirect("reports:detail", report_id=report.pk)
    context = {
        "report": report,
        "error": error,
        "source": request.POST.get("source", ""),
        "has_typed": report.figures.filter(origin=ReportFigure.Origin.TYPED).exists(),
    }
    return render(request, "reports/import.html", context, status=422 if error else 200)


def _initial(found: ReportFigure) -> dict[str, object]:
    over, under = found.stands_as_share
    numbers = {"value": found.stands, "numerator": over, "denominator": under}
    shown = {name: f"{one:f}".replace(".", ",") for name, one in numbers.items() if one is not None}
    return {"version": found.version, "reason": found.reason, **shown}
