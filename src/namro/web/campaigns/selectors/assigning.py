"""Every line of a campaign with who answers for it and who appraises it, and units found by the name somebody wrote."""

from dataclasses import dataclass
from datetime import date

from namro.core.text import fold
from namro.web.campaigns.models import Assignment, Campaign
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import existing

Names = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line with the names of its two units ("" for the general rule); `is_changed`: not as it is kept."""

    code: str
    name: str
    depth: int
    responsible: str
    appraiser: str
    is_changed: bool = False
    error: str = ""

    @property
    def depth_class(self) -> str:
        return f"depth-{min(self.depth, 4)}"


def duty_rows(
    campaign: Campaign, typed: Names | None = None, errors: dict[str, str] | None = None
) -> tuple[DutyRow, ...]:
    """Give the lines in printed order, one query; `typed` names stand in the boxes instead of those kept."""
    kept = names_kept(campaign)
    rows = []
    for line in rulebook_of(campaign).lines:
        held = kept.get(line.code, ("", ""))
        shown = (typed or {}).get(line.code, held)
        rows.append(
            DutyRow(
                line.code, line.name, line.depth, *shown, shown != held, (errors or {}).get(line.code, "")
            )
        )
    return tuple(rows)


def names_kept(campaign: Campaign) -> Names:
    """Give the names of the units by code; one query."""
    found = Assignment.objects.filter(campaign=campaign).values_list(
        "code", "responsible__name", "appraiser__name"
    )
    return {code: (responsible or "", appraiser or "") for code, responsible, appraiser in found}


def units_by_name(day: date) -> dict[str, Unit]:
    """Give the units of the day by folded name; one query."""
    return {fold(unit.name): unit for unit in existing(Unit.objects.order_by("sort", "id"), on=day)}


def earlier_campaigns(campaign: Campaign) -> tuple[Campaign, ...]:
    """Give the campaigns that have assignments to copy, the latest first."""
    found = Campaign.objects.filter(assignments__isnull=False).exclude(pk=campaign.pk).distinct()
    return tuple(found.defer("rulebook_toml").order_by("-year", "-id")[:10])
