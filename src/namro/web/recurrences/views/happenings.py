"""Writing down what happened, and the register of everything that did."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.program.selectors import now, state_of
from namro.web.recurrences.exports import happenings_workbook
from namro.web.recurrences.forms.rules import HappeningForm, ListFilter
from namro.web.recurrences.selectors import lists
from namro.web.recurrences.services.happenings import record_happening
from namro.web.recurrences.views.asking import reader_of, task_for, user_of
from namro.web.ui.refusals import NotAllowed
from namro.web.ui.workbooks import as_download

PAGE = 50
MOST_ROWS = 20_000


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, task_id: int) -> HttpResponse:
    posts = reader_of(request)
    task, day = task_for(task_id), state_of(request).working_date
    units = lists.units_to_choose(task, posts, day)
    if not units:
        raise NotAllowed(
            "Chỉ người của đơn vị chủ trì nhiệm vụ và cán bộ theo dõi kế hoạch của Sở Nội vụ được ghi lượt phát sinh."
        )
    form = HappeningForm(request.POST or None, units=units, initial={"happened_on": day})
    if request.method == "POST" and form.is_valid():
        try:
            done = record_happening(
                task=task, arrival=form.arrival(), by=user_of(request), posts=posts, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            assert done.obligation.due is not None
            messages.success(request, f"Đã ghi lượt {done.number}; hạn {format_date(done.obligation.due)}.")
            return redirect("recurrences:task", task_id=task.pk)
    wrong = request.method == "POST" and bool(form.errors)
    found = lists.task_rhythm(task, posts, day, most=1)
    context = {"task": task, "form": form, "rule": found.rule}
    return render(request, "recurrences/record.html", context, status=422 if wrong else 200)


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    posts = reader_of(request)
    day = state_of(request).working_date
    text, kind = ListFilter(request.GET).wanted()
    found = lists.narrowed_happenings(lists.happenings_for(posts), text=text, open_only=kind == "mo")
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": lists.happening_rows(list(page.object_list), day),
        "q": text,
        "kind": kind,
        "sees_all": posts.sees_whole_province,
    }
    return render(request, "recurrences/happenings.html", context)


@require_GET
def register_export(request: HttpRequest) -> HttpResponse:
    posts = reader_of(request)
    state = state_of(request)
    text, kind = ListFilter(request.GET).wanted()
    found = lists.narrowed_happenings(lists.happenings_for(posts), text=text, open_only=kind == "mo")
    rows = lists.happening_rows(list(found[:MOST_ROWS]), state.working_date)
    data = happenings_workbook(rows, today=state.working_date, is_illustration=state.illustration)
    return as_download(data, "luot-phat-sinh.xlsx")
