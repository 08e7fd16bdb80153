"""What every page shows: the working date, whether the data is an illustration, the person's posts, the menu."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from namro.config.navigation import links
from namro.web.chase.selectors.lists import unseen_count
from namro.web.organisations import selectors as organisations
from namro.web.program import selectors as program_selectors


def program(request: HttpRequest) -> dict[str, Any]:
    state = program_selectors.state_of(request)
    context: dict[str, Any] = {
        "working_date": state.working_date,
        "working_date_is_simulated": state.is_simulated,
        "illustration": state.illustration,
        "demo": settings.DEMO,
    }
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        context["posts"] = posts = organisations.posts_of(request)
        context["navigation"] = links(request, posts)
        context["bell"] = unseen_count(request.user.pk) if posts.posts else None
    return context
