"""The published editions: the ranking, the frozen sheet of a unit, the original to download, what differs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from namro.web.campaigns import permissions
from namro.web.campaigns.edition_export import edition_workbook
from namro.web.campaigns.models import Campaign, Entrant, Publication
from namro.web.campaigns.selectors.campaigns import editions
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.selectors.editions import (
    differences,
    edition_of,
    lines_of,
    places_of,
    published_sheet_of,
    text_of,
)
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.views.asking import campaign_for
from namro.web.organisations.selectors import posts_of
from namro.web.ui.workbooks import as_download


@require_GET
def publication(request: HttpRequest, campaign_id: int, edition: int) -> HttpResponse:
    campaign = campaign_for(request, campaign_id)
    found = get_object_or_404(campaign.publications.defer("content"), edition=edition)
    context = {
        "campaign": campaign,
        "publication": found,
        "others": [one for one in editions(campaign) if one.edition != edition],
        "file_name": _file_name(campaign, edition, "json"),
    }
    return render(request, "campaigns/publication.html", context)


@require_GET
def published_sheet(request: HttpRequest, campaign_id: int, edition: int, unit_key: str) -> HttpResponse:
    """The frozen sheet of one unit; proof leads on only for who may see the sheet itself."""
    campaign = campaign_for(request, campaign_id)
    held = published_sheet_of(campaign, edition, unit_key)
    if held is None:
        raise Http404
    found, sheet = held.publication, held.content
    entrant = Entrant.objects.select_related("unit", "campaign").filter(pk=sheet["entrant"]).first()
    may_see_proof = entrant is not None and permissions.may_see_sheet(
        posts_of(request), entrant, duties_of(campaign)
    )
    rulebook = rulebook_of(campaign)
    lines = lines_of(sheet, rulebook)
    context = {
        "campaign": campaign,
        "publication": found,
        "sheet": sheet,
        "row": next((row for row in found.ranking if row["unit_key"] == unit_key), None),
        "lines": lines,
        "places": places_of(lines, rulebook),
        "may_see_proof": may_see_proof,
    }
    return render(request, "campaigns/published_sheet.html", context)


@require_GET
def published_json(request: HttpRequest, campaign_id: int, edition: int) -> HttpResponse:
    """The frozen content byte for byte as it was hashed."""
    campaign, found = _edition_for(request, campaign_id, edition)
    response = HttpResponse(text_of(found.content).encode(), content_type="application/json")
    name = _file_name(campaign, edition, "json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def published_xlsx(request: HttpRequest, campaign_id: int, edition: int) -> HttpResponse:
    campaign, found = _edition_for(request, campaign_id, edition)
    return as_download(edition_workbook(found), _file_name(campaign, edition, "xlsx"))


@require_GET
def edition_differences(request: HttpRequest, campaign_id: int, edition: int) -> HttpResponse:
    """What an edition has differently from another one; from the one before it unless `so-voi` names another."""
    campaign, after = _edition_for(request, campaign_id, edition)
    asked = request.GET.get("so-voi", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else edition - 1
    before = edition_of(campaign, number)
    if before is None or number == edition:
        raise Http404
    if before.edition > after.edition:
        before, after = after, before
    context = {
        "campaign": campaign,
        "before": before,
        "after": after,
        "found": differences(before, after),
        "others": [one for one in editions(campaign) if one.edition != after.edition],
    }
    return render(request, "campaigns/differences.html", context)


def _edition_for(request: HttpRequest, campaign_id: int, edition: int) -> tuple[Campaign, Publication]:
    campaign = campaign_for(request, campaign_id)
    found = edition_of(campaign, edition)
    if found is None:
        raise Http404
    return campaign, found


def _file_name(campaign: Campaign, edition: int, suffix: str) -> str:
    return f"cong-bo-{campaign.pk}-ban-{edition}.{suffix}"
