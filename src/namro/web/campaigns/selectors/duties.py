"""Who answers for a criterion and who appraises it; what stands nearest above in the tree decides."""

from dataclasses import dataclass

from namro.web.campaigns.models import Assignment, Campaign, Entrant
from namro.web.organisations.models import Post, Role


@dataclass(frozen=True)
class Duties:
    """The assignments of one campaign, read once."""

    campaign: Campaign
    rows: dict[str, Assignment]

    @property
    def units(self) -> frozenset[int]:
        """Every unit that answers for or appraises something here."""
        named = {pk for row in self.rows.values() for pk in (row.responsible_id, row.appraiser_id) if pk}
        return frozenset(named | {self.campaign.appraiser_id})

    def appraiser(self, code: str) -> int:
        """Give the unit that appraises the criterion."""
        row = self._row(code, "appraiser_id")
        return row.appraiser_id if row and row.appraiser_id else self.campaign.appraiser_id

    def responsible(self, entrant: Entrant, code: str) -> int:
        """Give the unit that fills the criterion on the sheet."""
        row = self._row(code, "responsible_id")
        return row.responsible_id if row and row.responsible_id else entrant.unit_id

    def named_responsible(self, code: str) -> int | None:
        """Give the unit that is named for the criterion on every sheet; None: whoever is scored."""
        row = self._row(code, "responsible_id")
        return row.responsible_id if row else None

    def name_of_appraiser(self, code: str) -> str:
        row = self._row(code, "appraiser_id")
        return row.appraiser.name if row and row.appraiser else self.campaign.appraiser.name

    def name_of_responsible(self, entrant: Entrant, code: str) -> str:
        row = self._row(code, "responsible_id")
        return row.responsible.name if row and row.responsible else entrant.unit.name

    def _row(self, code: str, field: str) -> Assignment | None:
        parts = code.split(".")
        for length in range(len(parts), 0, -1):
            row = self.rows.get(".".join(parts[:length]))
            if row is not None and getattr(row, field):
                return row
        return None


def duties_of(campaign: Campaign) -> Duties:
    """Read the assignments of a campaign; one query. `campaign` comes with its appraiser."""
    rows = campaign.assignments.select_related("responsible", "appraiser")
    return Duties(campaign, {row.code: row for row in rows})


def follows_campaigns(unit_id: int) -> bool:
    """Say whether the unit runs campaigns itself, so that somebody above must appraise it."""
    return Post.objects.filter(unit_id=unit_id, role=Role.PLAN_OFFICER).exists()
