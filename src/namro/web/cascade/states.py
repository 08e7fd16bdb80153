"""The life of a hand-over as a table: which step leads from where to where, and who may take it.

Pure data; docs/ keeps its picture.
"""

from enum import StrEnum

from django.db.models import TextChoices

from namro.web.ui.lives import Life, Step


class State(TextChoices):
    """The stored state of a hand-over; that it is late is derived from the date."""

    GIVEN = "given", "Mới giao"
    ACKNOWLEDGED = "acknowledged", "Đã nhận"
    IN_PROGRESS = "in_progress", "Đang làm"
    PASSED_ON = "passed_on", "Đã giao tiếp"
    DONE = "done", "Báo xong"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Đã nghiệm thu"
    WITHDRAWN = "withdrawn", "Đã rút"


class Action(TextChoices):
    """One step; the label is what the history of a hand-over says happened."""

    GIVE = "give", "Giao việc"
    ACKNOWLEDGE = "acknowledge", "Nhận việc"
    PROGRESS = "progress", "Báo tiến độ"
    PASS_ON = "pass_on", "Giao tiếp"
    FINISH = "finish", "Báo đã xong"
    TAKE_BACK = "take_back", "Rút lại báo cáo"
    ACCEPT = "accept", "Nghiệm thu"
    RETURN = "return", "Trả lại"
    WITHDRAW = "withdraw", "Rút việc đã giao"


class Who(StrEnum):
    """Who takes a step; `permissions` says which people these are."""

    RECEIVER = "receiver"
    DIVISION = "division"
    GIVER = "giver"


OPEN = frozenset({State.GIVEN, State.ACKNOWLEDGED, State.IN_PROGRESS, State.PASSED_ON, State.RETURNED})
SETTLED = frozenset({State.DONE, State.ACCEPTED})
LIFE = Life(
    title="Trạng thái của một việc được giao",
    room="cascade",
    states=State,
    steps=(
        Step(Action.ACKNOWLEDGE, frozenset({State.GIVEN}), State.ACKNOWLEDGED, Who.RECEIVER),
        Step(Action.PROGRESS, OPEN, State.IN_PROGRESS, Who.RECEIVER),
        Step(Action.PASS_ON, OPEN, State.PASSED_ON, Who.DIVISION),
        Step(Action.FINISH, OPEN, State.DONE, Who.RECEIVER),
        Step(Action.TAKE_BACK, frozenset({State.DONE}), State.IN_PROGRESS, Who.RECEIVER),
        Step(Action.ACCEPT, frozenset({State.DONE}), State.ACCEPTED, Who.GIVER),
        Step(Action.RETURN, frozenset({State.DONE}), State.RETURNED, Who.GIVER, needs_reason=True),
        Step(Action.WITHDRAW, OPEN | {State.DONE}, State.WITHDRAWN, Who.GIVER, needs_reason=True),
    ),
    first=[(State.GIVEN, str(Action.GIVE.label))],
    who={
        Who.RECEIVER: "người nhận việc (công chức, hoặc trưởng phòng của phòng nhận việc)",
        Who.DIVISION: "trưởng phòng của phòng nhận việc",
        Who.GIVER: "bên giao: người đứng đầu, cán bộ đầu mối, hoặc trưởng phòng đã giao tiếp",
    },
    notes=(
        "Không ai nghiệm thu việc giao cho chính mình. Việc được nghiệm thu không tự đóng phần việc của đơn vị:",
        "cán bộ đầu mối xem các việc đã giao rồi báo cáo phần việc.",
        "",
        "Suy ra theo ngày làm việc, không lưu:",
        "",
        "- **Chậm**: đã qua ngày phải xong mà chưa báo xong.",
        "- **Chưa có người**: công chức nhận việc không còn giữ vai trò ở đơn vị, hoặc phòng không có trưởng phòng.",
        "",
        "Khi phần việc chuyển sang đơn vị khác, các việc còn mở ở đơn vị cũ được rút, lịch sử giữ nguyên.",
    ),
)
STEPS, possible, diagram = LIFE.by_action, LIFE.possible, LIFE.diagram
