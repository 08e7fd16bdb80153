"""What a consolidated report is gathered from: the reports below it, and whose was never opened."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from namro.core.agencies.model import Level
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors.units import existing, from_the_top
from namro.web.reports.models import Report
from namro.web.reports.selectors.kinds import writing_units
from namro.web.reports.states import State

# What is being corrected or was returned may change any moment: it is missing until it is handed in again.
COUNTED = frozenset({State.SUBMITTED.value, State.ACCEPTED.value})
_OF_UNIT = ("key", "name", "level", "search")
# From the province down; the words of the levels do not sort so.
DOWNWARDS = {level.value: place for place, level in enumerate(Level)}


def reports_below(report: Report) -> list[Report]:
    """Give the units' reports of the same kind and period, from the province down; one query."""
    return _downwards(_below(report).select_related("unit"))


def rows_below(report: Report) -> list[Report]:
    """Give the same reports for a list: their state, due day and unit by its names, nothing else; one query."""
    lean = _below(report).select_related("unit").only("state", "due", *(f"unit__{name}" for name in _OF_UNIT))
    return _downwards(lean)


def _below(report: Report) -> QuerySet[Report]:
    return Report.objects.filter(kind_key=report.kind_key, period=report.period, is_consolidated=False)


def _downwards(found: QuerySet[Report]) -> list[Report]:
    return sorted(found.order_by("unit__sort", "id"), key=lambda one: DOWNWARDS[one.unit.level])


def unopened(report: Report, below: Sequence[Report]) -> tuple[Unit, ...]:
    """Give the units that owe a report of the kind and period and for which none was opened; one query."""
    last = min(report.end, report.opened_at.date())
    owing = existing(writing_units(report.kind_version.kind), on=last)
    stays = Q(valid_to__isnull=True) | Q(valid_to__gte=report.end)
    return tuple(from_the_top(owing.filter(stays).exclude(pk__in=[one.unit_id for one in below])))
