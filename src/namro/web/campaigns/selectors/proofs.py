"""The proof at the lines of a sheet, each piece in the revision that was put forward, and what a piece proves."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from namro.web.campaigns.models import Assignment, Campaign, LineProof, SheetLine
from namro.web.campaigns.states import Stage
from namro.web.evidence.selectors.pieces import Piece, by_revision, name_of, pieces_at
from namro.web.evidence.selectors.register import offered
from namro.web.evidence.uses import Use
from namro.web.organisations.selectors import Posts

__all__ = ["known_choices", "name_of", "pieces_of_line", "pieces_of_lines", "pieces_of_sheet", "uses_of"]


def pieces_of_sheet(entrant_id: int) -> dict[int, list[Piece]]:
    """Give the pieces by line of a sheet; one query, two when a piece was revised since."""
    return _pieces(LineProof.objects.filter(sheetline__entrant=entrant_id))


def pieces_of_line(line: SheetLine) -> list[Piece]:
    """Give the pieces of one line."""
    return _pieces(LineProof.objects.filter(sheetline=line))[line.pk]


def pieces_of_lines(line_ids: Collection[int]) -> dict[int, list[Piece]]:
    """Give the pieces of some lines; one query, two when a piece was revised since."""
    return _pieces(LineProof.objects.filter(sheetline_id__in=line_ids))


def _pieces(proofs: QuerySet[LineProof]) -> dict[int, list[Piece]]:
    links = list(proofs.select_related("evidence").order_by("id"))
    pieces = pieces_at((link.evidence, link.revision) for link in links)
    found: dict[int, list[Piece]] = defaultdict(list)
    for link in links:
        key = (link.evidence_id, link.revision)
        found[link.sheetline_id].append(by_revision(pieces, key, link.evidence))
    return found


def known_choices(line: SheetLine, posts: Posts, on: date) -> list[tuple[str, str]]:
    """Give the latest pieces of the person's units that hold and do not prove the line yet; two queries."""
    held = {str(pk) for pk in line.proofs.values_list("evidence_id", flat=True)}
    return [(pk, name) for pk, name in offered(posts, on) if pk not in held]


def uses_of(posts: Posts, evidence_ids: Collection[int]) -> list[Use]:
    """Give the lines the pieces prove; the same rule as `permissions.check_may_see_sheet`, for many at once."""
    links = (
        LineProof.objects.filter(evidence_id__in=evidence_ids)
        .select_related("sheetline__entrant__campaign", "sheetline__entrant__unit")
        .defer("sheetline__entrant__campaign__rulebook_toml")
        .order_by("-sheetline__entrant__campaign__year", "sheetline__entrant_id", "sheetline__position")
    )
    held = list(links)
    named = _units_named({link.sheetline.entrant.campaign for link in held})

    def may_open(link: LineProof) -> bool:
        entrant = link.sheetline.entrant
        if entrant.campaign.stage == Stage.DRAFT and not posts.is_plan_officer:
            return False
        return posts.sees_whole_province or bool(
            posts.unit_ids & ({entrant.unit_id} | named[entrant.campaign_id])
        )

    return [
        Use(
            evidence_id=link.evidence_id,
            kind=link.sheetline.entrant.campaign.index,
            what=f"{link.sheetline.entrant.campaign.name}, tiêu chí {link.sheetline.code}",
            unit=link.sheetline.entrant.unit.name,
            year=link.sheetline.entrant.campaign.year,
            revision=link.revision,
            address=reverse("campaigns:line", args=[link.sheetline.entrant_id, link.sheetline.code]),
            may_open=may_open(link),
        )
        for link in held
    ]


def _units_named(campaigns: Collection[Campaign]) -> dict[int, set[int]]:
    """Give the units with a duty in each campaign; one query."""
    named = {campaign.pk: {campaign.appraiser_id} for campaign in campaigns}
    rows = Assignment.objects.filter(campaign_id__in=named)
    for campaign_id, *units in rows.values_list("campaign_id", "responsible_id", "appraiser_id"):
        named[campaign_id] |= {pk for pk in units if pk}
    return named
