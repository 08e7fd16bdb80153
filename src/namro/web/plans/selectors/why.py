"""Why a task exists: the lost points of its criterion in the year that its plan answers."""

from datetime import date

from namro.web.indices.selectors import Why, why
from namro.web.plans.models import Baseline, Task


def why_of(task: Task, today: date) -> Why | None:
    """Give the lost points behind the task; None for a task that answers no index. At most two queries."""
    if not task.index or task.criterion is None or not task.criterion.name:
        return None
    year = Baseline.objects.filter(plan=task.plan_id, index=task.index).values_list("year", flat=True).first()
    return why(task.index, task.criterion.name, year or task.plan.year - 1, day=today)
