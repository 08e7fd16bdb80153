"""What a request says about itself: who asks, whether only a part of the page is wanted, where it came from."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from namro.web.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Give the person; every page asks for sign-in first."""
    assert isinstance(request.user, User)
    return request.user


def is_part(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of the page."""
    return bool(getattr(request, "htmx", False))


def place_in_list(request: HttpRequest) -> dict[str, str]:
    """Give filter, page and search of the review list that a request belongs to."""
    source = request.POST if request.method == "POST" else request.GET
    return {name: source[name] for name in ("xem", "trang", "tim") if source.get(name)}


def back_to_review(request: HttpRequest, import_id: int, key: str = "") -> HttpResponse:
    """Lead back to the place in the review list; `key` is the row to stand at."""
    query = urlencode(place_in_list(request))
    address = reverse("plans:review", args=[import_id]) + (f"?{query}" if query else "")
    return redirect(f"{address}#{key}" if key else address)
