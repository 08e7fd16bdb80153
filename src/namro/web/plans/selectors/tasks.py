"""Everything the page of one task shows: who, when, what to measure, and the words of the document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from namro.core.agencies import Level
from namro.core.text import format_number, read_number
from namro.web.organisations.models import Group, Unit
from namro.web.plans.models import Criterion, PlanImport, Task, TaskParty
from namro.web.plans.selectors.parties import RegisterOnDay, register_on

_KINDS = {
    "by_date": "đến ngày",
    "yearly": "hàng năm",
    "monthly": "hàng tháng",
    "quarterly": "hàng quý",
    "continuous": "thường xuyên",
    "on_event": "khi có việc",
    "roadmap": "theo lộ trình",
    "none": "không ghi thời hạn",
}
_RELATIONS = {
    "at_least": "ít nhất",
    "at_most": "nhiều nhất",
    "equal": "",
    "more_than": "trên",
    "less_than": "dưới",
}


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A unit or a group that takes part; `member_count` is None for a single unit."""

    party: TaskParty
    name: str
    member_count: int | None
    needs_filling: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """The task with its place in the document."""

    task: Task
    leads: tuple[PartyRow, ...]
    cooperating: tuple[PartyRow, ...]
    deadline_words: str
    measures: tuple[str, ...]
    sharing: tuple[Criterion, ...]  # criteria that share this task's criterion
    issued_on: date

    @property
    def can_name_leads(self) -> bool:
        """The document names no lead: a person may say who it is."""
        return not self.task.lead_text and not self.task.is_reference

    @property
    def open_groups(self) -> tuple[PartyRow, ...]:
        return tuple(row for row in self.leads if row.needs_filling)


def find_task(pk: int) -> Task | None:
    """Give the task with its plan and place, or None."""
    return (
        Task.objects.select_related("plan", "criterion__section", "clause", "addition").filter(pk=pk).first()
    )


def task_page(task: Task) -> TaskPage:
    """Gather what the page of the task shows; group members are those on the day the plan was issued."""
    issued_on = task.plan.issued_on or date(task.plan.year, 1, 1)
    parties = list(task.parties.select_related("unit", "group").order_by("id"))
    register = register_on(issued_on) if any(party.group_id for party in parties) else None
    rows = {role: tuple(_row(p, register) for p in parties if p.role == role) for role in TaskParty.Role}
    return TaskPage(
        task=task,
        leads=rows[TaskParty.Role.LEAD],
        cooperating=rows[TaskParty.Role.COOPERATING],
        deadline_words=_KINDS.get(task.deadline_kind, ""),
        measures=tuple(measure_words(measure) for measure in task.measures),
        sharing=tuple(task.criterion.sharing.order_by("position")) if task.criterion else (),
        issued_on=issued_on,
    )


def _row(party: TaskParty, register: RegisterOnDay | None) -> PartyRow:
    if party.unit is not None:
        return PartyRow(party, party.unit.name, None, False, party.unit.verified)
    assert party.group is not None
    assert register is not None
    count = len(register.members(party.group))
    return PartyRow(party, party.group.name, count, party.group.is_open and count == 0, party.group.verified)


def measure_words(measure: Mapping[str, Any]) -> str:
    """Write a measure: "ít nhất 3 sáng kiến"; the document's own words where it cannot be told apart."""
    quantity = read_number(str(measure.get("quantity") or "").replace(".", ","))
    if quantity is None:
        return str(measure.get("text") or "")
    relation = _RELATIONS.get(str(measure.get("relation") or ""), "")
    return " ".join(
        part
        for part in (relation, format_number(quantity.normalize()), str(measure.get("unit") or ""))
        if part
    )


def source_lines(task: Task, *, around: int = 2) -> tuple[tuple[int, str, bool], ...]:
    """Give the lines of the document the task was read from: number, words, and whether it is the task's own."""
    row = PlanImport.objects.filter(plan=task.plan_id).values_list("source_lines", flat=True).first() or []
    return tuple(
        (number, text, task.first_line <= number <= task.last_line)
        for number, text in row
        if task.first_line - around <= number <= task.last_line + around
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom a person may name: units (with whether they are in already) by heading, and listed groups."""

    blocks: tuple[tuple[str, tuple[tuple[Unit, bool], ...]], ...]
    groups: tuple[tuple[Group, int], ...]


_HEADINGS = (
    ("Cấp tỉnh", Level.PROVINCE, False),
    ("Cấp huyện", Level.DISTRICT, False),
    ("Cấp xã", Level.COMMUNE, False),
    ("Bộ phận Một cửa, trung tâm hành chính công", None, True),
    ("Trung ương", Level.CENTRAL, False),
)


def choices_for(task: Task, group: Group | None) -> Choices:
    """Give the units that existed when the plan was issued, and without a group the groups with their size.

    In already: in the group, or without a group among the leads of the task.
    """
    register = register_on(task.plan.issued_on or date(task.plan.year, 1, 1))
    leads = task.parties.filter(role=TaskParty.Role.LEAD)
    inside = set(register.members(group)) if group else set(leads.values_list("unit_id", flat=True))
    blocks = tuple(
        (
            heading,
            tuple(
                (unit, unit.pk in inside)
                for unit in register.units.values()
                if (unit.kind == "one_stop") == one_stop and (one_stop or unit.level == level)
            ),
        )
        for heading, level, one_stop in _HEADINGS
    )
    named = set(leads.values_list("group_id", flat=True))
    groups = (
        [] if group else [g for g in Group.objects.order_by("name") if not g.is_open and g.pk not in named]
    )
    sized = ((g, len(register.members(g))) for g in groups)
    return Choices(tuple(b for b in blocks if b[1]), tuple((g, size) for g, size in sized if size > 1))
