"""The card of a unit and of a head, and the lists behind their numbers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from namro.core.scorecards import Kind
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.plans.exports import MOST_ROWS, obligations_workbook
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.obligations import all_rows, page_of
from namro.web.plans.selectors.ordering import order_called
from namro.web.program.selectors import state_of
from namro.web.scorecards import permissions
from namro.web.scorecards.selectors import cards
from namro.web.scorecards.selectors.counting import everybody
from namro.web.scorecards.selectors.heaps import HEAPS, heap_called, in_heap
from namro.web.scorecards.selectors.table import BY_ON_TIME, MEASURES, ordered, rows_of
from namro.web.ui.workbooks import as_download


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Lead to the table of all units, to one's own card, or let choose among several."""
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    if posts.sees_whole_province:
        return redirect("scorecards:all")
    units = [unit for unit in posts.units if unit.pk in posts.member_unit_ids]
    if len(units) == 1:
        return redirect("scorecards:unit", key=units[0].key)
    return render(request, "scorecards/own.html", {"units": units, "is_head": bool(posts.headed_unit_ids)})


@require_GET
def unit_card(request: HttpRequest, key: str) -> HttpResponse:
    posts = posts_of(request)
    unit = get_object_or_404(Unit, key=key)
    permissions.check_may_see_card(posts, unit)
    day = state_of(request).working_date
    owed = Obligation.objects.filter(unit=unit)
    sees_names = posts.sees_whole_province or cards.names_shown()
    measure = MEASURES.get(request.GET.get("xep_hang", ""), BY_ON_TIME)
    numbers = cards.numbers_of(owed, day)
    context: dict[str, Any] = {
        "unit": unit,
        "numbers": numbers,
        **_explained(numbers),
        "trend": cards.trend(owed, day),
        "criteria": cards.criteria_of(owed, day),
        "place": cards.place_of(unit, day, measure),
        "measure": measure,
        "measures": MEASURES.values(),
        "others": ordered(rows_of(everybody(day), unit.level, measure), "hang") if sees_names else (),
        "holders": cards.holders_of(unit, day) if permissions.may_see_hand_overs(posts, unit) else None,
        "inspections": cards.open_inspections(unit),
        "may_see_all": posts.sees_whole_province,
        "is_member": unit.pk in posts.member_unit_ids,
    }
    return render(request, "scorecards/unit.html", context)


@require_GET
def unit_list(request: HttpRequest, key: str) -> HttpResponse:
    unit = get_object_or_404(Unit, key=key)
    permissions.check_may_see_card(posts_of(request), unit)
    return _list(request, Obligation.objects.filter(unit=unit), unit.name, {"unit": unit})


@require_GET
def person_card(request: HttpRequest, username: str) -> HttpResponse:
    person = get_object_or_404(User, username=username)
    permissions.check_may_see_person(posts_of(request), person)
    day = state_of(request).working_date
    posts = cards.headed_posts(person, day)
    owed = cards.of_posts(posts, day)
    numbers = cards.numbers_of(owed, day)
    context = {
        "person": person,
        "held": [cards.HeldPost(post, cards.numbers_of(cards.during(post, day), day)) for post in posts],
        "numbers": numbers,
        "trend": cards.trend(owed, day) if posts else (),
        **_explained(numbers),
    }
    return render(request, "scorecards/person.html", context)


@require_GET
def person_list(request: HttpRequest, username: str) -> HttpResponse:
    person = get_object_or_404(User, username=username)
    permissions.check_may_see_person(posts_of(request), person)
    day = state_of(request).working_date
    owed = cards.of_posts(cards.headed_posts(person, day), day)
    return _list(request, owed, person.get_full_name() or person.get_username(), {"person": person})


def _explained(numbers: cards.Numbers) -> dict[str, Any]:
    """Give the rules of the figures, and each kind with its number."""
    counts = numbers.counts
    kinds = {
        "xong-dung-han": counts.of(Kind.DONE_ON_TIME),
        "xong-tre": counts.of(Kind.DONE_LATE),
        "xong-khong-han": counts.of(Kind.DONE_UNDATED),
        "cho-duyet": counts.waiting,
        "dang-mo": counts.of(Kind.OPEN),
        "qua-han": counts.of(Kind.OVERDUE),
        "khong-bao-cao": counts.of(Kind.SILENT),
    }
    why = {"tong": "tong", "xong": "xong", "dung": "dung-han", "xet": "xet-han", "cham": "cham"}
    return {
        "why": {name: HEAPS[code].why for name, code in why.items()},
        "kinds": [(HEAPS[code], value) for code, value in kinds.items()],
    }


def _list(
    request: HttpRequest, obligations: QuerySet[Obligation], whose: str, more: dict[str, Any]
) -> HttpResponse:
    """Show, or hand out as a workbook, the obligations behind one number."""
    state = state_of(request)
    heap = heap_called(request.GET.get("muc", ""))
    found = in_heap(obligations, heap, state.working_date)
    criterion = request.GET.get("tieu_chi", "")
    if criterion.isdecimal() and len(criterion) < 19:
        found = found.filter(task__criterion_id=int(criterion))
    order = order_called(request.GET.get("xep", ""))
    if request.GET.get("tep") == "xlsx":
        rows = all_rows(found, state.working_date, most=MOST_ROWS + 1, order=order)
        content = obligations_workbook(
            rows[:MOST_ROWS],
            today=state.working_date,
            is_illustration=state.illustration,
            is_cut=len(rows) > MOST_ROWS,
        )
        return as_download(content, "phan-viec.xlsx")
    listed = page_of(
        found,
        today=state.working_date,
        after=request.GET.get("sau", ""),
        before=request.GET.get("truoc", ""),
        order=order,
    )
    context = {"heap": heap, "heaps": HEAPS.values(), "list": listed, "whose": whose, **more}
    return render(request, "scorecards/list.html", context)
