"""Puts the person's posts on the request, so that rooms below `organisations` can ask about them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from namro.web.organisations import selectors as organisations


def posts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.posts`; no query is made until somebody asks."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.posts = SimpleLazyObject(lambda: organisations.posts_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return handle
