"""The life of a task given from above as a table: which step leads from where to where, and who may take it.

Pure data; docs/ keeps its picture.
"""

from enum import StrEnum

from django.db.models import TextChoices

from namro.web.ui.lives import PROOF, REASON, WHO, Life, Step


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


OPEN = frozenset({State.GIVEN, State.DOING, State.SENT_BACK})
LIFE = Life(
    title="Trạng thái của việc Chính phủ, Thủ tướng Chính phủ giao",
    room="directives",
    states=State,
    steps=(
        Step(Action.PROGRESS, OPEN, State.DOING, Who.UNIT),
        Step(Action.REPORT, OPEN, State.REPORTED, Who.UNIT, needs_proof=True),
        Step(Action.TAKE_BACK, frozenset({State.REPORTED}), State.DOING, Who.UNIT),
        Step(Action.CLOSE, frozenset({State.REPORTED}), State.CLOSED, Who.ASSIGNER),
        Step(Action.SEND_BACK, frozenset({State.REPORTED}), State.SENT_BACK, Who.ASSIGNER, needs_reason=True),
        Step(Action.REOPEN, frozenset({State.CLOSED}), State.SENT_BACK, Who.ASSIGNER, needs_reason=True),
    ),
    first=[(State.GIVEN, "")],
    who={
        Who.UNIT: "đơn vị được giao",
        Who.ASSIGNER: "cơ quan giao việc (người nhập việc, lãnh đạo tỉnh)",
    },
    columns=(WHO, REASON, PROOF),
    notes=(
        "Suy ra theo ngày làm việc, không lưu:",
        "",
        "- **Đúng hạn**: báo cáo đã xong còn hiệu lực gửi không muộn hơn hạn; bị trả lại thì tính theo lần gửi sau.",
        "- **Muộn**: báo cáo đã xong gửi sau hạn.",
        "- **Quá hạn**: đã qua hạn mà chưa báo cáo xong.",
        "- Việc không ghi hạn không tính vào tỷ lệ đúng hạn.",
    ),
)
STEPS, possible, diagram = LIFE.by_action, LIFE.possible, LIFE.diagram
