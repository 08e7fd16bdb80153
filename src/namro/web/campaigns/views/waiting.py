"""What waits for me to appraise, and accepting many lines at once."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Campaign
from namro.web.campaigns.selectors.campaigns import stage_dates
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.selectors.waiting import (
    BY_CRITERION,
    BY_UNIT,
    PAGE_SIZE,
    groups_of,
    progress_in,
    rows_of,
    waiting_campaigns,
    waiting_in,
)
from namro.web.campaigns.services import appraising
from namro.web.campaigns.states import Stage
from namro.web.campaigns.views.asking import campaign_for, user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of


@require_GET
def waiting_list(request: HttpRequest) -> HttpResponse:
    """The campaigns in which something waits for the person; a single one is opened at once."""
    posts = posts_of(request)
    permissions.check_may_see_campaigns(posts)
    found = waiting_campaigns(posts)
    if len(found) == 1:
        return redirect("campaigns:waiting", campaign_id=found[0].campaign.pk)
    return render(request, "campaigns/waiting_list.html", {"found": found})


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = campaign_for(request, campaign_id)
    posts = posts_of(request)
    permissions.check_may_appraise_in(posts, campaign, duties_of(campaign))
    if request.method == "GET":
        return _page(request, campaign)
    try:
        done = appraising.accept_across(
            campaign_id=campaign.pk,
            chosen=request.POST.getlist("chon"),
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, campaign, error=refusal.sentence)
    if done.saved:
        messages.success(request, f"Đã chấp nhận {done.saved} dòng.")
    if done.refused:
        return _page(request, campaign, error="\n".join(done.refused))
    if not done.saved:
        return _page(request, campaign, error="Hãy đánh dấu ít nhất một dòng.")
    kept = {name: request.GET[name] for name in ("theo", "chon") if name in request.GET}
    return redirect(
        f"{reverse('campaigns:waiting', args=[campaign.pk])}{'?' if kept else ''}{urlencode(kept)}"
    )


def _page(request: HttpRequest, campaign: Campaign, *, error: str = "") -> HttpResponse:
    posts = posts_of(request)
    every = waiting_in(campaign, posts)
    by = BY_UNIT if request.GET.get("theo") == BY_UNIT else BY_CRITERION
    groups = groups_of(campaign, every, by)
    chosen = next((group for group in groups if group.key == request.GET.get("chon")), None)
    lines = every.select_related("entrant__unit").order_by("position", "entrant__unit__sort", "entrant_id")
    if by == BY_UNIT:
        lines = lines.order_by("entrant__unit__sort", "entrant_id", "position")
    if chosen:
        lines = (
            lines.filter(code=chosen.key) if by == BY_CRITERION else lines.filter(entrant_id=int(chosen.key))
        )
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("trang"))
    done, total = progress_in(campaign, posts)
    context: dict[str, Any] = {
        "campaign": campaign,
        "date": next(
            (
                date
                for date in stage_dates(campaign, state_of(request).working_date)
                if date.standing == "now"
            ),
            None,
        ),
        "by": by,
        "groups": groups,
        "chosen": chosen,
        "page": page,
        "rows": rows_of(campaign, page.object_list),
        "is_first_round": campaign.stage == Stage.APPRAISING,
        "count": sum(group.count for group in groups),
        "done": done,
        "total": total,
        "error": error,
    }
    return render(request, "campaigns/waiting.html", context, status=422 if error else 200)
