"""The life of an inspection as a table: which step leads from where to where, and who takes it.

Pure data; docs/ keeps its picture.
"""

from enum import StrEnum

from django.db.models import TextChoices

from namro.web.ui.lives import WHO, Life, Step


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


LIFE = Life(
    title="Trạng thái của một cuộc kiểm tra",
    room="scorecards",
    states=State,
    steps=(
        Step(Action.ANSWER, frozenset({State.OPEN}), State.ANSWERED, Who.INSPECTED),
        Step(Action.ASK_AGAIN, frozenset({State.ANSWERED}), State.OPEN, Who.INSPECTOR),
        Step(Action.CLOSE, frozenset({State.OPEN, State.ANSWERED}), State.CLOSED, Who.INSPECTOR),
    ),
    first=[(State.OPEN, "có nội dung phải khắc phục"), (State.CLOSED, "không phải khắc phục")],
    who={Who.INSPECTED: "đơn vị được kiểm tra", Who.INSPECTOR: "đơn vị kiểm tra"},
    columns=(WHO,),
    notes=(
        "Mỗi bước cần ghi một câu. Cuộc kiểm tra đã đóng không mở lại; việc mới phát hiện là một cuộc kiểm tra mới.",
    ),
)
STEPS, possible, diagram = LIFE.by_action, LIFE.possible, LIFE.diagram
