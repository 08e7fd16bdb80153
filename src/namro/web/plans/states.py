"""The life of an obligation as a table: which action leads from where to where, and who may take it.

Pure data. `python -m namro.web.plans.states` prints the picture kept in docs/states-of-an-obligation.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class State(TextChoices):
    """The stored state of an obligation; what depends on the date (overdue, silent) is derived from it."""

    NOT_STARTED = "not_started", "Chưa bắt đầu"
    IN_PROGRESS = "in_progress", "Đang làm"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Hoàn thành"


class Shown(TextChoices):
    """The state that pages show on a given day."""

    NOT_STARTED = "not_started", "Chưa bắt đầu"
    IN_PROGRESS = "in_progress", "Đang làm"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Hoàn thành"
    OVERDUE = "overdue", "Quá hạn"
    SILENT = "silent", "Không báo cáo"


class Action(TextChoices):
    """One step; the label is what the history of an obligation says happened."""

    START = "start", "Báo cáo tiến độ"
    SUBMIT = "submit", "Báo cáo đã xong"
    WITHDRAW = "withdraw", "Rút báo cáo"
    ACCEPT = "accept", "Công nhận hoàn thành"
    RETURN = "return", "Trả lại"
    REOPEN = "reopen", "Mở lại"


class Who(StrEnum):
    """Who takes a step; `permissions` says which people these are."""

    UNIT = "unit"
    DECIDER = "decider"
    REOPENER = "reopener"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    action: Action
    sources: frozenset[State]
    target: State
    who: Who
    needs_reason: bool = False


_OPEN = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.RETURNED})
STEPS: dict[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.START, _OPEN, State.IN_PROGRESS, Who.UNIT),
        Step(Action.SUBMIT, _OPEN, State.SUBMITTED, Who.UNIT),
        Step(Action.WITHDRAW, frozenset({State.SUBMITTED}), State.IN_PROGRESS, Who.UNIT),
        Step(Action.ACCEPT, frozenset({State.SUBMITTED}), State.ACCEPTED, Who.DECIDER),
        Step(Action.RETURN, frozenset({State.SUBMITTED}), State.RETURNED, Who.DECIDER, needs_reason=True),
        Step(Action.REOPEN, frozenset({State.ACCEPTED}), State.RETURNED, Who.REOPENER, needs_reason=True),
    )
}
WAITS_FOR_UNIT = _OPEN
SETTLED = frozenset({State.SUBMITTED, State.ACCEPTED})

_WHO = {
    Who.UNIT: "đơn vị thực hiện",
    Who.DECIDER: "Sở Nội vụ hoặc sở chủ trì",
    Who.REOPENER: "Sở Nội vụ",
}


def possible(state: State | str, action: Action) -> bool:
    """Say whether the table lets the action start from the state."""
    return state in STEPS[action].sources


def diagram() -> str:
    """Give the table as a document in Vietnamese with a drawing of states and steps."""
    lines = [
        "# Trạng thái của một phần việc",
        "",
        "Trang này được sinh ra từ `src/namro/web/plans/states.py`; sửa bảng ở đó rồi chạy",
        "`python -m namro.web.plans.states > docs/states-of-an-obligation.md`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {state.label}" for state in State),
        f"    [*] --> {State.NOT_STARTED.value}",
    ]
    rows = ["| Bước | Từ | Đến | Ai | Cần lý do |", "|---|---|---|---|---|"]
    for step in STEPS.values():
        sources = [state for state in State if state in step.sources]
        lines += [f"    {source.value} --> {step.target.value}: {step.action.label}" for source in sources]
        rows.append(
            f"| {step.action.label} | {', '.join(str(s.label) for s in sources)} | {step.target.label} "
            f"| {_WHO[step.who]} | {'có' if step.needs_reason else 'không'} |"
        )
    lines += [
        "```",
        "",
        *rows,
        "",
        "Suy ra theo ngày làm việc, không lưu:",
        "",
        f"- **{Shown.OVERDUE.label}**: đã qua hạn mà chưa ở trạng thái chờ duyệt hoặc hoàn thành.",
        f"- **{Shown.SILENT.label}**: quá hạn và đơn vị chưa từng báo cáo.",
        "- **Hoàn thành trễ hạn**: được công nhận, nhưng báo cáo đã xong gửi sau hạn.",
        "",
        "Phần việc đã hoàn thành bị khóa; chỉ bước «Mở lại» đưa nó ra khỏi trạng thái đó.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(diagram(), end="")
