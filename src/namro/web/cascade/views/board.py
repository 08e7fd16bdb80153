"""The head's board, what was given to me, acknowledging, and the same for the whole province."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.cascade import permissions
from namro.web.cascade.exports import board_workbook, units_workbook
from namro.web.cascade.selectors.board import (
    SORTS,
    UnitStanding,
    board,
    everything_open,
    loads_of,
    sorted_standing,
    units_standing,
)
from namro.web.cascade.selectors.mine import my_pieces, standing_count
from namro.web.cascade.services.acknowledging import acknowledge
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download

MOST_ROWS = 10_000
_COLUMNS = (
    ("don-vi", "Đơn vị"),
    ("chua-xong", "Chưa xong"),
    ("chua-nhan", "Chưa nhận"),
    ("chua-co-nguoi", "Chưa có người làm"),
    ("cham", "Việc giao đang chậm"),
)


@require_GET
def unit_board(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_board(posts)
    today = state_of(request).working_date
    found = board(posts.unit_ids, kind=request.GET.get("muc", ""), page=request.GET.get("trang"), today=today)
    context = {
        "board": found,
        "page": found.page,
        "chosen": next((kind for kind in found.kinds if kind.is_chosen), None),
        "loads": loads_of(posts.unit_ids, today),
        "units": [unit for unit in posts.units if unit.pk in posts.unit_ids],
        "own_count": standing_count(posts),
    }
    return render(request, "cascade/board.html", context)


@require_GET
def unit_board_export(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_board(posts)
    today = state_of(request).working_date
    rows = everything_open(posts.unit_ids, kind=request.GET.get("muc", ""), today=today, most=MOST_ROWS)
    return as_download(board_workbook(rows, today=today), "giao-viec.xlsx")


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    heaps = my_pieces(posts, state_of(request).working_date)
    return render(request, "cascade/mine.html", {"heaps": heaps})


@require_GET
def province(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_province(posts)
    order = request.GET.get("xep", "")
    rows = _standing(request)
    context = {
        "rows": rows,
        "order": order if order in SORTS else "chua-nhan",
        "columns": _COLUMNS,
        "total": sum(row.total for row in rows),
        "unknown": sum(row.unknown for row in rows),
        "nobody": sum(row.nobody for row in rows),
        "may_transfer": permissions.may_transfer(posts),
    }
    return render(request, "cascade/province.html", context)


@require_GET
def province_export(request: HttpRequest) -> HttpResponse:
    permissions.check_may_see_province(posts_of(request))
    today = state_of(request).working_date
    return as_download(units_workbook(_standing(request), today=today), "nhan-va-giao-viec.xlsx")


def _standing(request: HttpRequest) -> list[UnitStanding]:
    plan = request.GET.get("ke_hoach", "")
    plan_id = int(plan) if plan.isdecimal() and len(plan) < 10 else None
    found = units_standing(state_of(request).working_date, plan_id=plan_id)
    return sorted_standing(found, request.GET.get("xep", ""))


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Acknowledge the obligations chosen (`chon`), or those chosen go on to be handed over (`buoc=giao`)."""
    posts = posts_of(request)
    permissions.check_may_see_board(posts)
    if request.method == "GET":
        return redirect("cascade:board")
    ids = chosen_ids(request.POST.getlist("chon"))
    assert isinstance(request.user, User)
    try:
        count = acknowledge(obligation_ids=ids, by=request.user, posts=posts, at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            f"Đã ghi nhận {count} phần việc." if count else "Các phần việc này đã được nhận từ trước.",
        )
    return redirect(_back(request))


def chosen_ids(values: list[str]) -> list[int]:
    """Give the numbers among what was sent, each once."""
    return list(dict.fromkeys(int(one) for one in values if one.isdecimal() and len(one) < 19))


def _back(request: HttpRequest) -> str:
    back = request.POST.get("ve", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return "cascade:board"
