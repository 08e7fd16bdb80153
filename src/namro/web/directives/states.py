"""The life of a task given from above as a table: which step leads from where to where, and who may take it.

Pure data. `python -m namro.web.directives.states` prints the picture kept in docs/states-of-a-given-task.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class State(TextChoices):
    """The stored state; on time, late and overdue are derived from the day."""

    GIVEN = "given", "Đã giao"
    DOING = "doing", "Đang làm"
    REPORTED = "reported", "Chờ xác nhận"
    SENT_BACK = "sent_back", "Trả lại"
    CLOSED = "closed", "Đã kết thúc"


class Action(TextChoices):
    """One step; the label is what the history says happened."""

    PROGRESS = "progress", "Báo cáo tiến độ"
    REPORT = "report", "Báo cáo đã xong"
    TAKE_BACK = "take_back", "Rút báo cáo"
    CLOSE = "close", "Xác nhận kết thúc"
    SEND_BACK = "send_back", "Trả lại"
    REOPEN = "reopen", "Mở lại"


class Who(StrEnum):
    """Who takes a step; `permissions` says which people these are."""

    UNIT = "unit"
    ASSIGNER = "assigner"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    action: Action
    sources: frozenset[State]
    target: State
    who: Who
    needs_reason: bool = False
    needs_proof: bool = False


OPEN = frozenset({State.GIVEN, State.DOING, State.SENT_BACK})
STEPS: dict[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.PROGRESS, OPEN, State.DOING, Who.UNIT),
        Step(Action.REPORT, OPEN, State.REPORTED, Who.UNIT, needs_proof=True),
        Step(Action.TAKE_BACK, frozenset({State.REPORTED}), State.DOING, Who.UNIT),
        Step(Action.CLOSE, frozenset({State.REPORTED}), State.CLOSED, Who.ASSIGNER),
        Step(Action.SEND_BACK, frozenset({State.REPORTED}), State.SENT_BACK, Who.ASSIGNER, needs_reason=True),
        Step(Action.REOPEN, frozenset({State.CLOSED}), State.SENT_BACK, Who.ASSIGNER, needs_reason=True),
    )
}
_WHO = {
    Who.UNIT: "đơn vị được giao",
    Who.ASSIGNER: "cơ quan giao việc (người nhập việc, lãnh đạo tỉnh)",
}


def possible(state: State | str, action: Action) -> bool:
    """Say whether the table lets the action start from the state."""
    return state in STEPS[action].sources


def diagram() -> str:
    """Give the table as a document in Vietnamese with a drawing of states and steps."""
    lines = [
        "# Trạng thái của việc Chính phủ, Thủ tướng Chính phủ giao",
        "",
        "Trang này được sinh ra từ `src/namro/web/directives/states.py`; sửa bảng ở đó rồi chạy",
        "`python -m namro.web.directives.states > docs/states-of-a-given-task.md`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {state.label}" for state in State),
        f"    [*] --> {State.GIVEN.value}",
    ]
    rows = ["| Bước | Từ | Đến | Ai | Cần lý do | Cần minh chứng |", "|---|---|---|---|---|---|"]
    for step in STEPS.values():
        sources = [state for state in State if state in step.sources]
        lines += [f"    {source.value} --> {step.target.value}: {step.action.label}" for source in sources]
        rows.append(
            f"| {step.action.label} | {', '.join(str(s.label) for s in sources)} | {step.target.label} "
            f"| {_WHO[step.who]} | {'có' if step.needs_reason else 'không'} "
            f"| {'có' if step.needs_proof else 'không'} |"
        )
    lines += [
        "```",
        "",
        *rows,
        "",
        "Suy ra theo ngày làm việc, không lưu:",
        "",
        "- **Đúng hạn**: báo cáo đã xong còn hiệu lực gửi không muộn hơn hạn; bị trả lại thì tính theo lần gửi sau.",
        "- **Muộn**: báo cáo đã xong gửi sau hạn.",
        "- **Quá hạn**: đã qua hạn mà chưa báo cáo xong.",
        "- Việc không ghi hạn không tính vào tỷ lệ đúng hạn.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(diagram(), end="")
