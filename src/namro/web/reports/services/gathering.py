"""The figures of a consolidated report: each gathered from the units' reports by its own rule."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from namro.core.reports.aggregation import Given, gather
from namro.web.reports.models import Report, ReportFigure
from namro.web.reports.selectors.gathering import COUNTED, reports_below, unopened

_PLACES = Decimal("0.000001")


def gathered_figures(report: Report, day: date) -> dict[str, ReportFigure]:
    """Give one figure per name that any unit's handed-in report has, with whom it counts and who is missing.

    A report that was not handed in gives nothing: its unit is missing, not 0. Two queries.
    """
    below = reports_below(report)
    shapes: dict[str, ReportFigure] = {}
    given: dict[str, dict[int, Given]] = defaultdict(dict)
    handed_in = {one.pk: one for one in below if one.state in COUNTED}
    for figure in ReportFigure.objects.filter(report__in=below).order_by("position", "id"):
        shapes.setdefault(figure.name, figure)
        source = handed_in.get(figure.report_id)
        if source is not None:
            over, under = figure.stands_as_share
            given[figure.name][source.pk] = Given(source.unit.name, source.end, figure.stands, over, under)
    found: dict[str, ReportFigure] = {}
    never = [Given(unit.name, report.end) for unit in unopened(report, below)]
    for name, shape in shapes.items():
        entries = [given[name].get(one.pk) or Given(one.unit.name, one.end) for one in below]
        entries += never
        whole = gather(shape.rule, entries, unit=shape.unit, places=shape.places)
        found[name] = ReportFigure(
            section=shape.section,
            name=name,
            label=shape.label,
            unit=shape.unit,
            definition=shape.definition,
            source=f"Báo cáo của {whole.counted} trong {len(entries)} đơn vị",
            rule=shape.rule,
            places=shape.places,
            origin=ReportFigure.Origin.GATHERED,
            as_of=day,
            reckoning=whole.reckoning,
            value=_kept(whole.value),
            numerator=_kept(whole.numerator),
            denominator=_kept(whole.denominator),
        )
    return found


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_PLACES)
