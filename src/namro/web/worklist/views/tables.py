"""The own obligations as a spreadsheet: out, in, what would change, taken over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.organisations.selectors import posts_of
from namro.web.plans.forms.reporting import first_error
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download
from namro.web.worklist import permissions
from namro.web.worklist.forms.tables import TableForm
from namro.web.worklist.models import FilledTable
from namro.web.worklist.selectors.tables import compare, rows_to_fill
from namro.web.worklist.services import tables
from namro.web.worklist.table_files import write_table

_NOTE = (
    "Điền các cột màu vàng; dòng không sửa được bỏ qua khi nhập lại. «Đã xong» cần một câu và minh chứng. "
    "Giữ nguyên cột khóa đang ẩn."
)


@require_GET
def table_out(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_fill_table(posts)
    state = state_of(request)
    names = ", ".join(post.unit.name for post in posts.posts if post.unit_id in posts.unit_ids)
    note = f"{_NOTE} Số liệu minh họa, không phải số liệu thật." if state.illustration else _NOTE
    title = f"Phần việc cần báo cáo đến ngày {format_date(state.working_date)}: {names}"
    content = write_table(rows_to_fill(posts, state.working_date), title=title, note=note)
    return as_download(content, "phan-viec-can-dien.xlsx")


@require_http_methods(["GET", "POST"])
def table_in(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_fill_table(posts)
    form = TableForm(request.POST or None, request.FILES or None)
    error = ""
    if request.method == "POST":
        if form.is_valid():
            file = form.cleaned_data["tep"]
            try:
                table = tables.receive(
                    name=file.name, data=file.read(), by=user_of(request), posts=posts, at=now()
                )
            except Refusal as refusal:
                error = refusal.sentence
            else:
                return redirect("worklist:table", filled_table_id=table.pk)
        else:
            error = first_error(form)
    context = {"form": form if request.method != "POST" else TableForm(), "error": error}
    return render(request, "worklist/table_in.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, filled_table_id: int) -> HttpResponse:
    """What the file would change, row by row; a POST takes the ticked rows over, or puts the table aside."""
    posts = posts_of(request)
    permissions.check_may_fill_table(posts)
    row = FilledTable.objects.filter(pk=filled_table_id, by=user_of(request)).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("buoc") == "bo":
            tables.cancel(table=row, by=user_of(request))
            return redirect("worklist:table_in")
        lines = {int(line) for line in request.POST.getlist("dong") if line.isdecimal() and len(line) < 8}
        try:
            tables.apply(table=row, lines=lines, by=user_of(request), posts=posts, at=now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect("worklist:table", filled_table_id=row.pk)
    context: dict[str, object] = {"table": row}
    if row.state == FilledTable.State.REVIEW:
        context["found"] = compare(row, posts=posts, today=state_of(request).working_date)
    return render(request, "worklist/table.html", context)
