"""What a request says about itself: who asks, whether only a part of the page is wanted."""

from django.http import HttpRequest

from namro.web.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Give the person; every page asks for sign-in first."""
    assert isinstance(request.user, User)
    return request.user


def is_part(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of the page."""
    return bool(getattr(request, "htmx", False))
