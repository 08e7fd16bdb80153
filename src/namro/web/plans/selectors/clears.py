"""The five clears of a task as it stands in the program, and of all tasks of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator

from namro.core.agencies import Party
from namro.core.plans.clears import CLEARS, NAMES, Clear, TaskFacts, five_clears
from namro.core.plans.model import Measure
from namro.core.time import DeadlineKind
from namro.web.organisations.models import Group, Unit
from namro.web.plans.models import Plan, Task, TaskParty
from namro.web.plans.selectors.parties import register_on
from namro.web.plans.selectors.ruled import Ruled, ruled_periods
from namro.web.plans.selectors.tasks import PartyRow, TaskPage

ROWS_PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class ClearRow:
    """One of the five, with its Vietnamese name and the sentence that explains the answer."""

    name: str
    is_clear: bool
    sentence: str
    code: str


def clears_of(page: TaskPage) -> tuple[ClearRow, ...]:
    """Check the five for a task in force; a group somebody filled in counts as known."""
    found = _clears(
        page.task,
        [_party(row) for row in page.leads],
        [_party(row) for row in page.cooperating],
        rule=ruled_periods([page.task.pk]).get(page.task.pk),
    )
    return _rows(found)


def clears_of_words(
    text: str,
    leads: Sequence[Mapping[str, Any]],
    cooperating: Sequence[Mapping[str, Any]],
    deadline: Mapping[str, Any],
    measures: Sequence[Mapping[str, Any]],
) -> tuple[ClearRow, ...]:
    """Check the five for cells that are being typed, in the form the reader gives them."""
    return _rows(
        five_clears(
            TaskFacts(
                text=text,
                leads=[_read_party(one) for one in leads],
                cooperating=[_read_party(one) for one in cooperating],
                deadline_kind=DeadlineKind(deadline["kind"]),
                has_due_date=bool(deadline["due"]),
                measures=[_measure(one) for one in measures],
                deadline_text=deadline["text"],
            )
        )
    )


def _read_party(one: Mapping[str, Any]) -> Party:
    is_open = bool(one.get("is_open"))
    return Party(
        kind=one["kind"], key=one["key"], name=one["name"], text=one.get("text") or "", is_open=is_open
    )


def _measure(measure: Mapping[str, Any]) -> Measure:
    return Measure(
        str(measure.get("text") or ""),
        Decimal(str(measure.get("quantity") or 0)),
        str(measure.get("unit") or ""),
        str(measure.get("relation") or ""),
    )


def _clears(
    task: Task, leads: Sequence[Party], cooperating: Sequence[Party], *, rule: Ruled | None
) -> tuple[Clear, ...]:
    is_ruled = rule is not None and rule.is_in_force
    words = ", ".join(part for part in (task.deadline_text, "theo lịch Sở Nội vụ đã đặt") if part)
    return five_clears(
        TaskFacts(
            text=task.text,
            leads=leads,
            cooperating=cooperating,
            deadline_kind=DeadlineKind.YEARLY if is_ruled else DeadlineKind(task.deadline_kind),
            has_due_date=task.due is not None,
            measures=[_measure(measure) for measure in task.measures],
            lead_inherited=task.lead_inherited,
            deadline_text=words if is_ruled else task.deadline_text,
        )
    )


def _rows(found: Sequence[Clear]) -> tuple[ClearRow, ...]:
    return tuple(ClearRow(NAMES[clear.name], clear.is_clear, clear.sentence, clear.name) for clear in found)


def _party(row: PartyRow) -> Party:
    kind, thing = ("unit", row.party.unit) if row.party.unit is not None else ("group", row.party.group)
    assert thing is not None
    return Party(kind=kind, key=thing.key, name=row.name, text=row.party.text, is_open=row.needs_filling)


@dataclass(frozen=True, slots=True)
class ClearCount:
    """How many tasks of a plan are clear in one of the five; `code` is the filter that lists the others."""

    code: str
    name: str
    clear: int
    total: int

    @property
    def missing(self) -> int:
        return self.total - self.clear


@dataclass(frozen=True, slots=True)
class Missing:
    """A task with those of the five that it lacks."""

    task: Task
    lacks: tuple[ClearRow, ...]


@dataclass(frozen=True, slots=True)
class PlanClears:
    """The five clears of a plan: the counts, and one page of the tasks that lack the wanted one (or any)."""

    total: int
    clear_in_all: int
    counts: tuple[ClearCount, ...]
    wanted: str
    rows: tuple[Missing, ...]
    page: "Page[tuple[Task, tuple[Clear, ...]]]"

    @property
    def lacking(self) -> int:
        return self.total - self.clear_in_all


def plan_clears(plan: Plan, *, wanted: str = "", page: str | None = None) -> PlanClears:
    """Check every task of the plan that is more than a pointer elsewhere; eight queries and three more where rules were set, however many tasks."""
    wanted = wanted if wanted in CLEARS else ""
    tasks = list(
        Task.objects.filter(plan=plan, is_reference=False)
        .only(
            "code", "text", "deadline_kind", "due", "measures", "lead_inherited", "deadline_text", "position"
        )
        .order_by("position")
    )
    parties = _parties(plan)
    ruled = ruled_periods([task.pk for task in tasks])
    total = dict.fromkeys(CLEARS, 0)
    missing: list[tuple[Task, tuple[Clear, ...]]] = []
    in_all = 0
    for task in tasks:
        found = _clears(
            task,
            parties.get((task.pk, TaskParty.Role.LEAD.value), ()),
            parties.get((task.pk, TaskParty.Role.COOPERATING.value), ()),
            rule=ruled.get(task.pk),
        )
        lacks = tuple(clear for clear in found if not clear.is_clear)
        for clear in found:
            total[clear.name] += clear.is_clear
        in_all += not lacks
        if any(clear.name == wanted for clear in lacks) if wanted else lacks:
            missing.append((task, lacks))
    shown = Paginator(missing, ROWS_PER_PAGE).get_page(page)
    return PlanClears(
        total=len(tasks),
        clear_in_all=in_all,
        counts=tuple(ClearCount(code, NAMES[code], total[code], len(tasks)) for code in CLEARS),
        wanted=wanted,
        rows=tuple(Missing(task, _rows(lacks)) for task, lacks in shown.object_list),
        page=shown,
    )


def _parties(plan: Plan) -> dict[tuple[int, str], list[Party]]:
    """Give the parties of every task by task and role; a group nobody filled in is open."""
    register = register_on(plan.issued_on or date(plan.year, 1, 1))
    groups = {group.pk: group for group in Group.objects.filter(taskparty__task__plan=plan).distinct()}
    empty = {pk for pk, group in groups.items() if group.is_open and not register.members(group)}
    named = {
        **{("group", pk): (group.key, group.name) for pk, group in groups.items()},
        **{
            ("unit", pk): (key, name)
            for pk, key, name in Unit.objects.filter(taskparty__task__plan=plan)
            .distinct()
            .values_list("id", "key", "name")
        },
    }
    found: dict[tuple[int, str], list[Party]] = {}
    # Plain values: a long plan has tens of thousands of parties, and few units and groups.
    rows = TaskParty.objects.filter(task__plan=plan, task__is_reference=False).order_by("id")
    for task, role, unit, group, text in rows.values_list("task_id", "role", "unit_id", "group_id", "text"):
        kind, pk = ("unit", unit) if unit is not None else ("group", group)
        key, name = named[kind, pk]
        is_open = kind == "group" and pk in empty
        found.setdefault((task, role), []).append(
            Party(kind=kind, key=key, name=name, text=text, is_open=is_open)
        )
    return found
