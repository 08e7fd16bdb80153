"""What every unit gave for one figure of a consolidated report: the list behind the number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from namro.web.organisations.models import Unit
from namro.web.reports.models import Report, ReportFigure
from namro.web.reports.selectors.gathering import COUNTED, DOWNWARDS, reports_below, unopened

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit with the figure its report gives; None: not handed in, or the report has no such figure."""

    unit: Unit
    figure: ReportFigure | None
    why: str  # why it is not counted, "" when it is


@dataclass(frozen=True, slots=True)
class UnitsOfFigure:
    """A page of the units, and how many of all of them count."""

    page: Page[UnitFigure]
    counted: int
    total: int


def units_of_figure(
    report: Report, figure: ReportFigure, *, level: str = "", only_missing: bool = False, page: str = ""
) -> UnitsOfFigure:
    """Read what each unit's report gives for a figure, from the province down; three queries."""
    below = reports_below(report)
    handed_in = {one.pk for one in below if one.state in COUNTED}
    held = {
        one.report_id: one
        for one in ReportFigure.objects.filter(report__in=handed_in, name=figure.name).defer("reckoning")
    }
    rows = [_row(one, held.get(one.pk), is_counted=one.pk in handed_in) for one in below]
    rows += [UnitFigure(unit, None, "chưa mở báo cáo") for unit in unopened(report, below)]
    rows.sort(key=lambda one: DOWNWARDS[one.unit.level])
    shown: Sequence[UnitFigure] = [
        one for one in rows if level in ("", one.unit.level) and (one.why or not only_missing)
    ]
    return UnitsOfFigure(
        Paginator(shown, PAGE_SIZE).get_page(page), sum(not one.why for one in rows), len(rows)
    )


def _row(report: Report, figure: ReportFigure | None, *, is_counted: bool) -> UnitFigure:
    if not is_counted:
        return UnitFigure(report.unit, None, str(report.get_state_display()).lower())
    known = figure is not None and figure.stands is not None
    return UnitFigure(report.unit, figure, "" if known else "chưa có số")
