"""What this room shows on the pages of a task and of a plan."""

from django.http import HttpRequest

from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Plan, Task
from namro.web.program.selectors import state_of
from namro.web.recurrences import permissions
from namro.web.recurrences.models import PlanTerm
from namro.web.recurrences.selectors.lists import UNCLEAR, missing_count
from namro.web.recurrences.selectors.rules import next_periods, rule_in_force
from namro.web.ui.panels import Panel


def of_task(request: HttpRequest, task: Task) -> Panel | None:
    """The rhythm, the next instances and the way to set it; one query."""
    if task.is_reference:
        return None
    rule, day = rule_in_force(task), state_of(request).working_date
    context = {
        "task": task,
        "rule": rule,
        "next": next_periods(rule, day, count=3) if rule else (),
        "is_unclear": rule is None and task.deadline_kind in UNCLEAR,
        "may_set": permissions.may_set_rules(posts_of(request)),
    }
    return Panel("lich-lap", "Lịch lặp", "recurrences/_panel_task.html", context)


def of_plan(request: HttpRequest, plan: Plan) -> Panel | None:
    """How many tasks have no rhythm, and until when the plan is in force; two queries."""
    context = {
        "plan": plan,
        "missing": missing_count(plan),
        "term": PlanTerm.objects.filter(plan=plan).first(),
        "may_set": permissions.may_set_rules(posts_of(request)),
    }
    return Panel("lich-lap", "Lịch lặp của các nhiệm vụ", "recurrences/_panel_plan.html", context)
