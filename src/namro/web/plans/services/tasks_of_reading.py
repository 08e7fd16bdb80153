"""The tree of a reading as rows: sections, criteria, clauses, tasks and who is party to them."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from namro.core.text import fold, squeeze
from namro.core.time import DeadlineKind
from namro.web.organisations.models import Group, Unit
from namro.web.plans.models import Clause, Criterion, Plan, Section, Task, TaskParty

Node = dict[str, Any]
_APPENDIX = re.compile(r"phu luc(?: so)? ([0-9]+|[ivxlc]+)\b")
_BODY = "Nội dung kế hoạch"


def write_sections_and_tasks(plan: Plan, reading: Node) -> list[Task]:
    """Write everything below the plan's heading and give its tasks in document order."""
    writer = _Writer(plan)
    writer.write_clauses(reading.get("clauses") or ())
    for place, appendix in enumerate(reading.get("appendices") or (), start=1):
        writer.write_appendix(appendix, place)
    Task.objects.bulk_create(writer.tasks, batch_size=500)
    write_parties(writer.drafts)
    return writer.tasks


@dataclass
class Draft:
    """A task with its cells of agencies as they were read."""

    task: Task
    lead: Node
    cooperating: Node


@dataclass
class _Writer:
    plan: Plan
    drafts: list[Draft] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    @property
    def tasks(self) -> list[Task]:
        return [draft.task for draft in self.drafts]

    def write_clauses(self, clauses: Any) -> None:
        rows = [
            (
                node,
                Clause(
                    plan=self.plan,
                    position=place,
                    no=squeeze(node.get("no") or "")[:40],
                    kind=(node.get("kind") or "")[:20],
                    text=node.get("text") or "",
                    owners_text=_agencies(node, "owners").get("text") or "",
                    deadline_text=squeeze(_deadline(node).get("text") or "")[:300],
                    **_lines(node),
                ),
            )
            for place, node in enumerate(clauses, start=1)
        ]
        if not rows:
            return
        Section.objects.create(plan=self.plan, position=0, kind="body", label=_BODY)
        Clause.objects.bulk_create([clause for _, clause in rows], batch_size=500)
        for node, clause in rows:
            if node.get("is_duty"):
                self._add(
                    node, code=clause.no or f"k{clause.position}", lead="owners", clause=clause, context=_BODY
                )

    def write_appendix(self, appendix: Node, place: int) -> None:
        label = squeeze(appendix.get("label") or "") or f"Phụ lục {place}"
        index = squeeze(appendix.get("index") or "")[:20]
        section = Section.objects.create(
            plan=self.plan,
            position=place,
            kind="appendix",
            label=label[:120],
            title=appendix.get("title") or "",
            index=index,
        )
        nodes = [(axis, node) for axis in appendix.get("axes") or () for node in axis.get("criteria") or ()]
        criteria = Criterion.objects.bulk_create(
            [
                Criterion(
                    section=section,
                    position=position,
                    axis_no=squeeze(axis.get("no") or "")[:20],
                    axis_name=squeeze(axis.get("name") or ""),
                    no=squeeze(node.get("no") or "")[:20],
                    name=squeeze(node.get("name") or ""),
                )
                for position, (axis, node) in enumerate(nodes, start=1)
            ],
            batch_size=500,
        )
        _share(criteria, [node for _, node in nodes])
        for criterion, (_, node) in zip(criteria, nodes, strict=True):
            for order, task in enumerate(node.get("tasks") or (), start=1):
                self._add(
                    task,
                    code=_code(prefix_of(label, place), criterion, order),
                    lead="lead",
                    criterion=criterion,
                    index=index,
                    context=f"{label} {criterion.axis_name} {criterion.name}",
                )

    def _add(
        self,
        node: Node,
        *,
        code: str,
        lead: str,
        context: str,
        criterion: Criterion | None = None,
        clause: Clause | None = None,
        index: str = "",
    ) -> None:
        deadline = _deadline(node)
        leading, cooperating = _agencies(node, lead), _agencies(node, "cooperating")
        text = (node.get("text") or "").strip()
        task = Task(
            plan=self.plan,
            criterion=criterion,
            clause=clause,
            position=len(self.drafts) + 1,
            code=self._once(code),
            index=index,
            text=text,
            lead_text=squeeze(leading.get("text") or ""),
            lead_inherited=bool(leading.get("inherited")),
            cooperating_text=squeeze(cooperating.get("text") or ""),
            cooperating_inherited=bool(cooperating.get("inherited")),
            deadline_text=squeeze(deadline.get("text") or "")[:300],
            deadline_kind=DeadlineKind(deadline.get("kind") or DeadlineKind.NONE),
            deadline_inherited=bool(deadline.get("inherited")),
            due=date.fromisoformat(deadline["due"]) if deadline.get("due") else None,
            dates=deadline.get("dates") or ([deadline["due"]] if deadline.get("due") else []),
            measures=node.get("measures") or [],
            extra=node.get("extra") or {},
            confidence=float(node.get("confidence", 1.0)),
            is_reference=bool(node.get("refers_to")),
            **_lines(node),
        )
        names = " ".join(party.get("name") or "" for party in _parties(leading) + _parties(cooperating))
        task.search = fold(" ".join((task.code, text, task.lead_text, task.cooperating_text, names, context)))
        self.drafts.append(Draft(task, leading, cooperating))

    def _once(self, code: str) -> str:
        base, again = code[:34], 1
        unique = base
        while unique in self.codes:
            again += 1
            unique = f"{base}/{again}"
        self.codes.add(unique)
        return unique


def write_parties(drafts: list[Draft]) -> None:
    """Write who leads and who co-operates; a name no register knows becomes an open group."""
    wanted = [
        party for draft in drafts for side in (draft.lead, draft.cooperating) for party in _parties(side)
    ]
    units = Unit.objects.in_bulk({p["key"] for p in wanted if p.get("kind") == "unit"}, field_name="key")
    groups = _groups([p for p in wanted if p.get("kind") != "unit" or p["key"] not in units])
    rows: list[TaskParty] = []
    for draft in drafts:
        for role, side in (
            (TaskParty.Role.LEAD, draft.lead),
            (TaskParty.Role.COOPERATING, draft.cooperating),
        ):
            seen: set[str] = set()
            for party in _parties(side):
                if party["key"] in seen:
                    continue
                seen.add(party["key"])
                unit = units.get(party["key"]) if party.get("kind") == "unit" else None
                rows.append(
                    TaskParty(
                        task=draft.task,
                        role=role,
                        unit=unit,
                        group=None if unit else groups[party["key"]],
                        text=squeeze(party.get("text") or party.get("name") or "")[:300],
                    )
                )
    TaskParty.objects.bulk_create(rows, batch_size=1_000)


def _groups(parties: list[Node]) -> dict[str, Group]:
    """Give the groups by key; what the register does not know becomes an open group a person fills in."""
    keys = {party["key"][:120]: party for party in parties}
    known = Group.objects.in_bulk(keys, field_name="key")
    fresh = [
        Group(key=key, name=squeeze(party.get("name") or party["key"])[:300], is_open=True, verified=False)
        for key, party in keys.items()
        if key not in known
    ]
    Group.objects.bulk_create(fresh)
    known |= {group.key: group for group in fresh}
    return {party["key"]: known[party["key"][:120]] for party in parties}


def _share(criteria: list[Criterion], nodes: list[Node]) -> None:
    """Point criteria that share one solutions cell at the one that carries the tasks, nearest above first."""
    sharing: list[Criterion] = []
    for place, (criterion, node) in enumerate(zip(criteria, nodes, strict=True)):
        carrier = node.get("shares_tasks_with")
        if carrier is None:
            continue
        above = (
            c for c in reversed(criteria[:place]) if c.no == str(carrier) and c.axis_no == criterion.axis_no
        )
        criterion.shared_with = next(above, None)
        sharing.append(criterion)
    Criterion.objects.bulk_update(sharing, ["shared_with"])


def prefix_of(label: str, place: int) -> str:
    """Give what codes begin with: PL1 for PHỤ LỤC 1, PLII for Phụ lục II, else the place of the table, B3."""
    found = _APPENDIX.match(fold(label))
    return f"PL{found[1].upper()}" if found else f"B{place}"


def _code(prefix: str, criterion: Criterion, order: int) -> str:
    places = [prefix, *(no for no in (criterion.axis_no, criterion.no) if no)]
    return f"{'.'.join(places)}-{order}"


def _agencies(node: Node, name: str) -> Node:
    return node.get(name) or {}


def _parties(agencies: Node) -> list[Node]:
    return [party for party in agencies.get("units") or () if party.get("key")]


def _deadline(node: Node) -> Node:
    return node.get("deadline") or {}


def _lines(node: Node) -> dict[str, int]:
    source = node.get("source") or {}
    return {"first_line": source.get("first_line") or 0, "last_line": source.get("last_line") or 0}
