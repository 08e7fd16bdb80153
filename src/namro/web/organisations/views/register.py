"""The register of units, and the groups that a person fills."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations import permissions, selectors, services
from namro.web.organisations.forms import UnitSearch
from namro.web.organisations.models import Group, Unit
from namro.web.program import selectors as program
from namro.web.ui.panels import panels


def units(request: HttpRequest) -> HttpResponse:
    permissions.check_may_see_register(selectors.posts_of(request))
    form = UnitSearch(request.GET, today=program.state_of(request).working_date)
    search = form.search()
    order = request.GET.get("xep", "")
    page = Paginator(selectors.search_units(**search, order=order), 50).get_page(request.GET.get("trang"))
    context = {"form": form, "page": page, "on": search["on"], "order": order}
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "organisations/_units.html" if part else "organisations/units.html", context)


def unit(request: HttpRequest, key: str) -> HttpResponse:
    posts = selectors.posts_of(request)
    permissions.check_may_see_register(posts)
    found = get_object_or_404(Unit.objects.select_related("parent"), key=key)
    page = selectors.unit_page(found, on=program.state_of(request).working_date)
    context = {
        "page": page,
        "unit": found,
        "may_manage": permissions.may_manage_people(posts),
        "may_staff": page.exists and permissions.may_staff_unit(posts, found),
        "panels": panels("unit", request, found),
    }
    return render(request, "organisations/unit.html", context)


def groups(request: HttpRequest) -> HttpResponse:
    posts = selectors.posts_of(request)
    permissions.check_may_see_register(posts)
    rows = selectors.groups_with_counts(program.state_of(request).working_date)
    return render(
        request, "organisations/groups.html", {"rows": rows, "may_fill": permissions.may_fill_groups(posts)}
    )


def group(request: HttpRequest, key: str) -> HttpResponse:
    posts = selectors.posts_of(request)
    permissions.check_may_see_register(posts)
    found = get_object_or_404(Group, key=key)
    on = program.state_of(request).working_date
    words = request.GET.get("q", "")[:100]
    filled = selectors.filled_by_hand(found)
    context = {
        "group": found,
        "members": selectors.members(found, on),
        "may_fill": found.is_open and permissions.may_fill_groups(posts),
        "words": words,
        "found": selectors.search_units(words=words, level="", on=on).exclude(pk__in=filled)[:20]
        if words
        else (),
    }
    return render(request, "organisations/group.html", context)


@require_http_methods(["GET", "POST"])
def change_member(request: HttpRequest, key: str) -> HttpResponse:
    """Put a unit into an open group (`them`) or take it out (`bo`)."""
    permissions.check_may_fill_groups(selectors.posts_of(request))
    assert isinstance(request.user, User)
    found = get_object_or_404(Group, key=key)
    if request.method == "GET":
        return redirect("organisations:group", key=key)
    adds = "them" in request.POST
    chosen = get_object_or_404(Unit, key=request.POST.get("them" if adds else "bo", ""))
    change = services.add_member if adds else services.remove_member
    try:
        change(by=request.user, at=program.now(), group=found, unit=chosen)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Đã {'thêm' if adds else 'bỏ'} {chosen.name}.")
    return redirect("organisations:group", key=key)
