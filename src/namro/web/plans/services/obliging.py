"""From tasks to obligations: one per accountable unit and period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce

from namro.core.time import Deadline, DeadlineKind, Period, periods
from namro.web.audit import services as audit
from namro.web.audit.services import Person
from namro.web.plans.models import Obligation, Plan, Task, TaskParty
from namro.web.plans.selectors.parties import RegisterOnDay, leads_of, register_on
from namro.web.plans.selectors.ruled import ruled_periods

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Made:
    """How many obligations were added, and the tasks that still have nobody who is accountable."""

    added: int
    without_unit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """One unit owes one task in one period."""

    task_id: int
    unit_id: int
    period: Period


def make_obligations(tasks: Sequence[Task], *, by: Person, at: datetime) -> Made:
    """Make the obligations of tasks of one plan that do not exist yet, and record it.

    Run it again after somebody filled an open group: what exists, reported or not, stays as it is.
    """
    with transaction.atomic():
        made = add_missing(tasks)
        if made.added and tasks:
            plan = tasks[0].plan
            audit.record(
                by=by,
                at=at,
                action="Lập phần việc",
                subject=f"{plan}: {made.added} phần việc",
                subject_type="plan",
                subject_id=plan.pk,
                after={"added": made.added, "tasks": [task.code for task in tasks][:200]},
            )
    return made


def add_missing(tasks: Sequence[Task]) -> Made:
    """Write the missing obligations; call it inside a transaction that is recorded."""
    if not tasks:
        return Made(0, ())
    plans = {task.plan_id for task in tasks}
    if len(plans) > 1:
        raise ValueError("obligations are made for one plan at a time")
    plan = Plan.objects.get(pk=plans.pop())
    issued_on = plan.issued_on or date(plan.year, 1, 1)
    registers = {day: register_on(day) for day in {task.added_on or issued_on for task in tasks}}
    leads = leads_of(tasks)
    ruled = ruled_periods([task.pk for task in tasks])
    owed: list[Owed] = []
    silent: list[str] = []
    for task in tasks:
        if task.is_reference:
            continue
        units = accountable_units(leads.get(task.pk, ()), registers[task.added_on or issued_on])
        if not units:
            silent.append(task.code)
        rule = ruled.get(task.pk)
        due = task_periods(task, plan)
        if rule is not None:
            due = (*(p for p in due if p.due is not None and p.end < rule.since), *rule.periods)
        owed += [
            Owed(task.pk, unit, period)
            for period in due
            for unit in units
            if rule is None or unit not in rule.units
        ]
    return Made(write_missing(tasks, owed), tuple(silent))


def write_missing(tasks: Sequence[Task], owed: Iterable[Owed]) -> int:
    """Write what is owed and not there yet, in the order given; give how many. Call it inside a transaction.

    The rows of the tasks are locked first: of two that write at once the second sees what the first wrote.
    """
    ids = [task.pk for task in tasks]
    list(Task.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    known = set(
        # What another unit has taken over is still the one that was made for the first.
        Obligation.objects.filter(task__in=ids)
        .annotate(first=Coalesce("origin_id", "unit_id"))
        .values_list("task_id", "first", "period")
    )
    fresh: list[Obligation] = []
    for one in owed:
        key = (one.task_id, one.unit_id, one.period.label)
        if key not in known:
            known.add(key)
            fresh.append(_obligation(one))
    Obligation.objects.bulk_create(fresh, batch_size=BATCH)
    recount(tasks)
    return len(fresh)


def accountable_units(parties: Iterable[TaskParty], register: RegisterOnDay) -> tuple[int, ...]:
    """Give the units that lead, alone or in a group, each once, in the order the document names them."""
    units: dict[int, None] = {}
    for party in parties:
        if party.unit_id is not None:
            units[party.unit_id] = None
        elif party.group is not None:
            units.update(dict.fromkeys(register.members(party.group)))
    return tuple(units)


def task_periods(task: Task, plan: Plan, *, year: int | None = None) -> tuple[Period, ...]:
    """Give the periods of a year, the plan's own when None, in which the task falls due by its deadline.

    A task added to a plan in force owes nothing of before the day it was added.
    """
    deadline = Deadline(
        text=task.deadline_text,
        kind=DeadlineKind(task.deadline_kind),
        due=task.due,
        dates=tuple(date.fromisoformat(day) for day in task.dates),
    )
    first_year = task.added_on.year if task.added_on else plan.year
    return periods(deadline, year=year or first_year, issued_on=task.added_on or plan.issued_on)


def _obligation(owed: Owed) -> Obligation:
    period = owed.period
    return Obligation(
        task_id=owed.task_id,
        unit_id=owed.unit_id,
        period=period.label,
        period_start=period.start,
        period_end=period.end,
        due=period.due,
    )


def recount(tasks: Sequence[Task]) -> None:
    """Write on each task how many obligations it has."""
    counts = dict(
        Obligation.objects.filter(task__in=[task.pk for task in tasks])
        .order_by()
        .values_list("task_id")
        .annotate(count=Count("id"))
    )
    for task in tasks:
        task.obligation_count = counts.get(task.pk, 0)
    Task.objects.bulk_update(tasks, ["obligation_count"], batch_size=500)
