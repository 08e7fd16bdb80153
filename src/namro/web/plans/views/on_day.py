"""The list behind a figure of a report, as of its closing day, beside how it stands now."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.exports import MOST_ROWS, on_day_workbook
from namro.web.plans.selectors.on_day import ALL, KINDS, OnDay, Wish, on_day, page_on_day, rows_on_day
from namro.web.program.selectors import state_of
from namro.web.ui.workbooks import as_download


@require_GET
def obligations_on_day(request: HttpRequest) -> HttpResponse:
    """Give the list; a day that cannot be read is refused in a sentence, for another list would be a wrong answer."""
    permissions.check_may_see_plans(posts_of(request))
    try:
        found = _found(request)
    except Refusal as refusal:
        return render(request, "plans/on_day.html", {"error": refusal.sentence}, status=422)
    page, rows = page_on_day(found, request.GET.get("trang"), state_of(request).working_date)
    return render(
        request, "plans/on_day.html", {"found": found, "wish": found.wish, "page": page, "rows": rows}
    )


@require_GET
def obligations_on_day_export(request: HttpRequest) -> HttpResponse:
    state = state_of(request)
    permissions.check_may_see_plans(posts_of(request))
    try:
        found = _found(request)
    except Refusal as refusal:
        return render(request, "plans/on_day.html", {"error": refusal.sentence}, status=422)
    rows = rows_on_day(found.chosen[:MOST_ROWS], found.wish.day, state.working_date)
    book = on_day_workbook(
        found,
        rows,
        today=state.working_date,
        is_illustration=state.illustration,
        is_cut=len(found.chosen) > MOST_ROWS,
    )
    return as_download(book, f"phan-viec-{found.wish.day.isoformat()}.xlsx")


def _found(request: HttpRequest) -> OnDay:
    start, end, day = (_day(request, name) for name in ("tu", "den", "ngay"))
    today = state_of(request).working_date
    if day > today:
        raise Refusal(
            f"Ngày chốt {format_date(day)} chưa đến: hôm nay là ngày {format_date(today)}. Hãy chọn ngày đã qua."
        )
    kind, unit = request.GET.get("loai", ALL), request.GET.get("don_vi", "")
    if kind not in dict(KINDS):
        raise Http404
    return on_day(
        posts_of(request),
        Wish(
            start,
            end,
            day,
            kind,
            unit=get_object_or_404(Unit, key=unit) if unit else None,
            plan_id=_number(request, "ke_hoach"),
            task_id=_number(request, "nhiem_vu"),
        ),
    )


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        raise Refusal(
            "Địa chỉ thiếu ngày hoặc ghi sai ngày; hãy mở danh sách này từ một số liệu trong báo cáo."
        ) from None


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None
