"""A person's bulletins: the daily ones and the weekly digests, each with what it held."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from namro.web.chase import permissions
from namro.web.chase.models import Bulletin
from namro.web.chase.selectors import digests
from namro.web.chase.views.asking import user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import state_of


@require_GET
def digest_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_be_reminded(posts)
    context = {
        "bulletins": digests.own_bulletins(user_of(request).pk),
        "may_run": permissions.may_run_chase(posts),
        "may_see_letters": permissions.may_see_letters(posts),
        "tab": "digests",
    }
    return render(request, "chase/digests.html", context)


@require_GET
def digest(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """One bulletin of the person's own: what it held, and how each stands now."""
    posts = posts_of(request)
    permissions.check_may_be_reminded(posts)
    bulletin = get_object_or_404(Bulletin, pk=bulletin_id, user=user_of(request))
    held = digests.held_by(bulletin, state_of(request).working_date, posts)
    return render(request, "chase/digest.html", {"bulletin": bulletin, "held": held})
