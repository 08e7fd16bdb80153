"""The life of a periodic report as a table: which step leads from where to where, and who may take it.

Pure data. `python -m namro.web.reports.states` prints the page kept in docs/states-of-a-report.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class State(TextChoices):
    """The stored state of a report."""

    OPEN = "open", "Đang lập"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã nhận"
    CORRECTING = "correcting", "Đang đính chính"


class Action(TextChoices):
    """One step; the label is what the history says happened."""

    OPEN = "open", "Mở báo cáo"
    SUBMIT = "submit", "Gửi báo cáo"
    RETURN = "return", "Trả lại"
    ACCEPT = "accept", "Nhận báo cáo"
    CORRECT = "correct", "Mở để đính chính"


class Who(StrEnum):
    """Who takes a step; `permissions` says which people these are."""

    WRITER = "writer"
    RECEIVER = "receiver"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table; `freezes`: the step keeps a new edition that nobody can change."""

    action: Action
    sources: frozenset[State]
    target: State
    who: Who
    needs_words: bool = False
    freezes: bool = False


WRITABLE = frozenset({State.OPEN, State.RETURNED, State.CORRECTING})
HANDED_IN = frozenset({State.SUBMITTED, State.ACCEPTED, State.CORRECTING})
STEPS: dict[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.SUBMIT, WRITABLE, State.SUBMITTED, Who.WRITER, freezes=True),
        Step(Action.RETURN, frozenset({State.SUBMITTED}), State.RETURNED, Who.RECEIVER, needs_words=True),
        Step(Action.ACCEPT, frozenset({State.SUBMITTED}), State.ACCEPTED, Who.RECEIVER),
        Step(
            Action.CORRECT,
            frozenset({State.SUBMITTED, State.ACCEPTED}),
            State.CORRECTING,
            Who.WRITER,
            needs_words=True,
        ),
    )
}
_WHO = {Who.WRITER: "đơn vị lập báo cáo", Who.RECEIVER: "đơn vị tổng hợp"}


def possible(state: State | str, action: Action) -> bool:
    """Say whether the table lets the action start from the state."""
    return state in STEPS[action].sources


def document() -> str:
    """Give the table as a page in Vietnamese with a drawing of states and steps."""
    lines = [
        "# Trạng thái của một báo cáo định kỳ",
        "",
        "Trang này được sinh ra từ `src/namro/web/reports/states.py`; sửa bảng ở đó rồi chạy",
        "`python -m namro.web.reports.states > docs/states-of-a-report.md`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {state.label}" for state in State),
        f"    [*] --> {State.OPEN.value}: {Action.OPEN.label}",
    ]
    rows = ["| Bước | Từ | Đến | Ai | Giữ lại bản không sửa được |", "|---|---|---|---|---|"]
    for step in STEPS.values():
        sources = [state for state in State if state in step.sources]
        lines += [f"    {one.value} --> {step.target.value}: {step.action.label}" for one in sources]
        rows.append(
            f"| {step.action.label} | {', '.join(str(one.label) for one in sources)} | {step.target.label} "
            f"| {_WHO[step.who]} | {'có' if step.freezes else 'không'} |"
        )
    lines += ["```", "", *rows, ""]
    lines += [
        "Chậm và chưa có không phải trạng thái: đó là điều đọc được từ hạn nộp và ngày làm việc. Đơn vị tổng hợp",
        "không trả lại báo cáo của chính mình; bản tổng hợp gửi đi là xong.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(document(), end="")
