"""What the reader asked people to look at, as the page of a plan lists it."""

from bisect import bisect_right
from dataclasses import dataclass

from namro.web.plans.models import Plan, Task

_SEVERITIES = {"error": "Cần sửa", "warning": "Cần xem lại", "note": "Ghi chú"}


@dataclass(frozen=True, slots=True)
class TaskLines:
    """Which task of a plan was read from a line."""

    stretches: tuple[tuple[int, int, int], ...]  # first line, last line, task

    @staticmethod
    def of(plan: Plan) -> "TaskLines":
        """Read the lines of the tasks of the plan in one query."""
        rows = Task.objects.filter(plan=plan, first_line__gt=0).order_by("first_line", "-position")
        return TaskLines(tuple(rows.values_list("first_line", "last_line", "id")))

    def at(self, line: int) -> int | None:
        """Give the task whose lines hold this one; None for a line outside every task."""
        at = bisect_right(self.stretches, line, key=lambda stretch: stretch[0]) - 1
        if at >= 0 and self.stretches[at][1] >= line:
            return self.stretches[at][2]
        return None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with where it is."""

    severity: str
    label: str
    message: str
    line: int | None
    place: str
    task_id: int | None  # the task that was read from the line


def findings_of(plan: Plan) -> tuple[FindingRow, ...]:
    """Give the findings, the gravest first, in the order of the document."""
    order, tasks = list(_SEVERITIES), TaskLines.of(plan)
    rows = [
        FindingRow(
            severity=str(finding.get("severity") or "note"),
            label=_SEVERITIES.get(str(finding.get("severity")), "Ghi chú"),
            message=str(finding.get("message") or ""),
            line=(finding.get("where") or {}).get("line"),
            place=_place(finding.get("where") or {}),
            task_id=_task(finding.get("where") or {}, tasks),
        )
        for finding in plan.findings
    ]
    return tuple(
        sorted(rows, key=lambda row: order.index(row.severity) if row.severity in order else len(order))
    )


def _task(where: dict[str, object], tasks: TaskLines) -> int | None:
    line = where.get("line")
    return tasks.at(line) if isinstance(line, int) else None


def _place(where: dict[str, object]) -> str:
    return " · ".join(
        str(where[key]) for key in ("appendix", "axis", "criterion", "clause") if where.get(key)
    )
