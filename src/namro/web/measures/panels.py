"""What this room shows on the pages of an obligation and of a task."""

from django.http import HttpRequest

from namro.web.measures import permissions
from namro.web.measures.forms.measures import ValueForm
from namro.web.measures.selectors.one_value import to_give
from namro.web.measures.selectors.pages import of_task as measures_of
from namro.web.measures.suggestions import from_plan
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Obligation, Task
from namro.web.program.selectors import state_of
from namro.web.ui.panels import Panel


def of_obligation(request: HttpRequest, obligation: Obligation) -> Panel | None:
    """The measures of the task with a form of a minute for each; two queries, one without any."""
    asked = to_give(obligation, state_of(request).working_date)
    if not asked:
        return None
    may = permissions.may_give(posts_of(request), obligation.unit_id)
    rows = []
    for one in asked:
        form = None
        if may and one.value is None:
            initial = {"period": one.period, "version": 0, "obligation": obligation.pk}
            form = ValueForm(
                measure=one.measure,
                periods=list(one.periods),
                initial=initial,
                auto_id=f"do-{one.measure.pk}-%s",
            )
        rows.append((one, form))
    return Panel(
        "thuoc-do",
        "Số liệu phải ghi",
        "measures/_panel_obligation.html",
        {"rows": rows, "unit_id": obligation.unit_id},
    )


def of_task(request: HttpRequest, task: Task) -> Panel | None:
    """The measures in use and what the plan's words suggest; one or two queries."""
    measures = measures_of(task)
    may = permissions.may_define(posts_of(request), task)
    if task.is_reference or not (measures or may):
        return None
    context = {"task": task, "measures": measures, "may": may, "suggested": len(from_plan(task.measures))}
    return Panel("thuoc-do", "Thước đo", "measures/_panel_task.html", context)
