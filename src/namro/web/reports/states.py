"""The life of a periodic report as a table: which step leads from where to where, and who may take it.

Pure data; docs/ keeps its picture.
"""

from enum import StrEnum

from django.db.models import TextChoices

from namro.web.ui.lives import FREEZES, WHO, Life, Step


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


WRITABLE = frozenset({State.OPEN, State.RETURNED, State.CORRECTING})
HANDED_IN = frozenset({State.SUBMITTED, State.ACCEPTED, State.CORRECTING})
LIFE = Life(
    title="Trạng thái của một báo cáo định kỳ",
    room="reports",
    states=State,
    steps=(
        Step(Action.SUBMIT, WRITABLE, State.SUBMITTED, Who.WRITER, freezes=True),
        Step(Action.RETURN, frozenset({State.SUBMITTED}), State.RETURNED, Who.RECEIVER, needs_reason=True),
        Step(Action.ACCEPT, frozenset({State.SUBMITTED}), State.ACCEPTED, Who.RECEIVER),
        Step(
            Action.CORRECT,
            frozenset({State.SUBMITTED, State.ACCEPTED}),
            State.CORRECTING,
            Who.WRITER,
            needs_reason=True,
        ),
    ),
    first=[(State.OPEN, str(Action.OPEN.label))],
    who={Who.WRITER: "đơn vị lập báo cáo", Who.RECEIVER: "đơn vị tổng hợp"},
    columns=(WHO, FREEZES),
    notes=(
        "Chậm và chưa có không phải trạng thái: đó là điều đọc được từ hạn nộp và ngày làm việc. Đơn vị tổng hợp",
        "không trả lại báo cáo của chính mình; bản tổng hợp gửi đi là xong.",
    ),
)
STEPS, possible, diagram = LIFE.by_action, LIFE.possible, LIFE.diagram
