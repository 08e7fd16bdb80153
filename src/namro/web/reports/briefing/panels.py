"""What this room shows on the page of a unit and on the unit's own work: the way to the one-page sheet."""

from django.http import HttpRequest

from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.reports.briefing import permissions
from namro.web.ui.panels import Panel


def of_unit(request: HttpRequest, unit: Unit) -> Panel | None:
    """The sheet of the unit; no query."""
    if not permissions.may_see_sheet(posts_of(request), unit):
        return None
    return _panel([unit])


def of_work(request: HttpRequest, posts: Posts) -> Panel | None:
    """The sheets of the person's own units; no query."""
    units = [unit for unit in posts.units if unit.pk in posts.member_unit_ids]
    return _panel(units) if units else None


def _panel(units: list[Unit]) -> Panel:
    return Panel("to-mot-trang", "Tờ một trang", "briefing/_panel.html", {"units": units})
