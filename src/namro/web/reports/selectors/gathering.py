"""What a consolidated report is gathered from: the reports below it, and whose was never opened."""

from collections.abc import Sequence

from namro.core.agencies.model import Level
from namro.web.organisations.models import Unit
from namro.web.reports.models import Report
from namro.web.reports.selectors.kinds import writers
from namro.web.reports.states import State

# What is being corrected or was returned may change any moment: it is missing until it is handed in again.
COUNTED = frozenset({State.SUBMITTED.value, State.ACCEPTED.value})
# From the province down; the words of the levels do not sort so.
DOWNWARDS = {level.value: place for place, level in enumerate(Level)}


def reports_below(report: Report) -> list[Report]:
    """Give the units' reports of the same kind and period, from the province down; one query."""
    found = (
        Report.objects.filter(kind_key=report.kind_key, period=report.period, is_consolidated=False)
        .select_related("unit")
        .order_by("unit__sort", "id")
    )
    return sorted(found, key=lambda one: DOWNWARDS[one.unit.level])


def unopened(report: Report, below: Sequence[Report]) -> tuple[Unit, ...]:
    """Give the units that owe a report of the kind and period and for which none was opened; one query."""
    known = {one.unit_id for one in below}
    last = min(report.end, report.opened_at.date())
    owing = writers(report.kind_version.kind, last)
    return tuple(
        unit
        for unit in owing
        if unit.pk not in known and (unit.valid_to is None or unit.valid_to >= report.end)
    )
