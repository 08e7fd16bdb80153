"""The five-clears check over a whole document."""

from dataclasses import dataclass
from typing import Any

from namro.core.plans.clears import CLEARS, Clear, TaskFacts, five_clears
from namro.core.plans.findings import walk_tasks
from namro.core.plans.model import Clause, PlanReading, Task


@dataclass(frozen=True, slots=True)
class CheckedTask:
    """A task of the document with its five answers; `where` is how people point at it."""

    where: str
    line: int
    text: str
    origin: str  # appendix, clause
    clears: tuple[Clear, ...]

    @property
    def clear_count(self) -> int:
        return sum(clear.is_clear for clear in self.clears)


def lint_plan(reading: PlanReading) -> list[CheckedTask]:
    """Check every task of the appendices and every duty of the body; rows that only point elsewhere are left out."""
    checked: list[CheckedTask] = []
    for appendix, where, task in walk_tasks(reading):
        if task.refers_to is not None:
            continue
        parts = [str(where[key]) for key in ("axis", "criterion") if where[key]]
        name = f"{appendix.label} {'.'.join(parts)}".strip() or "Bảng nhiệm vụ"
        place = f"{name} – {task.no or where['task']}"
        checked.append(
            CheckedTask(place, task.source.first_line, task.text, "appendix", five_clears(task_facts(task)))
        )
    for clause in reading.clauses:
        if clause.is_duty:
            checked.append(
                CheckedTask(
                    clause.no,
                    clause.source.first_line,
                    clause.text,
                    "clause",
                    five_clears(clause_facts(clause)),
                )
            )
    return checked


def task_facts(task: Task) -> TaskFacts:
    """Give what the five-clears check needs of a task."""
    return TaskFacts(
        text=task.text,
        leads=task.lead.units,
        cooperating=task.cooperating.units,
        deadline_kind=task.deadline.reading.kind,
        has_due_date=task.deadline.reading.due is not None,
        measures=task.measures,
        lead_inherited=task.lead.inherited,
        deadline_text=task.deadline.text,
    )


def clause_facts(clause: Clause) -> TaskFacts:
    """Give what the five-clears check needs of a duty in the body."""
    return TaskFacts(
        text=clause.text,
        leads=clause.owners.units,
        cooperating=[],
        deadline_kind=clause.deadline.reading.kind,
        has_due_date=clause.deadline.reading.due is not None,
        measures=clause.measures,
        deadline_text=clause.deadline.text,
    )


def lint_to_json(checked: list[CheckedTask]) -> dict[str, Any]:
    """Give the check as plain types of schema `namro.lint/1`."""
    return {
        "schema": "namro.lint/1",
        "tasks": [
            {
                "where": task.where,
                "line": task.line,
                "origin": task.origin,
                "text": task.text,
                "clear_count": task.clear_count,
                "clears": {c.name: {"clear": c.is_clear, "sentence": c.sentence} for c in task.clears},
            }
            for task in checked
        ],
        "summary": {
            "tasks": len(checked),
            "all_five": sum(task.clear_count == len(CLEARS) for task in checked),
            **{name: sum(c.is_clear for t in checked for c in t.clears if c.name == name) for name in CLEARS},
        },
    }
