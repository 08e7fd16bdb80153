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
from namro.web.plans.selectors.parties import RegisterOnDay, register_on

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Made:
    """How many obligations were added, and the tasks that still have nobody who is accountable."""

    added: int
    without_unit: tuple[str, ...]


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
    register = register_on(plan.issued_on or date(plan.year, 1, 1))
    leads = _leads(tasks)
    known = set(
        # What another unit has taken over is still the one that was made for the first.
        Obligation.objects.filter(task__in=[task.pk for task in tasks])
        .annotate(first=Coalesce("origin_id", "unit_id"))
        .values_list("task_id", "first", "period")
    )
    fresh: list[Obligation] = []
    silent: list[str] = []
    for task in tasks:
        if task.is_reference:
            continue
        units = accountable_units(leads.get(task.pk, ()), register)
        if not units:
            silent.append(task.code)
        for period in task_periods(task, plan):
            for unit in units:
                key = (task.pk, unit, period.label)
                if key not in known:
                    known.add(key)
                    fresh.append(_obligation(task, unit, period))
    Obligation.objects.bulk_create(fresh, batch_size=BATCH)
    _count(tasks)
    return Made(len(fresh), tuple(silent))


def accountable_units(parties: Iterable[TaskParty], register: RegisterOnDay) -> tuple[int, ...]:
    """Give the units that lead, alone or in a group, each once, in the order the document names them."""
    units: dict[int, None] = {}
    for party in parties:
        if party.unit_id is not None:
            units[party.unit_id] = None
        elif party.group is not None:
            units.update(dict.fromkeys(register.members(party.group)))
    return tuple(units)


def task_periods(task: Task, plan: Plan) -> tuple[Period, ...]:
    """Give the periods of the plan's year in which the task falls due."""
    deadline = Deadline(
        text=task.deadline_text,
        kind=DeadlineKind(task.deadline_kind),
        due=task.due,
        dates=tuple(date.fromisoformat(day) for day in task.dates),
    )
    return periods(deadline, year=plan.year, issued_on=plan.issued_on)


def _leads(tasks: Sequence[Task]) -> dict[int, list[TaskParty]]:
    found: dict[int, list[TaskParty]] = {}
    parties = TaskParty.objects.filter(task__in=[task.pk for task in tasks], role=TaskParty.Role.LEAD)
    for party in parties.select_related("group").order_by("id"):
        found.setdefault(party.task_id, []).append(party)
    return found


def _obligation(task: Task, unit: int, period: Period) -> Obligation:
    return Obligation(
        task=task,
        unit_id=unit,
        period=period.label,
        period_start=period.start,
        period_end=period.end,
        due=period.due,
    )


def _count(tasks: Sequence[Task]) -> None:
    counts = dict(
        Obligation.objects.filter(task__in=[task.pk for task in tasks])
        .order_by()
        .values_list("task_id")
        .annotate(count=Count("id"))
    )
    for task in tasks:
        task.obligation_count = counts.get(task.pk, 0)
    Task.objects.bulk_update(tasks, ["obligation_count"], batch_size=500)
