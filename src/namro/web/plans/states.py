"""The life of an obligation as a table: which action leads from where to where, and who may take it.

Pure data; docs/ keeps its picture.
"""

from enum import StrEnum

from django.db.models import TextChoices

from namro.web.ui.lives import Life, Step


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


_OPEN = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.RETURNED})
LIFE = Life(
    title="Trạng thái của một phần việc",
    room="plans",
    states=State,
    steps=(
        Step(Action.START, _OPEN, State.IN_PROGRESS, Who.UNIT),
        Step(Action.SUBMIT, _OPEN, State.SUBMITTED, Who.UNIT),
        Step(Action.WITHDRAW, frozenset({State.SUBMITTED}), State.IN_PROGRESS, Who.UNIT),
        Step(Action.ACCEPT, frozenset({State.SUBMITTED}), State.ACCEPTED, Who.DECIDER),
        Step(Action.RETURN, frozenset({State.SUBMITTED}), State.RETURNED, Who.DECIDER, needs_reason=True),
        Step(Action.REOPEN, frozenset({State.ACCEPTED}), State.RETURNED, Who.REOPENER, needs_reason=True),
    ),
    first=[(State.NOT_STARTED, "")],
    who={
        Who.UNIT: "đơn vị thực hiện",
        Who.DECIDER: "Sở Nội vụ hoặc sở chủ trì",
        Who.REOPENER: "Sở Nội vụ",
    },
    notes=(
        "Suy ra theo ngày làm việc, không lưu:",
        "",
        f"- **{Shown.OVERDUE.label}**: đã qua hạn mà chưa ở trạng thái chờ duyệt hoặc hoàn thành.",
        f"- **{Shown.SILENT.label}**: quá hạn và đơn vị chưa từng báo cáo.",
        "- **Hoàn thành trễ hạn**: được công nhận, nhưng báo cáo đã xong gửi sau hạn.",
        "",
        "Phần việc đã hoàn thành bị khóa; chỉ bước «Mở lại» đưa nó ra khỏi trạng thái đó.",
    ),
)
STEPS, possible, diagram = LIFE.by_action, LIFE.possible, LIFE.diagram
WAITS_FOR_UNIT = _OPEN
SETTLED = frozenset({State.SUBMITTED, State.ACCEPTED})
