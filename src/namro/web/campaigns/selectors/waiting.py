"""What waits for a person to appraise: lines of open campaigns, by criterion and by unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet

from namro.core.indices.rulebook import Rulebook
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.selectors.duties import duties_of, follows_campaigns
from namro.web.campaigns.selectors.proofs import pieces_of_lines
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.states import APPRAISALS, Stage, Verdict
from namro.web.evidence.selectors.pieces import Piece
from namro.web.organisations.selectors import Posts

PAGE_SIZE = 50
BY_CRITERION, BY_UNIT = "tieu-chi", "don-vi"


@dataclass(frozen=True, slots=True)
class WaitingCampaign:
    """One campaign with how many lines wait for the person in its present stage, and until when."""

    campaign: Campaign
    count: int
    units: int


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """A criterion or a unit with how many lines wait there; `key` narrows the list to it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One line that waits, with what one needs to decide it from the list."""

    line: SheetLine
    name: str
    claimed: Decimal | None
    proofs: tuple[Piece, ...]
    is_acceptable: bool
    past_reasons: tuple[str, ...]

    @property
    def field(self) -> str:
        """Give the code of the field the line stands in."""
        return self.line.code.split(".")[0]


def waiting_in(campaign: Campaign, posts: Posts) -> QuerySet[SheetLine]:
    """Give the lines of a campaign that the person may decide now and that nobody has decided; three queries.

    The same rule as `permissions.check_may_appraise`, for all lines at once.
    """
    lines = SheetLine.objects.filter(entrant__campaign=campaign)
    if campaign.stage not in APPRAISALS or not (posts.unit_ids or posts.is_province_leader):
        return lines.none()
    return lines.filter(_undecided(campaign), _mine(campaign, posts))


def progress_in(campaign: Campaign, posts: Posts) -> tuple[int, int]:
    """Give how many lines of this stage are decided, of how many that the person answers for; four queries."""
    lines = SheetLine.objects.filter(_concerned(campaign), _mine(campaign, posts), entrant__campaign=campaign)
    counted = lines.aggregate(total=Count("pk"), waiting=Count("pk", filter=_undecided(campaign)))
    return counted["total"] - counted["waiting"], counted["total"]


def _concerned(campaign: Campaign) -> Q:
    """Give the lines the stage is about; the second round leaves alone what was accepted in the first."""
    if campaign.stage == Stage.APPRAISING:
        return Q()
    return Q(is_survey=True) | ~Q(first_verdict=Verdict.ACCEPTED)


def _undecided(campaign: Campaign) -> Q:
    decided = Q(first_verdict="") if campaign.stage == Stage.APPRAISING else Q(second_points__isnull=True)
    survey = Q(is_survey=True, survey_points__isnull=True)
    return _concerned(campaign) & (survey | (Q(is_survey=False) & decided))


def _mine(campaign: Campaign, posts: Posts) -> Q:
    duties = duties_of(campaign)
    own = posts.unit_ids
    leads = posts.is_province_leader
    mine = Q(pk__in=[])
    codes: dict[tuple[int, int | None], list[str]] = {}
    for component in rulebook_of(campaign).components:
        pair = (duties.appraiser(component.code), duties.named_responsible(component.code))
        codes.setdefault(pair, []).append(component.code)
    for (appraiser, responsible), held in codes.items():
        if responsible in own:
            continue
        here = Q(code__in=held)
        if appraiser in own:
            mine |= here & ~Q(entrant__unit_id__in=own) & _not_own_case(appraiser, responsible)
        elif leads and follows_campaigns(appraiser):
            # Whoever runs campaigns cannot appraise itself: the leader of the province does.
            by_leader = Q() if responsible == appraiser else Q(entrant__unit_id=appraiser)
            mine |= here & by_leader & ~Q(entrant__unit_id__in=own)
    return mine


def _not_own_case(appraiser: int, responsible: int | None) -> Q:
    return Q(pk__in=[]) if responsible == appraiser else ~Q(entrant__unit_id=appraiser)


def waiting_campaigns(posts: Posts) -> tuple[WaitingCampaign, ...]:
    """Give the campaigns in which lines wait for the person, the latest first; a few queries per open campaign."""
    if not (posts.unit_ids or posts.is_province_leader):
        return ()
    open_now = (
        Campaign.objects.filter(stage__in=APPRAISALS)
        .select_related("appraiser")
        .defer("rulebook_toml")
        .order_by("-year", "-id")
    )
    found = []
    for campaign in open_now:
        counted = waiting_in(campaign, posts).aggregate(
            lines=Count("pk"), units=Count("entrant_id", distinct=True)
        )
        if counted["lines"]:
            found.append(WaitingCampaign(campaign, counted["lines"], counted["units"]))
    return tuple(found)


def groups_of(campaign: Campaign, lines: QuerySet[SheetLine], by: str) -> tuple[WaitingGroup, ...]:
    """Count what waits by criterion, in the order of the sheet, or by unit, in the order of the register."""
    if by == BY_UNIT:
        rows = lines.order_by().values("entrant_id", "entrant__unit__name", "entrant__unit__sort")
        counted = rows.annotate(count=Count("pk")).order_by("entrant__unit__sort", "entrant_id")
        return tuple(
            WaitingGroup(str(row["entrant_id"]), row["entrant__unit__name"], row["count"]) for row in counted
        )
    rulebook = rulebook_of(campaign)
    by_code = lines.order_by().values("code").annotate(count=Count("pk"), place=Min("position"))
    return tuple(
        WaitingGroup(row["code"], f"{row['code']}. {_name(rulebook, row['code'])}", row["count"])
        for row in by_code.order_by("place")
    )


def rows_of(campaign: Campaign, lines: Iterable[SheetLine]) -> tuple[WaitingRow, ...]:
    """Give lines as the list shows them, with their proof and last year's reasons; three queries."""
    held = list(lines)
    rulebook = rulebook_of(campaign)
    proofs = pieces_of_lines([line.pk for line in held])
    reasons = _reasons_of_last_year(campaign, held)
    return tuple(
        WaitingRow(
            line=line,
            name=_name(rulebook, line.code),
            claimed=line.self_points,
            proofs=tuple(proofs.get(line.pk, ())),
            is_acceptable=_is_acceptable(campaign, line, proofs.get(line.pk, [])),
            past_reasons=reasons.get((line.entrant.unit_id, line.code), ()),
        )
        for line in held
    )


def _is_acceptable(campaign: Campaign, line: SheetLine, proofs: list[Piece]) -> bool:
    """Say whether accepting as claimed would not be refused at once."""
    if campaign.stage != Stage.APPRAISING or line.is_survey or line.self_points is None:
        return False
    return not line.self_points or bool(line.self_text) or any(not one.withdrawn_at for one in proofs)


def _reasons_of_last_year(
    campaign: Campaign, lines: list[SheetLine]
) -> dict[tuple[int, str], tuple[str, ...]]:
    earlier = SheetLine.objects.filter(
        entrant__unit_id__in={line.entrant.unit_id for line in lines},
        code__in={line.code for line in lines},
        entrant__campaign__index=campaign.index,
        entrant__campaign__year=campaign.year - 1,
    ).select_related("entrant")
    return {
        (line.entrant.unit_id, line.code): reasons
        for line in earlier
        if (reasons := tuple(one for one in (line.first_reason, line.second_reason) if one))
    }


def _name(rulebook: Rulebook, code: str) -> str:
    line = rulebook.by_code.get(code)
    return line.name if line else ""
