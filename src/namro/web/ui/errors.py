"""The pages shown when something cannot be done: what happened, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from namro.web.ui.refusals import NotAllowed


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence of the refusal when there is one."""
    sentence = exception.sentence if isinstance(exception, NotAllowed) else ""
    return render(request, "ui/403.html", {"sentence": sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: without context processors, because the database may be what broke."""
    return HttpResponse(_standalone("ui/500.html"), status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a form came without its protection token."""
    return render(request, "ui/csrf.html", status=403)


def _standalone(name: str) -> str:
    from django.template.loader import render_to_string

    return render_to_string(name)
