"""What this room shows on the page of a plan."""

from django.http import HttpRequest

from namro.web.plans.models import Plan
from namro.web.ui.panels import Panel


def of_plan(request: HttpRequest, plan: Plan) -> Panel:
    """The plan as a document to take away; whoever sees the page may. No query."""
    return Panel("van-ban-ke-hoach", "Văn bản", "documents/_panel_plan.html", {"plan": plan})
