"""What every page shows: the working date, whether the data is an illustration, the person's posts."""

from typing import Any

from django.http import HttpRequest

from namro.web.organisations import selectors as organisations
from namro.web.program import selectors as program_selectors


def program(request: HttpRequest) -> dict[str, Any]:
    state = program_selectors.state()
    context: dict[str, Any] = {"working_date": state.working_date, "illustration": state.illustration}
    if request.user.is_authenticated:
        context["posts"] = organisations.posts_of(request)
    return context
