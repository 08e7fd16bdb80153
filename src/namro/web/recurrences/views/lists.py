"""Tasks that have no rhythm yet, and those that have one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from namro.web.recurrences import permissions
from namro.web.recurrences.forms.rules import ListFilter
from namro.web.recurrences.models import Recurrence
from namro.web.recurrences.selectors import lists
from namro.web.recurrences.views.asking import reader_of


@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    posts = reader_of(request)
    text, kind = ListFilter(request.GET).wanted()
    context = {
        "found": lists.missing_rhythms(text=text, kind=kind, page=request.GET.get("trang")),
        "q": text,
        "kind": kind,
        "runs": lists.last_runs(),
        "may_set": permissions.may_set_rules(posts),
    }
    return render(request, "recurrences/missing.html", context)


@require_GET
def in_force(request: HttpRequest) -> HttpResponse:
    reader_of(request)
    text, kind = ListFilter(request.GET).wanted()
    context = {
        "page": lists.rules_in_force(text=text, kind=kind, page=request.GET.get("trang")),
        "kinds": Recurrence.Kind.choices,
        "q": text,
        "kind": kind,
    }
    return render(request, "recurrences/in_force.html", context)
