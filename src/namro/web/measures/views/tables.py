"""Values out to a workbook, and back with a preview."""

from functools import partial

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro import cli_guard
from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.measures import permissions
from namro.web.measures.forms.previews import kept_rows, rows_to_keep
from namro.web.measures.selectors.values import expected_units, name_on, periods_of, values_of
from namro.web.measures.services.importing import changes_of
from namro.web.measures.services.importing import take_over as write
from namro.web.measures.value_files import FileRow, read_values, value_columns, values_workbook
from namro.web.measures.views.asking import measure_for, reader_of, user_of
from namro.web.program.selectors import now, state_of
from namro.web.ui.refusals import NotAllowed
from namro.web.ui.workbooks import as_download

_SECONDS, _MEGABYTES, _LARGEST = 20, 300, 5_000_000


@require_GET
def export(request: HttpRequest, measure_id: int) -> HttpResponse:
    """The values a person may see, with an empty row where none was given: it can be filled and brought back."""
    posts = reader_of(request)
    measure, state = measure_for(measure_id), state_of(request)
    units = [u for u in expected_units(measure.task_id) if permissions.may_see_value(posts, measure, u.pk)]
    periods = periods_of(measure, state.working_date)
    values = values_of(measure, units, periods, state.working_date)
    rule = measure.rule
    columns = value_columns(is_share=rule.is_share, needs_weight=rule.needs_weight)
    rows = []
    for unit in units:
        for period, cell in values.asked(unit, periods):
            parts = (None, None) if cell is None else (
                (cell.numerator, cell.denominator) if rule.is_share else (cell.number, cell.denominator)
            )  # fmt: skip
            typed = values.typed.get((unit.pk, period.label))
            source = typed.source if typed else ""
            rows.append(
                (unit.key, name_on(unit, state.working_date), period.label, parts[: len(columns)], source)
            )
    note = f"Số liệu đến ngày {format_date(state.working_date)}. Điền các ô màu vàng rồi nhập lại tệp này."
    if state.illustration:
        note += " Số liệu minh họa, không phải số liệu thật."
    return as_download(values_workbook(measure.name, note, columns, rows), f"thuoc-do-{measure.pk}.xlsx")


@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Show what a table would change; a second POST writes what was chosen."""
    posts = reader_of(request)
    measure, day = measure_for(measure_id), state_of(request).working_date
    if not (posts.is_plan_officer or posts.unit_ids):
        raise NotAllowed("Chỉ người của đơn vị và cán bộ theo dõi kế hoạch của Sở Nội vụ được nhập số liệu.")
    rows: list[FileRow] = []
    error = ""
    refused: list[str] = []
    if request.method == "POST" and "bang" in request.POST:
        try:
            rows = kept_rows(request.POST["bang"], measure.pk)
        except signing.BadSignature:
            error = "Bảng xem trước không còn nguyên vẹn; hãy chọn lại tệp."
        else:
            versions = {
                name.removeprefix("ban|"): int(str(text))
                for name, text in request.POST.items()
                if name.startswith("ban|") and str(text).isdecimal()
            }
            written, refused = write(
                measure=measure,
                rows=rows,
                chosen=set(request.POST.getlist("lay")),
                versions=versions,
                reason=request.POST.get("reason", ""),
                by=user_of(request),
                posts=posts,
                at=now(),
            )
            messages.success(request, f"Đã ghi {written} số liệu.")
            if not refused:
                return redirect("measures:detail", measure_id=measure.pk)
    elif request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None or not file.name:
                raise Refusal("Hãy chọn tệp bảng số liệu.")
            if (file.size or 0) > _LARGEST:
                raise Refusal("Tệp quá lớn (trên 5 MB); hãy kiểm tra lại.")
            rule = measure.rule
            work = partial(
                read_values, file.name, file.read(), is_share=rule.is_share, needs_weight=rule.needs_weight
            )
            rows = cli_guard.run_guarded(work, seconds=_SECONDS, megabytes=_MEGABYTES)
            if not rows:
                raise Refusal("Bảng không có số liệu nào; hãy điền các ô màu vàng rồi nhập lại.")
        except Refusal as refusal:
            error = refusal.sentence
    changes = changes_of(measure, rows, posts, day)
    context = {
        "measure": measure,
        "error": error,
        "refused": refused,
        "has_rows": bool(rows),
        "fresh": [c for c in changes if not c.problem and c.held is None],
        "conflicts": [c for c in changes if c.is_conflict],
        "same_count": sum(c.is_same and not c.problem for c in changes),
        "problems": [c for c in changes if c.problem],
        "kept": rows_to_keep(measure.pk, rows) if rows else "",
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "measures/import.html", context, status=422 if error or refused else 200)
