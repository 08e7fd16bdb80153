"""Makes instances ahead of time: any number of times, cut off at any moment, two at once, and never one twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from namro.core.time import DeadlineKind, Period
from namro.web.audit import services as audit
from namro.web.plans.models import Obligation, Task
from namro.web.plans.selectors.parties import leads_of
from namro.web.plans.services.obliging import Owed, task_periods, write_missing
from namro.web.plans.states import State
from namro.web.recurrences.models import Milestone, PlanTerm, Recurrence, Run
from namro.web.recurrences.selectors.rules import AHEAD, in_force_on, milestone_period, periods_until
from namro.web.recurrences.selectors.units import Registers

TASKS_AT_ONCE = 20  # one transaction: what is lost when the machine stops in the middle
# Periods that ended longer ago are not asked for any more: a program switched on years later invents no debts.
LOOK_BACK = timedelta(days=31)
BY_DEADLINE = (DeadlineKind.YEARLY, DeadlineKind.QUARTERLY, DeadlineKind.MONTHLY)
Stretch = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did."""

    tasks: int
    added: int


@dataclass(frozen=True, slots=True)
class Spared:
    """A unit that is not asked for a period, because it has reported on a part of it by an earlier rule."""

    unit_id: int
    period: str
    reported: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """How many instances were made, and who was spared which."""

    added: int
    spared: tuple[Spared, ...]


def make_ahead(*, day: date, at: datetime) -> Outcome:
    """Make every instance that begins within 45 days of the day, task by task, each group in its own transaction.

    Asked for: rules by hand, and the yearly, quarterly and monthly deadlines of plans in force, in the years
    after the plan's own. What exists stays as it is. Each group writes its entry in the audit with it.
    """
    run = Run.objects.create(day=day, began_at=at)
    added, ids = 0, _tasks(day)
    for first in range(0, len(ids), TASKS_AT_ONCE):
        group = ids[first : first + TASKS_AT_ONCE]
        with transaction.atomic():
            made = make_for(group, day=day).added
            added += made
            if made:
                audit.record(
                    by=audit.PROGRAM,
                    at=at,
                    action="Lập phần việc kỳ mới",
                    subject=f"{made} phần việc của {len(group)} nhiệm vụ",
                    subject_type="recurrence_run",
                    subject_id=run.pk,
                    after={"added": made, "day": day.isoformat(), "tasks": group},
                )
            Run.objects.filter(pk=run.pk).update(tasks=F("tasks") + len(group), added=F("added") + made)
    Run.objects.filter(pk=run.pk).update(finished_at=at)
    return Outcome(len(ids), added)


def make_for(task_ids: Sequence[int], *, day: date, from_start: bool = False) -> Made:
    """Make the instances of tasks that begin up to 45 days after the day; call it inside a transaction.

    `from_start` makes all periods of the rules, however long ago: for a person who has just set a rule. A unit that
    took the place of others is not asked again for what was made for one of them, whoever holds it now.
    """
    tasks = list(
        Task.objects.select_for_update(of=("self",))
        .select_related("plan")
        .filter(pk__in=task_ids)
        .order_by("pk")
    )
    leads, registers = leads_of(tasks), Registers()
    rules = _rules(task_ids)
    steps = _milestones(task_ids)
    terms = dict(PlanTerm.objects.filter(plan__tasks__in=task_ids).values_list("plan_id", "last_day"))
    asked = _already_asked([task for task in tasks if task.pk in rules])
    inherited = _of_units_merged_away(task_ids)
    owed: list[Owed] = []
    spared: list[Spared] = []
    for task in tasks:
        last = min(day + AHEAD, terms.get(task.plan_id, date.max))
        of_task = rules.get(task.pk)
        if of_task:
            wanted = periods_until(of_task, last)
            early = wanted if from_start else tuple(p for p in wanted if p.end >= day - LOOK_BACK)
            found: tuple[Period, ...] = (*early, *steps.get(task.pk, ()))
        else:
            wanted = found = tuple(_by_deadline(task, day, last))
        labels = {period.label for period in wanted}
        kept = asked.get(task.pk, {})
        for period in found:
            start = max(period.start, task.plan.issued_on or period.start)
            for unit in registers.owing(leads.get(task.pk, ()), start):
                line = registers.line_of(unit, start) if kept or inherited else (unit,)
                if any((task.pk, one, period.label) in inherited for one in line if one != unit):
                    continue
                told = tuple(label for one in line for label in _doubled(period, kept.get(one, {}), labels))
                if told:
                    spared.append(Spared(unit, period.label, told))
                else:
                    owed.append(Owed(task.pk, unit, period))
    return Made(write_missing(tasks, owed), tuple(spared))


def _of_units_merged_away(task_ids: Sequence[int]) -> set[tuple[int, int, str]]:
    """Give task, unit and period of what was made for units that are no more or that others hold now."""
    return set(
        Obligation.objects.filter(
            Q(origin__isnull=False) | Q(unit__valid_to__isnull=False), task__in=task_ids
        )
        .annotate(first=Coalesce("origin_id", "unit_id"))
        .values_list("task_id", "first", "period")
    )


def _tasks(day: date) -> list[int]:
    """Give the tasks that may have something to make, in the order of their keys."""
    ended = PlanTerm.objects.filter(last_day__lt=day).values("plan_id")
    by_hand = Recurrence.objects.filter(in_force_on(day - LOOK_BACK)).values("task_id")
    ruled = Recurrence.objects.values("task_id")
    wanted = Q(pk__in=by_hand) | (
        Q(deadline_kind__in=[kind.value for kind in BY_DEADLINE], plan__year__lt=(day + AHEAD).year)
        & ~Q(pk__in=ruled)
    )
    return list(
        Task.objects.filter(wanted, is_reference=False)
        .exclude(plan__in=ended)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _by_deadline(task: Task, day: date, last: date) -> Iterator[Period]:
    """Give what the document's own rhythm asks for in the years after the plan's own."""
    if DeadlineKind(task.deadline_kind) not in BY_DEADLINE or task.is_reference:
        return
    for year in range(max(task.plan.year + 1, (day - LOOK_BACK).year), last.year + 1):
        for period in task_periods(task, task.plan, year=year):
            if period.start <= last and period.end >= day - LOOK_BACK:
                yield period


def _rules(task_ids: Sequence[int]) -> dict[int, list[Recurrence]]:
    found: dict[int, list[Recurrence]] = {}
    for rule in Recurrence.objects.filter(task__in=task_ids).order_by("valid_from"):
        found.setdefault(rule.task_id, []).append(rule)
    return found


def _milestones(task_ids: Sequence[int]) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = {}
    for milestone in Milestone.objects.filter(task__in=task_ids, ended_at__isnull=True).order_by("number"):
        found.setdefault(milestone.task_id, []).append(milestone_period(milestone))
    return found


def _already_asked(tasks: Sequence[Task]) -> dict[int, dict[int, dict[str, Stretch]]]:
    """Give the dated stretches on which units have reported, by task, unit and name of the period.

    What a unit has taken over from another counts too: a rule does not take it back, so nothing is asked beside it.
    """
    found: dict[int, dict[int, dict[str, Stretch]]] = {}
    reported = Obligation.objects.filter(task__in=tasks, due__isnull=False, happening__isnull=True).exclude(
        state=State.NOT_STARTED, reported_at__isnull=True, origin__isnull=True
    )
    for task, unit, label, start, end in reported.annotate(
        first=Coalesce("origin_id", "unit_id")
    ).values_list("task_id", "first", "period", "period_start", "period_end"):
        found.setdefault(task, {}).setdefault(unit, {})[label] = (start, end)
    return found


def _doubled(period: Period, reported: dict[str, Stretch], labels: set[str]) -> tuple[str, ...]:
    """Give the periods of an earlier rule that cover a part of this one and that the unit has reported on."""
    return tuple(
        label
        for label, (start, end) in reported.items()
        if label not in labels
        and not label.startswith("Mốc ")
        and start <= period.end
        and period.start <= end
    )
