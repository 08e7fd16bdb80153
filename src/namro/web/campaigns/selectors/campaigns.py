"""The list of campaigns and the page of one: how far each unit is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from namro.web.campaigns.models import Campaign, Entrant, Publication, SheetLine
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.states import Stage
from namro.web.organisations.selectors import Posts

PAGE_SIZE = 300


@dataclass(frozen=True, slots=True)
class StageDate:
    """One stage with its last day and how it stands today: "past", "now" or "ahead"."""

    label: str
    day: date
    standing: str


@dataclass(frozen=True, slots=True)
class EntrantRow:
    """One unit: points claimed so far, what they may still become, points settled, what is open."""

    entrant: Entrant
    components: int
    scored: int
    claimed: Decimal
    high: Decimal | None
    appraised: int
    appraisable: int
    explained: int
    may_open: bool


def visible_campaigns(posts: Posts) -> QuerySet[Campaign]:
    """Give the campaigns the person may see, the latest first, with the number of units."""
    campaigns = Campaign.objects.defer("rulebook_toml").annotate(unit_count=Count("entrants"))
    if not posts.is_plan_officer:
        campaigns = campaigns.exclude(stage=Stage.DRAFT)
    return campaigns.order_by("-year", "-id")


def stage_dates(campaign: Campaign) -> tuple[StageDate, ...]:
    """Give the five stages with their last days."""
    days = (
        (Stage.SELF_SCORING, campaign.self_score_by),
        (Stage.APPRAISING, campaign.appraise_by),
        (Stage.EXPLAINING, campaign.explain_by),
        (Stage.APPRAISING_AGAIN, campaign.appraise_again_by),
        (Stage.PUBLISHED, campaign.publish_by),
    )
    order = list(Stage)
    now = order.index(Stage(campaign.stage))

    def standing(stage: Stage) -> str:
        there = order.index(stage)
        return "past" if there < now else "now" if there == now else "ahead"

    return tuple(StageDate(str(stage.label), day, standing(stage)) for stage, day in days)


def entrant_rows(campaign: Campaign, posts: Posts, *, named: frozenset[int]) -> tuple[EntrantRow, ...]:
    """Give every unit of the campaign with its progress in two queries; `named` are the units with a duty here."""
    # Counted over the lines alone: grouping the units with all their columns takes three times as long.
    counted = {
        found["entrant_id"]: found
        for found in SheetLine.objects.filter(entrant__campaign=campaign)
        .order_by()
        .values("entrant_id")
        .annotate(
            components=Count("pk"),
            self_count=Count("self_points"),
            survey_count=Count("survey_points"),
            survey_components=Count("pk", filter=Q(is_survey=True)),
            claimed=Sum("self_points"),
            surveyed=Sum("survey_points"),
            open_maximum=Sum("maximum", filter=Q(self_points__isnull=True, survey_points__isnull=True)),
            unbounded=Count("pk", filter=Q(maximum__isnull=True, self_points__isnull=True)),
            appraised=Count("pk", filter=~Q(first_verdict="")),
            explained=Count("pk", filter=~Q(explanation="")),
        )
    }
    sees_all = posts.sees_whole_province or bool(posts.unit_ids & named)
    return tuple(
        _row(entrant, counted[entrant.pk], sees_all or entrant.unit_id in posts.unit_ids)
        for entrant in campaign.entrants.select_related("unit").order_by("unit__sort", "id")
        if entrant.pk in counted
    )


def _row(entrant: Entrant, counted: Mapping[str, Any], may_open: bool) -> EntrantRow:
    claimed = (counted["claimed"] or Decimal(0)) + (counted["surveyed"] or Decimal(0))
    return EntrantRow(
        entrant=entrant,
        components=counted["components"],
        scored=counted["self_count"] + counted["survey_count"],
        claimed=claimed,
        high=None if counted["unbounded"] else claimed + (counted["open_maximum"] or Decimal(0)),
        appraised=counted["appraised"],
        appraisable=counted["components"] - counted["survey_components"],
        explained=counted["explained"],
        may_open=may_open,
    )


def editions(campaign: Campaign) -> Sequence[Publication]:
    """Give the published editions, the latest first, without their frozen content."""
    return tuple(campaign.publications.defer("content", "ranking").order_by("-edition"))


def own_sheets(posts: Posts) -> QuerySet[Entrant]:
    """Give the sheets of the person's own units in campaigns that are under way."""
    return (
        Entrant.objects.filter(unit_id__in=posts.unit_ids)
        .exclude(campaign__stage__in=[Stage.DRAFT, Stage.PUBLISHED])
        .select_related("unit", "campaign")
        .defer("campaign__rulebook_toml")
        .annotate(year=F("campaign__year"))
        .order_by("-year", "id")
    )


def code_choices(campaign: Campaign) -> list[tuple[str, str]]:
    """Give the fields and criteria by code, for a list to choose from."""
    return [(line.code, f"{line.code} {line.name}"[:90]) for line in rulebook_of(campaign).lines]
