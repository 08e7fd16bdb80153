"""What every page here asks first: who asks."""

from django.http import HttpRequest

from namro.web.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Give the person; every page but that of a one-use link asks for sign-in first."""
    assert isinstance(request.user, User)
    return request.user
