"""What the rooms to the right of `organisations` may know about the person who asks."""

from typing import Protocol, cast

from django.http import HttpRequest


class Viewer(Protocol):
    """The posts a signed-in person holds; `organisations.selectors.Posts` is one."""

    @property
    def is_plan_officer(self) -> bool: ...

    @property
    def is_province_leader(self) -> bool: ...

    @property
    def is_supervisor(self) -> bool: ...

    @property
    def sees_whole_province(self) -> bool: ...

    @property
    def unit_keys(self) -> frozenset[str]: ...


def viewer_of(request: HttpRequest) -> Viewer:
    """Give the posts that `config.middleware.posts` put on the request."""
    return cast(Viewer, request.posts)  # type: ignore[attr-defined]
