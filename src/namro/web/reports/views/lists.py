"""The list of reports with its export, and opening by hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_called
from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.reports import permissions
from namro.web.reports.forms import OpenForm, ReportFilter
from namro.web.reports.selectors import lists as selectors
from namro.web.reports.selectors.kinds import gatherer, kind_called, kinds
from namro.web.reports.selectors.owing import opened_of
from namro.web.reports.services.opening import check_owes, open_report
from namro.web.reports.services.opening_many import ask_for_all
from namro.web.reports.views.asking import user_of
from namro.web.ui.refusals import NotAllowed
from namro.web.ui.workbooks import as_download, workbook

MOST_ROWS = 20_000
ALL = "tat-ca"


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_reports(posts)
    today = state_of(request).working_date
    form = _filter(request)
    wanted = form.wanted()
    found = selectors.narrowed(selectors.visible_reports(posts), wanted, today)
    page = Paginator(found, selectors.PAGE_SIZE).get_page(request.GET.get("trang"))
    rows = [selectors.row_of(one, today) for one in page.object_list]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "counts": selectors.counts(found, today),
        "to_write": selectors.to_write(posts, today),
        "is_narrow": wanted.is_narrow,
        "may_open": bool(posts.unit_ids),
        "may_open_for_all": permissions.may_open_for_all(posts),
        "may_set_kinds": permissions.may_set_kinds(posts),
    }
    return render(request, "reports/list.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_reports(posts)
    today = state_of(request).working_date
    found = selectors.narrowed(selectors.visible_reports(posts), _filter(request).wanted(), today)
    rows = []
    for report in found[:MOST_ROWS]:
        row = selectors.row_of(report, today)
        rows.append(
            (
                report.unit.name,
                row.kind_name + (" (tổng hợp)" if report.is_consolidated else ""),
                report.period_label,
                report.due,
                str(row.state.label),
                report.first_submitted_on,
                report.submitted_by,
                row.late_words,
            )
        )
    columns = [
        ("Đơn vị", 36), ("Loại báo cáo", 40), ("Kỳ", 22), ("Hạn nộp", 12), ("Trạng thái", 16), ("Gửi lần đầu", 12),
        ("Người gửi", 24), ("Chậm", 18),
    ]  # fmt: skip
    note = f"Tính đến ngày {format_date(today)}. Không có hạn nộp: chưa ai đặt."
    made = workbook(name="Báo cáo", title="Báo cáo định kỳ", note=note, columns=columns, rows=rows)
    return as_download(made, "bao-cao-dinh-ky.xlsx")


@require_http_methods(["GET", "POST"])
def open_reports(request: HttpRequest) -> HttpResponse:
    """Open the report of a unit for a period by hand, or of all units."""
    posts = posts_of(request)
    if not posts.unit_ids:
        raise NotAllowed("Chỉ người của đơn vị lập báo cáo được mở báo cáo.")
    own = list(Unit.objects.filter(pk__in=posts.unit_ids))
    units = [(unit.key, unit.name) for unit in own]
    units += [(ALL, "Mọi đơn vị phải lập")] if permissions.may_open_for_all(posts) else []
    everything = permissions.may_open_for_all(posts)
    periods = selectors.periods_to_open(state_of(request).working_date, () if everything else own)
    form = OpenForm(
        request.POST or None, periods=periods, units=units, initial={"ky": request.GET.get("ky", "")}
    )
    if request.method == "POST" and form.is_valid():
        key, _, period_key = form.cleaned_data["ky"].partition(":")
        try:
            return _open(request, key, period_key, form.cleaned_data["don_vi"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {"form": form, "has_periods": any(rows for _, rows in periods)}
    return render(request, "reports/open.html", context, status=422 if request.method == "POST" else 200)


def _open(request: HttpRequest, key: str, period_key: str, unit_key: str) -> HttpResponse:
    kind = kind_called(key)
    period = period_called(kind.kind, period_key)
    at = now()
    by = user_of(request)
    if unit_key == ALL:
        ask_for_all(kind=kind, period=period, by=by, posts=posts_of(request), at=at)
        return redirect("reports:opening", key=kind.key, period=period.key)
    unit = Unit.objects.get(key=unit_key)
    if gatherer(kind.kind, min(at.date(), period.end)) != unit:
        check_owes(kind, unit, period, day=at.date())
    report, is_new = open_report(kind=kind, unit=unit, period=period, by=by, at=at)
    messages.success(
        request, "Đã mở báo cáo, số liệu đã điền sẵn." if is_new else "Báo cáo này đã mở từ trước."
    )
    return redirect("reports:detail", report_id=report.pk)


@require_GET
def opening(request: HttpRequest, key: str, period: str) -> HttpResponse:
    """How far the opening of all reports of a period is; asked for again while it goes on."""
    permissions.check_may_open_for_all(posts_of(request))
    try:
        kind = kind_called(key, with_retired=True)
        asked = period_called(kind.kind, period)
    except Refusal as refusal:
        raise Http404(refusal.sentence) from None
    context = {"kind": kind, "period": asked, "opened": opened_of(kind, asked, now().date())}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "reports/_opening.html" if part else "reports/opening.html", context)


def _filter(request: HttpRequest) -> ReportFilter:
    names = [(row.key, str(row)) for row in kinds(with_retired=True)]
    return ReportFilter(request.GET, kinds=names, periods=list(selectors.period_choices(posts_of(request))))
