"""One page for everything that can be found; a part of it while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from namro.core.text import clean, squeeze
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import state_of
from namro.web.ui.search import sources
from namro.web.worklist import permissions
from namro.web.worklist.selectors.searching import answer_to


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_search(posts)
    text = squeeze(clean(request.GET.get("q", "")))[:200]
    kinds = sources()
    asked = request.GET.get("loai", "")
    kind = asked if any(source.code == asked for source in kinds) else ""
    answer = answer_to(text, kind=kind, posts=posts, today=state_of(request).working_date)
    context = {"text": text, "kind": kind, "kinds": kinds, "answer": answer}
    htmx = bool(getattr(request, "htmx", False))
    return render(request, "worklist/_found.html" if htmx else "worklist/search.html", context)
