"""The life of an obstacle as a table: which step leads from where to where, and who may take it.

Pure data. `python -m namro.web.talks.states` prints the picture kept in docs/states-of-an-obstacle.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class State(TextChoices):
    """The stored state of an obstacle (clause "khó khăn, vướng mắc": units, Sở Nội vụ, UBND tỉnh)."""

    OPEN = "open", "Mở"
    ADVISED = "advised", "Sở Nội vụ có ý kiến"
    DECIDED = "decided", "UBND tỉnh quyết định"
    SOLVED = "solved", "Đã giải quyết"
    DROPPED = "dropped", "Đã rút"


class Action(TextChoices):
    """One step; the label is what the history says happened."""

    RAISE = "raise", "Nêu vướng mắc"
    OPINION = "opinion", "Cho ý kiến"
    ADVISE = "advise", "Sở Nội vụ có ý kiến"
    DECIDE = "decide", "UBND tỉnh quyết định"
    SOLVE = "solve", "Xác nhận đã giải quyết"
    DROP = "drop", "Rút vướng mắc"
    REOPEN = "reopen", "Mở lại"


class Who(StrEnum):
    """Who takes a step; `permissions` says which people these are."""

    UNIT = "unit"
    ASKED = "asked"
    INTERIOR = "interior"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table; `target` None leaves the state as it is."""

    action: Action
    sources: frozenset[State]
    target: State | None
    who: Who


LIVE = frozenset({State.OPEN, State.ADVISED, State.DECIDED})
STEPS: dict[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.OPINION, LIVE, None, Who.ASKED),
        Step(Action.ADVISE, frozenset({State.OPEN, State.ADVISED}), State.ADVISED, Who.INTERIOR),
        Step(Action.DECIDE, LIVE, State.DECIDED, Who.PROVINCE),
        Step(Action.SOLVE, LIVE, State.SOLVED, Who.UNIT),
        Step(Action.DROP, frozenset({State.OPEN, State.ADVISED}), State.DROPPED, Who.UNIT),
        Step(Action.REOPEN, frozenset({State.SOLVED, State.DROPPED}), State.OPEN, Who.UNIT),
    )
}
_WHO = {
    Who.UNIT: "đơn vị nêu vướng mắc",
    Who.ASKED: "cơ quan được đề nghị tháo gỡ",
    Who.INTERIOR: "Sở Nội vụ",
    Who.PROVINCE: "lãnh đạo tỉnh",
}


def possible(state: State | str, action: Action) -> bool:
    """Say whether the table lets the action start from the state."""
    return state in STEPS[action].sources


def diagram() -> str:
    """Give the table as a document in Vietnamese with a drawing of states and steps."""
    lines = [
        "# Trạng thái của một vướng mắc",
        "",
        "Trang này được sinh ra từ `src/namro/web/talks/states.py`; sửa bảng ở đó rồi chạy",
        "`python -m namro.web.talks.states > docs/states-of-an-obstacle.md`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {state.label}" for state in State),
        f"    [*] --> {State.OPEN.value}: {Action.RAISE.label}",
    ]
    rows = ["| Bước | Từ | Đến | Ai |", "|---|---|---|---|"]
    for step in STEPS.values():
        sources = [state for state in State if state in step.sources]
        lines += [
            f"    {source.value} --> {(step.target or source).value}: {step.action.label}"
            for source in sources
        ]
        rows.append(
            f"| {step.action.label} | {', '.join(str(s.label) for s in sources)} "
            f"| {step.target.label if step.target else 'giữ nguyên'} | {_WHO[step.who]} |"
        )
    lines += [
        "```",
        "",
        *rows,
        "",
        "Mỗi bước cần ghi một câu: ý kiến, quyết định, hoặc lý do. Số ngày tồn tại tính từ ngày nêu đến ngày",
        "giải quyết hoặc rút; vướng mắc còn mở thì tính đến ngày làm việc.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(diagram(), end="")
