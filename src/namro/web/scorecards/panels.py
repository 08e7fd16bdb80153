"""What this room shows on the page of a unit and on the unit's own work: one line with the score."""

from django.http import HttpRequest

from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.models import Obligation
from namro.web.program.selectors import state_of
from namro.web.scorecards import permissions
from namro.web.scorecards.selectors.counting import NOTHING, counted_by_unit
from namro.web.scorecards.selectors.lines import Line, line_of
from namro.web.ui.panels import Panel


def of_unit(request: HttpRequest, unit: Unit) -> Panel | None:
    """The score of the unit in one line; two queries."""
    if not permissions.may_see_card(posts_of(request), unit):
        return None
    lines = _lines(request, [unit])
    return Panel("bang-diem", "Bảng điểm", "scorecards/panel.html", {"lines": lines})


def of_work(request: HttpRequest, posts: Posts) -> Panel | None:
    """The score of the person's own units, a line each; two queries."""
    units = [unit for unit in posts.units if unit.pk in posts.unit_ids]
    if not units:
        return None
    return Panel(
        "bang-diem", "Bảng điểm", "scorecards/panel.html", {"lines": _lines(request, units)}, is_wide=True
    )


def _lines(request: HttpRequest, units: list[Unit]) -> list[Line]:
    day = state_of(request).working_date
    owed = Obligation.objects.filter(unit_id__in=[unit.pk for unit in units])
    counted = counted_by_unit(day, owed, returns_too=False)
    return [line_of(unit, counted.get(unit.pk, NOTHING), day) for unit in units]
