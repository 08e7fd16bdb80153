"""Where in the review list a request belongs, and the way back to it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def place_in_list(request: HttpRequest) -> dict[str, str]:
    """Give filter, page and search of the review list that a request belongs to."""
    source = request.POST if request.method == "POST" else request.GET
    return {name: source[name] for name in ("xem", "trang", "tim") if source.get(name)}


def back_to_review(request: HttpRequest, import_id: int, key: str = "") -> HttpResponse:
    """Lead back to the place in the review list; `key` is the row to stand at."""
    query = urlencode(place_in_list(request))
    address = reverse("imports:review", args=[import_id]) + (f"?{query}" if query else "")
    return redirect(f"{address}#{key}" if key else address)
