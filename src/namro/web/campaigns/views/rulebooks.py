"""The library of rulebooks: the shelf, the page of one, a new one from a spreadsheet, and out again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.core.indices.rulebook_loading import load_shipped, shipped_names
from namro.core.indices.rulebook_sheet_writing import write_blank_sheet, write_rulebook_sheet
from namro.web.campaigns import permissions
from namro.web.campaigns.models import ProvinceRulebook
from namro.web.campaigns.selectors import library as shelf
from namro.web.campaigns.services import rulebooks
from namro.web.campaigns.services.writing import ChangedMeanwhile
from namro.web.campaigns.views.asking import user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now
from namro.web.ui.workbooks import as_download


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_campaigns(posts)
    context = {
        "own": shelf.province_books(),
        "shipped": shelf.shipped_books(),
        "may_run": permissions.may_run_campaigns(posts),
    }
    return render(request, "campaigns/rulebooks.html", context)


@require_GET
def shipped_rulebook(request: HttpRequest, name: str) -> HttpResponse:
    permissions.check_may_see_campaigns(posts_of(request))
    if name not in shipped_names():
        raise Http404
    context = {"page": shelf.page_of(load_shipped(name)), "name": name}
    return render(request, "campaigns/rulebook.html", context)


@require_GET
def province_rulebook(request: HttpRequest, rulebook_id: int) -> HttpResponse:
    permissions.check_may_see_campaigns(posts_of(request))
    return _page(request, get_object_or_404(ProvinceRulebook.objects.defer("toml"), pk=rulebook_id))


@require_GET
def shipped_export(request: HttpRequest, name: str) -> HttpResponse:
    permissions.check_may_see_campaigns(posts_of(request))
    if name not in shipped_names():
        raise Http404
    return as_download(write_rulebook_sheet(shelf.shipped_tables(name)), f"{name}.xlsx")


@require_GET
def province_export(request: HttpRequest, rulebook_id: int) -> HttpResponse:
    permissions.check_may_see_campaigns(posts_of(request))
    stored = get_object_or_404(ProvinceRulebook, pk=rulebook_id)
    packed = write_rulebook_sheet(shelf.tables_of(stored.toml))
    return as_download(packed, f"bo-tieu-chi-{stored.pk}-phien-ban-{stored.version}.xlsx")


@require_GET
def blank_sheet(request: HttpRequest) -> HttpResponse:
    permissions.check_may_see_campaigns(posts_of(request))
    return as_download(write_blank_sheet(), "bo-tieu-chi-mau.xlsx")


@require_http_methods(["GET", "POST"])
def rulebook_import(request: HttpRequest) -> HttpResponse:
    """First the preview of a file with what is wrong or what changed, then the version itself."""
    posts = posts_of(request)
    permissions.check_may_run_campaigns(posts)
    context: dict[str, Any] = {}
    if request.method == "GET":
        return render(request, "campaigns/rulebook_import.html", context)
    status = 200
    try:
        if "toml" in request.POST:
            stored = rulebooks.add_rulebook(
                toml=request.POST["toml"],
                version=_whole(request.POST.get("version", "")),
                file_name=request.POST.get("file_name", ""),
                by=user_of(request),
                posts=posts,
                at=now(),
            )
            messages.success(request, f"Đã nhập {stored}.")
            return redirect("campaigns:rulebook", rulebook_id=stored.pk)
        upload = request.FILES.get("tep")
        if upload is None:
            raise Refusal("Hãy chọn tệp bảng tiêu chí.")
        if (upload.size or 0) > rulebooks.MAX_BYTES:
            raise Refusal("Tệp bộ tiêu chí quá lớn (trên 5 MB); hãy kiểm tra lại tệp.")
        found = rulebooks.preview_rulebook(name=upload.name or "", data=upload.read())
        context = {"preview": found, "page": shelf.page_of(found.rulebook), "file_name": upload.name}
        status = 422 if found.errors else 200
    except Refusal as refusal:
        context["errors"] = refusal.sentence.split("\n")
        status = 409 if isinstance(refusal, ChangedMeanwhile) else 422
    return render(request, "campaigns/rulebook_import.html", context, status=status)


@require_http_methods(["GET", "POST"])
def rulebook_drop(request: HttpRequest, rulebook_id: int) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_run_campaigns(posts)
    stored = get_object_or_404(ProvinceRulebook.objects.defer("toml"), pk=rulebook_id)
    if request.method == "GET":
        return redirect("campaigns:rulebook", rulebook_id=stored.pk)
    try:
        rulebooks.drop_rulebook(rulebook_id=stored.pk, by=user_of(request), posts=posts, at=now())
    except Refusal as refusal:
        return _page(request, stored, error=refusal.sentence)
    messages.success(request, f"Đã bỏ {stored}.")
    return redirect("campaigns:rulebooks")


def _page(request: HttpRequest, stored: ProvinceRulebook, *, error: str = "") -> HttpResponse:
    versions, uses = shelf.versions_of(stored), shelf.uses_of(stored)
    context = {
        "page": shelf.page_of(shelf.rulebook_in(stored)),
        "stored": stored,
        "versions": versions,
        "uses": [one for one in uses if permissions.may_see_campaign(posts_of(request), one)],
        "error": error,
        "may_drop": not uses
        and versions[0].pk == stored.pk
        and permissions.may_run_campaigns(posts_of(request)),
    }
    return render(request, "campaigns/rulebook.html", context, status=422 if error else 200)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
