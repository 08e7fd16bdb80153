"""What units hand in beside their tasks, in words: the same on the page, in e-mail and in a message to a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from namro.core.chase import Step
from namro.core.text import format_date
from namro.web.chase.texts import RETURNED, RETURNED_WORDS, RUNG_NAMES, rule_words
from namro.web.ui.dues import Duty, DutyState, Waiting

# Steps that no rule of the province asks for.
OPENED, WAITING = "mo-bao-cao", "cho-nhan"
_OWN_WORDS = {
    OPENED: "Vừa mở, chưa ai đặt hạn nộp: nhắc {who} một lần",
    RETURNED: RETURNED_WORDS,
    WAITING: "Đã gửi, chờ nhận: nhắc {who} mỗi ngày làm việc cho đến khi nhận hoặc trả lại",
}


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One line of a bulletin; `address` is a path of the program."""

    unit: str
    label: str
    period: str
    due: date | None
    stands: str
    is_late: bool
    address: str


def duty_stands(duty: Duty, day: date) -> str:
    """Say how a duty stands on the day; nothing once it was handed in."""
    if not duty.waits:
        return ""
    late = duty.days_late(day)
    over = f"quá hạn {late} ngày"
    if duty.state is DutyState.RETURNED:
        came = duty.returned_on
        back = f"bị trả lại ngày {format_date(came)}" if came else "bị trả lại"
        return f"{back}, {over}" if late else back
    if duty.due is None:
        return "đã mở, chưa đặt hạn"
    left = (duty.due - day).days
    if late:
        return over
    return f"còn {left} ngày" if left else "đến hạn hôm nay"


def waiting_stands(line: Waiting) -> str:
    """Say how many wait for a decision, and since when."""
    return f"{line.count} báo cáo chờ nhận, lâu nhất từ ngày {format_date(line.since)}"


def step_words(step: Step) -> str:
    """Say a step as a sentence: a rule of the province, or one of the program's own."""
    own = own_words(step.key, step.to)
    return own or rule_words(step)


def own_words(key: str, rung: str) -> str:
    """Say one of the program's own steps; empty for a rule of the province."""
    found = _OWN_WORDS.get(key, "")
    who = "đơn vị tổng hợp" if key == WAITING else RUNG_NAMES[rung]
    return found.format(who=who)


def duties_headline(items: Sequence[DutyItem]) -> str:
    """Say the duties of a bulletin in a few words: how many, and how many are late."""
    late = sum(item.is_late for item in items)
    if not items:
        return ""
    return f"{len(items)} báo cáo cần xử lý" + (f" ({late} quá hạn)" if late else "")
