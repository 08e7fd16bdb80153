"""What every unit gave for one figure of a consolidated report: the list behind the number."""

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.db.models import Q

from namro.web.organisations.models import Unit
from namro.web.reports.models import Report, ReportFigure
from namro.web.reports.selectors.gathering import COUNTED, DOWNWARDS, rows_below, unopened

PAGE_SIZE = 25
_BY_HAND = Q(is_changed=True) | Q(origin=ReportFigure.Origin.TYPED)
_KNOWN = Q(_BY_HAND, own_value__isnull=False) | Q(~_BY_HAND, value__isnull=False)


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit with the figure its report gives; None: not handed in, or the report has no such figure."""

    unit: Unit
    figure: ReportFigure | None
    why: str  # why it is not counted, "" when it is
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitsOfFigure:
    """A page of the units, and how many of all of them count."""

    page: Page[UnitFigure]
    rows: tuple[UnitFigure, ...]  # of that page, with their figures
    counted: int
    total: int


def units_of_figure(
    report: Report, figure: ReportFigure, *, level: str = "", only_missing: bool = False, page: str = ""
) -> UnitsOfFigure:
    """Read what each unit's report gives for a figure, from the province down; five queries."""
    below = rows_below(report)
    held = ReportFigure.objects.filter(
        report__in=[one.pk for one in below if one.state in COUNTED], name=figure.name
    )
    known = set(held.filter(_KNOWN).values_list("report_id", flat=True))
    rows = [UnitFigure(one.unit, None, _why(one, known), one.pk) for one in below]
    rows += [UnitFigure(unit, None, "chưa mở báo cáo") for unit in unopened(report, below)]
    rows.sort(key=lambda one: DOWNWARDS[one.unit.level])
    shown = [one for one in rows if level in ("", one.unit.level) and (one.why or not only_missing)]
    asked = Paginator(shown, PAGE_SIZE).get_page(page)
    figures = {one.report_id: one for one in held.filter(report__in=[row.report_id for row in asked])}
    with_figures = tuple(replace(row, figure=figures.get(row.report_id or 0)) for row in asked)
    return UnitsOfFigure(asked, with_figures, sum(not one.why for one in rows), len(rows))


def _why(report: Report, known: set[int]) -> str:
    if report.state not in COUNTED:
        return str(report.get_state_display()).lower()
    return "" if report.pk in known else "chưa có số"
