"""The list of measures, and the roll-up of one down to the units that have given nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from namro.web.measures import permissions
from namro.web.measures.chart import trend_chart
from namro.web.measures.selectors import pages
from namro.web.measures.views.asking import measure_for, reader_of
from namro.web.program.selectors import state_of


@require_GET
def measure_list(request: HttpRequest) -> HttpResponse:
    reader_of(request)
    text = request.GET.get("q", "")[:100]
    page, rows = pages.measures_page(
        text=text, page=request.GET.get("trang"), day=state_of(request).working_date
    )
    return render(request, "measures/list.html", {"page": page, "rows": rows, "q": text})


@require_GET
def detail(request: HttpRequest, measure_id: int) -> HttpResponse:
    posts = reader_of(request)
    measure = measure_for(measure_id)
    given = request.GET
    found = pages.roll_up_page(
        measure,
        posts,
        state_of(request).working_date,
        first=given.get("tu", ""),
        last=given.get("den", ""),
        group=given.get("nhom", ""),
        only_missing=given.get("thieu") == "1",
    )
    context = {
        "measure": measure,
        "found": found,
        "only_missing": given.get("thieu") == "1",
        "chart": trend_chart(found.trend, target=measure.target, unit=measure.unit_of_measure),
        "may_define": permissions.may_define(posts, measure.task),
    }
    return render(request, "measures/detail.html", context)
