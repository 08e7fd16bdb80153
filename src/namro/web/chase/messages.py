"""Messages that go out: the body of an e-mail and of a message to a phone, from what a bulletin holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from namro.core.text import format_date
from namro.web.chase.duty_texts import DutyItem, duties_headline
from namro.web.chase.models import Bulletin, Gathering
from namro.web.chase.texts import brief, gathered_words
from namro.web.plans.models import Obligation

SMS_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation in a bulletin; `link` is the one-use address, empty for whoever does not report it."""

    obligation: Obligation
    stands: str
    link: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a bulletin has to say when it goes out: tasks, lines in place of heaps, duties."""

    items: Sequence[Item] = ()
    gathered: Sequence[Gathering] = ()
    duties: Sequence[DutyItem] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.items or self.gathered or self.duties)


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


_OF_HEAPS = (
    ({Gathering.Reason.UNMANNED, Gathering.Reason.GONE}, "chưa có ai nhận việc"),
    ({Gathering.Reason.MANY, Gathering.Reason.RETURNED}, "có việc cùng đến bậc nhắc"),
    ({Gathering.Reason.DUTIES, Gathering.Reason.DUTIES_UNMANNED}, "có báo cáo chưa gửi"),
)


def _summary(content: Content, day: date) -> str:
    said = [headline(content.items, day)] if content.items else []
    if content.duties:
        said.append(duties_headline(content.duties))
    # One unit stands in several lines, one for each step: the largest line is what can be said of units.
    for reasons, words in _OF_HEAPS:
        counts = [line.unit_count for line in content.gathered if line.reason in reasons]
        if counts:
            said.append(f"ít nhất {max(counts)} đơn vị {words}")
    return ", ".join(said)


_TITLES = {
    Bulletin.Kind.DAILY: "Việc cần lưu ý",
    Bulletin.Kind.WEEKLY: "Tổng hợp tuần",
    Bulletin.Kind.EXTRA: "Việc bị trả lại sau bản nhắc sáng",
}


def email_text(bulletin: Bulletin, content: Content) -> tuple[str, str]:
    """Give subject and body of the e-mail."""
    summary = _summary(content, bulletin.day)
    title = _TITLES[Bulletin.Kind(bulletin.kind)]
    lines = [
        f"Kính gửi {bulletin.user.get_full_name()},",
        "",
        f"{title} ngày {format_date(bulletin.day)}: {summary}.",
    ]
    if content.gathered:
        lines += ["", *(f"- {gathered_words(line)}" for line in content.gathered)]
        lines.append(f"  Danh sách: {settings.NAMRO_ADDRESS}/nhac-viec/")
    for number, item in enumerate(content.items, 1):
        task = item.obligation.task
        lines += [
            "",
            f"{number}. {_capital(item.stands)}: {brief(task.text, 200)}",
            f"   {task.code} · {item.obligation.unit.name} · {item.obligation.period}"
            + (f" · hạn {format_date(item.obligation.due)}" if item.obligation.due else ""),
        ]
        if item.link:
            lines.append(f"   Cập nhật ngay, không cần mật khẩu (dùng một lần): {item.link}")
    if content.duties:
        lines += ["", "Báo cáo:"]
    for duty in content.duties:
        lines += [
            f"- {_capital(duty.stands)}: {duty.label}, {duty.period}"
            + (f" · hạn nộp {format_date(duty.due)}" if duty.due else ""),
            f"  {duty.unit}" + (f" · {settings.NAMRO_ADDRESS}{duty.address}" if duty.address else ""),
        ]
    lines += ["", f"Xem tất cả: {settings.NAMRO_ADDRESS}/nhac-viec/"]
    if any(item.link for item in content.items):
        lines.append("Liên kết một lần chỉ dành cho người nhận thư này; xin đừng chuyển tiếp.")
    return f"Năm Rõ: {summary} ({format_date(bulletin.day)})", "\n".join(lines)


def sms_text(bulletin: Bulletin, content: Content) -> str:
    """Give at most 300 letters: what is there, the first of it, and where to answer."""
    link = next((item.link for item in content.items if item.link), f"{settings.NAMRO_ADDRESS}/nhac-viec/")
    head = f"Năm Rõ {format_date(bulletin.day)}: {_summary(content, bulletin.day)}. "
    said = [f"{item.stands}: {item.obligation.task.text}" for item in content.items[:1]]
    said += [f"{duty.stands}: {duty.label}, {duty.period}" for duty in content.duties[:1]]
    if not said:
        return head + link
    room = SMS_LETTERS - len(head) - len(link) - 2
    return f"{head}{brief(said[0], max(room, 0))} {link}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
