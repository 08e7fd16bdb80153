"""Reminders in words: the same sentence on the page, in e-mail and in a message to a phone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from namro.core.chase import Step, When
from namro.core.text import format_date
from namro.web.chase.models import Bulletin, Gathering, Notice
from namro.web.plans.models import Obligation

SMS_LETTERS = 300
BY_HAND = "tay"  # the step of a reminder that no rule asked for
CHANNEL_NAMES = {"program": "trong chương trình", "email": "thư điện tử", "hook": "tin nhắn"}
RUNG_NAMES = {
    "official": "người được giao, hoặc cán bộ đầu mối",
    "division_head": "trưởng phòng",
    "unit_head": "người đứng đầu đơn vị",
    "plan_officer": "Sở Nội vụ",
    "province_leader": "lãnh đạo tỉnh",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation in a bulletin; `link` is the one-use address, empty for whoever does not report it."""

    obligation: Obligation
    stands: str
    link: str


def stands_on(obligation: Obligation, day: date, notice: Notice) -> str:
    """Say how an obligation stands on the day, as a reminder about it begins; a piece in hand by its own day.

    The notice comes with its `hand_over`.
    """
    piece = notice.hand_over
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


def headline(items: Sequence[Item], day: date) -> str:
    """Say a bulletin in one line: how many obligations, and how they stand."""
    kinds = Counter(_kind(item, day) for item in items)
    order = ("quá hạn", "sắp đến hạn", "lâu không cập nhật")
    return ", ".join(f"{kinds[kind]} việc {kind}" for kind in order if kinds[kind])


def _kind(item: Item, day: date) -> str:
    due = item.obligation.due
    if item.stands.startswith("quá hạn") or (due and due < day):
        return "quá hạn"
    if "không cập nhật" in item.stands or "không có ngày" in item.stands:
        return "lâu không cập nhật"
    return "sắp đến hạn"


def gathered_words(line: Gathering) -> str:
    """Say a line about units without anybody: "214 đơn vị cấp xã chưa có ai nhận việc: 428 phần việc"."""
    level = str(line.get_level_display())
    level = level[0].lower() + level[1:]
    return (
        f"{line.unit_count} đơn vị {level} {line.get_reason_display()}: {line.obligation_count} phần việc "
        f"({line.words[0].lower()}{line.words[1:]})"
    )


def _summary(items: Sequence[Item], gathered: Sequence[Gathering], day: date) -> str:
    said = [headline(items, day)] if items else []
    # One unit stands in several lines, one for each step: the largest line is what can be said of units.
    many = [line.unit_count for line in gathered if line.reason == Gathering.Reason.MANY]
    empty = [line.unit_count for line in gathered if line.reason != Gathering.Reason.MANY]
    if empty:
        said.append(f"ít nhất {max(empty)} đơn vị chưa có ai nhận việc")
    if many:
        said.append(f"ít nhất {max(many)} đơn vị có việc cùng đến bậc nhắc")
    return ", ".join(said)


def email_text(
    bulletin: Bulletin, items: Sequence[Item], gathered: Sequence[Gathering] = ()
) -> tuple[str, str]:
    """Give subject and body of the e-mail."""
    weekly = bulletin.kind == Bulletin.Kind.WEEKLY
    subject = f"Năm Rõ: {_summary(items, gathered, bulletin.day)} ({format_date(bulletin.day)})"
    lines = [
        f"Kính gửi {bulletin.user.get_full_name()},",
        "",
        f"{'Tổng hợp tuần' if weekly else 'Việc cần lưu ý'} ngày {format_date(bulletin.day)}: "
        f"{_summary(items, gathered, bulletin.day)}.",
    ]
    if gathered:
        lines += ["", *(f"- {gathered_words(line)}" for line in gathered)]
        lines.append(f"  Danh sách: {settings.NAMRO_ADDRESS}/nhac-viec/")
    for number, item in enumerate(items, 1):
        task = item.obligation.task
        lines += [
            "",
            f"{number}. {item.stands[0].upper()}{item.stands[1:]}: {brief(task.text, 200)}",
            f"   {task.code} · {item.obligation.unit.name} · {item.obligation.period}"
            + (f" · hạn {format_date(item.obligation.due)}" if item.obligation.due else ""),
        ]
        if item.link:
            lines.append(f"   Cập nhật ngay, không cần mật khẩu (dùng một lần): {item.link}")
    lines += [
        "",
        f"Xem tất cả: {settings.NAMRO_ADDRESS}/nhac-viec/",
        "Liên kết một lần chỉ dành cho người nhận thư này; xin đừng chuyển tiếp.",
    ]
    return subject, "\n".join(lines)


def sms_text(bulletin: Bulletin, items: Sequence[Item], gathered: Sequence[Gathering] = ()) -> str:
    """Give at most 300 letters: what is there, the first of it, and where to answer."""
    link = next((item.link for item in items if item.link), f"{settings.NAMRO_ADDRESS}/nhac-viec/")
    head = f"Năm Rõ {format_date(bulletin.day)}: {_summary(items, gathered, bulletin.day)}. "
    if not items:
        return head + link
    first = items[0]
    room = SMS_LETTERS - len(head) - len(link) - 2
    said = f"{first.stands}: {first.obligation.task.text}"
    return f"{head}{brief(said, max(room, 0))} {link}"


def brief(text: str, most: int) -> str:
    """Give the beginning of a text in one line, without the bullet of its first item."""
    line = " ".join(text.split()).lstrip("-–*+• ")
    return line if len(line) <= most else line[: max(most - 1, 0)].rstrip() + "…"
