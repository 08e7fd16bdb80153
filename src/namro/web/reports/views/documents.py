"""Editions of a report: what was frozen, what differs from the one before, and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from namro.core.reports.freezing import digest, thawed
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now
from namro.web.reports.documents.making import FORMS, file_name, made
from namro.web.reports.documents.periodic import closing_of_head
from namro.web.reports.models import ReportEdition
from namro.web.reports.permissions import check_may_see_report
from namro.web.reports.selectors.page import edition_differences, edition_of
from namro.web.reports.services.freezing import content_of
from namro.web.reports.views.asking import report_for


@require_GET
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    found = _edition(request, edition_id)
    content = thawed(found.content)
    context = {
        "edition": found,
        "report": found.report,
        "content": content,
        "closing": closing_of_head(content["head"]),
        "is_whole": digest(found.content) == found.sha256,
        "differences": edition_differences(found),
    }
    return render(request, "reports/edition.html", context)


@require_GET
def edition_file(request: HttpRequest, edition_id: int, form: str) -> HttpResponse:
    """The document made again from what was frozen; "json" is the frozen content itself."""
    found = _edition(request, edition_id)
    content = thawed(found.content)
    if form == "json":
        return _download(found.content.encode("utf-8"), "application/json", file_name(content, form))
    if form not in FORMS:
        raise Http404
    return _download(made(content, form), FORMS[form][1], file_name(content, form))


@require_GET
def draft(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    """The document as it would be now; says "DỰ THẢO"."""
    report = report_for(request, report_id)
    if form not in FORMS:
        raise Http404
    content = content_of(report, author="", at=now(), edition=0)
    return _download(
        made(content, form, is_draft=True),
        FORMS[form][1],
        file_name(content, form),
    )


def _edition(request: HttpRequest, edition_id: int) -> ReportEdition:
    found = edition_of(edition_id)
    if found is None:
        raise Http404
    check_may_see_report(posts_of(request), found.report)
    return found


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
