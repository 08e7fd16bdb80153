"""Obstacles: who sees which, how old each is, and reports of an obstacle that have no record yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from namro.core.text import fold, format_date
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.selectors.standing import local_day
from namro.web.talks.models import Obstacle, ObstacleStep
from namro.web.talks.states import LIVE, Action, State

PAGE_SIZE = 50
OPEN_ONLY = "con-mo"
VIEWS = ((OPEN_ONLY, "Chưa giải quyết"), *State.choices, ("tat-ca", "Tất cả"))
_LIVE = [state.value for state in LIVE]


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """An obstacle with its age in days: until it ended, or until the day."""

    obstacle: Obstacle
    days: int

    @property
    def state(self) -> State:
        return State(self.obstacle.state)

    @property
    def asked_of(self) -> str:
        unit = self.obstacle.asked_unit
        return unit.name if unit else str(self.obstacle.get_asked_display())


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of the history, with what it is called."""

    step: ObstacleStep
    label: str


def sees_obstacle(posts: Posts, obstacle: Obstacle) -> bool:
    """Say whether the person belongs to the unit that is asked for help."""
    return obstacle.asked_unit_id is not None and obstacle.asked_unit_id in posts.unit_ids


def visible_obstacles(posts: Posts) -> QuerySet[Obstacle]:
    """Limit to obstacles on obligations the person may see, and those in which their unit is asked."""
    found = Obstacle.objects.select_related(
        "obligation__unit", "obligation__task", "asked_unit", "raised_by"
    ).defer(
        "obligation__task__search",
        "obligation__task__dates",
        "obligation__task__extra",
        "obligation__task__measures",
    )
    if posts.sees_whole_province:
        return found
    return found.filter(
        Q(obligation__in=visible_obligations(posts).values("id")) | Q(asked_unit_id__in=posts.unit_ids)
    )


def narrowed(obstacles: QuerySet[Obstacle], *, view: str, unit: str, text: str) -> QuerySet[Obstacle]:
    """Keep what is asked for, the oldest first; what cannot be understood does not filter."""
    if view in State.values:
        obstacles = obstacles.filter(state=view)
    elif view != "tat-ca":
        obstacles = obstacles.filter(state__in=_LIVE)
    for word in fold(unit).split()[:12]:
        obstacles = obstacles.filter(obligation__unit__search__contains=word)
    for word in fold(text).split()[:12]:
        obstacles = obstacles.filter(obligation__task__search__contains=word)
    return obstacles.order_by("raised_at", "id")


def row_of(obstacle: Obstacle, today: date) -> ObstacleRow:
    """Give the obstacle with its age."""
    until = local_day(obstacle.ended_at) if obstacle.ended_at else today
    return ObstacleRow(obstacle, max((until - local_day(obstacle.raised_at)).days, 0))


def without_record(posts: Posts) -> QuerySet[Obligation]:
    """Give obligations whose last report names an obstacle while no obstacle of theirs is open."""
    live = Obstacle.objects.filter(obligation=OuterRef("pk"), state__in=_LIVE)
    return (
        visible_obligations(posts)
        .filter(obstacle=True)
        .exclude(Exists(live))
        .select_related("unit", "task")
        .defer("task__search", "task__dates", "task__measures", "task__extra")
        .order_by("reported_at", "id")
    )


def of_obligation(obligation: Obligation, today: date) -> list[ObstacleRow]:
    """Give the obstacles of an obligation, the latest first; one query."""
    found = obligation.obstacles.select_related("asked_unit").order_by("-id")
    return [row_of(one, today) for one in found]


def find_obstacle(pk: int) -> Obstacle | None:
    """Give the obstacle with its obligation, or None."""
    return (
        Obstacle.objects.select_related(
            "obligation__unit", "obligation__task__plan", "asked_unit", "raised_by"
        )
        .filter(pk=pk)
        .first()
    )


def history(obstacle: Obstacle) -> list[StepTaken]:
    """Give the steps, the latest first; one query."""
    return [StepTaken(step, str(Action(step.action).label)) for step in obstacle.steps.order_by("-at", "-id")]


def counts(posts: Posts) -> dict[str, int]:
    """Count live obstacles by state and those without a record; two queries."""
    states = list(visible_obstacles(posts).filter(state__in=_LIVE).values_list("state", flat=True))
    found = {state.value: states.count(state.value) for state in State if state in LIVE}
    return found | {"without_record": without_record(posts).count()}


def sayings(obstacle_ids: list[int]) -> dict[int, str]:
    """Give the opinions and decisions of obstacles, each with its day and name, one per line; one query."""
    found: dict[int, list[str]] = {}
    steps = ObstacleStep.objects.filter(obstacle_id__in=obstacle_ids).exclude(action=Action.RAISE)
    for step in steps.order_by("at", "id"):
        document = f" ({step.document})" if step.document else ""
        said = f"{format_date(local_day(step.at))} {step.by_name}, {Action(step.action).label}{document}: {step.text}"
        found.setdefault(step.obstacle_id, []).append(said)
    return {pk: "\n".join(lines) for pk, lines in found.items()}
