"""Obstacles as they stood at the end of a past day, by the steps taken until then."""

from datetime import date

from django.db.models import QuerySet

from namro.web.plans.selectors.past import end_of
from namro.web.talks.models import Obstacle, ObstacleStep
from namro.web.talks.states import LIVE


def open_on(day: date, obstacles: QuerySet[Obstacle]) -> tuple[Obstacle, ...]:
    """Give those raised by the end of the day and neither solved nor dropped by then, the oldest first; two queries.

    One that was solved and opened again later counts on the days on which it was open.
    """
    end = end_of(day)
    raised = list(obstacles.filter(raised_at__lt=end).order_by("raised_at", "id"))
    if not raised:
        return ()
    steps = ObstacleStep.objects.filter(obstacle__in=raised, at__lt=end).order_by("at", "id")
    last = dict(steps.values_list("obstacle_id", "state_after"))
    live = {state.value for state in LIVE}
    return tuple(one for one in raised if last.get(one.pk) in live)
