"""Which obligations a question for figures is about."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from namro.web.plans.selectors.past import Stood
from namro.web.ui.figures import Ask


def of_units(ask: Ask) -> Q:
    """Give the condition for the obligations of the units asked: each counts for one unit only, see `Ask.held`."""
    if ask.unit_ids is None:
        return Q()
    away = [obligation for obligation, unit in ask.held if unit not in ask.unit_ids]
    here = [obligation for obligation, unit in ask.held if unit in ask.unit_ids]
    found = Q(unit__in=ask.unit_ids)
    if away:
        found &= ~Q(pk__in=away)
    return found | Q(pk__in=here) if here else found


def asked_for(ask: Ask) -> Q:
    """Give the condition for the obligations of the units, the plan and the task that are asked about."""
    found = of_units(ask)
    if ask.plan_id is not None:
        found &= Q(task__plan=ask.plan_id)
    if ask.task_id is not None:
        found &= Q(task=ask.task_id)
    return found


def by_unit(ask: Ask, stood: Iterable[Stood]) -> dict[int, list[Stood]]:
    """Put what stood under the unit it counts for, see `Ask.held`; units without anything are not there."""
    held = dict(ask.held)
    found: dict[int, list[Stood]] = defaultdict(list)
    for one in stood:
        found[held.get(one.obligation_id, one.unit_id)].append(one)
    return found
