"""Why there are tasks: the points that their criteria lost, as the room of the indices knows them."""

from collections.abc import Iterable
from datetime import date

from namro.web.indices import selectors as indices
from namro.web.plans.models import Baseline, Criterion, Plan, Task


def lost_by_criterion(criteria: Iterable[tuple[Criterion, str, Plan]], day: date) -> dict[int, str]:
    """Give the lost points as text ("−0,362") by criterion id, as `lost_parts` finds them."""
    return {pk: part.fall.signed for pk, part in lost_parts(criteria, day).items()}


def lost_parts(criteria: Iterable[tuple[Criterion, str, Plan]], day: date) -> dict[int, indices.PartFall]:
    """Give the fall behind each criterion by its id, from (criterion, index, plan).

    What is not known, or did not fall, is missing. One query for the years of results, one per index and year.
    """
    listed = [(c, index, plan) for c, index, plan in criteria if index and c.name]
    if not listed:
        return {}
    plans = {plan.pk: plan for _, _, plan in listed}
    stated = {
        (plan_id, index): year
        for plan_id, index, year in Baseline.objects.filter(plan__in=plans)
        .order_by("-id")
        .values_list("plan_id", "index", "year")
    }
    placed = [(c, index, stated.get((plan.pk, index), plan.year - 1)) for c, index, plan in listed]
    names: dict[tuple[str, int], set[str]] = {}
    for criterion, index, year in placed:
        names.setdefault((index, year), set()).add(criterion.name)
    parts = {
        (index, year, name): part
        for (index, year), wanted in names.items()
        for name, part in indices.lost_points(index, sorted(wanted), year, day=day).items()
    }
    return {
        criterion.pk: parts[index, year, criterion.name]
        for criterion, index, year in placed
        if (index, year, criterion.name) in parts
    }


def why_of(task: Task, day: date) -> indices.Why | None:
    """Give the lost points behind the task; None for a task that answers no index. At most two queries."""
    if not task.index or task.criterion is None or not task.criterion.name:
        return None
    year = Baseline.objects.filter(plan=task.plan_id, index=task.index).values_list("year", flat=True).first()
    return indices.why(task.index, task.criterion.name, year or task.plan.year - 1, day=day)
