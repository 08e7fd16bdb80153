"""What every page here asks first: which campaign, which sheet, and who asks."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from namro.web.accounts.models import User
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Campaign, Entrant, SheetLine
from namro.web.campaigns.selectors.duties import Duties, duties_of
from namro.web.organisations.selectors import posts_of


def user_of(request: HttpRequest) -> User:
    """Give the person; every page asks for sign-in first."""
    assert isinstance(request.user, User)
    return request.user


def campaign_for(request: HttpRequest, campaign_id: int) -> Campaign:
    """Give the campaign, without the text of its rulebook, to somebody who may see it."""
    permissions.check_may_see_campaigns(posts_of(request))
    campaign = get_object_or_404(
        Campaign.objects.select_related("appraiser").defer("rulebook_toml"), pk=campaign_id
    )
    permissions.check_may_see_campaign(posts_of(request), campaign)
    return campaign


def sheet_for(request: HttpRequest, entrant_id: int) -> tuple[Entrant, Duties]:
    """Give a sheet with the duties of its campaign to somebody who may see it."""
    permissions.check_may_see_campaigns(posts_of(request))
    entrant = get_object_or_404(
        Entrant.objects.select_related("unit", "campaign__appraiser").defer("campaign__rulebook_toml"),
        pk=entrant_id,
    )
    duties = duties_of(entrant.campaign)
    permissions.check_may_see_sheet(posts_of(request), entrant, duties)
    return entrant, duties


def line_for(request: HttpRequest, entrant_id: int, code: str) -> tuple[SheetLine, Duties]:
    """Give one line of a sheet to somebody who may see the sheet."""
    entrant, duties = sheet_for(request, entrant_id)
    line = get_object_or_404(SheetLine, entrant=entrant, code=code)
    line.entrant = entrant
    return line, duties
