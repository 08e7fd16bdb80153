"""The record of changes: a list, and the same list as a spreadsheet."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from namro.web.audit import permissions, selectors
from namro.web.audit.export import LIMIT, as_spreadsheet
from namro.web.audit.forms import EntrySearch
from namro.web.ui.people import viewer_of
from namro.web.ui.workbooks import as_download


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
    return as_download(as_spreadsheet(found.iterator(chunk_size=2000)), "nhat-ky.xlsx")
