"""What a consolidated report is gathered from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.core.reports.claims import Claim, duplicates
from namro.core.reports.contradictions import Finding, wrong_total
from namro.web.organisations.models import Unit
from namro.web.reports.models import Report, ReportFigure, ReportText
from namro.web.reports.selectors.kinds import writers
from namro.web.reports.states import State

# What is being corrected or was returned may change any moment: it is missing until it is handed in again.
COUNTED = frozenset({State.SUBMITTED.value, State.ACCEPTED.value})


def reports_below(report: Report) -> list[Report]:
    """Give the units' reports of the same kind and period, from the province down; one query."""
    return list(
        Report.objects.filter(kind_key=report.kind_key, period=report.period, is_consolidated=False)
        .select_related("unit", "kind_version")
        .order_by("unit__level", "unit__sort", "id")
    )


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


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One part of the outline: the consolidated words and what each unit that handed in wrote."""

    text: ReportText
    of_units: tuple[ReportText, ...]
    silent: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class GatheringPage:
    """All parts side by side, and who is missing."""

    parts: tuple[SideBySide, ...]
    missing: tuple[Report, ...]
    unopened: tuple[Unit, ...]
    handed_in: int
    totals: tuple[Finding, ...]

    @property
    def missing_count(self) -> int:
        return len(self.missing) + len(self.unopened)


def gathering_page(report: Report) -> GatheringPage:
    """Read the texts of the units side by side with what does not fit together; four queries."""
    below = reports_below(report)
    handed_in = [one for one in below if one.state in COUNTED]
    texts = list(
        ReportText.objects.filter(report__in=handed_in)
        .select_related("report__unit")
        .order_by("position", "report__unit__level", "report__unit__sort")
    )
    claims = [Claim(one.report.unit.name, one.section, one.text) for one in texts if one.text.strip()]
    findings = duplicates(claims)
    parts = []
    for text in report.texts.all():
        own = tuple(one for one in texts if one.section == text.section and one.text.strip())
        parts.append(
            SideBySide(
                text,
                own,
                len(handed_in) - len(own),
                tuple(one for one in findings if one.section == text.section),
            )
        )
    missing = tuple(one for one in below if one.state not in COUNTED)
    return GatheringPage(
        tuple(parts), missing, unopened(report, below), len(handed_in), _totals(report, handed_in)
    )


def _totals(report: Report, handed_in: Sequence[Report]) -> tuple[Finding, ...]:
    changed = [one for one in report.figures.all() if one.rule == "sum" and one.is_changed]
    if not changed:
        return ()
    names = {one.pk: one.unit.name for one in handed_in}
    parts: dict[str, dict[str, Decimal | None]] = {}
    rows = ReportFigure.objects.filter(report__in=handed_in, name__in=[one.name for one in changed])
    for row in rows:
        parts.setdefault(row.name, {})[names[row.report_id]] = row.stands
    found = [wrong_total(one.label, one.section, one.stands, parts.get(one.name, {})) for one in changed]
    return tuple(one for one in found if one is not None)
