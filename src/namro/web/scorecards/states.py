"""The life of an inspection as a table: which step leads from where to where, and who takes it.

Pure data. `python -m namro.web.scorecards.states` prints the picture kept in docs/states-of-an-inspection.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class State(TextChoices):
    """Where the follow-up of an inspection stands."""

    OPEN = "open", "Chờ khắc phục"
    ANSWERED = "answered", "Đã báo khắc phục"
    CLOSED = "closed", "Đã đóng"


class Action(TextChoices):
    """One step; the label is what the history says happened."""

    RECORD = "record", "Ghi cuộc kiểm tra"
    ANSWER = "answer", "Báo đã khắc phục"
    ASK_AGAIN = "ask_again", "Yêu cầu khắc phục tiếp"
    CLOSE = "close", "Đóng"


class Who(StrEnum):
    """Who takes a step; `permissions` says which people these are."""

    INSPECTED = "inspected"
    INSPECTOR = "inspector"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    action: Action
    sources: frozenset[State]
    target: State
    who: Who


STEPS: dict[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.ANSWER, frozenset({State.OPEN}), State.ANSWERED, Who.INSPECTED),
        Step(Action.ASK_AGAIN, frozenset({State.ANSWERED}), State.OPEN, Who.INSPECTOR),
        Step(Action.CLOSE, frozenset({State.OPEN, State.ANSWERED}), State.CLOSED, Who.INSPECTOR),
    )
}
_WHO = {Who.INSPECTED: "đơn vị được kiểm tra", Who.INSPECTOR: "đơn vị kiểm tra"}


def possible(state: State | str, action: Action) -> bool:
    """Say whether the table lets the action start from the state."""
    return action in STEPS and state in STEPS[action].sources


def diagram() -> str:
    """Give the table as a document in Vietnamese with a drawing of states and steps."""
    lines = [
        "# Trạng thái của một cuộc kiểm tra",
        "",
        "Trang này được sinh ra từ `src/namro/web/scorecards/states.py`; sửa bảng ở đó rồi chạy",
        "`python -m namro.web.scorecards.states > docs/states-of-an-inspection.md`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {state.label}" for state in State),
        f"    [*] --> {State.OPEN.value}: có nội dung phải khắc phục",
        f"    [*] --> {State.CLOSED.value}: không phải khắc phục",
    ]
    rows = ["| Bước | Từ | Đến | Ai |", "|---|---|---|---|"]
    for step in STEPS.values():
        sources = [state for state in State if state in step.sources]
        lines += [f"    {source.value} --> {step.target.value}: {step.action.label}" for source in sources]
        rows.append(
            f"| {step.action.label} | {', '.join(str(s.label) for s in sources)} | {step.target.label} "
            f"| {_WHO[step.who]} |"
        )
    lines += [
        "```",
        "",
        *rows,
        "",
        "Mỗi bước cần ghi một câu. Cuộc kiểm tra đã đóng không mở lại; việc mới phát hiện là một cuộc kiểm tra mới.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(diagram(), end="")
