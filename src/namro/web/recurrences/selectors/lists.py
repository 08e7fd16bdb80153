"""Lists of tasks with and without a rule, of what happened, and of one task everything about its rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from namro.core.text import fold
from namro.core.time import DeadlineKind, Period
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan, Task
from namro.web.plans.selectors.obligations import Row, row_of
from namro.web.plans.selectors.parties import leads_of, visible_obligations
from namro.web.recurrences.models import Happening, Milestone, PlanTerm, Recurrence, Run
from namro.web.recurrences.selectors.rules import next_periods, rules_of
from namro.web.recurrences.selectors.units import Registers

PAGE = 50
# What a document may say without saying when it can be checked.
UNCLEAR = {
    DeadlineKind.CONTINUOUS.value: "Thường xuyên",
    DeadlineKind.ON_EVENT.value: "Khi có việc",
    DeadlineKind.ROADMAP.value: "Theo lộ trình",
    DeadlineKind.NONE.value: "Không ghi thời hạn",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """The tasks without a rhythm: how many of each kind, and a page of those wanted."""

    counts: tuple[tuple[str, str, int], ...]
    total: int
    page: "Page[Task]"


def _without_rule() -> QuerySet[Task]:
    ruled = Recurrence.objects.filter(valid_to__isnull=True).values("task_id")
    return (
        Task.objects.filter(deadline_kind__in=UNCLEAR, is_reference=False)
        .exclude(pk__in=ruled)
        .select_related("plan")
        .only(
            "code", "text", "deadline_text", "deadline_kind", "lead_text", "obligation_count", "plan__number"
        )
    )


def missing_rhythms(*, text: str = "", kind: str = "", page: str | None = None) -> Missing:
    """Give the tasks whose words name no day and for which nobody has set one: not clear in time."""
    tasks = _without_rule()
    rows = dict(tasks.order_by().values_list("deadline_kind").annotate(count=Count("id")))
    if text:
        tasks = tasks.filter(search__contains=fold(text))
    if kind in UNCLEAR:
        tasks = tasks.filter(deadline_kind=kind)
    return Missing(
        tuple((code, label, rows.get(code, 0)) for code, label in UNCLEAR.items()),
        sum(rows.values()),
        Paginator(tasks.order_by("plan_id", "position"), PAGE).get_page(page),
    )


def missing_count(plan: Plan) -> int:
    """Count the tasks of a plan without a rhythm."""
    return _without_rule().filter(plan=plan).count()


def rules_in_force(*, text: str = "", kind: str = "", page: str | None = None) -> "Page[Recurrence]":
    """Give a page of the rules without an end."""
    rules = Recurrence.objects.filter(valid_to__isnull=True).select_related("task__plan")
    if text:
        rules = rules.filter(task__search__contains=fold(text))
    if kind in Recurrence.Kind.values:
        rules = rules.filter(kind=kind)
    return Paginator(rules.order_by("task__plan_id", "task__position"), PAGE).get_page(page)


def last_runs(count: int = 3) -> tuple[Run, ...]:
    """Give the last runs of the job."""
    return tuple(Run.objects.order_by("-began_at", "-id")[:count])


@dataclass(frozen=True, slots=True)
class TaskRhythm:
    """Everything about the rhythm of one task."""

    task: Task
    rule: Recurrence | None
    rules: tuple[Recurrence, ...]
    next: tuple[Period, ...]
    milestones: tuple[Milestone, ...]
    happenings: tuple[tuple[Happening, Row], ...]
    happening_count: int
    term: PlanTerm | None

    @property
    def is_unclear(self) -> bool:
        return self.rule is None and self.task.deadline_kind in UNCLEAR and not self.task.is_reference


def task_rhythm(task: Task, posts: Posts, day: date, *, most: int = 20) -> TaskRhythm:
    """Give the rhythm of a task with what happened to the units the person may see; five queries."""
    rules = rules_of(task)
    rule = next((one for one in rules if one.valid_to is None), None)
    seen = happenings_for(posts).filter(task=task)
    rows = tuple((one, row_of(one.obligation, day)) for one in seen[:most])
    return TaskRhythm(
        task=task,
        rule=rule,
        rules=rules,
        next=next_periods(rule, day, count=4) if rule else (),
        milestones=tuple(Milestone.objects.filter(task=task).order_by("due", "number")),
        happenings=rows,
        happening_count=seen.count() if len(rows) == most else len(rows),
        term=PlanTerm.objects.filter(plan=task.plan_id).first(),
    )


def happenings_for(posts: Posts) -> QuerySet[Happening]:
    """Limit to what happened to units whose obligations the person may open, the latest first."""
    found = Happening.objects.select_related("task", "unit", "obligation__unit").order_by(
        "-happened_on", "-id"
    )
    if posts.sees_whole_province:
        return found
    return found.filter(obligation__in=visible_obligations(posts).values("pk"))


def narrowed_happenings(found: QuerySet[Happening], *, text: str, open_only: bool) -> QuerySet[Happening]:
    """Narrow by words of the name or number, and to those that wait for their unit."""
    if text:
        found = found.filter(Q(name__icontains=text) | Q(reference__icontains=text))
    if open_only:
        found = found.exclude(obligation__state__in=["submitted", "accepted"])
    return found


def happening_rows(found: Sequence[Happening], day: date) -> tuple[tuple[Happening, Row], ...]:
    """Give each with how its obligation stands on the day."""
    return tuple((one, row_of(one.obligation, day)) for one in found)


def units_to_choose(task: Task, posts: Posts, day: date) -> list[tuple[int, str]]:
    """Give the units upon which a term may fall, for somebody who writes one down: own ones, or all for Sở Nội vụ."""
    owing = Registers().owing(leads_of([task]).get(task.pk, ()), day)
    names = dict(Unit.objects.filter(pk__in=owing).values_list("pk", "name"))
    return [
        (pk, names[pk]) for pk in owing if pk in names and (posts.is_plan_officer or pk in posts.unit_ids)
    ]
