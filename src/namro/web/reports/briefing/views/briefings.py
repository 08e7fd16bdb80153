"""The briefing: its list, preparing and issuing, one edition with its files, and differences of two."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.reports.briefing import permissions
from namro.web.reports.briefing.drawing import briefing_pdf
from namro.web.reports.briefing.forms import PrepareForm
from namro.web.reports.briefing.models import Briefing
from namro.web.reports.briefing.selectors.decisions import HOW_MANY, RULE, candidates
from namro.web.reports.briefing.selectors.figures import Choice, content_of, since_of
from namro.web.reports.briefing.selectors.lists import briefings, changes, checked_content
from namro.web.reports.briefing.services.issuing import issue
from namro.web.reports.briefing.slides import briefing_pptx
from namro.web.reports.briefing.views.showing import shown_briefing
from namro.web.reports.documents.facts import index_facts
from namro.web.reports.documents.views.answering import download, user_of

FILES = {
    "pdf": (briefing_pdf, "application/pdf"),
    "pptx": (briefing_pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}


@require_GET
def briefing_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_briefings(posts)
    page = Paginator(briefings(), 25).get_page(request.GET.get("trang"))
    rows = list(page)
    context = {"page": page, "rows": rows, "may_issue": permissions.may_issue_briefing(posts)}
    return render(request, "briefing/list.html", context)


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Choose the day, the matters and their sentences, look, take the files, or issue."""
    posts, state = posts_of(request), state_of(request)
    permissions.check_may_see_briefings(posts)
    if request.method == "POST":
        permissions.check_may_issue_briefing(posts)
    day = state.working_date
    indices = index_facts(posts, day)
    known = candidates(posts, day, indices)
    title = f"Tình hình các chỉ số và nhiệm vụ đến ngày {format_date(day)}"
    given = request.POST if request.method == "POST" else request.GET
    asks = {"tieu_de", "tu_ngay", *(f"viec_{at}" for at in range(1, HOW_MANY + 1))} & set(given)
    form = PrepareForm(given if asks else None, day=day, candidates=known, title=title)
    context: dict[str, Any] = {
        "form": form,
        "rule": RULE,
        "may_issue": permissions.may_issue_briefing(posts),
        "query": _without_form(request),
        "is_chosen": bool(asks),
    }
    if asks and not form.is_valid():
        return render(request, "briefing/prepare.html", context, status=422)
    since = since_of(day, form.cleaned_data["tu_ngay"] if asks else None)
    content = content_of(
        title=form.title if asks else title,
        since=since,
        day=day,
        posts=posts,
        indices=indices,
        chosen=form.chosen if asks else [Choice(one) for one in known[:HOW_MANY]],
        candidate_count=len(known),
        invented=state.illustration,
    )
    try:
        if request.method == "POST":
            made = issue(content=content, by=user_of(request), posts=posts, at=now())
            messages.success(request, f"Đã phát hành tài liệu họp bản {made.number}.")
            return redirect("briefing:detail", number=made.number)
        form_asked = request.GET.get("dang", "")
        if form_asked in FILES:
            draw, content_type = FILES[form_asked]
            return download(draw(content), f"tai-lieu-hop-du-thao.{form_asked}", content_type)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence) if asks else None
        return render(request, "briefing/prepare.html", context | {"error": refusal.sentence}, status=422)
    given_fields = list(form) if asks else []
    context |= {
        "since": since,
        "shown": shown_briefing(content),
        "fields": [(field.html_name, field.value() or "") for field in given_fields],
    }
    return render(request, "briefing/prepare.html", context)


@require_GET
def detail(request: HttpRequest, number: int) -> HttpResponse:
    briefing = _asked(request, number)
    others = briefings().exclude(pk=briefing.pk)[:20]
    try:
        shown = shown_briefing(checked_content(briefing))
    except Refusal as refusal:
        return render(
            request, "briefing/detail.html", {"briefing": briefing, "error": refusal.sentence}, status=422
        )
    return render(request, "briefing/detail.html", {"briefing": briefing, "shown": shown, "others": others})


@require_GET
def download_one(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give an edition as PDF or PPTX, the same bytes every time, or its frozen content as JSON."""
    briefing = _asked(request, number)
    name = f"tai-lieu-hop-ban-{briefing.number}.{form}"
    if form == "json":
        return download(briefing.content.encode(), name, "application/json")
    if form not in FILES:
        raise Http404
    draw, content_type = FILES[form]
    try:
        return download(draw(checked_content(briefing)), name, content_type)
    except Refusal as refusal:
        return render(
            request, "briefing/detail.html", {"briefing": briefing, "error": refusal.sentence}, status=422
        )


@require_GET
def difference(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """Two editions side by side, the earlier first."""
    first, second = _asked(request, min(number, other)), _asked(request, max(number, other))
    context: dict[str, Any] = {"first": first, "second": second, "only": "doi" in request.GET}
    try:
        rows = changes(checked_content(first), checked_content(second))
    except Refusal as refusal:
        return render(request, "briefing/difference.html", context | {"error": refusal.sentence}, status=422)
    context |= {
        "rows": [row for row in rows if row.is_changed] if context["only"] else rows,
        "total": len(rows),
        "changed": sum(row.is_changed for row in rows),
    }
    return render(request, "briefing/difference.html", context)


def _asked(request: HttpRequest, number: int) -> Briefing:
    permissions.check_may_see_briefings(posts_of(request))
    return get_object_or_404(Briefing, number=number)


def _without_form(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("dang", None)
    return kept.urlencode()
