"""The list of campaigns and the page of one: how far each unit is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, QuerySet

from namro.web.campaigns.models import Campaign, Entrant, Publication
from namro.web.campaigns.selectors.open_ends import handing_in_words
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.states import Stage
from namro.web.organisations.selectors import Posts

PAGE_SIZE = 300


@dataclass(frozen=True, slots=True)
class StageDate:
    """One stage with its last day and how it stands: "past", "now" or "ahead"; `is_late`: now, and its day is past.

    `day` None: no day was set for it.
    """

    label: str
    day: date | None
    standing: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class EntrantRow:
    """One unit: points claimed so far, what they may still become, points settled, what is open."""

    pk: int
    unit: str
    handed_in_at: datetime | None
    components: int
    scored: int
    claimed: Decimal
    high: Decimal | None
    marked: int
    supplemented: int
    appraised: int
    appraisable: int
    explained: int
    may_open: bool
    late_words: str


def visible_campaigns(posts: Posts) -> QuerySet[Campaign]:
    """Give the campaigns the person may see, the latest first, with the number of units."""
    campaigns = Campaign.objects.defer("rulebook_toml").annotate(unit_count=Count("entrants"))
    if not posts.is_plan_officer:
        campaigns = campaigns.exclude(stage=Stage.DRAFT)
    return campaigns.order_by("-year", "-id")


def stage_dates(campaign: Campaign, today: date) -> tuple[StageDate, ...]:
    """Give the stages with their last days; `today` is the program's working date.

    The first explanation stands there when it has a day or is under way: it may be skipped.
    """
    days: tuple[tuple[Stage, date | None], ...] = (
        (Stage.SELF_SCORING, campaign.self_score_by),
        (Stage.SUPPLEMENTING, campaign.supplement_by),
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

    return tuple(
        StageDate(
            str(stage.label),
            day,
            standing(stage),
            is_late=bool(day and standing(stage) == "now" and stage != Stage.PUBLISHED and today > day),
        )
        for stage, day in days
        if day or standing(stage) == "now"
    )


def entrant_rows(
    campaign: Campaign, posts: Posts, *, named: frozenset[int], today: date
) -> tuple[EntrantRow, ...]:
    """Give every unit of the campaign with its progress in one query; `named` are the units with a duty here."""
    sees_all = posts.sees_whole_province or bool(posts.unit_ids & named)
    own = posts.unit_ids
    return tuple(
        EntrantRow(
            pk=pk,
            unit=name,
            handed_in_at=handed_in,
            components=components,
            scored=scored,
            claimed=claimed,
            high=None if still_open is None else claimed + still_open,
            marked=marked,
            supplemented=supplemented,
            appraised=appraised,
            appraisable=components - surveys,
            explained=explained,
            may_open=sees_all or unit in own,
            late_words=handing_in_words(handed_in, campaign, today),
        )
        for (
            pk, unit, name, handed_in, components, surveys, scored, marked, supplemented, appraised, explained,
            claimed, still_open,
        ) in campaign.entrants.order_by("unit__sort", "id").values_list(
            "pk", "unit_id", "unit__name", "handed_in_at", "component_count", "survey_count", "scored_count",
            "marked_count", "supplemented_count", "appraised_count", "explained_count", "claimed", "open_maximum",
        )
    )  # fmt: skip


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
