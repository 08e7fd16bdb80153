"""The life of a message on its way out as a table: what leads from where to where.

Pure data; docs/ keeps its picture.
"""

from django.db.models import TextChoices

from namro.web.ui.lives import Life, Step


class State(TextChoices):
    """Where a message stands; only `SENT` says that the other side has it."""

    QUEUED = "queued", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    UNSURE = "unsure", "Không rõ đã gửi chưa"
    FAILED = "failed", "Không gửi được"
    DROPPED = "dropped", "Không gửi nữa"


class Event(TextChoices):
    """What happens to a message."""

    CLAIM = "claim", "Chương trình nhận gửi"
    TAKE = "take", "Bên kia nhận"
    LATER = "later", "Chưa nhận, hoặc kênh không trả lời"
    REJECT = "reject", "Bên kia từ chối, hết số lần thử, hoặc quá 7 ngày"
    BREAK = "break", "Đứt kết nối, hoặc chương trình bị ngắt, khi đang gửi thư"
    NEEDLESS = "needless", "Việc đã xong, hoặc người nhận không còn giữ vị trí"
    AGAIN = "again", "Sở Nội vụ bấm «Gửi lại»"


AGAIN_FROM = frozenset({State.UNSURE, State.FAILED, State.DROPPED})
LIFE = Life(
    title="Trạng thái của một lượt gửi ra ngoài",
    room="chase",
    states=State,
    steps=(
        Step(Event.CLAIM, frozenset({State.QUEUED}), State.SENDING),
        Step(Event.TAKE, frozenset({State.SENDING}), State.SENT),
        Step(Event.LATER, frozenset({State.SENDING}), State.QUEUED),
        Step(Event.REJECT, frozenset({State.SENDING}), State.FAILED),
        Step(Event.BREAK, frozenset({State.SENDING}), State.UNSURE),
        Step(Event.NEEDLESS, frozenset({State.SENDING}), State.DROPPED),
        Step(Event.AGAIN, AGAIN_FROM, State.QUEUED),
    ),
    first=[(State.QUEUED, "Lập bản nhắc")],
    who={},
    columns=(),
    action_heading="Điều xảy ra",
    notes=(
        "Lượt qua cổng tin nhắn bị ngắt khi đang gửi trở lại «Chờ gửi»: cổng được gọi lại với cùng mã nên không gửi",
        "hai lần. Thư thì không tự gửi lại. Cách tính lần thử ở `docs/calculations/chase.md`, mục 5.",
    ),
)
diagram = LIFE.diagram
AFTER_SENDING = frozenset(step.target for step in LIFE.steps if State.SENDING in step.sources)
