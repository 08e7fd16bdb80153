"""The life of a message on its way out as a table: what leads from where to where.

Pure data. The picture is kept in docs/states-of-a-delivery.md.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


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


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    event: Event
    sources: frozenset[State]
    target: State


AGAIN_FROM = frozenset({State.UNSURE, State.FAILED, State.DROPPED})
STEPS = (
    Step(Event.CLAIM, frozenset({State.QUEUED}), State.SENDING),
    Step(Event.TAKE, frozenset({State.SENDING}), State.SENT),
    Step(Event.LATER, frozenset({State.SENDING}), State.QUEUED),
    Step(Event.REJECT, frozenset({State.SENDING}), State.FAILED),
    Step(Event.BREAK, frozenset({State.SENDING}), State.UNSURE),
    Step(Event.NEEDLESS, frozenset({State.SENDING}), State.DROPPED),
    Step(Event.AGAIN, AGAIN_FROM, State.QUEUED),
)
AFTER_SENDING = frozenset(step.target for step in STEPS if State.SENDING in step.sources)


def diagram() -> str:
    """Give the table as a document in Vietnamese with a drawing of states and events."""
    lines = [
        "# Trạng thái của một lượt gửi ra ngoài",
        "",
        "Trang này được sinh ra từ `src/namro/web/chase/states.py`; sửa bảng ở đó rồi chạy",
        "`make docs`, hoặc `python tools/draw_states.py`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {state.label}" for state in State),
        f"    [*] --> {State.QUEUED.value}: Lập bản nhắc",
    ]
    rows = ["| Điều xảy ra | Từ | Đến |", "|---|---|---|"]
    for step in STEPS:
        sources = [state for state in State if state in step.sources]
        lines += [f"    {source.value} --> {step.target.value}: {step.event.label}" for source in sources]
        rows.append(
            f"| {step.event.label} | {', '.join(str(s.label) for s in sources)} | {step.target.label} |"
        )
    lines += [
        "```",
        "",
        *rows,
        "",
        "Lượt qua cổng tin nhắn bị ngắt khi đang gửi trở lại «Chờ gửi»: cổng được gọi lại với cùng mã nên không gửi",
        "hai lần. Thư thì không tự gửi lại. Cách tính lần thử ở `docs/calculations/chase.md`, mục 5.",
        "",
    ]
    return "\n".join(lines)
