"""The record of changes: a list, and the same list as a spreadsheet."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from namro.web.audit import permissions, selectors
from namro.web.audit.export import LIMIT, as_spreadsheet
from namro.web.audit.forms import EntrySearch
from namro.web.ui.people import viewer_of


def entries(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    permissions.check_may_see_entries(viewer)
    form = EntrySearch(request.GET, actions=selectors.actions(viewer))
    found = selectors.search(viewer, **form.search())
    page = Paginator(found, 50).get_page(request.GET.get("trang"))
    return render(
        request, "audit/entries.html", {"form": form, "page": page, "is_part": not viewer.sees_whole_province}
    )


def spreadsheet(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    permissions.check_may_see_entries(viewer)
    form = EntrySearch(request.GET, actions=selectors.actions(viewer))
    found = selectors.search(viewer, **form.search())[:LIMIT]
    return HttpResponse(
        as_spreadsheet(found.iterator(chunk_size=2000)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="nhat-ky.xlsx"'},
    )
