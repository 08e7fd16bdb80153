"""Reminders in words: the same sentence on the page, in e-mail and in a message to a phone."""

from datetime import date

from namro.core.chase import Step, When
from namro.core.text import format_date
from namro.web.chase.models import Gathering, Notice
from namro.web.plans.models import Obligation
from namro.web.plans.states import State

# Steps of reminders that no rule of the province asks for.
BY_HAND = "tay"
RETURNED = "tra-lai"
RETURNED_WORDS = "Bị trả lại: nhắc {who} ngay trong ngày"
CHANNEL_NAMES = {"program": "trong chương trình", "email": "thư điện tử", "hook": "tin nhắn"}
RUNG_NAMES = {
    "official": "người được giao, hoặc cán bộ đầu mối",
    "division_head": "trưởng phòng",
    "unit_head": "người đứng đầu đơn vị",
    "plan_officer": "Sở Nội vụ",
    "province_leader": "lãnh đạo tỉnh",
}


def stands_on(obligation: Obligation, day: date, notice: Notice) -> str:
    """Say how an obligation stands on the day, as a reminder about it begins; a piece in hand by its own day.

    The notice comes with its `hand_over`.
    """
    piece = notice.hand_over
    if notice.step == RETURNED and obligation.state == State.RETURNED:
        left = (obligation.due - day).days if obligation.due else 0
        return "bị trả lại" + (f", quá hạn {-left} ngày" if left < 0 else "")
    if notice.when == When.SILENT:
        return f"{notice.days} ngày không cập nhật" + (" việc được giao" if piece else "")
    due = reckoned_due(obligation, notice)
    if due is None:
        return "không có ngày cụ thể"
    left = (due - day).days
    own = f" (hạn được giao {format_date(due)})" if due != obligation.due else ""
    if left < 0:
        return f"quá hạn {-left} ngày{own}"
    return f"đến hạn hôm nay{own}" if left == 0 else f"còn {left} ngày{own}"


def reckoned_due(obligation: Obligation, notice: Notice) -> date | None:
    """Give the day a reminder counts to: of the piece in hand and the obligation the nearer."""
    days = [day for day in (obligation.due, notice.hand_over and notice.hand_over.due) if day]
    return min(days) if days else None


def rule_words(step: Step) -> str:
    """Say a step of the rules as a sentence."""
    match step.when:
        case When.BEFORE:
            start = f"Trước hạn {step.days} ngày" if step.days else "Đúng ngày đến hạn"
        case When.AFTER:
            start = f"Quá hạn {step.days} ngày"
        case When.SILENT:
            start = f"{step.days} ngày không cập nhật"
    again = f", nhắc lại sau mỗi {step.every} ngày làm việc" if step.every else ""
    return f"{start}: nhắc {RUNG_NAMES[step.to]}{again}"


def gathered_words(line: Gathering) -> str:
    """Say a line about units without anybody: "214 đơn vị cấp xã chưa có ai nhận việc: 428 phần việc"."""
    level = str(line.get_level_display())
    level = level[0].lower() + level[1:]
    what = "báo cáo" if line.is_of_duties else "phần việc"
    return (
        f"{line.unit_count} đơn vị {level} {line.get_reason_display()}: {line.obligation_count} {what} "
        f"({line.words[0].lower()}{line.words[1:]})"
    )


def brief(text: str, most: int) -> str:
    """Give the beginning of a text in one line, without the bullet of its first item."""
    line = " ".join(text.split()).lstrip("-–*+• ")
    return line if len(line) <= most else line[: max(most - 1, 0)].rstrip() + "…"
