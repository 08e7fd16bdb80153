"""Published results: what is loaded, a table on its way in, what it would change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.indices import permissions, result_selectors, result_services, unit_selectors
from namro.web.indices.forms import ColumnsForm, ResultTableForm
from namro.web.indices.models import ResultImport
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_GET
def loaded(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_results(posts)
    may_import = permissions.may_import_results(posts)
    return render(
        request,
        "indices/results.html",
        {
            "loaded": result_selectors.loaded(),
            "may_import": may_import,
            "tables": result_selectors.imports() if may_import else (),
        },
    )


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The results of the province's own units, level by level."""
    permissions.check_may_see_results(posts_of(request))
    given = request.GET.get("nam", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else None
    shown = unit_selectors.unit_results(day=state_of(request).working_date, year=year)
    return render(request, "indices/unit_results.html", {"shown": shown})


@require_http_methods(["GET", "POST"])
def table_new(request: HttpRequest) -> HttpResponse:
    permissions.check_may_import_results(posts_of(request))
    form = ResultTableForm(request.POST, request.FILES) if request.method == "POST" else ResultTableForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        data = given["file"].read()
        try:
            sheet = result_services.open_table(given["file"].name, data)
            read = (
                result_services.read_table(sheet, index=given["index"], year=given["year"])
                if sheet.is_sure
                else None
            )
            row = result_services.receive(
                sheet=sheet,
                table=read,
                name=given["file"].name,
                data=data,
                source=given["source"],
                index=given["index"],
                year=given["year"],
                announced_on=given["announced_on"],
                by=_user(request),
                at=now(),
            )
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("results:table" if sheet.is_sure else "results:columns", table_id=row.pk)
    return render(
        request, "indices/result_table_new.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, table_id: int) -> HttpResponse:
    """What taking the table over would do; a POST takes it over."""
    permissions.check_may_import_results(posts_of(request))
    row = result_selectors.result_import(table_id)
    if row.state == ResultImport.State.COLUMNS:
        return redirect("results:columns", table_id=table_id)
    choices = {name: request.POST.get(f"tinh-{number}", "") for number, name in _asked(row)}
    error = ""
    if request.method == "POST":
        try:
            added, corrected = result_services.take_over(
                table_id=table_id,
                choices=choices,
                reason=request.POST.get("reason", ""),
                by=_user(request),
                at=now(),
            )
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, f"Đã nạp {added} kết quả mới, đính chính {corrected} kết quả.")
            return redirect("results:loaded")
    return render(
        request,
        "indices/result_table.html",
        {
            "table": row,
            "seen": result_selectors.preview(row, choices),
            "unread": result_selectors.unread_headings(row),
            "reason": request.POST.get("reason", ""),
            "error": error,
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, table_id: int) -> HttpResponse:
    """What each column of a table is, as a person says; a POST reads the table again."""
    permissions.check_may_import_results(posts_of(request))
    row = result_selectors.result_import(table_id)
    form = ColumnsForm(request.POST or None, initial={"index": row.index, "year": row.year})
    shown = result_selectors.column_choices(row)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            result_services.choose_columns(
                table_id=table_id,
                columns=form.columns,
                index=form.cleaned_data["index"],
                year=form.cleaned_data["year"],
            )
        except Refusal as refusal:
            error = refusal.sentence
        else:
            return redirect("results:table", table_id=table_id)
    if form.is_bound:
        shown = result_selectors.with_choices(shown, form.columns)
    context = {
        "table": row,
        "columns": shown,
        "meanings": result_selectors.column_meanings(),
        "form": form,
        "error": error,
    }
    return render(request, "indices/result_columns.html", context, status=422 if form.is_bound else 200)


def _asked(row: ResultImport) -> list[tuple[int, str]]:
    return [(number, one.text) for number, one in enumerate(result_selectors.preview(row).unsure)]


@require_POST
def table_aside(request: HttpRequest, table_id: int) -> HttpResponse:
    permissions.check_may_import_results(posts_of(request))
    try:
        result_services.put_aside(table_id=table_id, by=_user(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã bỏ bảng kết quả; không có gì được nạp.")
    return redirect("results:loaded")
